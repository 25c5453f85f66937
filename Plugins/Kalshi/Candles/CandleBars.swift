import LosslessJSON
import PluginKit
import Tabular

/// The bars of an answer on their way into rows.
struct CandleBars {
    let ticker: String
    let period: CandlePeriod
    let window: CandleWindow

    /// Appends the rows; answers the last bar, and whether any bar of the window came, be it one that is set aside. A
    /// bar that cannot be read is set aside: a null would say that nothing was traded. Throws `PluginError.mismatch`
    /// where a bound was not obeyed, `.malformed` where no bar ends on the grid: then days, hours or minutes are not
    /// what they were.
    func append(_ bars: JSONValue, to page: inout Page<Kalshi>) throws -> (last: JSONValue?, came: Bool) {
        var last: JSONValue?
        var early = 0
        var broken: [(rule: String, end: Int64, raw: String)] = []
        var odd: [(row: JSONValue, member: OddMember)] = []
        page.looks(at: bars.count, of: period.dataset)
        let plan = period.plan
        let looks = Looks(plan)
        try page.rows(by: plan) { rows in
            for json in try bars.elements {
                let stamp = looks.end.raw(in: json)
                guard let end = stamp.flatMap({ $0.wholeNumber == nil ? nil : $0.instant })?.seconds else {
                    odd.append((json, OddMember(looks.end.path, expected: "a time", found: stamp)))
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
                    if let rule = try brokenRule(json, end, looks) {
                        broken.append((rule, end, json.rawText))
                        continue
                    }
                    _ = try rows.append(CandleRow(json: json, ticker: ticker))
                    last = json
                } catch {
                    odd.append((json, error))
                }
            }
        }
        for (row, member) in odd {
            let end = looks.end.raw(in: row).flatMap { $0.wholeNumber }.map { "\(Instant(seconds: $0))" }
            page.setAside(member, row, of: period.dataset, key: "\(ticker)|\(end ?? "?")")
        }
        if last == nil, broken.count > 1, broken.allSatisfy({ $0.rule == "H4" }) {
            throw PluginError.malformed(
                """
                \(broken.count) bars of \(ticker) came and none ends on the grid of \(period.datasetName), the first \
                at \(Instant(seconds: broken[0].end))
                """
            )
        }
        for (rule, end, raw) in broken {
            page.setAside(rule, of: period.dataset, key: "\(ticker)|\(Instant(seconds: end))", raw: raw)
        }
        return (last, bars.count > early)
    }

    /// What is looked at before a bar is a row.
    private struct Looks {
        let end: Member
        let volume: Member
        /// Null in a bar without trades.
        let traded: [Member]

        init(_ plan: RowPlan<CandleRow>) {
            end = plan.member("end_time")
            volume = plan.member("volume")
            traded = ["price_open", "price_high", "price_low", "price_close", "price_mean"].map(plan.member)
        }
    }

    /// H4: a bar ends on the grid. H3: a price in a bar in which nothing was traded is no traded price.
    private func brokenRule(_ row: JSONValue, _ end: Int64, _ looks: Looks) throws(OddMember) -> String? {
        guard period.isEnd(Instant(seconds: end)) else { return "H4" }
        guard let volume = try looks.volume.decimal(in: row), DecimalText.isEqual(volume.utf8, "0".utf8) else {
            return nil
        }
        for price in looks.traded where try price.decimal(in: row) != nil { return "H3" }
        return nil
    }

    private func outside(_ end: Int64) -> PluginError {
        .mismatch(
            """
            bars of \(ticker) from \(Instant(seconds: window.start)) to \(Instant(seconds: window.end)) were asked for \
            and one of \(Instant(seconds: end)) came: start_ts or end_ts was ignored
            """
        )
    }
}
