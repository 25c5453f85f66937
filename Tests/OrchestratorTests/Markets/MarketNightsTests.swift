import Archive
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// A year of nights: markets come, trade, are disputed and resolved, move to the archive tier, and vanish.
@Suite("A year of nights over both venues")
struct MarketNightsTests {
    @Test("no market is lost, no row is lost or doubled, and what is settled costs nothing")
    func year() async throws {
        let world = VenueWorld.many(count: 60, from: "2026-01-05T00:00:00Z", days: 280)
        let desk = try MarketDesk(world, now: "2026-01-10T06:00:00Z")
        _ = try await desk.backfill { $0.selection.limit = .all }
        var sealed: Set<String> = []
        for _ in 0..<365 {
            desk.venues.move(to: desk.venues.now.adding(days: 1))
            let night = try await desk.update { $0.selection.limit = .all }
            #expect([0, 10].contains(night.report.exitCode.number), "\(desk.venues.now): \(night.report.troubles)")
            for ticker in sealed {
                #expect(!night.requests.contains { $0.target.contains(ticker) }, "\(ticker) on \(desk.venues.now)")
            }
            sealed.formUnion(try sealedTickers(desk))
        }
        let now = desk.venues.now
        let (polymarket, kalshi) = world.expectedMarkets(by: now)
        #expect(Set(try desk.lines("kalshi/markets.csv").map { String($0.prefix { $0 != "," }) }) == Set(kalshi))
        #expect(Set(try desk.lines("polymarket/markets.csv").map { String($0.prefix { $0 != "," }) }) == Set(polymarket))
        #expect(sealed.count > 20)
        for market in world.kalshi where market.vanishes == nil {
            let stored = try desk.lines("kalshi/trades/\(market.event.series.ticker)/\(market.ticker).csv")
            #expect(stored == Array(world.expectedTrades(kalshi: market.ticker, before: now.adding(seconds: -120))), "\(market.ticker)")
        }
        for market in world.polymarket where market.vanishes == nil {
            let stored = try desk.lines("polymarket/trades/\(market.event.id)/\(market.id).csv")
            let expected = world.expectedTrades(polymarket: market.id, before: now.adding(seconds: -300), asked: now)
            #expect(stored.count == expected.count, "\(market.id)")
        }
        // Tombstones: the state of a market that is gone says so, with a date.
        for market in world.kalshi where market.vanishes.map({ $0 < now }) ?? false {
            #expect(try desk.lines("kalshi/market_status.csv").contains { $0.hasPrefix(market.ticker) && $0.hasSuffix(",absent") })
        }
        #expect(try desk.reader().verify(Verification(isFull: true)).isSound)
    }

    private func sealedTickers(_ desk: MarketDesk) throws -> [String] {
        let reader = try desk.reader()
        return try reader.admittedUnits(of: "kalshi").compactMap { try reader.unit($0) }.filter { $0.name.text.hasPrefix("trades(") }
            .filter { $0.state == .sealed }.compactMap(\.subject?.name)
    }
}
