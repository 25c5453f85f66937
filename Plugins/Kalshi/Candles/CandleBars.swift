import LosslessJSON
import PluginKit
import Tabular

/// The bars of an answer on their way into rows.
struct CandleBars {
    let ticker: String
    let period: CandlePeriod
    let window: CandleWindow

    /// Appends the rows; answers the last bar, and whether any bar of the window came, be it one that is set aside. A bar that cannot be read
    /// is set aside: a null would say that nothing was traded. Throws `PluginError.mismatch` where a bound was not obeyed, `.malformed` where
    /// no bar ends on the grid: then days, hours or minutes are not what they were.
    func append(_ bars: JSONValue, to page: inout Page<Kalshi>) throws -> (last: VenueRow?, came: Bool) {
        var last: VenueRow?
        var early = 0
        var broken: [(rule: String, end: Int64, raw: String)] = []
        var odd: [(row: JSONValue, member: OddMember)] = []
        page.looks(at: bars.count, of: period.dataset)
        try page.rows(of: period.dataset) { builder in
            for json in try bars.elements {
                let row = VenueRow(json)
                guard let end = json["end_period_ts"].flatMap({ $0.wholeNumber == nil ? nil : $0.instant })?.seconds else {
                    odd.append((json, OddMember("end_period_ts", expected: "a time", found: json["end_period_ts"])))
                    continue
                }
                guard end <= window.end else { throw outside(end) }
                if end < window.start {
                    // One bar may be made up from the last one before the bounds; it is no bar of its own.
                    early += 1
                    guard early == 1 else { throw outside(end) }
                    continue
                }
                do throws(OddMember) {
                    if let rule = try brokenRule(row, end) {
                        broken.append((rule, end, json.rawText))
                        continue
                    }
                    try append(row, end, to: &builder)
                    last = row
                } catch {
                    builder.abandonRow()
                    odd.append((json, error))
                }
            }
        }
        for (row, member) in odd {
            let end = row["end_period_ts"].flatMap { $0.wholeNumber }.map { "\(Instant(seconds: $0))" }
            page.setAside(member, row, of: period.dataset, key: "\(ticker)|\(end ?? "?")")
        }
        if last == nil, broken.count > 1, broken.allSatisfy({ $0.rule == "H4" }) {
            throw PluginError.malformed(
                """
                \(broken.count) bars of \(ticker) came and none ends on the grid of \(period.datasetName), the first at \
                \(Instant(seconds: broken[0].end))
                """
            )
        }
        for (rule, end, raw) in broken {
            page.setAside(rule, of: period.dataset, key: "\(ticker)|\(Instant(seconds: end))", raw: raw)
        }
        return (last, bars.count > early)
    }

    private static let parts = ["open_dollars", "high_dollars", "low_dollars", "close_dollars"]

    /// In the order of the dataset's columns, block by block: a minute has few trades and a year many minutes.
    private func append(_ row: VenueRow, _ end: Int64, to builder: inout BatchBuilder) throws(OddMember) {
        builder.text(ticker)
        builder.instant(Instant(seconds: end))
        for side in ["yes_bid", "yes_ask"] {
            let block = try row.part(side)
            for part in CandleBars.parts { builder.decimal(try block.requiredDecimal(part)) }
        }
        let price = try row.part("price")
        for part in CandleBars.parts + ["mean_dollars", "previous_dollars"] {
            if let text = try price.decimal(part) { builder.decimal(text) } else { builder.null() }
        }
        builder.decimal(try row.requiredDecimal("volume_fp"))
        builder.decimal(try row.requiredDecimal("open_interest_fp"))
        builder.endRow()
    }

    /// H4: a bar ends on the grid. H3: a price in a bar in which nothing was traded is no traded price.
    private func brokenRule(_ row: VenueRow, _ end: Int64) throws(OddMember) -> String? {
        guard period.isEnd(Instant(seconds: end)) else { return "H4" }
        guard let volume = try row.decimal("volume_fp"), DecimalText.isEqual(volume.utf8, "0".utf8) else { return nil }
        let price = try row.part("price")
        for part in CandleBars.parts + ["mean_dollars"] where try price.decimal(part) != nil { return "H3" }
        return nil
    }

    private func outside(_ end: Int64) -> PluginError {
        .mismatch(
            """
            bars of \(ticker) from \(Instant(seconds: window.start)) to \(Instant(seconds: window.end)) were asked for and one of \
            \(Instant(seconds: end)) came: start_ts or end_ts was ignored
            """
        )
    }
}
