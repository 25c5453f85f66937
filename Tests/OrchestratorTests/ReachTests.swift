import Archive
import Equities
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// How far a run reaches: all that an archive follows, or a part of it.
@Suite("How far a run reaches")
struct ReachTests {
    private func runs(_ reader: ArchiveReader) throws -> [Bool] {
        defer { try? reader.close() }
        return try reader.record.runs().reversed().map(\.isPartial)
    }

    @Test("Names are narrow where the archive follows more, and whole where they are all that it follows")
    func names() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL", "MSFT")
        _ = try await desk.backfill("AAPL", "MSFT")
        _ = try await desk.update("AAPL")
        _ = try await desk.update("msft", "AAPL")
        _ = try await desk.update()
        _ = try await desk.update { $0.selection.datasets = ["daily_bars"] }
        _ = try await desk.backfill("MSFT", start: "2023-12-01")
        _ = try await desk.update("NOT A SYMBOL")
        #expect(try runs(desk.reader()) == [false, true, false, false, false, true])
        #expect(try desk.folder.text("historical/update_summary.csv").split(separator: "\n")[2].hasSuffix(",true,"))
    }

    @Test("A narrow run and a forget are no success of status, whatever they end with")
    func freshness() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL", "MSFT")
        _ = try await desk.backfill("AAPL", "MSFT")
        let first = try desk.reader().record.lastSuccess(of: "equities")
        desk.market.move(to: "2024-06-10T23:00:00Z")
        #expect(try await desk.update("AAPL").report.exitCode == .success)
        let provider = try ProviderPlugin(Equities.self).load()
        _ = try OwnersDecision(.forget, on: ["MSFT"], of: provider, in: desk.archive, sinks: RunDesk.sinks).execute(
            now: desk.market.now)
        #expect(try desk.reader().record.lastSuccess(of: "equities") == first)
        #expect(try desk.reader().record.runs().map(\.kind) == [.upkeep, .update, .backfill])
        // What is left is all that there is: the same names are not narrow any more.
        _ = try await desk.update("AAPL")
        #expect(try desk.reader().record.lastSuccess(of: "equities")?.id == 4)
    }

    @Test(
        "Of markets: other names, categories and datasets are narrow; an archive that is new has nothing to leave out")
    func markets() async throws {
        let desk = try MarketDesk(now: VenueWorld.firstNight)
        _ = try await desk.backfill("kalshi") { $0.selection.limit = .count(3) }
        var markets: [String] = []
        let reader = try desk.reader()
        try reader.record.eachFollowed(of: "kalshi") {
            markets.append($0.name)
            return true
        }
        try reader.close()
        try #require(markets.count == 3)
        _ = try await desk.update("kalshi")
        _ = try await desk.update("kalshi") { $0.selection.subjects = [markets[0]] }
        _ = try await desk.update("kalshi") { $0.selection.datasets = ["trades"] }
        _ = try await desk.update("kalshi") { $0.options.updatesSeries = false }
        #expect(try runs(desk.reader()) == [false, false, true, true, true])
    }
}
