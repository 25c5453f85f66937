import MarketCalendar
import Tabular

/// A bar of Kalshi; prices in ten thousandths.
struct KalshiCandle {
    struct Range: Equatable {
        var open: Int
        var high: Int
        var low: Int
        var close: Int
    }

    let end: Instant
    let bid: Range
    let ask: Range
    /// nil: nothing was traded in it.
    let price: Range?
    let mean: Int?
    /// The last price before it; nil before the first trade.
    let previous: Int?
    /// Hundredths.
    let volume: Int
    let interest: Int
}

/// The bars of a market: those in which it was traded or its book moved.
struct KalshiCandles {
    let market: KalshiMarket
    /// Minutes: 1, 60 or 1440. Days end at midnight in New York.
    let period: Int

    /// Bars that end from one instant to another, both included, as they are at `now`; the one that runs is among them,
    /// and partial.
    func candles(from: Instant, through: Instant, now: Instant) -> [KalshiCandle] {
        let last = min(now, market.closes)
        guard market.opens < last else { return [] }
        var end = boundary(after: max(market.opens, from.adding(seconds: -1 - Int64(period) * 60)))
        if end < from { end = firstEnd(from) }
        let tape = KalshiTape(market: market)
        var result: [KalshiCandle] = []
        var before = tape.count(before: max(start(of: end), market.opens))
        var time = tape.time(before)
        while end <= through {
            let begin = start(of: end)
            if begin >= last { break }
            var after = before
            while market.tradeEvery != nil, time < min(end, last) {
                after += 1
                time = tape.time(after)
            }
            if after > before || moved(begin) {
                result.append(
                    candle(
                        begin, end, last, (before..<after).map(tape.trade),
                        previous: before > 0 ? tape.trade(before - 1) : nil))
            }
            before = after
            end = boundary(after: end)
        }
        return result
    }

    // MARK: The grid

    private func boundary(after instant: Instant) -> Instant {
        guard period == 1_440 else {
            let width = Int64(period) * 60
            return Instant(seconds: (instant.seconds / width + 1) * width)
        }
        let calendar = MarketCalendar.xnys
        return calendar.midnight(of: calendar.localDay(at: instant).adding(1))
    }

    private func firstEnd(_ from: Instant) -> Instant {
        var end = boundary(after: from.adding(seconds: -1))
        while end < from { end = boundary(after: end) }
        return end
    }

    private func start(of end: Instant) -> Instant {
        guard period == 1_440 else { return end.adding(seconds: -Int64(period) * 60) }
        let calendar = MarketCalendar.xnys
        return calendar.midnight(of: calendar.localDay(at: end.adding(seconds: -1)))
    }

    // MARK: One bar

    private func candle(
        _ begin: Instant, _ end: Instant, _ last: Instant, _ trades: [KalshiTrade], previous: KalshiTrade?
    ) -> KalshiCandle {
        let first = max(begin, market.opens).seconds
        let width = max(min(end, last).seconds - first - 1, 0)
        let bid = range(
            [0, width / 3, width * 2 / 3, width].map {
                market.level.level(at: first + $0, tick: market.tick) - market.tick
            })
        let ask = range(
            [0, width / 3, width * 2 / 3, width].map {
                market.level.level(at: first + $0, tick: market.tick) + market.tick
            })
        return KalshiCandle(
            end: end, bid: bid, ask: ask, price: trades.isEmpty ? nil : range(trades.map(\.price)),
            mean: trades.isEmpty ? nil : trades.reduce(0) { $0 + $1.price } / trades.count,
            previous: previous?.price, volume: trades.reduce(0) { $0 + $1.count },
            interest: 100_000 + Int((min(end, last).seconds - market.opens.seconds) / 3_600) * 137)
    }

    private func range(_ prices: [Int]) -> KalshiCandle.Range {
        KalshiCandle.Range(
            open: prices[0], high: prices.max() ?? 0, low: prices.min() ?? 0, close: prices[prices.count - 1])
    }

    /// Most days, every third hour of them and every fifteenth minute of those something moves in the book.
    private func moved(_ begin: Instant) -> Bool {
        let seconds = Int(begin.seconds)
        guard market.seed.below(7, seconds / 86_400, 16) != 0 else { return false }
        if period == 1_440 { return true }
        guard market.seed.below(3, seconds / 3_600, 17) == 0 else { return false }
        return period == 60 || market.seed.below(15, seconds / 60, 18) == 0
    }
}
