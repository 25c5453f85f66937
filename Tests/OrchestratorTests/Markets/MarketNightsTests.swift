import Archive
import ArchiveUpkeep
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
        var world = VenueWorld.many(count: 24, from: "2026-01-05T00:00:00Z", days: 280)
        for index in [3, 8] {
            world.kalshi[index].vanishes = world.kalshi[index].opens.adding(days: 3)
            world.polymarket[index].vanishes = world.polymarket[index].created.adding(days: 3)
        }
        // Trades that are shown hours later than they were made, of markets that end, when they are found; and one
        // market is so old at its end that both tiers have trades of it.
        for index in world.kalshi.indices where world.kalshi[index].settles != nil {
            world.kalshi[index].showsLate = 30_000
        }
        world.kalshi[1].closes = world.kalshi[1].opens.adding(days: 120)
        world.kalshi[1].stages = []
        world.kalshi[1].settles = world.kalshi[1].closes.adding(seconds: 40_000)
        let desk = try MarketDesk(world, now: "2026-01-05T06:00:00Z")
        _ = try await desk.backfill { $0.selection.limit = .all }
        var sealed: Set<String> = []
        var misses = 0
        for number in 0..<365 {
            desk.venues.move(to: desk.venues.now.adding(days: 1))
            // In some nights a tier does not know a market.
            if number % 23 == 9 {
                desk.venues.trouble("kalshi") {
                    $0.instead = [.init(number % 2 == 0 ? "/markets/trades" : "/candlesticks", 404)]
                }
                desk.venues.trouble("kalshi-historical") { $0.instead = [.init("/historical/trades", 404)] }
                misses += 1
            }
            let night = try await desk.update { $0.selection.limit = .all }
            #expect([0, 10].contains(night.report.exitCode.number), "\(desk.venues.now): \(night.report.troubles)")
            let asked = Set(
                night.requests.flatMap { $0.target.split(whereSeparator: { "/?&=,".contains($0) }).map(String.init) })
            #expect(sealed.isDisjoint(with: asked), "\(sealed.intersection(asked)) on \(desk.venues.now)")
            sealed.formUnion(try sealedTickers(desk))
        }
        let now = desk.venues.now
        let (polymarket, kalshi) = world.expectedMarkets(by: now)
        #expect(Set(try desk.lines("kalshi/markets.csv").map { String($0.prefix { $0 != "," }) }) == Set(kalshi))
        #expect(
            Set(try desk.lines("polymarket/market_status.csv").map { String($0.prefix { $0 != "," }) })
                == Set(polymarket))
        #expect(sealed.count > 7 && misses == 16)
        let reader = try desk.reader()
        try ArchiveAccounts(reader, now: now).each(of: MarketDesk.provider("kalshi")) { account in
            let ticker = account.unit.subject?.name
            #expect(
                world.kalshi.contains { $0.ticker == ticker && $0.vanishes != nil } || !account.hasHole,
                "\(account.unit.label): \(account.holes)")
            return true
        }
        #expect(try !reader.record.newestRemarks(of: ["kalshi"], limit: 100).shown.contains { $0.rule == "X5" })
        try reader.close()
        for market in world.kalshi where market.vanishes == nil {
            let stored = try desk.lines("kalshi/trades/\(market.event.series.ticker)/\(market.ticker).csv")
            #expect(
                stored == Array(world.expectedTrades(kalshi: market.ticker, before: now.adding(seconds: -120))),
                "\(market.ticker)")
        }
        for market in world.polymarket where market.vanishes == nil {
            let stored = try desk.lines("polymarket/trades/\(market.event.id)/\(market.id).csv")
            let expected = world.expectedTrades(polymarket: market.id, before: now.adding(seconds: -300), asked: now)
            #expect(stored.count == expected.count, "\(market.id)")
        }
        // Tombstones: the state of a market that is gone says so, with a date.
        for market in world.kalshi where market.vanishes.map({ $0 < now }) ?? false {
            #expect(
                try desk.lines("kalshi/market_status.csv").contains {
                    $0.hasPrefix(market.ticker) && $0.hasSuffix(",absent")
                })
        }
        #expect(try desk.reader().verify(Verification(isFull: true)).isSound)
    }

    /// Markets of which every series is sealed.
    private func sealedTickers(_ desk: MarketDesk) throws -> Set<String> {
        let reader = try desk.reader()
        let units = try reader.record.admittedUnits(of: "kalshi").compactMap { try reader.record.unit($0) }
        let open = Set(units.filter { $0.state != .sealed }.compactMap(\.subject?.name))
        return Set(units.compactMap(\.subject?.name)).subtracting(open)
    }
}
