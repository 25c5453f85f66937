@testable import ReportPage

/// A report of many units and months, as large as pages get.
extension Models {
    /// A small generator with a fixed seed.
    struct Dice {
        var state: UInt64 = 42

        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % sides
        }
    }

    static func symbol(_ number: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ").map(String.init)
        return letters[number / 20 % 26] + letters[number / 3 % 26] + letters[(number * 7) % 26]
            + (number % 4 == 0 ? "" : letters[number % 26])
    }

    static func tally(units: Int, months: Int) -> CoverageTally {
        var tally = CoverageTally(units: units)
        var dice = Dice()
        for number in 0..<units {
            // Some were listed late, some have holes, one is not known upstream.
            let late = dice.roll(4) == 0 ? dice.roll(max(1, months * 3 / 4)) : 0
            let cells = (late..<months).map { month in
                var cell = CoverageCell(expected: 21, stored: 21)
                if number % 9 == 0, dice.roll(22) == 0 {
                    let away = 1 + dice.roll(21)
                    cell.stored -= away
                    if dice.roll(3) == 0 { cell.empty = away }
                }
                if number % 101 == 7, month < months / 3 { cell = CoverageCell(expected: 21, unavailable: 21) }
                if number % 97 == 3, month > months - 5 { cell = CoverageCell(expected: 21) }
                return cell
            }
            tally.add(CoverageRow(label: symbol(number), first: Month(number: 2006 * 12 + 11 + late), cells: cells))
        }
        return tally
    }

    /// A block with a line that has two points in every column, as the busiest series has, and a gap in every seventh.
    static func block(_ number: Int, _ dice: inout Dice) -> UnitBlock {
        var value = Double(1000 + dice.roll(30_000))
        func text(_ value: Double) -> String { "\(Int(value) / 100).\(10 + Int(value) % 90)" }
        var strokes: [[ValueLine.Point]] = [[]]
        for column in 0..<ValueLine.columns where number % 7 != 0 || column != 40 {
            if number % 7 == 0, column == 41 { strokes.append([]) }
            for _ in 0..<2 {
                value *= Double(920 + dice.roll(161)) / 1000
                strokes[strokes.count - 1].append(ValueLine.Point(column, value))
            }
        }
        let values = strokes.joined().map(\.value)
        let (lowest, highest) = (values.min() ?? 1, values.max() ?? 1)
        let hasSplit = number % 11 == 0
        let line = ValueLine(
            name: "adj_close", measure: "USD a share", strokes: strokes,
            gaps: number % 7 == 0
                ? [.init(40..<41, "2024-05-24: gap, null bar; asked 2 times, again on 2026-11-27")] : [],
            marks: hasSplit
                ? [
                    .init(.split, 30, "split 4 for 1 on 2023-10-09"),
                    .init(.restatement, 30, "written anew on 2023-10-09: new split: 4:1 of 2023-10-09"),
                ] : [],
            first: .init(values[0], text(values[0]), "2021-11-24"), last: .init(value, text(value), "2026-11-23"),
            lowest: .init(lowest, text(lowest), "2022-01-03"), highest: .init(highest, text(highest), "2025-01-03"))
        let cells = (0..<60).map { month in
            CoverageCell(expected: 21, stored: number % 7 == 0 && month == 30 ? 20 : 21)
        }
        return UnitBlock(
            id: Int64(number + 1), provider: "equities", label: symbol(number),
            series: [
                UnitSeries(
                    dataset: "daily_bars", rows: 1260, first: "2021-11-24", last: "2026-11-23", picture: .line(line)),
                UnitSeries(dataset: "actions", rows: 20, first: "2021-12-24", last: "2026-11-10"),
            ],
            coverage: CoverageRow(
                label: symbol(number), unit: Int64(number + 1), first: Month(year: 2021, month: 12), cells: cells),
            measure: .counted(sessions),
            holes: number % 7 == 0
                ? Listing(["2024-05-24: gap, null bar; asked 2 times, again on 2026-11-27"]) : Listing(),
            restated: hasSplit ? 1 : 0)
    }

    /// 503 symbols over five years, every list full.
    static var fiveYears: ReportDocument {
        var document = big
        document.archives.removeLast()
        document.archives[0].coverage = [
            tally(units: 503, months: 60).map(name: "equities", noun: symbols, measure: .counted(sessions))
        ]
        return document
    }

    /// 503 symbols over twenty years and a second archive of markets, with every list full.
    static var big: ReportDocument {
        var dice = Dice()
        var bars = small.archives[0]
        bars.path = "/srv/market/data/historical"
        bars.coverage = [
            tally(units: 503, months: 240).map(name: "equities", noun: symbols, measure: .counted(sessions))
        ]
        bars.units = Listing((0..<503).map { block($0, &dice) })
        let days = (0..<90).map { "2026-\(["08", "09", "10"][$0 / 30])-\($0 % 30 < 9 ? "0" : "")\($0 % 30 + 1)" }
        bars.days = [
            DailyRows(
                name: "equities",
                days: days.enumerated().map { .init($1, $0 % 7 > 4 ? 0 : $0 == 3 ? 2_601_334 : 960 + dice.roll(60)) })
        ]
        bars.runs = Listing(
            (0..<50).map { index in
                let bad = index % 17 == 4
                let partly = index % 9 == 2
                let day = String(100 + (index < 24 ? 24 - index : 55 - index)).dropFirst()
                return RunLine(
                    id: 212 - index, job: index % 7 == 0 ? "backfill equities" : "update equities",
                    started: "2026-\(index < 24 ? 11 : 10)-\(day) 06:00",
                    outcome: bad ? .failed : partly ? .partly : .succeeded, exitCode: bad ? 69 : partly ? 10 : 0,
                    meaning: bad ? "nothing succeeded" : partly ? "some failed" : "all done",
                    succeeded: bad ? 0 : partly ? 482 : 503,
                    total: 503,
                    seconds: Double(40 + dice.roll(60)), stored: bad ? 0 : 503 + dice.roll(20), revised: dice.roll(3),
                    quarantined: partly ? 2 : 0,
                    failure: bad ? "yahoo: refused the first request with 403: the client is not wanted there" : nil)
            }, total: 212)
        bars.gaps = Listing(
            (0..<40).map {
                GapLine(
                    provider: "equities", unit: symbol($0 * 11),
                    span: "2026-0\(1 + $0 % 9)-02 to 2026-0\(1 + $0 % 9)-05",
                    cause: "missing_sessions",
                    detail: "3 sessions that the exchange held are not in the answer", tries: 1 + $0 % 6,
                    nextTry: "2026-12-\(10 + $0 % 20)"
                )
            }, total: 131, kinds: [.init("missing_sessions", 96), .init("no_data", 24), .init("server_error", 11)])
        bars.quarantine = Listing(
            (0..<25).map {
                QuarantineLine(
                    rule: $0 % 3 == 0 ? "high_not_below_low" : "positive_price", dataset: "daily_bars",
                    unit: symbol($0 * 13),
                    key: "2026-10-\(10 + $0 % 20)",
                    reason: $0 % 3 == 0 ? "high 183.1 is below low 184.02" : "close -1 is not positive",
                    raw:
                        """
                        {"date":"2026-10-\(10 + $0 % 20)","open":183.72,"high":183.1,"low":184.02,"close":183.4,\
                        "volume":51234400}
                        """,
                    firstSeen: "2026-10-31 06:01", lastSeen: $0 % 2 == 0 ? "2026-11-21 06:01" : "2026-10-31 06:01",
                    times: 1 + $0 % 5)
            }, total: 61, kinds: [.init("positive_price", 40), .init("high_not_below_low", 21)])
        bars.revisions = Listing(
            (0..<25).map {
                RevisionLine(
                    recorded: "2026-11-\(10 + $0 / 2) 06:01", run: 200 - $0, dataset: "daily_bars",
                    unit: symbol($0 * 17),
                    key: "2026-10-\(10 + $0 % 20)",
                    cause: $0 % 4 == 0 ? "restated: split 4:1" : "revision",
                    stored: "{\"close\":\"187.15\",\"volume\":\"51234400\"}",
                    answered: "{\"close\":\"187.15\",\"volume\":\"51239100\"}")
            }, total: 940, kinds: [.init("revision", 700), .init("restated", 240)])
        var markets = small.archives[0]
        markets.path = "/srv/market/data/prediction_markets"
        markets.facts = [Fact("storage", "csv.gz"), Fact("markets", "100 followed of 41,207 known")]
        markets.cards = [
            DatasetCard(
                provider: "kalshi", dataset: "trades", standing: .current, newest: "2026-11-24 13:58:04 UTC",
                age: "18 minutes old",
                noun: Noun("market", "markets"),
                upToDate: 97, withoutData: 3, rows: 812_402, lastSuccess: "2026-11-24 14:02 UTC",
                next: Fact("next run", "2026-11-24 20:00 UTC")),
            DatasetCard(provider: "polymarket", dataset: "prices", standing: .empty, noun: Noun("outcome", "outcomes")),
        ]
        markets.coverage = [
            tally(units: 34, months: 11).map(name: "kalshi", noun: Noun("market", "markets"), measure: .time)
        ]
        markets.days = [
            DailyRows(name: "kalshi", days: days.enumerated().map { .init($1, $0 < 40 ? 0 : 8000 + dice.roll(4000)) })
        ]
        markets.runs = Listing(Array(bars.runs.shown.prefix(12)), total: 12)
        markets.units = Listing()
        markets.gaps = Listing()
        markets.quarantine = Listing()
        markets.revisions = Listing()
        return ReportDocument(generated: small.generated, version: small.version, archives: [bars, markets])
    }
}
