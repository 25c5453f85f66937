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
        try page.rows(of: Trades.dataset) { builder in
            for json in try trades.elements {
                let row = VenueRow(json)
                do {
                    let name = try row.required("ticker")
                    guard name == ticker else { throw PluginError.mismatch("trades of \(ticker) were asked for and one of \(name) came") }
                    guard let created = try row.instant("created_time") else {
                        throw OddMember("created_time", expected: "an instant", found: nil)
                    }
                    guard created.seconds >= bounds.lower || bounds.lower <= 0, created.seconds <= bounds.upper else {
                        throw PluginError.mismatch(
                            """
                            trades of \(ticker) from \(span.start) to \(span.end) were asked for and one of \(created) came: min_ts or \
                            max_ts was ignored
                            """
                        )
                    }
                    let id = try row.required("trade_id")
                    if let other = times[id], other != created {
                        broken.append(("X1", id, json.rawText))
                    } else if span.contains(created.microseconds) {
                        odd += try append(row, created, id, to: &builder).map { (json, $0, false) }
                        if let settled, created > settled { late += 1 }
                    }
                    times[id] = created
                } catch let error as OddMember {
                    builder.abandonRow()
                    odd.append((json, error, true))
                }
            }
        }
        for (row, member, isSetAside) in odd {
            let key = "\(ticker)|\(row["trade_id"]?.plainText ?? "?")"
            if isSetAside {
                page.setAside(member, row, of: Trades.dataset, key: key)
            } else {
                page.leavesOut(member, row, of: Trades.dataset, key: key)
            }
        }
        for (rule, key, raw) in broken { page.setAside(rule, of: Trades.dataset, key: "\(ticker)|\(key)", raw: raw) }
        if late > 0, let settled { page.flag("S4", "\(late) trades of \(ticker) are later than its settlement on \(settled.text())") }
    }

    /// Answers the members that are null because they cannot be read.
    private func append(_ row: VenueRow, _ created: Instant, _ id: String, to builder: inout BatchBuilder) throws(OddMember) -> [OddMember]
    {
        builder.text(ticker)
        builder.instant(created)
        builder.text(id)
        builder.decimal(try row.requiredDecimal("yes_price_dollars"))
        builder.decimal(try row.requiredDecimal("no_price_dollars"))
        builder.decimal(try row.requiredDecimal("count_fp"))
        var odd: [OddMember] = []
        func optional(_ read: () throws(OddMember) -> Value) -> Value {
            do throws(OddMember) {
                return try read()
            } catch {
                odd.append(error)
                return .null
            }
        }
        builder.value(
            optional { () throws(OddMember) in
                if let side = try row.text("taker_outcome_side") { return .text(side) }
                return try row.text("taker_side").value
            })
        builder.value(optional { () throws(OddMember) in try row.text("taker_book_side").value })
        builder.value(optional { () throws(OddMember) in try row.flag("is_block_trade").map(Value.boolean) ?? .null })
        builder.endRow()
        return odd
    }
}
