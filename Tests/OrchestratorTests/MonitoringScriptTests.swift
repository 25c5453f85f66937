import Foundation
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// The script of the user's document, unchanged, over archives that runs have made.
@Suite(
    "The monitoring script of the brief",
    .enabled(if: Python.isWanted, "there is no Python with pandas; name one in PENSTOCK_TEST_PYTHON"))
struct MonitoringScriptTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("monitoring") }

    /// Runs the script where the document runs it: above `data`.
    private func check() throws -> (status: Int32, output: String, error: String) {
        let python = try #require(Python.path, "no Python with pandas: set PENSTOCK_TEST_PYTHON")
        #expect(MonitoringGuide.script.contains("def check_update_status():"))
        try FileManager.default.createDirectory(atPath: folder.path + "/scripts", withIntermediateDirectories: true)
        try Data(MonitoringGuide.script.utf8).write(to: URL(filePath: folder.path + "/scripts/check_updates.py"))
        return try Python.run(python, ["scripts/check_updates.py"], in: folder.path)
    }

    private func put(_ archive: String, at name: String) throws {
        try FileManager.default.createDirectory(atPath: folder.path + "/data", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: archive, toPath: folder.path + "/data/" + name)
    }

    private func makeArchives(isIdleLast: Bool = false) async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL", "MSFT")
        _ = try await desk.backfill("AAPL", "MSFT", "NOPE")
        desk.market.move(to: "2024-06-10T23:00:00Z")
        _ = try await desk.update()
        try put(desk.archive, at: "historical")
        let markets = try MarketDesk(now: VenueWorld.firstNight)
        _ = try await markets.backfill { $0.selection.limit = .count(2) }
        markets.venues.move(to: markets.venues.now.adding(days: 1))
        _ = try await markets.update()
        // At once again: nothing is due, and the newest row of the ledger says 0.
        if isIdleLast { #expect(try await markets.update().report.isIdle) }
        try put(markets.archive, at: "prediction_markets")
    }

    @Test("reads both ledgers and says what they say")
    func unchanged() async throws {
        try await makeArchives()
        let result = try check()
        #expect(result.status == 0 && result.error == "")
        let lines = result.output.split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.hasPrefix("Latest S&P500 update: 2024-06-") })
        // The symbol that nobody knows is left alone until its next try.
        #expect(lines.contains("Success rate: 100.0%") || lines.contains("Success rate: 66.7%"))
        #expect(lines.contains { $0.hasSuffix("WARNING: S&P500 data is stale!") })
        #expect(lines.contains { $0.hasPrefix("Latest prediction markets update: 20") })
        #expect(lines.contains { $0.wholeMatch(of: /Markets updated: \d+(\.0)?/) != nil })
        #expect(lines.count(where: { $0.wholeMatch(of: /Age: \d+\.\d hours/) != nil }) == 2)
    }

    @Test("after a run with nothing due, markets updated are 0 and not nan")
    func idle() async throws {
        try await makeArchives(isIdleLast: true)
        let result = try check()
        #expect(result.status == 0, "\(result.error)")
        let line = try #require(result.output.split(separator: "\n").first { $0.hasPrefix("Markets updated:") })
        #expect(["Markets updated: 0", "Markets updated: 0.0"].contains(String(line)))
    }

    @Test("fails where a column is lost, and where times have an offset", arguments: ["success_rate", "offset"])
    func control(damage: String) async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        try put(desk.archive, at: "historical")
        let path = folder.path + "/data/historical/update_summary.csv"
        let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        let changed =
            damage == "offset"
            ? text.replacing(/\n(\d\S+ [\d:]+),/) { "\n\($0.output.1)+00:00," }
            : text.replacing("success_rate", with: "rate")
        #expect(changed != text)
        try Data(changed.utf8).write(to: URL(filePath: path))
        let result = try check()
        #expect(result.status == 1 && result.error.contains("Error"))
    }
}
