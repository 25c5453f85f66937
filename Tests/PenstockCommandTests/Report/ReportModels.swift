@testable import ReportPage

/// Models that the tests share. Nothing in them is random or of today.
enum Models {
    static let symbols = Noun("symbol", "symbols")
    static let sessions = Noun("session", "sessions")

    static func card(_ dataset: String, _ standing: Standing) -> DatasetCard {
        DatasetCard(
            provider: "equities", dataset: dataset, standing: standing, newest: "2026-11-20", expected: "2026-11-23",
            age: "1 session old", noun: symbols, upToDate: 480, behind: standing == .behind ? 21 : 0, withoutData: 2,
            rows: 3_128_042,
            lastSuccess: "2026-11-21 07:02 UTC", next: Fact("next run", "2026-11-24 06:00 America/New_York"))
    }

    static func line(
        _ strokes: [[(Int, Double)]], from lowest: String, to highest: String, gaps: [ValueLine.Gap] = [],
        marks: [ValueLine.Mark] = []
    ) -> ValueLine {
        ValueLine(
            name: "adj_close", measure: "USD a share", strokes: strokes.map { $0.map { ValueLine.Point($0.0, $0.1) } },
            gaps: gaps, marks: marks, first: .init(Double(lowest)!, lowest, "2026-08-03"),
            last: .init(Double(highest)!, highest, "2026-09-30"), lowest: .init(Double(lowest)!, lowest, "2026-08-03"),
            highest: .init(Double(highest)!, highest, "2026-09-30"))
    }

    /// With a line, a gap, a split, a restatement, and something in each list.
    static let apple = UnitBlock(
        id: 1, provider: "equities", label: "AAPL",
        series: [
            UnitSeries(
                dataset: "daily_bars", rows: 41, first: "2026-08-03", last: "2026-09-30",
                picture: .line(
                    line(
                        [[(0, 100), (10, 101), (10, 99.5)], [(42, 120), (79, 130.25)]], from: "99.50", to: "130.25",
                        gaps: [.init(40..<41, "2026-09-02: gap, null bar")],
                        marks: [
                            .init(.split, 42, "split 4 for 1 on 2026-09-04"),
                            .init(.restatement, 43, "written anew on 2026-09-05: new split"),
                        ]))),
            UnitSeries(dataset: "actions", rows: 1, first: "2026-09-04", last: "2026-09-04"),
        ],
        coverage: CoverageRow(
            label: "AAPL", unit: 1, first: Month(year: 2026, month: 8),
            cells: [.init(expected: 21, stored: 21), .init(expected: 21, stored: 20), .init(expected: 22)]),
        measure: .counted(sessions), holes: Listing(["2026-09-02: gap, null bar"], total: 2), quarantined: 1,
        remarks: 12, revised: 2, restated: 1)

    /// A unit that cannot be read.
    static let berkshire = UnitBlock(
        id: 2, provider: "equities", label: "BRK-B",
        series: [
            UnitSeries(
                dataset: "daily_bars", rows: 13, first: "2026-09-15", last: "2026-10-02",
                picture: .absent("BRK-B: data/historical/daily_bars/BRK-B.csv is gone"))
        ],
        coverage: CoverageRow(
            label: "BRK-B", unit: 2, first: Month(year: 2026, month: 9), cells: [.init(expected: 21, stored: 21)]),
        measure: .counted(sessions))

    /// A little of everything.
    static let small = ReportDocument(
        generated: "2026-11-24 14:17 UTC", version: "penstock 1.2.0",
        archives: [
            ArchiveSection(
                path: "/srv/market/data/historical",
                facts: [Fact("storage", "csv, sqlite"), Fact("now writing", "nobody")],
                cards: [card("daily_bars", .behind), card("actions", .current)],
                coverage: [
                    CoverageMap(
                        name: "equities", noun: symbols, measure: .counted(sessions),
                        rows: [
                            CoverageRow(
                                label: "AAPL", unit: 1, first: Month(year: 2026, month: 8),
                                cells: [
                                    .init(expected: 21, stored: 21), .init(expected: 21, stored: 20),
                                    .init(expected: 22),
                                ]),
                            CoverageRow(
                                label: "BRK-B", unit: 2, first: Month(year: 2026, month: 9),
                                cells: [
                                    .init(expected: 21, stored: 11, empty: 10),
                                    .init(expected: 22, stored: 2, unavailable: 20),
                                ]),
                        ])
                ],
                units: Listing([apple, berkshire], total: 3),
                days: [
                    DailyRows(
                        name: "equities",
                        days: [.init("2026-11-20", 1006), .init("2026-11-21", 0), .init("2026-11-22", 7)])
                ],
                runs: Listing(
                    [
                        RunLine(
                            id: 2, job: "update equities", started: "2026-11-24 06:00", outcome: .partly, exitCode: 10,
                            meaning: "some failed", succeeded: 482, total: 503, seconds: 75, stored: 482, revised: 1,
                            quarantined: 1,
                            failure: "21 symbols failed"),
                        RunLine(
                            id: 1, job: "backfill equities", started: "2026-11-21 06:00", outcome: .succeeded,
                            exitCode: 0,
                            meaning: "all done", succeeded: 503, total: 503, seconds: 3840.5, stored: 3_127_560),
                    ], total: 14),
                gaps: Listing(
                    [
                        GapLine(
                            provider: "equities", unit: "AAPL", unitID: 1, span: "2026-10-01 to 2026-10-30",
                            cause: "missing_sessions",
                            detail: "the answer left them out", tries: 3, nextTry: "2026-11-28")
                    ], total: 1, kinds: [.init("missing_sessions", 1)]),
                quarantine: Listing(
                    [
                        QuarantineLine(
                            rule: "high_not_below_low", dataset: "daily_bars", unit: "AAPL", unitID: 1,
                            key: "2026-09-11", reason: "high 1 is below low 2", raw: "{\"high\":1,\"low\":2}",
                            firstSeen: "2026-09-12",
                            lastSeen: "2026-11-21",
                            times: 4)
                    ], total: 1),
                remarks: Listing(
                    [
                        RemarkLine(
                            recorded: "2026-11-21 06:00", run: 1, unit: "AAPL", unitID: 1, rule: "E9",
                            text: "AAPL: 2026-11-20: the close is 1.6 times the one before it, and no split says why")
                    ], total: 12, kinds: [.init("E9", 12)]),
                revisions: Listing(
                    [
                        RevisionLine(
                            recorded: "2026-11-21 06:00", run: 1, dataset: "daily_bars", unit: "AAPL",
                            unitID: 1, key: "2026-09-10",
                            cause: "revision", stored: "{\"close\":\"1.10\"}", answered: "{\"close\":\"1.20\"}")
                    ], total: 3))
        ])

    static let empty = ReportDocument(
        generated: "2026-11-24 14:17 UTC", version: "penstock 1.2.0",
        archives: [ArchiveSection(path: "/srv/market/data/historical", facts: [Fact("storage", "csv")])])

    /// One archive after its first run.
    static var single: ReportDocument {
        var archive = small.archives[0]
        archive.cards = [card("daily_bars", .current)]
        archive.coverage[0].rows = [
            CoverageRow(label: "AAPL", first: Month(year: 2026, month: 11), cells: [.init(expected: 15, stored: 15)])
        ]
        archive.days = [DailyRows(name: "equities", days: [.init("2026-11-24", 15)])]
        archive.runs = Listing([archive.runs.shown[1]])
        archive.units = Listing([berkshire])
        archive.gaps = Listing()
        archive.quarantine = Listing()
        archive.remarks = Listing()
        archive.revisions = Listing()
        return ReportDocument(generated: small.generated, version: small.version, archives: [archive])
    }

    static let poison =
        """
        </style><script>alert(1)</script><img src=x onerror=alert(1)>" onload="alert(1)' \
        x='&amp;\u{202E}dlrow\u{2066}\u{0}\u{1B}[31m\u{85}\u{FEFF}
        """

    /// Every text of the small model replaced by what a bad upstream, or a bad file name, would like it to be.
    static var hostile: ReportDocument {
        var document = small
        let p = poison
        document.generated = p
        document.version = p
        var archive = document.archives[0]
        archive.path = "/srv/" + p
        archive.facts = [Fact(p, p)]
        archive.cards = Standing.allCases.map {
            DatasetCard(
                provider: p, dataset: p, standing: $0, note: p, newest: p, expected: p, age: p, noun: Noun(p, p),
                upToDate: 1, rows: 1,
                lastSuccess: p, next: Fact(p, p))
        }
        archive.coverage[0] = CoverageMap(
            name: p, noun: Noun(p, p), measure: .counted(Noun(p, p)),
            rows: archive.coverage[0].rows.map {
                var row = $0
                row.label = p
                return row
            },
            bands: [
                CoverageRow(
                    label: p, units: 3, first: Month(year: 2026, month: 8), cells: [.init(expected: 3, stored: 1)])
            ])
        archive.units = Listing(
            [apple, berkshire].map { unit in
                var unit = unit
                (unit.provider, unit.label, unit.holes) = (p, p, Listing([p], total: 2))
                unit.series = unit.series.map { series in
                    var picture = UnitSeries.Picture.absent(p)
                    if case .line(var line) = series.picture {
                        (line.name, line.measure) = (p, p)
                        line.last = .init(1, p, p)
                        line.first = .init(1, p, p)
                        line.lowest = .init(1, p, p)
                        line.highest = .init(2, p, p)
                        line.gaps = [.init(3..<4, p)]
                        line.marks = [.init(.split, 5, p), .init(.restatement, 6, p)]
                        picture = .line(line)
                    }
                    return UnitSeries(dataset: p, rows: 1, first: p, last: p + "2", picture: picture)
                }
                return unit
            })
        archive.days = [DailyRows(name: p, days: [.init(p, 1), .init(p, 2)])]
        archive.runs.shown = archive.runs.shown.map {
            RunLine(id: $0.id, job: p, started: p, outcome: $0.outcome, exitCode: $0.exitCode, meaning: p, failure: p)
        }
        archive.gaps = Listing(
            [GapLine(provider: p, unit: p, unitID: 1, span: p, cause: p, detail: p, tries: 1, nextTry: p)],
            kinds: [.init(p, 1)])
        archive.quarantine = Listing([
            QuarantineLine(
                rule: p, dataset: p, unit: p, key: p, reason: p, raw: String(repeating: p, count: 20), firstSeen: p,
                lastSeen: p + "2")
        ])
        archive.remarks = Listing([RemarkLine(recorded: p, run: 1, unit: p, rule: p, text: p)], kinds: [.init(p, 1)])
        archive.revisions = Listing([
            RevisionLine(recorded: p, run: 1, dataset: p, unit: p, key: p, cause: p, stored: p, answered: p)
        ])
        document.archives = [archive, archive]
        return document
    }
}
