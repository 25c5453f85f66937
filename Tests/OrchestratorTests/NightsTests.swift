import Archive
import Foundation
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// What happens between two updates, as item 8 of the issue says. 2024-06-10 is a Monday.
@Suite("Nights")
struct NightsTests {
    @Test("A first backfill stores every closed session, and nothing of a running one")
    func first() async throws {
        let desk = try RunDesk(now: "2024-06-10T15:00:00Z")
        desk.market.list("AAPL")
        let night = try await desk.backfill("AAPL")
        #expect(night.report.exitCode == .success)
        #expect(night.requests.count == 1)
        let dates = try desk.dates("AAPL")
        #expect(dates.first == "2024-01-02")
        #expect(dates.last == "2024-06-07")
        #expect(dates.count == 110)
        #expect(night.unit("AAPL")?.rows == 110)
    }

    @Test("An update at once asks nothing and says when something will be due")
    func idle() async throws {
        let desk = try RunDesk(now: "2024-06-10T15:00:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        let night = try await desk.update()
        #expect(night.report.exitCode == .success)
        #expect(night.report.isIdle)
        #expect(night.requests.isEmpty)
        #expect(night.report.nextSessionClose == FakeMarket.instant("2024-06-10T20:00:00Z"))
    }

    @Test("A night appends one bar with one small request that also covers the last five stored sessions")
    func append() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        let before = try desk.folder.text(desk.file("AAPL"))
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let night = try await desk.update()
        let after = try desk.folder.text(desk.file("AAPL"))
        #expect(night.requests.count == 1)
        #expect(night.requests.first?.contains("period1=\(FakeMarket.day("2024-06-03").startUTC.seconds)") == true)
        #expect(after.hasPrefix(before))
        #expect(after.dropFirst(before.count).hasPrefix("2024-06-10,AAPL,"))
        #expect(night.report.counts.stored == 1)
    }

    @Test("A night without news rewrites nothing")
    func noNews() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL", "MSFT")
        _ = try await desk.backfill("AAPL", "MSFT")
        let before = try desk.stamps()
        #expect(before.count >= 2)
        for now in ["2024-06-08T11:00:00Z", "2024-06-09T11:00:00Z"] {
            desk.market.move(to: now)
            let night = try await desk.update()
            #expect(night.report.exitCode == .success)
        }
        let forced = try await desk.update { $0.options.isForced = true }
        #expect(forced.requests.count == 2)
        #expect(try desk.stamps() == before)
    }

    @Test("A jittering answer changes nothing: the stored text stays")
    func jitter() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        let before = try desk.folder.text(desk.file("AAPL"))
        desk.market.change("AAPL") { $0.jitter = 3 }
        let night = try await desk.update { $0.options.isForced = true }
        #expect(try desk.folder.text(desk.file("AAPL")) == before)
        #expect(night.report.counts.revised == 0)
        #expect(night.report.exitCode == .success)
    }

    @Test("A split restates: the unit is fetched whole and replaced, no file has two bases")
    func split() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        let before = try desk.rows("AAPL")
        desk.market.change("AAPL") { $0.splits[FakeMarket.day("2024-06-10")] = (4, 1) }
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let night = try await desk.update()
        let after = try desk.rows("AAPL")
        #expect(night.requests.count == 2)
        #expect(night.unit("AAPL")?.restated != nil)
        #expect(after.count == before.count + 1)
        for (old, new) in zip(before, after) {
            let ratio = try #require(Double(old["close"] ?? "")) / #require(Double(new["close"] ?? ""))
            #expect(abs(ratio - 4) < 1e-4)
        }
        #expect(after.last?["split"] == "4.0")
        #expect(after.dropLast().allSatisfy { $0["split"] == "1.0" })
        #expect(try desk.rows("AAPL", "actions").last?["kind"] == "split")
        #expect(night.report.exitCode == .success)
    }

    @Test("A dividend restates the adjusted closes")
    func dividend() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        let before = try desk.rows("AAPL")
        desk.market.change("AAPL") { $0.dividends[FakeMarket.day("2024-06-10")] = 1.5 }
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let night = try await desk.update()
        let after = try desk.rows("AAPL")
        #expect(night.requests.count == 2)
        #expect(after.last?["dividend"] == "1.5")
        #expect(zip(before, after).allSatisfy { $0["adj_close"] != $1["adj_close"] && $0["close"] == $1["close"] })
        #expect(night.report.exitCode == .success)
    }

    @Test("A null session is a gap with a reason and exit 10 the first time, asked again later and never forgotten")
    func nullSession() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        let hole = FakeMarket.day("2024-06-05")
        desk.market.change("AAPL") { $0.nulls = [hole] }
        let first = try await desk.backfill("AAPL")
        #expect(first.report.exitCode == .partial)
        #expect(first.unit("AAPL")?.result == .incomplete)
        #expect(first.unit("AAPL")?.reason?.description.contains("2024-06-05") == true)
        #expect(try !desk.dates("AAPL").contains("2024-06-05"))
        let again = try await desk.update()
        #expect(again.requests.isEmpty)

        desk.market.move(to: "2024-06-10T23:00:00Z")
        let known = try await desk.update()
        #expect(known.report.exitCode == .success)
        let strict = try await desk.update { job in
            job.options.isForced = true
            job.options.isStrict = true
        }
        #expect(strict.report.exitCode == .partial)
    }

    @Test("A healed null session goes into its place and counts as a filled gap")
    func healed() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        let hole = FakeMarket.day("2024-03-05")
        desk.market.change("AAPL") { $0.nulls = [hole] }
        _ = try await desk.backfill("AAPL")
        desk.market.change("AAPL") { $0.nulls = [] }
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let night = try await desk.update()
        let dates = try desk.dates("AAPL")
        #expect(dates.contains("2024-03-05"))
        #expect(dates == dates.sorted())
        #expect(Set(dates).count == dates.count)
        #expect(night.report.counts.gapsFilled == 1)
        #expect(night.requests.count == 1)
        #expect(night.report.exitCode == .success)
    }

    @Test(
        "A hole is never forgotten: nights in between do not move the unit's beginning, and it is asked until it heals")
    func neverForgotten() async throws {
        let desk = try RunDesk(now: "2024-06-03T23:00:00Z")
        desk.market.change("AAPL") { $0.nulls = [FakeMarket.day("2024-03-05")] }
        _ = try await desk.backfill("AAPL")
        let start = FakeMarket.day("2024-03-05").startUTC.seconds
        var asked = 0
        for day in ["04", "05", "06", "07", "10", "11", "12", "13", "14", "17", "18", "20", "21"] {
            desk.market.move(to: "2024-06-\(day)T23:00:00Z")
            let night = try await desk.update()
            asked += night.requests.filter { $0.contains("period1=\(start)") }.count
        }
        // After 1, 2, 4 and 8 days.
        #expect(asked == 4)
        desk.market.change("AAPL") { $0.nulls = [] }
        desk.market.move(to: "2024-07-20T12:00:00Z")
        let healed = try await desk.update()
        #expect(healed.report.counts.gapsFilled == 1)
        #expect(try desk.dates("AAPL").contains("2024-03-05"))
        #expect(
            try desk.reader().record.units(of: "equities", admittedOnly: true).first?.start
                == FakeMarket.day("2024-01-02").number)
    }

    @Test("With --no-fill-gaps the hole stays and only the new session is asked for")
    func holesLeftAlone() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.change("AAPL") { $0.nulls = [FakeMarket.day("2024-03-05")] }
        _ = try await desk.backfill("AAPL")
        desk.market.change("AAPL") { $0.nulls = [] }
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let night = try await desk.update { $0.options.fillsGaps = false }
        #expect(try !desk.dates("AAPL").contains("2024-03-05"))
        #expect(try desk.dates("AAPL").last == "2024-06-10")
        #expect(night.report.counts.gapsFilled == 0)
    }

    @Test("A correction of an older volume is a revision: the new value is stored, the old one is kept")
    func revision() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        desk.market.change("AAPL") { $0.volumes[FakeMarket.day("2024-06-06")] = 123_456 }
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let night = try await desk.update()
        #expect(night.report.counts.revised == 1)
        #expect(try desk.rows("AAPL").first { $0["date"] == "2024-06-06" }?["volume"] == "123456")
        #expect(night.report.exitCode == .success)
    }

    @Test(
        """
        A correction of a stored close is a revision; of an older one once the symbol was read whole, and all else is \
        as it was
        """
    )
    func closes() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        desk.market.change("AAPL") { $0.closes[FakeMarket.day("2024-06-07")] = 300.25 }
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let newest = try await desk.update()
        #expect(newest.report.counts.revised == 1)
        #expect(newest.unit("AAPL")?.restated == nil)
        #expect(try desk.rows("AAPL").first { $0["date"] == "2024-06-07" }?["close"] == "300.25")
        desk.market.change("AAPL") { $0.closes[FakeMarket.day("2024-06-05")] = 301.5 }
        desk.market.move(to: "2024-06-11T23:00:00Z")
        let older = try await desk.update()
        #expect(older.unit("AAPL")?.restated == nil)
        #expect(older.report.counts.revised == 1)
        #expect(try desk.rows("AAPL").first { $0["date"] == "2024-06-05" }?["close"] == "301.5")
    }

    @Test(
        """
        A delisting keeps what is stored, names its reason, is asked at every session for ten, and then ever less often
        """
    )
    func delisting() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL", "TWTR")
        _ = try await desk.backfill("AAPL", "TWTR")
        let before = try desk.folder.text(desk.file("TWTR"))
        desk.market.change("TWTR") { $0.refusal = (404, FakeMarket.unknown) }
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let first = try await desk.update()
        #expect(first.report.exitCode == .partial)
        #expect(first.unit("TWTR")?.result == .absent)
        #expect(first.unit("TWTR")?.reason?.code == "unknown_symbol")
        #expect(try desk.folder.text(desk.file("TWTR")) == before)
        var asked = 0
        var resting: [Int] = []
        for day in 11...28 where FakeMarket.day("2024-06-\(day)").weekday < 6 {
            desk.market.move(to: "2024-06-\(day)T23:00:00Z")
            let night = try await desk.update()
            #expect(night.report.exitCode == .success)
            asked += night.requests.filter { $0.contains("TWTR") }.count
            if try desk.reader().record.units(of: "equities").contains(where: { $0.cause != nil }) {
                resting.append(day)
            }
        }
        // The tenth session after the first try is 25 June; then after 1 and 2 days. On the holiday of the 19th a gap's
        // next try comes.
        #expect(resting == [25, 26, 27, 28])
        #expect(asked == 10 + 1 + 2)
    }

    @Test("A replacement that is far too short is refused; the archive stays as it was")
    func shortReplacement() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        let before = try desk.folder.text(desk.file("AAPL"))
        desk.market.change("AAPL") { stock in
            stock.splits[FakeMarket.day("2024-06-10")] = (4, 1)
            for number in FakeMarket.day("2024-02-01").number..<FakeMarket.day("2024-05-01").number {
                stock.missing.insert(Day(number: number))
            }
        }
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let night = try await desk.update()
        #expect(night.unit("AAPL")?.reason?.code == "short_answer")
        #expect(try desk.folder.text(desk.file("AAPL")) == before)
    }
}
