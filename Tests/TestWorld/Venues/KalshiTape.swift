import Tabular

/// One trade of Kalshi.
struct KalshiTrade {
    let place: Int
    let created: Instant
    let id: String
    /// Ten thousandths; NO is the rest to 1.
    let price: Int
    /// Hundredths.
    let count: Int
    let isYes: Bool
    let isBlock: Bool
}

/// What was traded on a market of Kalshi. Every trade follows from its place, so that a million of them need no memory.
struct KalshiTape {
    private static let counts = [
        5_751, 100, 300, 2_500, 3, 12_000, 100, 4_250, 700, 100_000, 1_525, 100, 200, 65, 1_000, 333,
    ]
    private static let sum = counts.reduce(0, +)

    let market: KalshiMarket

    /// How many were traded before an instant.
    func count(before now: Instant) -> Int {
        guard let step = market.tradeEvery else { return 0 }
        let end = min(now, market.closes)
        guard end > market.opens else { return 0 }
        var lower = 0
        var upper = Int((end.microseconds - market.opens.microseconds) / step) + 2
        while lower < upper {
            let middle = (lower + upper) / 2
            if time(middle) < end { lower = middle + 1 } else { upper = middle }
        }
        return lower
    }

    /// Every fourth trade has the microsecond of the one before it, and some fall on a whole second.
    func time(_ place: Int) -> Instant {
        let step = market.tradeEvery ?? 1
        let own = place % 4 == 3 ? place - 1 : place
        let jitter = Int64(market.seed.below(Int(max(step / 2, 1)), own, 4))
        let stamp = market.opens.microseconds + Int64(own) * step + jitter
        return Instant(microseconds: own % 7 == 5 && step >= 4_000_000 ? stamp / 1_000_000 * 1_000_000 : stamp)
    }

    /// Whether the venue shows a trade already.
    func isShown(_ place: Int, at now: Instant) -> Bool {
        guard let late = market.showsLate, place % 11 == 6 else { return true }
        return time(place).adding(seconds: late) <= now
    }

    func trade(_ place: Int) -> KalshiTrade {
        let created = time(place)
        let step = market.seed.below(3, place, 13) - 1
        let level = market.level.level(at: created.seconds, tick: market.tick) + step * market.tick
        // On the finest grid some are at a price that no double has.
        let price = market.tick == 5 && place % 9 == 4 ? 535 : min(max(level, market.tick), 10_000 - market.tick)
        return KalshiTrade(
            place: place, created: created, id: market.seed.uuid(place), price: price,
            count: size(place), isYes: market.seed.below(2, place, 14) == 0, isBlock: place % 50 == 49)
    }

    /// Hundredths traded in the first so many trades.
    func volume(_ trades: Int) -> Int {
        guard !market.isWhole else { return (0..<trades).reduce(0) { $0 + size($1) } }
        let rounds = trades / KalshiTape.counts.count
        return rounds * KalshiTape.sum + (rounds * KalshiTape.counts.count..<trades).reduce(0) { $0 + size($1) }
    }

    private func size(_ place: Int) -> Int {
        let size = KalshiTape.counts[(place + market.seed.below(16, 0, 15)) % KalshiTape.counts.count]
        return market.isWhole ? max(size / 100, 1) * 100 : size
    }
}
