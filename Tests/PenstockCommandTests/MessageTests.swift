import Foundation
import Host
import Orchestrator
import PluginKit
import PluginTesting
import TestWorld
import Testing

@testable import PenstockCommand

/// What a person reads who has typed something that can be understood, or nearly.
@Suite("Messages to whoever types")
struct MessageTests {
    private func subjects(_ ids: String, _ providers: String = "polymarket kalshi") async throws -> [String] {
        try await CommandStage().jobs("backfill \(providers) --market-ids \(ids)").flatMap(\.job.selection.subjects)
    }

    private func refusal(_ line: String) async -> String {
        let stage = CommandStage()
        #expect(await stage.run(line) == 64)
        return stage.error
    }

    @Test(
        "of two venues the one is meant that can have the id; the prefix is understood in capitals",
        arguments: [
            ("POLYMARKET:700101", "polymarket:700101"), ("Kalshi:KXHALDEN-27-MAR", "kalshi:KXHALDEN-27-MAR"),
            ("0x\(String(repeating: "a1", count: 32))", "polymarket:0x\(String(repeating: "a1", count: 32))"),
            ("some-slug-here", "polymarket:some-slug-here"), ("KXHALDEN-27-MAR", "kalshi:KXHALDEN-27-MAR"),
            ("700101", "polymarket:700101"), ("KXBTC.D-26NOV29", "kalshi:KXBTC.D-26NOV29"),
        ])
    func owner(typed: String, meant: String) async throws {
        #expect(try await subjects(typed) == [meant])
    }

    @Test(
        """
        one venue needs no prefix and takes one; an address is refused in the words that the venue alone has, and \
        makes nothing
        """
    )
    func alone() async throws {
        #expect(try await subjects("700101", "polymarket") == ["700101"])
        #expect(try await subjects("POLYMARKET:700101", "polymarket") == ["polymarket:700101"])
        let address = "https://polymarket.com/event/foo"
        try await TemporaryFolder.with { folder in
            let stage = CommandStage(directory: folder)
            #expect(await stage.run("backfill polymarket kalshi --market-ids \(address)") == 64)
            #expect(stage.error.contains("names no market of Polymarket") && stage.error.contains("the condition id"))
            let made = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(made.isEmpty)
        }
        #expect(await refusal("backfill kalshi --market-ids 700101 --dry-run").contains("is not a ticker of Kalshi"))
    }

    @Test(
        "a jobs file with YAML's merge key is told that it is not supported, wherever it stands",
        arguments: ["job", "defaults", "file"])
    func mergeKey(place: String) async throws {
        let job = "  nightly:\n    command: update\n    providers: equities\n"
        let text =
            switch place {
            case "job": "base: &b\n  command: update\njobs:\n  m:\n    <<: *b\n    providers: equities\n"
            case "defaults": "defaults:\n  <<: {quiet: true}\njobs:\n\(job)"
            default: "<<: {a: b}\njobs:\n\(job)"
            }
        try await TemporaryFolder.with { folder in
            let shown =
                place == "job"
                ? text.replacing("base: &b\n  command: update\n", with: "").replacing("*b", with: "{command: update}")
                : text
            try shown.write(toFile: folder + "/penstock.yaml", atomically: true, encoding: .utf8)
            let stage = CommandStage(directory: folder)
            #expect(await stage.run("config --check") == 78)
            #expect(stage.error.contains("`<<`, YAML's merge key, is not supported"), "\(stage.error)")
            #expect(stage.error.contains("line \(["job": 3, "defaults": 2, "file": 1][place] ?? 0)"), "\(stage.error)")
        }
    }

    @Test("a key that is there twice is told with both lines; the same key of another job is not one of them")
    func duplicates() async throws {
        try await TemporaryFolder.with { folder in
            let text = """
                jobs:
                  nightly:
                    command: update
                    providers: equities
                  weekly:
                    command: update
                    providers: equities
                    # command: verify
                    command: verify

                """
            try text.write(toFile: folder + "/penstock.yaml", atomically: true, encoding: .utf8)
            let stage = CommandStage(directory: folder)
            #expect(await stage.run("config --check") == 78)
            #expect(stage.error.contains("'command' in lines 6 and 9"), "\(stage.error)")
        }
    }

    @Test("a wrong name of a job names the nearest and ten, not ten thousand")
    func manyJobs() async throws {
        try await TemporaryFolder.with { folder in
            let jobs = (1...300).map { "  job\($0):\n    command: update\n    providers: equities\n" }.joined()
            try ("jobs:\n" + jobs).write(toFile: folder + "/penstock.yaml", atomically: true, encoding: .utf8)
            for line in ["run job30x", "run"] {
                let stage = CommandStage(directory: folder)
                #expect(await stage.run(line) == 64)
                #expect(stage.error.contains("and 290 more"), "\(stage.error)")
                #expect(stage.error.utf8.count < 600)
            }
        }
    }

    @Test("an output that is closed is called closed")
    func closed() {
        #expect(SystemFault(EINVAL).wordsOfOutput == "it is closed")
        #expect(SystemFault(EBADF).wordsOfOutput == "it is closed")
        #expect(SystemFault(ENOSPC).wordsOfOutput == "No space left on device")
    }

    @Test("a name that is no symbol in a file makes no archive")
    func symbolsFile() async throws {
        try await TemporaryFolder.with { folder in
            try "AAPL\nBAD NAME$$\n".write(toFile: folder + "/names.txt", atomically: true, encoding: .utf8)
            let stage = CommandStage(directory: folder)
            #expect(await stage.run("backfill equities --symbols-file names.txt --start-date 2024-01-02") == 64)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["names.txt"])
        }
    }
}
