import Archive
import ArchiveUpkeep
import Foundation
import Orchestrator
import Tabular
import TestWorld
import Testing

@testable import Equities
@testable import PluginKit

/// A symbol that somebody else has: rows wait, and its owner decides.
@Suite("Nights of recycled symbols")
struct RecycledNightsTests {
    /// What comes after a pause of two months: `listed` is nil for an answer that has no first trade.
    private static func desk(_ change: (inout FakeMarket.Stock) -> Void) async throws -> RunDesk {
        let desk = try RunDesk(now: "2024-04-05T23:59:00Z")
        desk.market.change("AAPL") {
            $0.name = "Old Company"
            $0.listed = FakeMarket.day("2000-01-03")
        }
        #expect(try await desk.backfill("AAPL").report.exitCode == .success)
        desk.market.change("AAPL", change)
        desk.market.move(to: "2024-06-13T23:59:00Z")
        return desk
    }

    private static let pause = Set((1..<66).map { FakeMarket.day("2024-04-05").adding($0) })

    private static func accept(_ desk: RunDesk, as acceptance: Acceptance) async throws -> RunDesk.Night {
        _ = try OwnersDecision(
            .accept(acceptance), on: ["AAPL"], of: desk.provider, in: desk.archive, sinks: RunDesk.sinks
        ).execute(
            now: desk.market.now)
        return try await desk.update()
    }

    enum Kind: CaseIterable {
        /// Case 1: one bar, a first trade on its day, a market time that is weeks older.
        case firstTrade
        /// Case 62, without the first trade: another name behind a hole, the old rows still there.
        case name
        /// The same, with nothing but the market time.
        case marketTime
        /// Nothing is missing, and the company is another one.
        case jump
    }

    private static func change(_ kind: Kind, _ stock: inout FakeMarket.Stock) {
        switch kind {
        case .firstTrade:
            stock.listed = FakeMarket.day("2024-06-12")
            stock.marketDay = FakeMarket.day("2024-04-05")
        case .name:
            stock.name = "Another plc"
            stock.missing = Self.pause
        case .marketTime:
            stock.marketDay = FakeMarket.day("2024-04-05")
            stock.missing = Self.pause
        case .jump:
            stock.name = "Another plc"
            for offset in 1..<80 { stock.cells[FakeMarket.day("2024-04-05").adding(offset)] = Self.pennies }
        }
    }

    private static let pennies = ["open": "3.0", "high": "3.5", "low": "2.5", "close": "3.25", "adjclose": "3.25"]

    @Test(
        "its rows wait, every night, told with both ways out; nothing of the old file is another",
        arguments: Kind.allCases)
    func waits(_ kind: Kind) async throws {
        let desk = try await Self.desk { Self.change(kind, &$0) }
        let before = try desk.folder.text(desk.file("AAPL"))
        for (index, now) in ["2024-06-13T23:59:00Z", "2024-06-14T23:59:00Z", "2024-06-17T23:59:00Z"].enumerated() {
            desk.market.move(to: now)
            let night = try await desk.update()
            #expect(try desk.folder.text(desk.file("AAPL")) == before)
            #expect(night.report.exitCode == (index == 0 ? .partial : .success), "\(night.report.troubles)")
            let waiting = night.report.waiting.first { $0.label == "AAPL" }
            #expect(waiting?.reason.code == "other_listing")
            #expect(waiting?.reason.detail.contains("penstock accept equities AAPL --as continuation|newcomer") == true)
            #expect(waiting?.reason.detail.contains("renamed, or used again by somebody else?") == true)
        }
        // Status does not call it up to date, and coverage proves nothing of what lies between.
        #expect(try BasisNightsTests.behind(desk) > 0)
        let coverage = try desk.reader().record.coverage(of: 1)
        #expect(coverage.hasGap(at: FakeMarket.day("2024-06-13").number, code: "other_listing"))
        #expect(!coverage.isCovered(FakeMarket.day("2024-05-15").number))
    }

    @Test("as a continuation the rows follow, and what lies between is a gap", arguments: Kind.allCases)
    func continuation(_ kind: Kind) async throws {
        let desk = try await Self.desk { Self.change(kind, &$0) }
        let old = try desk.dates("AAPL")
        _ = try await desk.update()
        _ = try await Self.accept(desk, as: .continuation)
        let dates = try desk.dates("AAPL")
        #expect(dates.starts(with: old) && dates.last == "2024-06-13")
        if kind != .jump {
            #expect(dates.count - old.count < 5)
            let coverage = try desk.reader().record.coverage(of: 1)
            #expect(coverage.hasGap(at: FakeMarket.day("2024-05-15").number, code: "missing"))
        }
        // The next night goes on by itself.
        desk.market.move(to: "2024-06-14T23:59:00Z")
        _ = try await desk.update()
        #expect(try desk.dates("AAPL").last == "2024-06-14")
    }

    @Test(
        "as a newcomer the series begins with its first row, before which there was none; what was is kept",
        arguments: Kind.allCases)
    func newcomer(_ kind: Kind) async throws {
        let desk = try await Self.desk { Self.change(kind, &$0) }
        let old = try desk.dates("AAPL").count
        _ = try await desk.update()
        let taken = try await Self.accept(desk, as: .newcomer)
        #expect(taken.report.exitCode == .success, "\(taken.report.troubles)")
        let first = kind == .jump ? "2024-04-08" : kind == .firstTrade ? "2024-06-12" : "2024-06-10"
        #expect(try desk.dates("AAPL").first == first)
        #expect(try desk.dates("AAPL").last == "2024-06-13")
        #expect(try desk.replaced().contains("AAPL daily_bars accepted \(old)"))
        let coverage = try desk.reader().record.coverage(of: 1)
        for day in ["2024-01-02", "2024-03-04"] {
            guard case .empty(let reason) = coverage.state(at: FakeMarket.day(day).number) else {
                Issue.record("\(day) is \(String(describing: coverage.state(at: FakeMarket.day(day).number)))")
                continue
            }
            #expect(reason.code == "before_listing")
        }
        desk.market.move(to: "2024-06-14T23:59:00Z")
        #expect(try await desk.update().report.exitCode == .success)
        #expect(try desk.dates("AAPL").last == "2024-06-14")
        // Read whole, with what the answer still has of the company before: the owner's word holds.
        desk.market.move(to: "2024-06-17T23:59:00Z")
        let whole = try await desk.update { $0.options.isForced = true }
        #expect(whole.report.exitCode == .success, "\(whole.report.troubles)")
        #expect(try desk.dates("AAPL").first == first)
        #expect(try desk.dates("AAPL").last == "2024-06-17")
    }

    @Test("what an answer says by mistake for a night heals by itself: the rows are stored when it says so no more")
    func mistake() async throws {
        let desk = try await Self.desk {
            $0.listed = FakeMarket.day("2024-06-12")
        }
        _ = try await desk.update()
        desk.market.change("AAPL") { $0.listed = FakeMarket.day("2000-01-03") }
        desk.market.move(to: "2024-06-14T23:59:00Z")
        let night = try await desk.update()
        #expect(night.report.exitCode == .success)
        #expect(try desk.dates("AAPL").last == "2024-06-14")
        #expect(night.report.waiting.isEmpty)
    }

    @Test(
        """
        negative controls: a new name, an exchange, a stale market time for everybody, a short halt with a new name \
        are stored and said
        """
    )
    func innocent() async throws {
        let changes: [(inout FakeMarket.Stock) -> Void] = [
            { $0.name = "New Words Incorporated" }, { $0.exchange = "NMS" },
            { $0.marketDay = FakeMarket.day("2024-04-05") },
            {
                $0.name = "New Words Incorporated"
                $0.missing = Set((1..<6).map { FakeMarket.day("2024-04-05").adding($0) })
            },
        ]
        for (index, change) in changes.enumerated() {
            let desk = try await Self.desk(change)
            let night = try await desk.update()
            #expect(try desk.dates("AAPL").last == "2024-06-13", "\(index)")
            #expect(
                night.report.flags.count { $0.hasPrefix("E18: AAPL: ") && $0.hasSuffix("renamed?") } == 1,
                "\(index): \(night.report.flags)"
            )
            #expect(night.report.waiting.isEmpty)
        }
        let desk = try await Self.desk { $0.name = "OLD COMPANY, INC." }
        #expect(try await desk.update().report.flags.isEmpty)
    }
}
