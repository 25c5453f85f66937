import LosslessJSON
import PluginKit
import Tabular

/// The trades of an answer on their way into rows.
struct TradeRows {
    let ticker: String
    let span: Span
    /// The seconds that were asked for.
    let bounds: (lower: Int64, upper: Int64)
    /// When the market was settled; nil: not yet.
    let settled: Instant?

    /// Throws `PluginError.mismatch` where the market or a bound was ignored. A trade that cannot be read is set aside.
    func append(_ trades: JSONValue, to page: inout Page<Kalshi>) throws {
        var broken: [(rule: String, key: String, raw: String)] = []
        var odd: [(row: JSONValue, member: OddMember, isSetAside: Bool)] = []
        var times: [String: Instant] = [:]
        var late = 0
        page.looks(at: trades.count, of: Trades.dataset)
        try page.rows(by: Trades.plan) { rows in
            for json in try trades.elements {
                do {
                    let name = try Trades.ticker.requiredText(in: json)
                    guard name == ticker else {
                        throw PluginError.mismatch("trades of \(ticker) were asked for and one of \(name) came")
                    }
                    let created = try Trades.created.requiredInstant(in: json)
                    guard created.seconds >= bounds.lower || bounds.lower <= 0, created.seconds <= bounds.upper else {
                        throw PluginError.mismatch(
                            """
                            trades of \(ticker) from \(span.start) to \(span.end) were asked for and one of \(created) \
                            came: min_ts or \
                            max_ts was ignored
                            """
                        )
                    }
                    let id = try Trades.id.requiredText(in: json)
                    if let other = times[id], other != created {
                        broken.append(("X1", id, json.rawText))
                    } else if span.contains(created.microseconds) {
                        for member in try rows.append(TradeRow(json: json, created: created)) {
                            odd.append((json, member, false))
                        }
                        if let settled, created > settled { late += 1 }
                    }
                    times[id] = created
                } catch let error as OddMember {
                    odd.append((json, error, true))
                }
            }
        }
        for (row, member, isSetAside) in odd {
            let key = "\(ticker)|\(Trades.id.raw(in: row)?.plainText ?? "?")"
            if isSetAside {
                page.setAside(member, row, of: Trades.dataset, key: key)
            } else {
                page.leavesOut(member, row, of: Trades.dataset, key: key)
            }
        }
        for (rule, key, raw) in broken { page.setAside(rule, of: Trades.dataset, key: "\(ticker)|\(key)", raw: raw) }
        if late > 0, let settled {
            page.flag("S4", "\(late) trades of \(ticker) are later than its settlement on \(settled.text())")
        }
    }
}
