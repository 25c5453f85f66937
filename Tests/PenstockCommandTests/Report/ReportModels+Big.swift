import PluginKit
import Tabular

@testable import Archive
@testable import Orchestrator
@testable import PenstockCommand

/// A report of many units and months, as large as pages get.
extension ReportModels {
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
    static func unit(_ number: Int, _ dice: inout Dice) -> ReportedUnit {
        let (id, label) = (Int64(number + 1), symbol(number))
        var value = Double(1000 + dice.roll(30_000))
        var day = tick("2021-11-24")
        func reading(_ value: Double, _ tick: Int64) -> ValueLine.Reading {
            ValueLine.Reading(tick: tick, value: value, text: "\(Int(value) / 100).\(10 + Int(value) % 90)")
        }
        let first = reading(value, day)
        var (lowest, highest) = (first, first)
        var strokes: [[ValueLine.Point]] = [[]]
        for column in 0..<ValueLine.columns where number % 7 != 0 || column != 40 {
            if number % 7 == 0, column == 41 { strokes.append([]) }
            for _ in 0..<2 {
                value *= Double(920 + dice.roll(161)) / 1000
                day += 11
                strokes[strokes.count - 1].append(ValueLine.Point(column: column, value: value))
                if value < lowest.value { lowest = reading(value, day) }
                if value > highest.value { highest = reading(value, day) }
            }
        }
        let gap = Self.gap("2024-05-24", Reason("null_bar"))
        var asides = UnitAsides()
        var marks: [ValueLine.Mark] = []
        if number % 11 == 0 {
            let restatement = Self.restatement("2023-10-09T22:00:00Z", Reason("new_split", "4:1 of 2023-10-09"))
            (asides.restated, asides.restatements) = (1, [restatement])
            marks = [
                .init(column: 30, event: .split("4", tick: tick("2023-10-09"))),
                .init(column: 30, event: .restatement(restatement)),
            ]
        }
        let line = ValueLine(
            name: "adj_close", measure: "USD a share", axis: .sessions, strokes: strokes,
            gaps: number % 7 == 0 ? [.init(columns: 40..<41, first: gap)] : [], marks: marks, splits: marks.count / 2,
            restatements: asides.restated, first: first, last: reading(value, tick("2026-11-23")), lowest: lowest,
            highest: highest)
        let cells = (0..<60).map { month in
            CoverageCell(expected: 21, stored: number % 7 == 0 && month == 30 ? 20 : 21)
        }
        return ReportedUnit(
            account: account(
                id, label,
                [
                    ("daily_bars", extent(1260, "2021-11-24", "2026-11-23")),
                    ("actions", extent(20, "2021-12-24", "2026-11-10")),
                ],
                number % 7 == 0 ? [gap] : []),
            coverage: CoverageRow(label: label, unit: id, first: Month(year: 2021, month: 12), cells: cells),
            asides: asides, pictures: ["daily_bars": .line(line)])
    }

    /// 503 symbols over five years, every list full.
    static var fiveYears: ReportFacts {
        var facts = big
        facts.archives.removeLast()
        facts.archives[0].providers[0].coverage = [
            tally(units: 503, months: 60).map(name: "equities", noun: symbols, axis: .sessions)
        ]
        return facts
    }

    /// 503 symbols over twenty years and a second archive of markets, with every list full.
    static var big: ReportFacts {
        var dice = Dice()
        var bars = small.archives[0]
        bars.providers[0].coverage = [
            tally(units: 503, months: 240).map(name: "equities", noun: symbols, axis: .sessions)
        ]
        bars.units = (0..<503).map { unit($0, &dice) }
        bars.unitCount = 503
        let first = tick("2026-08-01")
        bars.providers[0].days = []
        for day in 0..<90 where day % 7 < 5 {
            let rows = day == 3 ? 2_601_334 : 960 + dice.roll(60)
            bars.providers[0].days.append((Day(number: first + Int64(day)), rows))
        }
        bars.runs = (0..<50).map { run(index: $0, &dice) }
        bars.runCount = 212
        bars.gaps = GapTally()
        let reasons =
            Array(
                repeating: Reason("missing_sessions", "3 sessions that the exchange held are not in the answer"),
                count: 96)
            + Array(repeating: Reason("no_data"), count: 24) + Array(repeating: Reason("server_error"), count: 11)
        for (index, reason) in reasons.enumerated() {
            bars.gaps.add(
                account(
                    Int64(index * 11 + 1), symbol(index * 11), [],
                    [gap("2026-0\(1 + index % 9)-02", reason, tries: 1 + index % 6)]))
        }
        bars.quarantined = (0..<25).map { index in
            let isHigh = index % 3 == 0
            let (label, day) = (symbol(index * 13), "2026-10-\(10 + index % 20)")
            return quarantined(
                QuarantinedRow(
                    dataset: "daily_bars", key: "\(label)|\(day)",
                    rule: isHigh ? "high_not_below_low" : "positive_price",
                    reason: isHigh ? "high 183.1 is below low 184.02" : "close -1 is not positive",
                    raw:
                        """
                        {"date":"\(day)","open":183.72,"high":183.1,"low":184.02,"close":183.4,"volume":51234400}
                        """),
                of: label, Int64(index * 13 + 1), "2026-10-31T06:01:00Z",
                index % 2 == 0 ? "2026-11-21T06:01:00Z" : "2026-10-31T06:01:00Z", times: 1 + index % 5)
        }
        bars.providers[0].status.quarantine = [
            QuarantineCount(dataset: "daily_bars", rule: "positive_price", rows: 40),
            QuarantineCount(dataset: "daily_bars", rule: "high_not_below_low", rows: 21),
        ]
        bars.corrections.revisions = (0..<25).map { index in
            let label = symbol(index * 17)
            return RevisionRecord(
                run: Int64(200 - index), unit: Int64(index * 17 + 1), provider: "equities", label: label,
                dataset: "daily_bars", key: "\(label)|2026-10-\(10 + index % 20)",
                cause: index % 4 == 0 ? "restated" : "revision",
                stored: "{\"close\":\"187.15\",\"volume\":\"51234400\"}",
                answered: "{\"close\":\"187.15\",\"volume\":\"51239100\"}",
                recorded: instant("2026-11-\(22 - index / 2)T06:01:00Z"))
        }
        bars.corrections.revisionCounts = [("revision", 700), ("restated", 240)]
        return facts([bars, markets(&dice)])
    }

    /// - Parameter index: from the newest on.
    private static func run(index: Int, _ dice: inout Dice) -> RunRecord {
        let bad = index % 17 == 4
        let partly = index % 9 == 2
        let day = Day(number: tick("2026-11-24") - Int64(index))
        let (stored, revised) = (bad ? 0 : 503 + dice.roll(20), dice.roll(3))
        return run(
            Int64(212 - index), index % 7 == 0 ? "backfill equities" : "update equities", "\(day)T06:00:00Z",
            exitCode: bad ? 69 : partly ? 10 : 0, success: bad ? 0 : partly ? 482 : 503, of: 503,
            seconds: Double(40 + dice.roll(60)),
            failure: bad ? "yahoo: refused the first request with 403: the client is not wanted there" : nil
        ) { ($0.stored, $0.revised, $0.aside.quarantined) = (stored, revised, partly ? 2 : 0) }
    }

    /// Markets of two venues: of one nothing is kept yet.
    private static func markets(_ dice: inout Dice) -> ReportedArchive {
        let noun = ProviderManifest.Noun("market", "markets")
        var trades = ProviderStatus.DatasetStatus(name: "trades", units: 100, rows: 812_402)
        (trades.newest, trades.age, trades.upToDate, trades.withoutData) = ("2026-11-24T13:58:04Z", 1080, 97, 3)
        var kalshi = ReportedProvider(
            manifest: manifest(of: "kalshi", noun: noun, ["trades"]),
            status: status(of: "kalshi", noun: noun, [trades]),
            nextRun: instant("2026-11-24T20:00:00Z"))
        kalshi.status.subjects = .init(noun: noun, followed: 100, known: 41_207)
        kalshi.coverage = [tally(units: 34, months: 11).map(name: "kalshi", noun: noun, axis: .time)]
        kalshi.days = (40..<90).map {
            (Day(number: tick("2026-08-01") + Int64($0)), 8000 + dice.roll(4000))
        }
        let outcomes = ProviderManifest.Noun("outcome", "outcomes")
        let polymarket = ReportedProvider(
            manifest: manifest(of: "polymarket", noun: outcomes, ["prices"]),
            status: status(of: "polymarket", noun: outcomes, []))
        return ReportedArchive(
            path: "/srv/market/data/prediction_markets", storage: ["csv.gz"], providers: [kalshi, polymarket],
            runs: small.archives[0].runs, runCount: 2, corrections: NewestCorrections())
    }
}
