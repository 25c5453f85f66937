import PluginKit
import Tabular

@testable import Archive
@testable import Orchestrator
@testable import PenstockCommand

/// Facts of reports that the tests share. Nothing in them is random or of today.
enum ReportModels {
    static let symbols = ProviderManifest.Noun("symbol", "symbols")

    static func instant(_ text: String) -> Instant { Runs.instant(text) }
    static func tick(_ day: String) -> Int64 { Day(day)?.number ?? 0 }

    static func manifest(of name: String = "equities", noun: ProviderManifest.Noun = symbols, _ datasets: [String])
        -> ProviderManifest
    {
        ProviderManifest(
            name: name, summary: "", noun: noun, datasets: datasets.map { dataset($0) }, upstreams: [],
            defaultArchive: "data/historical")
    }

    static func dataset(_ name: String) -> Dataset {
        Dataset(name, .series(axis: "date", isDense: true), "", columns: [Column("date", .day)], key: ["date"])
    }

    /// Of a provider: how its datasets stand.
    static func status(
        of provider: String = "equities", noun: ProviderManifest.Noun = symbols,
        _ datasets: [ProviderStatus.DatasetStatus]
    ) -> ProviderStatus {
        var status = ProviderStatus(provider: provider, noun: noun)
        (status.units, status.silence, status.isCountedInSessions) = (503, 0, true)
        status.lastSuccess = instant("2026-11-21T07:02:00Z")
        status.datasets = datasets
        return status
    }

    static func dataset(_ name: String, behind: Int) -> ProviderStatus.DatasetStatus {
        var dataset = ProviderStatus.DatasetStatus(name: name, units: 482 + behind, rows: 3_128_042)
        (dataset.newest, dataset.expected, dataset.age) = ("2026-11-20", "2026-11-23", 3 * 86_400)
        (dataset.upToDate, dataset.behind, dataset.withoutData) = (480, behind, 2)
        if behind > 0 { dataset.worst = .init(label: "BRK-B", last: "2026-11-19", missing: 2) }
        return dataset
    }

    static func account(
        _ id: Int64, _ label: String, provider: String = "equities",
        _ extents: [(dataset: String, extent: Extent)] = [],
        axis: Axis = .sessions, _ spans: [AccountedSpan] = []
    ) -> UnitAccount {
        UnitAccount(
            unit: UnitRecord(
                id: id, provider: provider, name: UnitName(text: label), label: label, partition: [label],
                state: .admitted, tries: 0),
            datasets: extents.map { dataset($0.dataset) }, extents: Dictionary(extents) { $1 }, columns: [], axis: axis,
            spans: spans, timeliness: Timeliness(.upToDate), expected: nil)
    }

    static func extent(_ rows: Int, _ first: String, _ last: String) -> Extent {
        Extent(rows: rows, first: tick(first), last: tick(last))
    }

    static func span(_ day: String, _ state: AccountedSpan.State) -> AccountedSpan {
        AccountedSpan(span: Span(tick(day), tick(day) + 1), state: state, sessions: 1)
    }

    static func gap(_ day: String, _ reason: Reason, tries: Int = 2, next: String = "2026-11-27T00:00:00Z")
        -> AccountedSpan
    {
        span(day, .recorded(.gap(reason, tries: tries, next: instant(next))))
    }

    static func line(
        _ strokes: [[(Int, Double)]], from lowest: String, to highest: String, gaps: [ValueLine.Gap] = [],
        marks: [ValueLine.Mark] = []
    ) -> ValueLine {
        let low = ValueLine.Reading(tick: tick("2026-08-03"), value: Double(lowest) ?? 0, text: lowest)
        let high = ValueLine.Reading(tick: tick("2026-09-30"), value: Double(highest) ?? 0, text: highest)
        return ValueLine(
            name: "adj_close", measure: "USD a share", axis: .sessions,
            strokes: strokes.map { $0.map { ValueLine.Point(column: $0.0, value: $0.1) } }, gaps: gaps, marks: marks,
            splits: marks.count { if case .split = $0.event { true } else { false } },
            restatements: marks.count { if case .restatement = $0.event { true } else { false } },
            first: low, last: high, lowest: low, highest: high)
    }

    static func restatement(_ moment: String, _ reason: Reason) -> UnitAsides.Restatement {
        UnitAsides.Restatement(reason: reason, recorded: instant(moment))
    }

    static func run(
        _ id: Int64, _ job: String = "update equities", _ started: String = "2026-11-24T06:00:00Z",
        _ state: RunRecord.State = .ended, exitCode: Int32?, success: Int = 0, of total: Int = 0, seconds: Double = 1,
        failure: String? = nil, _ change: (inout RunCounts) -> Void = { _ in }
    ) -> RunRecord {
        var counts = RunCounts()
        (counts.success, counts.failed) = (success, total - success)
        change(&counts)
        let start = instant(started)
        return RunRecord(
            id: id, job: job, providers: ["equities"], kind: .update, isPartial: false, version: "1.2.0", state: state,
            now: start, started: start,
            ended: state == .ended ? Instant(microseconds: start.microseconds + Int64(seconds * 1_000_000)) : nil,
            local: started, exitCode: exitCode, failure: failure, counts: counts, marketsUpdated: nil,
            pricesUpdated: nil)
    }

    static func quarantined(
        _ row: QuarantinedRow, of label: String, _ unit: Int64, provider: String = "equities", _ first: String,
        _ last: String, times: Int
    ) -> QuarantineRecord {
        QuarantineRecord(
            unit: unit, provider: provider, label: label, row: row, digest: "", firstSeen: instant(first),
            lastSeen: instant(last), times: times)
    }

    /// What is missing of it is one gap, and some sessions that nobody asked for.
    static let appleGap = gap(
        "2026-09-02", Reason("null_bar", "the answer left it out"), tries: 3, next: "2026-11-28T00:00:00Z")

    /// With a line, a gap, a split, a restatement, and something in each list.
    static let apple: ReportedUnit = {
        let unasked = ["2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02"]
        let restatement = Self.restatement("2026-09-05T06:00:00Z", Reason("new_split"))
        var unit = ReportedUnit(
            account: account(
                1, "AAPL",
                [
                    ("daily_bars", extent(41, "2026-08-03", "2026-09-30")),
                    ("actions", extent(1, "2026-09-04", "2026-09-04")),
                ],
                [appleGap] + unasked.map { span($0, .unasked) }),
            coverage: CoverageRow(
                label: "AAPL", unit: 1, first: Month(year: 2026, month: 8),
                cells: [.init(expected: 21, stored: 21), .init(expected: 21, stored: 20), .init(expected: 22)]))
        (unit.asides.quarantined, unit.asides.remarks, unit.asides.revised, unit.asides.restated) = (1, 12, 2, 1)
        unit.asides.restatements = [restatement]
        unit.pictures["daily_bars"] = .line(
            line(
                [[(0, 100), (10, 101), (10, 99.5)], [(42, 120), (79, 130.25)]], from: "99.50", to: "130.25",
                gaps: [.init(columns: 40..<41, first: appleGap)],
                marks: [
                    .init(column: 42, event: .split("4", tick: tick("2026-09-04"))),
                    .init(column: 43, event: .restatement(restatement)),
                ]))
        return unit
    }()

    /// A unit that cannot be read.
    static let berkshire = ReportedUnit(
        account: account(2, "BRK-B", [("daily_bars", extent(13, "2026-09-15", "2026-10-02"))]),
        coverage: CoverageRow(
            label: "BRK-B", unit: 2, first: Month(year: 2026, month: 9), cells: [.init(expected: 21, stored: 21)]),
        pictures: ["daily_bars": .absent("BRK-B: data/historical/daily_bars/BRK-B.csv is gone")])

    /// A little of everything.
    static let small: ReportFacts = {
        var archive = ReportedArchive(
            path: "/srv/market/data/historical", storage: ["csv", "sqlite"], writer: "process 4711",
            corrections: NewestCorrections())
        var equities = ReportedProvider(
            manifest: manifest(["daily_bars", "actions"]),
            status: status([dataset("daily_bars", behind: 21), dataset("actions", behind: 0)]),
            nextRun: instant("2026-11-25T11:00:00Z"))
        equities.status.quarantine = [QuarantineCount(dataset: "daily_bars", rule: "high_not_below_low", rows: 1)]
        equities.coverage = [
            CoverageMap(
                name: "equities", noun: symbols, axis: .sessions,
                rows: [
                    apple.coverage,
                    CoverageRow(
                        label: "BRK-B", unit: 2, first: Month(year: 2026, month: 9),
                        cells: [
                            .init(expected: 21, stored: 11, empty: 10), .init(expected: 22, stored: 2, unavailable: 20),
                        ]),
                ])
        ]
        equities.days = [("2026-11-20", 1006), ("2026-11-22", 7)].map { (Day(number: tick($0.0)), $0.1) }
        archive.providers = [equities]
        (archive.units, archive.unitCount) = ([apple, berkshire], 3)
        for unit in archive.units { archive.gaps.add(unit.account) }
        archive.runs = [
            run(2, exitCode: 10, success: 482, of: 503, seconds: 75, failure: "21 symbols failed") {
                ($0.stored, $0.revised, $0.aside.quarantined) = (482, 1, 1)
            },
            run(
                1, "backfill equities", "2026-11-21T06:00:00Z", exitCode: 0, success: 503, of: 503, seconds: 3840.5
            ) { $0.stored = 3_127_560 },
        ]
        archive.runCount = 14
        archive.quarantined = [
            quarantined(
                QuarantinedRow(
                    dataset: "daily_bars", key: "AAPL|2026-09-11", rule: "high_not_below_low",
                    reason: "high 1 is below low 2", raw: "{\"high\":1,\"low\":2}"),
                of: "AAPL", 1, "2026-09-12T06:00:00Z", "2026-11-21T06:00:00Z", times: 4)
        ]
        archive.remarks.shown = [
            RemarkRecord(
                run: 1, unit: 1, label: "AAPL", rule: "E9",
                text: "AAPL: 2026-11-20: the close is 1.6 times the one before it, and no split says why",
                recorded: instant("2026-11-21T06:00:00Z"))
        ]
        archive.remarks.counts = [("E9", 12)]
        archive.corrections.revisions = [
            RevisionRecord(
                run: 1, unit: 1, provider: "equities", label: "AAPL", dataset: "daily_bars", key: "AAPL|2026-09-10",
                cause: "revision", stored: "{\"close\":\"1.10\"}", answered: "{\"close\":\"1.20\"}",
                recorded: instant("2026-11-21T06:00:00Z"))
        ]
        archive.corrections.revisionCounts = [("revision", 3)]
        return facts([archive])
    }()

    static func facts(_ archives: [ReportedArchive]) -> ReportFacts {
        ReportFacts(now: instant("2026-11-24T14:17:00Z"), version: "1.2.0", archives: archives)
    }

    static let empty = facts([
        ReportedArchive(path: "/srv/market/data/historical", storage: ["csv"], corrections: NewestCorrections())
    ])

    /// One archive after its first run.
    static var single: ReportFacts {
        var archive = ReportedArchive(
            path: small.archives[0].path, storage: ["csv"], providers: small.archives[0].providers,
            units: [berkshire], unitCount: 1, runs: [small.archives[0].runs[1]], runCount: 1,
            corrections: NewestCorrections())
        archive.providers[0].status = status([dataset("daily_bars", behind: 0)])
        archive.providers[0].coverage[0].rows = [
            CoverageRow(label: "AAPL", first: Month(year: 2026, month: 11), cells: [.init(expected: 15, stored: 15)])
        ]
        archive.providers[0].days = [(Day(number: tick("2026-11-24")), 15)]
        return facts([archive])
    }

    static let poison =
        """
        </style><script>alert(1)</script><img src=x onerror=alert(1)>" onload="alert(1)' \
        x='&amp;\u{202E}dlrow\u{2066}\u{0}\u{1B}[31m\u{85}\u{FEFF}
        """

    /// Every text of the small report replaced by what a bad upstream, or a bad file name, would like it to be.
    static var hostile: ReportFacts {
        let p = poison
        let reason = Reason(p, p)
        let moment = "2026-11-21T06:00:00Z"
        let noun = ProviderManifest.Noun(p, p)
        var archive = small.archives[0]
        (archive.path, archive.storage, archive.outsideDatabase, archive.writer) = ("/srv/" + p, [p], p, p)
        // A card of each kind: up to date but for something, behind, empty, and behind as a whole.
        var owed = dataset(p, behind: 0)
        var behind = dataset(p, behind: 3)
        (owed.owed, owed.newest, owed.expected) = (1, p, p)
        (behind.newest, behind.expected, behind.worst) = (p, p, .init(label: p, last: p, missing: 2, reason: reason))
        var provider = archive.providers[0]
        provider = ReportedProvider(
            manifest: manifest(of: p, noun: noun, [p]), status: status(of: p, noun: noun, [owed, behind]), nextRun: nil,
            coverage: provider.coverage, days: provider.days)
        provider.status.butFor = [.init(units: 1, since: p, reason: reason, isGap: false)]
        provider.status.subjects = .init(noun: noun, followed: 1, known: 2)
        provider.status.quarantine = [QuarantineCount(dataset: p, rule: p, rows: 1)]
        provider.coverage[0] = CoverageMap(
            name: p, noun: noun, axis: .sessions,
            rows: provider.coverage[0].rows.map {
                var row = $0
                row.label = p
                return row
            },
            bands: [
                CoverageRow(
                    label: p, units: 3, first: Month(year: 2026, month: 8), cells: [.init(expected: 3, stored: 1)])
            ])
        var silent = ReportedProvider(manifest: manifest(of: p, noun: noun, []), status: status(of: p, noun: noun, []))
        silent.status.silence = nil
        var late = silent
        late.status.datasets = [owed]
        archive.providers = [provider, silent, late]
        archive.units = [1, 2].map { (id: Int64) in
            let gap = Self.gap("2026-09-02", reason)
            var unit = ReportedUnit(
                account: account(id, p, provider: p, [(p, extent(2, "2026-08-03", "2026-09-30"))], [gap]),
                coverage: apple.coverage, asides: apple.asides)
            var line = Self.line(
                [[(0, 1), (79, 2)]], from: "1", to: "2", gaps: [.init(columns: 3..<4, first: gap, others: 2)])
            (line.name, line.measure) = (p, p)
            for reading in [\ValueLine.first, \.last, \.lowest, \.highest] { line[keyPath: reading].text = p }
            line.marks = [
                .init(column: 5, event: .split(p, tick: tick("2026-09-04"))),
                .init(column: 6, event: .restatement(restatement(moment, reason))),
            ]
            unit.pictures[p] = id == 1 ? .line(line) : .absent(p)
            return unit
        }
        archive.gaps = GapTally()
        for unit in archive.units { archive.gaps.add(unit.account) }
        archive.runs = [run(2, p, exitCode: 10, failure: p), run(1, p, exitCode: 0, failure: p)]
        archive.quarantined = [
            quarantined(
                QuarantinedRow(dataset: p, key: p, rule: p, reason: p, raw: String(repeating: p, count: 20)), of: p, 1,
                provider: p, moment, "2026-11-22T06:00:00Z", times: 2)
        ]
        archive.remarks = (
            [RemarkRecord(run: 1, unit: 1, label: p, rule: p, text: p, recorded: instant(moment))], [(p, 1)]
        )
        archive.corrections.revisions = [
            RevisionRecord(
                run: 1, unit: 1, provider: p, label: p, dataset: p, key: p, cause: p, stored: p, answered: p,
                recorded: instant(moment))
        ]
        archive.corrections.revisionCounts = [(p, 1)]
        archive.corrections.restatements = [
            RestatementRecord(run: 1, unit: 1, provider: p, label: p, reason: reason, recorded: instant(moment))
        ]
        archive.corrections.restatementCount = 1
        var facts = facts([archive, archive])
        facts.version = p
        return facts
    }
}
