import Archive
import Foundation
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// Nights on which one value of an answer is odd, and nights with several dividends of one day. 2024-06-10 is a Monday.
@Suite("Nights of odd values")
struct OddValueNightsTests {
    private static let day = FakeMarket.day("2024-06-10")

    @Test(
        """
        A split of 1 to 0 costs the bar of its day, which is asked again; all others are stored and the next night \
        goes on
        """
    )
    func noRatio() async throws {
        let desk = try RunDesk(now: "2024-06-11T23:59:00Z")
        desk.market.change("AAPL") { $0.oddSplits[Self.day] = #""numerator":1,"denominator":0,"splitRatio":"1:0""# }
        let night = try await desk.backfill("AAPL", start: "2024-06-03")
        #expect(night.report.exitCode == .partial)
        #expect(
            try desk.dates("AAPL") == [
                "2024-06-03", "2024-06-04", "2024-06-05", "2024-06-06", "2024-06-07", "2024-06-11",
            ])
        #expect(night.unit("AAPL")?.counts.gapsOpen == 1)
        let set = try desk.reader().quarantined()
        #expect(set == ["actions E12 AAPL|2024-06-10|split", "daily_bars E12 AAPL|2024-06-10"])
        // It is taken back, and the bar comes.
        desk.market.change("AAPL") { $0.oddSplits = [:] }
        desk.market.move(to: "2024-06-12T23:59:00Z")
        let next = try await desk.update()
        #expect(next.report.exitCode == .success)
        #expect(try desk.dates("AAPL").contains("2024-06-10"))
    }

    @Test("Two dividends of one day are their sum in both files, first backfill or after a night that knew of one")
    func sum() async throws {
        let both = try RunDesk(now: "2024-06-11T23:59:00Z")
        both.market.change("AAPL") {
            $0.dividends[Self.day] = 1.75
            $0.parts[Self.day] = [0.25, 1.5]
        }
        let night = try await both.backfill("AAPL")
        #expect(night.report.exitCode == .success)
        #expect(try both.rows("AAPL", "actions").map { $0["amount"] } == ["1.75"])
        #expect(try both.rows("AAPL").first { $0["date"] == "2024-06-10" }?["dividend"] == "1.75")
        #expect(
            night.report.flags.contains {
                $0.contains("E3: AAPL: the 2 dividends of 2024-06-10 are one row: 0.25 + 1.5 = 1.75")
            })
        // adj_close falls by the sum, so that nothing is odd about it.
        #expect(!night.report.flags.contains { $0.hasPrefix("E11") })

        let late = try RunDesk(now: "2024-06-10T23:59:00Z")
        late.market.change("AAPL") { $0.dividends[Self.day] = 0.25 }
        _ = try await late.backfill("AAPL")
        #expect(try late.rows("AAPL", "actions").map { $0["amount"] } == ["0.25"])
        late.market.change("AAPL") {
            $0.dividends[Self.day] = 1.75
            $0.parts[Self.day] = [0.25, 1.5]
        }
        late.market.move(to: "2024-06-11T23:59:00Z")
        #expect(try await late.update().report.exitCode == .success)
        #expect(try late.rows("AAPL", "actions") == both.rows("AAPL", "actions"))
        #expect(try late.rows("AAPL") == both.rows("AAPL"))
    }
}

extension ArchiveReader {
    /// `actions E12 AAPL|2024-06-10|split`.
    fileprivate func quarantined() throws -> [String] {
        var lines: [String] = []
        try record.eachQuarantined(of: []) { record in
            lines.append("\(record.row.dataset) \(record.row.rule) \(record.row.key)")
            return true
        }
        return lines.sorted()
    }
}
