import Orchestrator
import Tabular
import TestWorld
import Testing

@testable import Equities
@testable import PluginKit

/// Nights on which the list of the index is another list.
@Suite("Nights over the list of members")
struct MembershipNightsTests {
    private static func names(_ range: Range<Int>) -> [String] { range.map { "S\($0 < 10 ? "0" : "")\($0)X" } }

    private func desk() async throws -> RunDesk {
        let desk = try RunDesk(
            now: "2024-06-08T01:00:00Z",
            provider: ErasedProvider(Equities(options: EquitiesOptions(), members: 20...70)))
        for name in Self.names(0..<70) { desk.market.list(name) }
        desk.market.members(Self.names(0..<30))
        #expect(try await desk.backfill(start: "2024-06-03").report.exitCode == .success)
        return desk
    }

    private func members(_ desk: RunDesk) throws -> [String] {
        try desk.folder.text("historical/equities/constituents.csv").split(separator: "\n").dropFirst().filter {
            $0.hasSuffix(",")
        }.map {
            String($0.prefix { $0 != "," })
        }
    }

    @Test(
        """
        a list in which more than ten names a day are others is refused, the night's bars come all the same, and a \
        true change is taken in time
        """
    )
    func otherList() async throws {
        let desk = try await desk()
        let before = try desk.folder.text("historical/equities/constituents.csv")
        desk.market.move(to: "2024-06-11T01:00:00Z")
        // Three days: forty are too many.
        desk.market.members(Self.names(20..<61))
        let night = try await desk.update()
        #expect(night.report.exitCode == .partial)
        #expect(night.report.troubles.contains { $0.reason?.code == "other_list" }, "\(night.report.troubles)")
        #expect(try desk.folder.text("historical/equities/constituents.csv") == before)
        #expect(try desk.dates("S00X").last == "2024-06-10")
        desk.market.move(to: "2024-06-12T01:00:00Z")
        #expect(try await desk.update().report.troubles.isEmpty)
        #expect(try members(desk) == Self.names(20..<61))
    }

    @Test(
        "ten names that come and ten that go in a day are a change; eleven are another list",
        arguments: [(10, true), (11, false)])
    func border(_ count: Int, _ isTaken: Bool) async throws {
        let desk = try await desk()
        desk.market.move(to: "2024-06-09T01:00:00Z")
        desk.market.members(Self.names(count..<30 + count))
        let night = try await desk.update { $0.options.isForced = true }
        #expect(night.report.troubles.contains { $0.reason?.code == "other_list" } != isTaken)
        #expect(try members(desk) == (isTaken ? Self.names(count..<30 + count) : Self.names(0..<30)))
    }

    @Test(
        """
        nine names that are out for a night and back are two rows each, and who was in the index on a day is known of \
        every day
        """
    )
    func outAndBack() async throws {
        let desk = try await desk()
        func spells() throws -> [[String]] {
            try desk.folder.text("historical/equities/constituents.csv").split(separator: "\n").dropFirst().map {
                line in
                let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                return [cells[0], cells[cells.count - 2], cells[cells.count - 1]]
            }
        }
        func members(on day: String) throws -> Set<String> {
            Set(try spells().filter { $0[1] <= day && ($0[2].isEmpty || $0[2] >= day) }.map { $0[0] })
        }
        for (now, names) in [("2024-06-11T01:00:00Z", 9..<30), ("2024-06-12T01:00:00Z", 0..<30)] {
            desk.market.move(to: now)
            desk.market.members(Self.names(names))
            #expect(try await desk.update { $0.options.isForced = true }.report.troubles.isEmpty)
        }
        #expect(try spells().count == 39)
        #expect(
            try spells().filter { $0[0] == "S00X" } == [
                ["S00X", "2024-06-08", "2024-06-08"], ["S00X", "2024-06-12", ""],
            ])
        #expect(try spells().filter { $0[0] == "S09X" } == [["S09X", "2024-06-08", ""]])
        #expect(try members(on: "2024-06-08") == Set(Self.names(0..<30)))
        #expect(try members(on: "2024-06-11") == Set(Self.names(9..<30)))
        #expect(try members(on: "2024-06-12") == Set(Self.names(0..<30)))
    }
}
