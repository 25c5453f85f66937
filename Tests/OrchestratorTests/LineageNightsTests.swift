import Archive
import ArchiveUpkeep
import Foundation
import Orchestrator
import Tabular
import TestWorld
import Testing

@testable import Equities
@testable import PluginKit

/// Nights on which a listing has another name, or a name another listing. 2024-06-10 is a Monday.
@Suite("Nights of names")
struct LineageNightsTests {
    private static let members = ["AAPL", "MSFT", "OLDCO", "GOOG", "GOOGL"] + (0..<20).map { "S\($0 + 10)X" }
    private static let ciks = ["OLDCO": "0000320", "GOOG": "165", "GOOGL": "165"]

    private static func desk(_ members: [String] = members, ciks: [String: String] = ciks) async throws -> RunDesk {
        let desk = try RunDesk(
            now: "2024-06-07T23:59:00Z",
            provider: ErasedProvider(Equities(options: EquitiesOptions(), members: 20...70)))
        for name in members { desk.market.list(name) }
        desk.market.members(members, ciks: ciks)
        #expect(try await desk.backfill(start: "2024-05-01").report.exitCode == .success)
        return desk
    }

    private static func replacing(_ old: String, _ new: [String]) -> [String] { members.filter { $0 != old } + new }

    /// The market and the list have another name for a company.
    private static func rename(_ desk: RunDesk, _ old: String = "OLDCO", to new: String = "NEWCO", cik: String = "320")
    {
        desk.market.rename(old, to: new)
        desk.market.members(replacing(old, [new]), ciks: ciks.merging([new: cik]) { $1 })
    }

    private static func told(_ night: RunDesk.Night, _ text: String) -> Bool {
        night.report.flags.contains { $0.contains(text) }
    }

    @Test(
        """
        one CIK: the series goes on under the new name, told once, its rows equal but for the symbol, and the old file \
        is gone
        """
    )
    func renamed() async throws {
        let desk = try await Self.desk()
        let before = try desk.folder.text(desk.file("OLDCO"))
        let id = try #require(try desk.reader().record.unit(UnitName(text: "bars(OLDCO)"), of: "equities")).id
        Self.rename(desk)
        desk.market.move(to: "2024-06-10T23:59:00Z")
        let night = try await desk.update()
        #expect(night.report.exitCode == .success, "\(night.report.troubles)")
        #expect(Self.told(night, "E19: NEWCO: OLDCO is NEWCO since 2024-06-10: one CIK 320, its series goes on"))
        #expect(!FileManager.default.fileExists(atPath: desk.folder.path + "/" + desk.file("OLDCO")))
        let text = try desk.folder.text(desk.file("NEWCO"))
        let expected = before.replacing(",OLDCO,", with: ",NEWCO,")
        #expect(text.hasPrefix(expected))
        #expect(text.dropFirst(expected.count).hasPrefix("2024-06-10,NEWCO,"))
        // Asked once, whole, and held against all that is stored.
        #expect(night.requests.filter { $0.contains("/NEWCO?") }.count == 1)
        #expect(night.requests.allSatisfy { !$0.contains("/OLDCO?") })
        let reader = try desk.reader()
        #expect(try reader.record.unit(UnitName(text: "bars(NEWCO)"), of: "equities")?.id == id)
        #expect(try reader.record.formerLabels(of: id) == ["OLDCO"])
        #expect(try reader.verify(Verification(isFull: true)).findings.isEmpty)
        desk.market.move(to: "2024-06-11T23:59:00Z")
        let next = try await desk.update()
        #expect(next.report.flags.isEmpty && next.report.exitCode == .success)
        #expect(try desk.dates("NEWCO").last == "2024-06-11")
    }

    @Test(
        "the list is days behind: the old name is not found meanwhile, and nothing of those days is missing in the end")
    func late() async throws {
        let desk = try await Self.desk()
        desk.market.rename("OLDCO", to: "NEWCO")
        for day in ["2024-06-10", "2024-06-11"] {
            desk.market.move(to: "\(day)T23:59:00Z")
            #expect(try await desk.update().unit("OLDCO")?.result == .absent)
        }
        desk.market.members(Self.replacing("OLDCO", ["NEWCO"]), ciks: Self.ciks.merging(["NEWCO": "320"]) { $1 })
        desk.market.move(to: "2024-06-12T23:59:00Z")
        let night = try await desk.update()
        #expect(night.unit("NEWCO")?.result == .done)
        #expect(try desk.dates("NEWCO").suffix(4) == ["2024-06-07", "2024-06-10", "2024-06-11", "2024-06-12"])
        #expect(night.report.counts.gapsFilled >= 2)
    }

    @Test("by the old name an owner is told the new one; a job that names it goes on with the series and says so")
    func oldName() async throws {
        let desk = try await Self.desk()
        Self.rename(desk)
        desk.market.move(to: "2024-06-10T23:59:00Z")
        _ = try await desk.update()
        let accounts = try ArchiveAccounts(desk.reader(), now: desk.market.now)
        let failure = #expect(throws: RunFailure.self) {
            try accounts.units(named: ["OLDCO"], of: desk.provider, verb: "look at")
        }
        #expect(failure?.exitCode == .usage)
        #expect(failure?.message == "OLDCO is NEWCO since 2024-06-10 (one CIK 320)")
        desk.market.move(to: "2024-06-11T23:59:00Z")
        for night in [try await desk.update("OLDCO"), try await desk.backfill("OLDCO", start: nil)] {
            #expect(night.report.exitCode == .success)
            #expect(night.requests.allSatisfy { !$0.contains("/OLDCO?") })
            #expect(Self.told(night, "OLDCO is NEWCO since 2024-06-10"))
        }
        #expect(try desk.dates("NEWCO").last == "2024-06-11")
        // Somebody else has the name now.
        desk.market.list("OLDCO")
        let word = OwnersDecision(
            .accept(.newcomer), on: ["OLDCO"], of: desk.provider, in: desk.archive, sinks: RunDesk.sinks)
        #expect(try word.execute(now: desk.market.now).labels == ["OLDCO"])
        #expect(try await desk.backfill("OLDCO", start: nil).report.exitCode == .success)
        #expect(try desk.dates("OLDCO").last == "2024-06-11")
    }

    @Test("a class of shares that leaves while the other stays is told of at most, and no series moves")
    func classes() async throws {
        let desk = try await Self.desk()
        let before = try desk.folder.text(desk.file("GOOG"))
        desk.market.list("GOOGX")
        desk.market.members(Self.replacing("GOOG", ["GOOGX"]), ciks: Self.ciks.merging(["GOOGX": "165"]) { $1 })
        desk.market.move(to: "2024-06-10T23:59:00Z")
        let night = try await desk.update()
        #expect(
            Self.told(
                night,
                "E19: GOOG: it left the list, and GOOGX came under one CIK (165); GOOGL stayed, so nothing is proved"))
        #expect(try desk.folder.text(desk.file("GOOG")).hasPrefix(before))
        #expect(try desk.dates("GOOGX").first == "2024-05-01")
        desk.market.move(to: "2024-06-11T23:59:00Z")
        #expect(try await desk.update().report.flags.isEmpty, "said once")
    }

    @Test("another CIK is another company: both stay; so is a name without one")
    func otherCompany() async throws {
        for cik in ["321", ""] {
            let desk = try await Self.desk()
            desk.market.list("NEWCO")
            desk.market.members(Self.replacing("OLDCO", ["NEWCO"]), ciks: Self.ciks.merging(["NEWCO": cik]) { $1 })
            desk.market.move(to: "2024-06-10T23:59:00Z")
            let night = try await desk.update()
            #expect(night.report.flags.isEmpty)
            #expect(try desk.dates("OLDCO").last == "2024-06-10")
            #expect(try desk.dates("NEWCO").last == "2024-06-10")
        }
    }

    @Test(
        """
        a new name that has rows of its own: told once, with what makes them one series; forgotten, the old one moves on
        """
    )
    func both() async throws {
        let desk = try await Self.desk()
        desk.market.rename("OLDCO", to: "NEWCO")
        _ = try await desk.backfill("NEWCO", start: nil)
        Self.rename(desk)
        desk.market.move(to: "2024-06-10T23:59:00Z")
        let night = try await desk.update()
        #expect(Self.told(night, "E19: NEWCO: OLDCO is NEWCO since 2024-06-10 (one CIK 320), and both have rows"))
        #expect(try desk.dates("OLDCO").last == "2024-06-07")
        desk.market.move(to: "2024-06-11T23:59:00Z")
        #expect(try await !desk.update().report.flags.contains { $0.hasPrefix("E19") })
        _ = try OwnersDecision(.forget, on: ["NEWCO"], of: desk.provider, in: desk.archive, sinks: RunDesk.sinks)
            .execute(
                now: desk.market.now)
        desk.market.move(to: "2024-06-12T23:59:00Z")
        #expect(Self.told(try await desk.update(), "its series goes on"))
        #expect(try desk.dates("NEWCO").first == "2024-05-01")
        #expect(try desk.dates("NEWCO").last == "2024-06-12")
        #expect(!FileManager.default.fileExists(atPath: desk.folder.path + "/" + desk.file("OLDCO")))
    }

    @Test("a rename that was none does not splice: rows under the new name are held against all that is stored")
    func wrong() async throws {
        let desk = try await Self.desk()
        let before = try desk.folder.text(desk.file("OLDCO"))
        Self.rename(desk)
        desk.market.change("NEWCO") { $0.impostor = "ZZZZ" }
        desk.market.move(to: "2024-06-10T23:59:00Z")
        let night = try await desk.update()
        #expect(night.unit("NEWCO")?.reason?.code == "other_series")
        #expect(try desk.folder.text(desk.file("NEWCO")) == before.replacing(",OLDCO,", with: ",NEWCO,"))
    }

    @Test("a name that is renamed and back again is one series all along")
    func back() async throws {
        let desk = try await Self.desk()
        Self.rename(desk)
        desk.market.move(to: "2024-06-10T23:59:00Z")
        _ = try await desk.update()
        Self.rename(desk, "NEWCO", to: "THIRD")
        desk.market.members(Self.replacing("OLDCO", ["THIRD"]), ciks: Self.ciks.merging(["THIRD": "320"]) { $1 })
        desk.market.move(to: "2024-06-11T23:59:00Z")
        #expect(Self.told(try await desk.update(), "E19: THIRD: NEWCO is THIRD since 2024-06-11"))
        let reader = try desk.reader()
        let unit = try #require(try reader.record.unit(UnitName(text: "bars(THIRD)"), of: "equities"))
        #expect(try reader.record.formerLabels(of: unit.id) == ["NEWCO", "OLDCO"])
        #expect(try reader.record.formerName(UnitName(text: "bars(OLDCO)"), of: "equities")?.now == "THIRD")
        #expect(try desk.dates("THIRD").last == "2024-06-11")
    }

    @Test(
        "a damaged file of the old name is not laundered: nothing moves, the new name is not asked for, and 74 says so")
    func damaged() async throws {
        let desk = try await Self.desk()
        let path = desk.folder.path + "/" + desk.file("OLDCO")
        let text = try desk.folder.text(desk.file("OLDCO"))
        try text.replacing(",OLDCO,", with: ",OLDCX,").write(toFile: path, atomically: false, encoding: .utf8)
        Self.rename(desk)
        desk.market.move(to: "2024-06-10T23:59:00Z")
        let night = try await desk.update()
        #expect(night.report.exitCode == .integrity)
        #expect(night.requests.allSatisfy { !$0.contains("/NEWCO?") })
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(!FileManager.default.fileExists(atPath: desk.folder.path + "/" + desk.file("NEWCO") + ".rewrite"))
    }

    @Test("a name whose CIK is another one under the same symbol is told")
    func otherNumber() async throws {
        let desk = try await Self.desk()
        desk.market.members(Self.members, ciks: Self.ciks.merging(["AAPL": "77"]) { $1 })
        desk.market.move(to: "2024-06-10T23:59:00Z")
        let night = try await desk.update()
        #expect(
            night.report.flags.contains { $0.hasPrefix("E19: sp500: AAPL was CIK ") && $0.contains("and is CIK 77") })
        #expect(night.report.exitCode == .success)
        #expect(try desk.dates("AAPL").last == "2024-06-10")
    }
}

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
