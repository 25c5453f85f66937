package import PluginKit
package import Tabular

/// How long what is asked for lives, and where it is kept.
extension Kalshi {
    /// The last trades of a market may be told of late.
    private static let grace: Int64 = 3600
    /// After some two months a settled market moves to the archive tier, whose keeping is not promised.
    private static let daysToArchive = 60
    /// 2021-06-01: the venue has nothing older. Where a market says no date, or an impossible one, it begins here and
    /// not in 1970.
    static let firstDay = Instant(seconds: 1_622_505_600)

    package func expectation(of unit: KalshiUnit, note: KalshiNote?) -> UnitExpectation {
        switch unit {
        case .cutoff: .onRequest(maxAge: 0)
        case .series: .snapshot(maxAge: 20 * 3600)
        case .events(.open), .combos(.open), .named: .snapshot(maxAge: 900)
        case .events, .combos, .archive: .onRequest(maxAge: 20 * 3600)
        case .candles(_, let period): .continuous(continuity(of: period, note))
        case .trades:
            .continuous(
                Continuity(
                    from: Self.beginning(note?.begins),
                    until: note?.ended.map { Instant(seconds: $0.seconds + Self.grace) }, lag: 120,
                    rest: 300,
                    total: note?.volume.map {
                        SeriesTotal(of: "count", in: "trades", is: $0, rule: "X5", isBinding: true)
                    }))
        }
    }

    /// The last bar ends a period after the close, and on the grid.
    private func continuity(of period: CandlePeriod, _ note: KalshiNote?) -> Continuity {
        let last = note?.ended.map { period.grid.next(after: $0.adding(seconds: period.seconds)).adding(seconds: 1) }
        return Continuity(
            from: Self.beginning(note?.opens ?? note?.created), until: last, lag: 120, grid: period.grid,
            includesEnd: true,
            rest: period == .minute ? 300 : 3600)
    }

    static func beginning(_ instant: Instant?) -> Instant { max(instant ?? firstDay, firstDay) }

    /// By series and ticker. Combos name what they were made from instead.
    package func partition(of unit: KalshiUnit, note: KalshiNote?) -> [String] {
        switch unit {
        case .candles(let ticker, _), .trades(let ticker): [note?.series ?? note?.collection, ticker].compactMap { $0 }
        default: []
        }
    }

    package func series(of unit: KalshiUnit, note: KalshiNote?) -> [String] {
        switch unit {
        case .candles(_, let period): [period.datasetName]
        case .trades: [Trades.dataset.name]
        default: []
        }
    }

    package func label(of unit: KalshiUnit, note: KalshiNote?) -> String? {
        switch unit {
        case .cutoff: "kalshi cutoff"
        case .series: "kalshi series"
        case .events(let listing): "kalshi events \(listing.rawValue)"
        case .archive(let series): "kalshi archive \(series)"
        case .combos(let listing): "kalshi combos \(listing.rawValue)"
        case .named(let ticker): ticker
        case .candles(let ticker, let period): "\(ticker) \(period.datasetName)"
        case .trades(let ticker): "\(ticker) trades"
        }
    }

    package func expiry(of unit: KalshiUnit, note: KalshiNote?, facts: KalshiFacts?) -> Instant? {
        note?.ended?.adding(days: Self.daysToArchive)
    }
}
