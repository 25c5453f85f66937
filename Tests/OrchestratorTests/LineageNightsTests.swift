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
