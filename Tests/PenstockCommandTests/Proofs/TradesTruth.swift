import Tabular
import TestWorld

/// What is claimed of trades, held against the tapes of the fake venues.
struct TradesTruth {
    let desk: ProofDesk
    private let world: VenueWorld

    /// What the venues may still tell of late, and a day in which the next run may come.
    private static let tolerated: Int64 = 86_400 + 900

    struct Market {
        /// The ticker, or the id.
        let name: String
        let unit: String
        let file: String
        /// When its trades were made, by what makes each the only one; several that are alike are counted.
        let trades: [(time: Instant, key: String)]
        let columns: [String]
    }

    init(_ desk: ProofDesk) {
        self.desk = desk
        world = desk.venues.world
    }

    /// Markets that a job for all of them has to follow.
    var open: [String] {
        let now = desk.now
        return world.kalshi.filter { $0.opens <= now && now < $0.closes }.map(\.ticker)
            + world.polymarket.filter { $0.starts <= now && !$0.isClosed(at: now) }.map(\.id)
    }

    /// With all that is ever traded, so that it is made once.
    static func markets(of world: VenueWorld) -> [Market] {
        let now = FakeMarket.instant("2024-08-01T00:00:00Z")
        let kalshi = world.kalshi.map { market in
            Market(
                name: market.ticker, unit: "\(market.ticker) trades",
                file: "data/prediction_markets/kalshi/trades/\(market.event.series.ticker)/\(market.ticker).csv",
                trades: world.expectedTrades(kalshi: market.ticker, before: now).map { trade($0, [1, 2, 3, 5]) },
                columns: ["created_time", "trade_id", "yes_price", "count"])
        }
        let polymarket = world.polymarket.map { market in
            Market(
                name: market.id, unit: market.slug,
                file: "data/prediction_markets/polymarket/trades/\(market.event.id)/\(market.id).csv",
                trades: world.expectedTrades(polymarket: market.id, before: now, asked: now).map {
                    trade($0, [1, 2, 6, 7, 8])
                },
                columns: ["timestamp", "transaction_hash", "price", "size", "wallet"])
        }
        return kalshi + polymarket
    }

    private static func reaches(_ part: ProofDesk.Claim.Part, _ time: Instant) -> Bool {
        guard let first = Instant(part.first), let end = Instant(part.last) else { return false }
        return first <= time && time < end
    }

    private static func trade(_ line: String, _ columns: [Int]) -> (time: Instant, key: String) {
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        return (Instant(cells[1]) ?? Instant(seconds: 0), columns.map { String(cells[$0]) }.joined(separator: ","))
    }

    func falseClaims(_ claims: [ProofDesk.Claim], isProved: Bool) -> [String] {
        var wrong: [String] = []
        let units = Dictionary(claims.filter { $0.datasets == ["trades"] }.map { ($0.unit, $0) }) { first, _ in first }
        for market in desk.markets {
            let claim = units[market.unit]
            guard claim != nil || desk.wantedMarkets.contains(market.name) else { continue }
            let stored = desk.rows(market.file).map { row in market.columns.map { row[$0] ?? "" }.joined(separator: ",")
            }
            var left: [String: Int] = [:]
            for key in stored { left[key, default: 0] += 1 }
            var lost: [Instant] = []
            for trade in market.trades where trade.time < desk.now {
                if let count = left[trade.key], count > 0 {
                    left[trade.key] = count - 1
                } else {
                    lost.append(trade.time)
                }
            }
            if let more = left.first(where: { $0.value > 0 }) {
                wrong.append("\(market.name): \(more.key) was never traded")
            }
            for part in claim?.parts ?? [] where part.state == "stored" || part.state == "empty" {
                guard let first = Instant(part.first), let end = Instant(part.last) else { continue }
                if let time = lost.first(where: { first <= $0 && $0 < end }) {
                    wrong.append("\(market.name): \(time) is called \(part.state), and a trade is not stored")
                }
            }
            guard isProved || claim?.hasHole == false else { continue }
            let proof =
                claim == nil
                ? "not in the archive, which is proved" : isProved ? "the archive is proved" : "without a hole"
            let bound = desk.now.adding(seconds: -Self.tolerated)
            // What version 1 of Polymarket's API refused to show is said not to be had, by its cause.
            let refused = desk.log.entries.filter { !$0.isTrue && $0.upstream == "polymarket-data-v1" }.map(\.at).min()
            let late = lost.filter { time in
                time < bound
                    && !(refused.map { time < $0.adding(days: -3 * 365) } ?? false
                        && claim?.parts.contains { $0.state == "unavailable" && Self.reaches($0, time) } ?? false)
            }
            if let time = late.first {
                wrong.append("\(market.name): \(proof), and \(late.count) trades from \(time) on are not stored")
            }
        }
        return wrong
    }
}
