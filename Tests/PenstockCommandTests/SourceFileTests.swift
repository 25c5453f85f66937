import Foundation
import PluginKit
import TestWorld
import Testing

@testable import PenstockCommand

/// Sources that are files of YAML: those of docs/sources.md, what is wrong with one, and a year's work with one.
@Suite("A source as a file")
struct SourceFileTests {
    private static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The blocks of YAML on the page.
    private static func shown() throws -> [String] {
        let page = try String(
            decoding: Data(contentsOf: checkout.appendingPathComponent("docs/sources.md")), as: UTF8.self)
        return page.split(separator: "```yaml\n").dropFirst().map {
            String($0.prefix(upTo: $0.range(of: "```")!.lowerBound))
        }
    }

    @Test("those of the page can be used, in at most 40 lines each")
    func page() throws {
        let blocks = try Self.shown()
        #expect(blocks.count == 2)
        for block in blocks {
            #expect(block.split(separator: "\n").count <= 40)
            let plugin = try SourceFile(block, named: "shown.yaml").plugin
            #expect(plugin.manifest.name == "shown" && plugin.origin?.hasPrefix("shown.yaml ") == true)
            _ = try plugin.load()
        }
    }

    private static let tides = """
        summary: Water levels
        upstream: https://tides.example/v1
        noun: [gauge, gauges]
        needs-start-date: true
        datasets:
          levels:
            axis: time
            key: [gauge, time]
            columns:
              gauge: {type: text, from: "{gauge}"}
              time: {type: instant, from: at, as: milliseconds}
              level: {type: decimal, from: level, unit: m}
        series:
          - of: gauge
            dataset: levels
            path: /levels
            query: {gauge: "{gauge}"}
            rows: levels
            span: {from: from, to: to, as: seconds}
            pages: {cursor: after, path: next}
            end: no-cursor
            lag: 600
        """

    @Test(
        "what is wrong is said with its line, and what was meant",
        arguments: [
            ("summary: Water", "sumary: Water", "line 1", "Did you mean 'summary'?"),
            ("as: milliseconds", "as: millisecond", "line 11", "Did you mean 'milliseconds'?"),
            (", as: milliseconds", "", "tides.yaml", "say how the time time is written"),
            ("type: decimal", "type: float", "line 12", "one of: text, decimal"),
            ("dataset: levels", "dataset: level", "line 15", "Did you mean 'levels'?"),
            ("end: no-cursor", "end: short-page", "line 21", "does not say that it is the last"),
            ("key: [gauge, time]", "key: [gauge, tim]", "line 8", "Did you mean 'time'?"),
            ("\"{gauge}\"}\n    rows", "\"{guage}\"}\n    rows", "tides.yaml", "nothing fills {guage}"),
            ("lag: 600", "lag: 600\n    lag: 700", "line", "there twice"),
            ("https://tides.example/v1", "tides.example", "line 2", "this has to be the address"),
            ("path: next}", "last-row: id}", "line 20", "does not go with cursor"),
        ])
    func wrong(part: String, other: String, line: String, words: String) throws {
        #expect(Self.tides.contains(part), "the control: \(part)")
        do {
            _ = try SourceFile(Self.tides.replacing(part, with: other), named: "tides.yaml")
            Issue.record("\(other) was taken")
        } catch {
            let said = "\(error)"
            #expect(said.contains(line) && said.contains(words), "\(said)")
        }
    }

    @Test("it is a provider like any other: backfill, stop, go on, update, verify, prove, in every storage")
    func used() async throws {
        let folder = try TemporaryFolder("sources")
        try folder.write("sources/tides.yaml", Self.tides)
        let exchanges = Self.checkout.appendingPathComponent("docs/examples/tides/exchanges").path
        for storage in ["csv", "csv.gz", "sqlite"] {
            let place = "--data-dir data/\(storage)"
            let what = "--symbols HALD1 --start-date 2024-01-01 --storage \(storage)"
            let backfill = "backfill tides \(what) --replay \(exchanges) \(place)"
            await CommandStage.output(of: "\(backfill) --max-requests 1", in: folder, exitCode: 75)
            await CommandStage.output(of: backfill, in: folder)
            let proved = await CommandStage.output(
                of: "coverage tides --prove \(place)", at: "2024-01-02T00:00:00Z", in: folder)
            #expect(proved.contains("proved"), "\(proved)")
            let verified = await CommandStage.output(of: "verify --full \(place)", in: folder)
            #expect(verified.contains("3 rows"), "\(verified)")
            let runs = await CommandStage.output(of: "runs show 1 \(place) --json", in: folder)
            #expect(runs.contains("tides.yaml "), "the file's digest: \(runs)")
        }
        #expect(
            try folder.text("data/csv/tides/levels/HALD1.csv").hasSuffix("HALD1,2024-01-01T12:00:00Z,1.4\n"))
    }

    @Test("without names a first backfill is refused before anything is made")
    func nameless() async throws {
        let folder = try TemporaryFolder("sources")
        try folder.write("sources/tides.yaml", Self.tides)
        let stage = CommandStage(directory: folder.path)
        #expect(await stage.run("backfill tides --start-date 2024-01-01") == 64)
        #expect(stage.error.contains("tides has no list of gauges of its own"))
        #expect(stage.error.contains("penstock backfill tides --symbols A,B"))
        #expect(!folder.exists("data"))
    }

    @Test("a file that cannot be read is told, its source is left out, and the others go on")
    func broken() async throws {
        let folder = try TemporaryFolder("sources")
        try folder.write("sources/tides.yaml", Self.tides)
        try folder.write("sources/broken.yml", "summary: [")
        try folder.write("sources/kalshi.yaml", Self.tides)
        let listed = CommandStage(directory: folder.path)
        #expect(await listed.run("sources") == 0)
        #expect(listed.output.contains("tides") && !listed.output.contains("kalshi"))
        #expect(listed.error.contains("broken.yml line") && listed.error.contains("Two providers are named 'kalshi'"))
        let checked = CommandStage(directory: folder.path)
        #expect(await checked.run("sources check sources/broken.yml") == 78)
        let good = CommandStage(directory: folder.path)
        #expect(await good.run("sources check sources/tides.yaml") == 0)
        #expect(good.output.contains("levels"))
        let none = CommandStage(directory: folder.path + "/sources")
        #expect(await none.run("sources") == 0)
        #expect(none.output.contains("There are no sources"))
    }
}
