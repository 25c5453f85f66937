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

    /// Throws `PluginError.mismatch` where the market or a bound was ignored. A trade that cannot be read is set aside, and an answer in
    /// which none can be is refused.
    func append(_ trades: JSONValue, to page: inout Page<Kalshi>) throws {
        var broken: [(rule: String, key: String, raw: String)] = []
        var times: [String: Instant] = [:]
        var late = 0
        var fault: (any Error)?
        var read = 0
        try page.rows(of: Trades.dataset) { builder in
            for json in try trades.elements {
                let row = VenueRow(json)
                let name = try row.required("ticker")
                guard name == ticker else { throw PluginError.mismatch("trades of \(ticker) were asked for and one of \(name) came") }
                do {
                    guard let created = try row.instant("created_time") else {
                        throw PluginError.malformed("there is no created_time at \(json.path)")
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
                    if let other = times.updateValue(created, forKey: id), other != created {
                        broken.append(("X1", id, json.rawText))
                    } else if span.contains(created.microseconds) {
                        try append(row, created, id, to: &builder)
                        if let settled, created > settled { late += 1 }
                    }
                    read += 1
                } catch let error as PluginError where error.code == .mismatch {
                    throw error
                } catch {
                    builder.abandonRow()
                    fault = fault ?? error
                    broken.append(("T2", ((try? row.text("trade_id")) ?? nil) ?? "", json.rawText))
                }
            }
        }
        if let fault, read == 0 { throw fault }
        for (rule, key, raw) in broken { page.setAside(rule, of: Trades.dataset, key: "\(ticker)|\(key)", raw: raw) }
        if late > 0, let settled { page.flag("S4", "\(late) trades of \(ticker) are later than its settlement on \(settled.text())") }
    }

    private func append(_ row: VenueRow, _ created: Instant, _ id: String, to builder: inout BatchBuilder) throws {
        builder.text(ticker)
        builder.instant(created)
        builder.text(id)
        builder.decimal(try row.requiredDecimal("yes_price_dollars"))
        builder.decimal(try row.requiredDecimal("no_price_dollars"))
        builder.decimal(try row.requiredDecimal("count_fp"))
        builder.value(try (row.text("taker_outcome_side") ?? row.text("taker_side")).value)
        builder.value(try row.text("taker_book_side").value)
        builder.value(try row.find("is_block_trade").map { .boolean(try $0.bool()) } ?? .null)
        builder.endRow()
    }
}
