import Archive
import Foundation
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// Nights on which the upstream is late with a restatement, shows something else under a name, or numbers that cannot
/// be. After each of them no file is of two bases. 2024-06-10 is a Monday.
@Suite("Nights of one basis")
struct BasisNightsTests {
    static let split = FakeMarket.day("2024-06-10")

    /// From `2024-06-10` on, without weekends and the holiday.
    static func nights(_ count: Int, from first: String = "2024-06-10") -> [Day] {
        let days = (0..<90).map { FakeMarket.day(first).adding($0) }
        let closed = [FakeMarket.day("2024-06-19"), FakeMarket.day("2024-07-04")]
        return Array(days.filter { $0.weekday < 6 && !closed.contains($0) }.prefix(count))
    }

    static func started(_ change: (inout FakeMarket.Stock) -> Void = { _ in }) async throws -> RunDesk {
        let desk = try RunDesk(now: "2024-06-07T23:59:00Z")
        desk.market.change("AAPL", change)
        let night = try await desk.backfill("AAPL")
        #expect(night.report.exitCode == .success)
        return desk
    }

    /// The largest step between neighbouring closes, up or down.
    static func leap(_ desk: RunDesk) throws -> Double {
        let closes = try desk.rows("AAPL").compactMap { $0["close"].flatMap(Double.init) }
        return zip(closes, closes.dropFirst()).map { max($0 / $1, $1 / $0) }.max() ?? 1
    }

    static func behind(_ desk: RunDesk) throws -> Int {
        let provider = try desk.providers[0]
        let status = try ArchiveStatus(desk.reader(), now: desk.market.now).status(of: provider)
        return (status.behind + status.owed).first?.missing ?? 0
    }

    @Test(
        """
        A split whose older prices are restated after some nights: new sessions wait with a cause, and heal by \
        themselves
        """,
        arguments: [0, 1, 6, 12])
    func lateSplit(late: Int) async throws {
        let nights = Self.nights(late + 3)
        let desk = try await Self.started { stock in
            stock.splits[Self.split] = (2, 1)
            stock.restatedFrom[Self.split] = nights[late]
        }
        let before = try desk.folder.text(desk.file("AAPL"))
        for (index, day) in nights.enumerated() {
            desk.market.move(to: "\(day)T23:59:00Z")
            let night = try await desk.update()
            #expect(try Self.leap(desk) < 1.5)
            if index < late {
                #expect(try desk.folder.text(desk.file("AAPL")) == before)
                #expect(night.unit("AAPL")?.reason?.code == "not_restated_yet")
                #expect(night.report.exitCode == (index == 0 ? .partial : .success))
                #expect(try Self.behind(desk) == index + 1)
                // A run that has nothing to do says so too: to an alert it is no recovery.
                let again = try await desk.update()
                #expect(again.requests.isEmpty)
                #expect(again.report.waiting.contains { $0.label == "AAPL" && $0.reason.code == "not_restated_yet" })
            } else {
                #expect(night.report.exitCode == .success)
                #expect(try desk.dates("AAPL").last == day.description)
                #expect((night.unit("AAPL")?.restated != nil) == (index == late))
                #expect(try Self.behind(desk) == 0)
            }
        }
        #expect(try desk.rows("AAPL").filter { $0["split"] == "2.0" }.count == 1)
        #expect(try desk.rows("AAPL", "actions").count == 1)
    }

    @Test(
        "A dividend that comes into adj_close late withholds nothing, is flagged, and is in it the night it comes",
        arguments: [1, 6, 15])
    func lateDividend(late: Int) async throws {
        let nights = Self.nights(late + 2)
        let desk = try await Self.started { stock in
            stock.dividends[Self.split] = 5
            stock.restatedFrom[Self.split] = nights[late]
        }
        let old = try desk.rows("AAPL").first
        for (index, day) in nights.enumerated() {
            desk.market.move(to: "\(day)T23:59:00Z")
            let night = try await desk.update()
            #expect(night.report.exitCode == .success)
            #expect(try desk.dates("AAPL").last == day.description)
            #expect(night.report.flags.contains { $0.hasPrefix("E11: AAPL:") } == (index == 0), "said once")
            #expect((try desk.rows("AAPL").first?["adj_close"] == old?["adj_close"]) == (index < late))
        }
    }

    @Test("A first backfill over a split that is not restated stores from its day on, and the rest when it is")
    func firstBackfill() async throws {
        let desk = try RunDesk(now: "2024-06-14T23:59:00Z")
        desk.market.change("AAPL") { stock in
            stock.splits[Self.split] = (4, 1)
            stock.restatedFrom[Self.split] = FakeMarket.day("2024-06-18")
        }
        let first = try await desk.backfill("AAPL")
        #expect(first.unit("AAPL")?.reason?.code == "not_restated_yet")
        #expect(try desk.dates("AAPL") == Self.nights(5).map(\.description))
        desk.market.move(to: "2024-06-17T23:59:00Z")
        _ = try await desk.update()
        #expect(try desk.dates("AAPL").first == "2024-06-10")
        desk.market.move(to: "2024-06-18T23:59:00Z")
        let healed = try await desk.update()
        #expect(healed.report.counts.gapsFilled > 100)
        #expect(try desk.dates("AAPL").first == "2024-01-02")
        #expect(try Self.leap(desk) < 1.5)
    }

    @Test("A split that is told of after its day, and restated later still, ends on one basis")
    func hiddenSplit() async throws {
        let nights = Self.nights(9)
        let desk = try await Self.started { stock in
            stock.splits[Self.split] = (2, 1)
            stock.restatedFrom[Self.split] = nights[6]
            stock.hidden = [Self.split]
        }
        for (index, day) in nights.enumerated() {
            if index == 3 { desk.market.change("AAPL") { $0.hidden = [] } }
            desk.market.move(to: "\(day)T23:59:00Z")
            let night = try await desk.update()
            // Without the event it is a fall of half, stored, said, and asked again.
            if index == 0 { #expect(night.report.flags.first?.hasPrefix("E9: AAPL: 2024-06-10") == true) }
            if index == 3 { #expect(night.unit("AAPL")?.reason?.code == "not_restated_yet") }
            if (3..<6).contains(index) { #expect(try desk.dates("AAPL").last == nights[2].description) }
        }
        #expect(try Self.leap(desk) < 1.5)
        #expect(try desk.dates("AAPL").last == nights[8].description)
        #expect(try desk.rows("AAPL").filter { $0["split"] == "2.0" }.count == 1)
    }

    @Test("A restatement without an event is seen within the turn, is one factor, and what it replaces is kept")
    func silent() async throws {
        let desk = try await Self.started()
        let before = try desk.rows("AAPL")
        desk.market.change("AAPL") { $0.scale = 0.95 }
        desk.market.move(to: "2024-06-10T23:59:00Z")
        let night = try await desk.update()
        #expect(night.unit("AAPL")?.restated?.code == "prices_moved")
        #expect(try Self.leap(desk) < 1.5)
        #expect(try desk.replaced() == ["AAPL daily_bars restated \(before.count)"])
    }

    @Test(
        "Another company's prices are refused as a short answer is; the owner's word takes them, and what was is kept")
    func impostor() async throws {
        let desk = try await Self.started()
        let before = try desk.folder.text(desk.file("AAPL"))
        desk.market.change("AAPL") { $0.impostor = "ZZZZ" }
        for now in ["2024-06-10T23:59:00Z", "2024-06-11T23:59:00Z"] {
            desk.market.move(to: now)
            let night = try await desk.update()
            #expect(night.unit("AAPL")?.result == .failed)
            #expect(night.unit("AAPL")?.reason?.code == "other_series")
            #expect(try desk.folder.text(desk.file("AAPL")) == before)
            // The second night asks for the whole at once.
            #expect(night.requests.count == (now.hasPrefix("2024-06-10") ? 2 : 1))
        }
        #expect(try Self.behind(desk) == 2)
        let provider = try desk.providers[0]
        let accepted = try OwnersDecision(
            .accept(.continuation), on: ["AAPL"], of: provider, in: desk.archive, sinks: RunDesk.sinks
        ).execute(
            now: desk.market.now)
        #expect(accepted.labels == ["AAPL"])
        let taken = try await desk.update()
        #expect(taken.report.exitCode == .success)
        #expect(taken.requests.count == 1)
        #expect(try desk.dates("AAPL").count == before.split(separator: "\n").count + 1)
        #expect(try desk.replaced() == ["AAPL daily_bars accepted 110"])
        // It holds for one answer.
        desk.market.change("AAPL") { $0.impostor = nil }
        desk.market.move(to: "2024-06-12T23:59:00Z")
        #expect(try await desk.update().unit("AAPL")?.reason?.code == "other_series")
    }

    @Test("The owner's word is on what is sent this week, not on whoever has the name later")
    func oldWord() async throws {
        let desk = try await Self.started()
        let before = try desk.folder.text(desk.file("AAPL"))
        _ = try OwnersDecision(
            .accept(.newcomer), on: ["AAPL"], of: desk.providers[0], in: desk.archive, sinks: RunDesk.sinks
        ).execute(
            now: desk.market.now)
        desk.market.change("AAPL") { $0.impostor = "ZZZZ" }
        desk.market.move(to: "2024-06-17T23:59:00Z")
        #expect(try await desk.update().unit("AAPL")?.reason?.code == "other_series")
        #expect(try desk.folder.text(desk.file("AAPL")) == before)
    }

    @Test(
        """
        The rows of a name that was given to another listing wait; as a newcomer the file begins with it, as a \
        continuation it goes on
        """
    )
    func renamed() async throws {
        for acceptance in Acceptance.allCases {
            let desk = try await Self.started()
            desk.market.change("AAPL") { stock in
                stock.listed = FakeMarket.day("2024-06-12")
                stock.impostor = "ZZZZ"
            }
            desk.market.move(to: "2024-06-13T23:59:00Z")
            let night = try await desk.update()
            #expect(night.unit("AAPL")?.reason?.code == "other_listing")
            #expect(try desk.dates("AAPL").last == "2024-06-07")
            _ = try OwnersDecision(
                .accept(acceptance), on: ["AAPL"], of: desk.providers[0], in: desk.archive, sinks: RunDesk.sinks
            ).execute(
                now: desk.market.now)
            let taken = try await desk.update()
            let dates = try desk.dates("AAPL")
            let coverage = try desk.reader().record.coverage(of: 1)
            let between = FakeMarket.day("2024-06-11").number
            switch acceptance {
            case .newcomer:
                #expect(dates == ["2024-06-12", "2024-06-13"])
                #expect(coverage.isCovered(between))
                #expect(taken.report.exitCode == .success)
            case .continuation:
                #expect(dates.count == 112)
                #expect(coverage.hasGap(at: between, code: "missing"))
            }
            desk.market.move(to: "2024-06-14T23:59:00Z")
            _ = try await desk.update()
            #expect(try desk.dates("AAPL").last == "2024-06-14")
        }
    }

    @Test("A hole before a first trade that the answer itself refutes is a gap, not proved empty")
    func wrongFirstTrade() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:59:00Z")
        desk.market.change("AAPL") { stock in
            stock.missing = [FakeMarket.day("2024-02-06")]
            stock.firstTrade = FakeMarket.day("2024-03-01")
        }
        let night = try await desk.backfill("AAPL")
        #expect(night.unit("AAPL")?.counts.gapsOpen == 1)
        #expect(
            try desk.reader().record.coverage(of: 1).hasGap(at: FakeMarket.day("2024-02-06").number, code: "missing"))
        #expect(night.report.flags.contains { $0.hasPrefix("E18: AAPL: ") })
        #expect(try desk.reader().record.unit(1)?.rereading.wanted.count == 5)
    }

    @Test(
        "What cannot be true is set aside, and its session asked again",
        arguments: [
            (["adjclose": "1.2e+35"], "E6"), (["adjclose": "99999.0"], "E11"),
            (["close": "1e+30", "high": "1e+30"], "E6"),
            (["volume": "9223372036854775807"], "E7"),
            (["adjclose": "400.0", "close": "399.99", "high": "500.0"], "E11"),
        ])
    func impossible(cells: [String: String], rule: String) async throws {
        let desk = try await Self.started()
        desk.market.change("AAPL") { $0.cells[Self.split] = cells }
        desk.market.move(to: "2024-06-10T23:59:00Z")
        let night = try await desk.update()
        #expect(night.report.counts.aside.quarantined == 1)
        #expect(night.unit("AAPL")?.reason?.description.contains("rule \(rule)") == true)
        #expect(try desk.dates("AAPL").last == "2024-06-07")
        desk.market.change("AAPL") { $0.cells = [:] }
        desk.market.move(to: "2024-06-11T23:59:00Z")
        #expect(try await desk.update().report.counts.gapsFilled == 1)
        #expect(try desk.dates("AAPL").suffix(2) == ["2024-06-10", "2024-06-11"])
    }

    @Test(
        """
        An announced split is not stored before its day; one that is taken back is forgotten with a remark, one that \
        comes is there
        """
    )
    func announced() async throws {
        let day = FakeMarket.day("2024-06-13")
        for isWithdrawn in [true, false] {
            let desk = try await Self.started { stock in
                stock.splits[day] = (2, 1)
                stock.announced = 10
            }
            desk.market.move(to: "2024-06-10T23:59:00Z")
            let told = try await desk.update()
            #expect(told.requests.count == 1)
            #expect(try desk.reader().record.unit(1)?.announced.map(\.text) == ["the split 2.0:1.0 of 2024-06-13"])
            #expect(!FileManager.default.fileExists(atPath: desk.folder.path + "/" + desk.file("AAPL", "actions")))
            if isWithdrawn { desk.market.change("AAPL") { $0.splits = [:] } }
            desk.market.move(to: "2024-06-11T23:59:00Z")
            let next = try await desk.update()
            #expect(next.report.flags.count == (isWithdrawn ? 1 : 0))
            #expect(
                next.report.flags.allSatisfy {
                    $0.hasPrefix("E13: AAPL: the split 2.0:1.0 of 2024-06-13 was announced")
                })
            desk.market.move(to: "2024-06-13T23:59:00Z")
            let there = try await desk.update()
            #expect(there.report.flags.isEmpty)
            #expect(there.report.exitCode == .success)
            #expect(try desk.rows("AAPL").last?["split"] == (isWithdrawn ? "1.0" : "2.0"))
            #expect(try desk.reader().record.unit(1)?.announced.isEmpty == true)
            #expect(try Self.leap(desk) < 1.5)
        }
    }

    @Test("An adjusted close within a millionth of its close is stored: both are rounded")
    func roundedAbove() async throws {
        let desk = try await Self.started()
        desk.market.change("AAPL") {
            $0.cells[Self.split] = ["adjclose": "300.0001", "close": "300.0", "high": "400.0"]
        }
        desk.market.move(to: "2024-06-10T23:59:00Z")
        #expect(try await desk.update().report.counts.aside.quarantined == 0)
    }

    @Test("What is only unlikely is stored, said in the report, and changes no exit code")
    func unlikely() async throws {
        let desk = try await Self.started()
        desk.market.change("AAPL") { $0.cells[Self.split] = ["open": "0.0001", "low": "0.0001"] }
        desk.market.move(to: "2024-06-10T23:59:00Z")
        let night = try await desk.update()
        #expect(night.report.exitCode == .success)
        #expect(night.report.flags == ["E9: AAPL: 2024-06-10: open, high or low is far from both closes round it"])
        #expect(try desk.rows("AAPL").last?["low"] == "0.0001")
        // Asked again, and put right when the upstream is.
        desk.market.change("AAPL") { $0.cells = [:] }
        desk.market.move(to: "2024-06-11T23:59:00Z")
        let healed = try await desk.update()
        #expect(healed.report.flags.isEmpty)
        #expect(try desk.rows("AAPL").first { $0["date"] == "2024-06-10" }?["low"] != "0.0001")
    }

    @Test("A dividend as large as the share is set aside with its bar, in both datasets")
    func hugeDividend() async throws {
        let desk = try await Self.started()
        desk.market.change("AAPL") { stock in
            stock.dividends[Self.split] = 5_000
            stock.restatedFrom[Self.split] = FakeMarket.day("2030-01-01")
        }
        desk.market.move(to: "2024-06-10T23:59:00Z")
        let night = try await desk.update()
        #expect(night.report.counts.aside.quarantined == 2)
        #expect(try desk.dates("AAPL").last == "2024-06-07")
        #expect(!FileManager.default.fileExists(atPath: desk.folder.path + "/" + desk.file("AAPL", "actions")))
    }
}
