import Catalog
import Foundation
import PluginKit
import Tabular
import Testing

@testable import PenstockCommand

/// docs/datasets.md against what the plugins of this build declare.
@Suite("docs/datasets.md")
struct DatasetDocsTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs/datasets.md")

    @Test("is what the plugins of this build declare")
    func page() throws {
        let text = DatasetPages(Catalog.registry).text
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: Self.file)
            Issue.record("docs/datasets.md was written; read the difference before you commit it")
            return
        }
        let written = try String(decoding: Data(contentsOf: Self.file), as: UTF8.self)
        let pairs = zip(written.split(separator: "\n"), text.split(separator: "\n"))
        let place = pairs.first { $0 != $1 }.map { "\"\($0)\" became \"\($1)\"" } ?? "its length"
        #expect(written == text, "\(place): run the tests with RECORD_GOLDEN=1 and read the difference")
    }

    @Test("has every dataset, column, key, rule and view, and no table with a row of another width")
    func everything() {
        let text = DatasetPages(Catalog.registry).text
        for provider in Catalog.registry.providers.map(\.manifest) {
            for dataset in provider.datasets {
                #expect(text.contains("### \(provider.name)/\(dataset.name)\n"))
                #expect(text.contains("table: `\(provider.name)_\(dataset.name)`"))
                for column in dataset.schema.columns { #expect(text.contains("| `\(column.name)`")) }
                for rule in dataset.rules { #expect(text.contains("| \(rule.name) | ")) }
                for view in dataset.views { #expect(text.contains("| `\(view.name)` | ")) }
            }
        }
        #expect(Self.crookedTables(text) == [])
        #expect(Self.crookedTables("| a | b |\n| --- | --- |\n| 1 |\n") == ["| 1 |"])
    }

    @Test(
        """
        says what a declaration says: kinds, files, nulls, units, sources, actions; a bar in a sentence stays in its \
        cell
        """
    )
    func wording() {
        let changes = Dataset(
            "status", .changes, "States.",
            columns: [
                Column("id", .text, from: "ticker", "The id."), Column("seen", .instant(fractionDigits: 0), "When."),
                Column("state", .text, nullable: true, from: "a|b", "Open | closed."),
            ], key: ["id", "seen"],
            rules: [
                Rule("P5", .forward(column: "state", order: [["a"], ["b"]]), .flag, "Forward."),
                Rule("P1", .text(column: "id", .notEmpty), .reject, "An id."), Rule("P9", .distinct, .flag, "Once."),
            ])
        let prices = Dataset(
            "prices", .series(axis: "seen", isDense: false), "Prices.",
            columns: [
                Column("id", .text, "The id."), Column("seen", .instant(fractionDigits: 0), "When."),
                Column("mid", .decimal, unit: "USD", "Half."),
            ],
            key: ["id", "seen"],
            rules: [Rule("H1", .within(columns: ["mid"], lower: "0", upper: "1"), .quarantine, "At most 1.")])
        var text = Self.page([changes])
        for line in [
            "| [venue/status](#venuestatus) | changes | States. |", "- File: `venue/status.csv`; table: `venue_status`",
            "- Key: `id`, `seen`",
            "| `id` (key) | text | | `ticker` | The id. |", "| `state` | text | yes | `a\\|b` | Open \\| closed. |",
            "| P5 | Forward. | logged, earlier row kept |", "| P1 | An id. | refused |", "| P9 | Once. | logged |",
        ] {
            #expect(text.contains(line + "\n"), "\(line)")
        }
        text = Self.page([prices])
        for line in [
            "- Series by seen.", "- File: `venue/prices/PARTITION.csv`; table: `venue_prices`",
            "| `mid` | decimal | | USD | | Half. |",
            "| H1 | At most 1. | set aside |",
        ] {
            #expect(text.contains(line + "\n"), "\(line)")
        }
    }

    @Test("is printed by the command, of one provider where one is named")
    func command() async {
        let stage = CommandStage()
        #expect(await stage.run("datasets --markdown") == 0)
        #expect(stage.output == DatasetPages(Catalog.registry).text)
        let one = CommandStage()
        #expect(await one.run("datasets equities --markdown") == 0)
        #expect(one.output.contains("### equities/daily_bars"))
        let plain = CommandStage()
        #expect(await plain.run("datasets") == 0)
        #expect(!plain.output.contains("| --- |"))
    }

    private static func page(_ datasets: [Dataset]) -> String {
        let manifest = ProviderManifest(
            name: "venue", summary: "A venue", noun: .init("market", "markets"), datasets: datasets, upstreams: [],
            defaultArchive: "data")
        return DatasetPages(providers: [manifest], fileExtensions: ["csv", "csv.gz"]).text
    }

    /// Rows with another number of cells than the row above them.
    private static func crookedTables(_ text: String) -> [String] {
        var width: Int?
        return text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line -> String? in
            guard line.hasPrefix("|") else {
                width = nil
                return nil
            }
            let count = line.replacing("\\|", with: "").filter { $0 == "|" }.count
            defer { width = width ?? count }
            return width ?? count == count ? nil : String(line)
        }
    }
}
