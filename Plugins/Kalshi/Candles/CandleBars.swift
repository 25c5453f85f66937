import LosslessJSON
import PluginKit
import Tabular

/// The bars of an answer on their way into rows.
struct CandleBars {
    let ticker: String
    let period: CandlePeriod
    let window: CandleWindow

    /// Appends the rows; answers the last bar. Throws `PluginError.mismatch` where a bound was not obeyed.
    func append(_ bars: JSONValue, to page: inout Page<Kalshi>) throws -> VenueRow? {
        var last: VenueRow?
        var early = 0
        var broken: [(end: Int64, raw: String)] = []
        try page.rows(of: period.dataset) { builder in
            for json in try bars.elements {
                let row = VenueRow(json)
                let end = try json.member("end_period_ts").integer()
                guard end <= window.end else { throw outside(end) }
                if end < window.start {
                    // One bar may be made up from the last one before the bounds; it is no bar of its own.
                    early += 1
                    guard early == 1 else { throw outside(end) }
                    continue
                }
                if try isBroken(row) {
                    broken.append((end, json.rawText))
                    continue
                }
                try row.append(to: &builder, own: ["ticker": .text(ticker)])
                last = row
            }
        }
        for (end, raw) in broken {
            page.setAside("H3", of: period.dataset, key: "\(ticker)|\(Instant(seconds: end))", raw: raw)
        }
        return last
    }

    /// H3: a price in a bar in which nothing was traded is no traded price.
    private func isBroken(_ row: VenueRow) throws -> Bool {
        if try row.isPositive("volume_fp") { return false }
        return try ["open", "high", "low", "close", "mean"].contains { try row.decimal("price.\($0)_dollars") != nil }
    }

    private func outside(_ end: Int64) -> PluginError {
        .mismatch(
            "bars of \(ticker) from \(Instant(seconds: window.start)) to \(Instant(seconds: window.end)) were asked for and one of \(Instant(seconds: end)) came: start_ts or end_ts was ignored"
        )
    }
}
