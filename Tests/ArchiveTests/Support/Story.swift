import ArchiveUpkeep
import Foundation
import Host
import PluginKit
import Tabular
import TestWorld

@testable import Archive

/// Runs over an archive that do everything that writes: appends, merges, replacements in parts, also of a series that
/// is kept in the record, a walk from new to old, a list, notes, facts, gaps, quarantine, and columns that are gained.
/// Told again from wherever it was cut short, it ends the same.
struct Story {
    let directory: TemporaryFolder
    var sinks = ["lines", "sealed", "sqlite"]
    /// From the second chapter on bars, trades and notes have more columns.
    var gains = false
    /// Whether there are notes, which are kept in the record.
    var keeps = true

    /// Every run in turn; a run whose units are complete is passed over.
    func tell(_ calls: any SystemCalls) throws {
        for chapter in 1...3 {
            let bench = try ArchiveBench(
                directory, calls: calls, sinks: sinks, threshold: CommitThreshold(bytes: 1500, seconds: 1000))
            try tell(chapter, bench)
            try bench.archive.close()
        }
    }

    private func tell(_ chapter: Int, _ bench: ArchiveBench) throws {
        let now = Samples.noon(chapter * 10)
        let units = ["AAPL", "BRK.B", "MSFT", "brk.b", "list", "t"]
        try bench.begin(day: chapter * 10)
        // What a killed run left is finished first, as a run does.
        if let frontier = try bench.archive.record.frontier() { try work(frontier, bench) }
        let due = try units.filter { name in
            let unit = try bench.archive.record.unit(UnitName(text: "bars(\(name))"), of: "p")
            return unit?.completed.map { $0 < now } ?? true
        }
        if !due.isEmpty {
            try bench.archive.admit(
                due.map { name in
                    Admission(
                        provider: "p", name: UnitName(text: "bars(\(name))"), label: name,
                        partition: name == "list" ? [] : [name],
                        span: Samples.span(0..<30),
                        datasets: name == "list"
                            ? []
                            : name == "t"
                                ? [tradesDataset(chapter)]
                                : [barsDataset(chapter), Samples.actions] + (keeps ? [notesDataset(chapter)] : []))
                }, now: now, run: bench.run)
            if let frontier = try bench.archive.record.frontier() { try work(frontier, bench) }
        }
        try bench.end(day: chapter * 10)
    }

    private func work(_ frontier: Frontier, _ bench: ArchiveBench) throws {
        let chapter = Int((frontier.now.dayUTC.number - Samples.day0) / 10)
        for entry in try bench.archive.reader.frontierEntries() {
            let pages = try script(entry.unit, chapter)
            for index in (entry.cursor.flatMap(Int.init) ?? 0)..<pages.count {
                var page = PageCommit(
                    run: bench.run, unit: entry.unit, progress: .next(cursor: "\(index + 1)", purpose: .extend))
                if index == pages.count - 1 {
                    page.progress = .finished(UnitOutcome(.done, due: frontier.now.adding(days: 1)))
                }
                pages[index](&page)
                page.answer = AnswerRecord(
                    span: entry.span, purpose: .extend, received: frontier.now, status: 200,
                    sha256: "0\(chapter)0\(index)", bytes: 10,
                    rows: 1)
                try bench.archive.apply(page)
                // A kill is to find rows that wait.
                if page.held.isEmpty || page.releasesHeld {
                    try bench.archive.commitIfDue()
                } else {
                    try bench.archive.commit()
                }
            }
        }
    }

    private func barsDataset(_ chapter: Int) -> Dataset { gains && chapter > 1 ? GainedColumnTests.wide : Samples.bars }
    private func notesDataset(_ chapter: Int) -> Dataset {
        gains && chapter > 1 ? Samples.signedNotes : Samples.notes
    }
    private func tradesDataset(_ chapter: Int) -> Dataset {
        gains && chapter > 1 ? GainedColumnTests.sided : Samples.trades
    }

    private typealias Change = (inout PageCommit) -> Void

    private func script(_ unit: UnitRecord, _ chapter: Int) throws -> [Change] {
        let symbol = unit.label
        let widened = try Widening(from: Samples.bars, to: barsDataset(chapter))
        func bars(_ rows: SeriesChange.Rows) -> SeriesChange {
            let wide: SeriesChange.Rows =
                switch rows {
                case .append(let batch): .append(widened(batch))
                case .merge(let batch, let reason): .merge(widened(batch), because: reason)
                case .replace(let batch, let isLast): .replace(widened(batch), isLast: isLast)
                }
            return SeriesChange(barsDataset(chapter), wide)
        }
        let signed = try Widening(from: Samples.notes, to: notesDataset(chapter))
        func notes(_ days: Range<Int>, mark: String = "1.50") -> Batch {
            signed(Samples.notes(days, of: symbol, mark: mark))
        }
        func notes(_ rows: SeriesChange.Rows) -> [SeriesChange] {
            keeps ? [SeriesChange(notesDataset(chapter), rows)] : []
        }
        switch (symbol, chapter) {
        case ("list", _):
            let joined =
                chapter == 1
                ? [("AAPL", "Apple", "1.50"), ("MSFT", nil, nil)]
                : [("AAPL", "Apple", "1.50"), ("NVDA", "Nvidia", "2")]
            return joined.enumerated().map { index, row in
                { page in
                    page.entities = [
                        EntityChange(
                            Samples.members, upserts: Samples.members([row]), isComplete: index == joined.count - 1,
                            day: Day(number: Samples.day0 + Int64(chapter * 10)))
                    ]
                    page.facts = "{\"chapter\":\(chapter)}"
                    page.discoveries = [
                        DiscoveredUnit(
                            name: UnitName(text: "bars(\(row.0))"), label: row.0, partition: [row.0],
                            rank: Double(chapter))
                    ]
                }
            }
        case ("t", _):
            let sided = try Widening(from: Samples.trades, to: tradesDataset(chapter))
            let ranges =
                chapter == 1 ? [20..<30, 10..<21, 0..<10] : chapter == 2 ? [40..<45, 28..<40] : [5..<8, 3..<6]
            return ranges.enumerated().map { index, range in
                { page in
                    page.held = [HeldRows(tradesDataset(chapter), sided(Samples.trades(range)))]
                    page.releasesHeld = index == ranges.count - 1
                }
            }
        case ("AAPL", 2):
            return [
                {
                    $0.series =
                        [bars(.merge(Samples.bars("AAPL", [3, 4]) { "9\($0).25" }, because: "revised"))]
                        + notes(.merge(notes(1..<4, mark: "7"), because: "revised"))
                    $0.revised = [
                        RevisedRow(dataset: "bars", key: "AAPL|3", stored: "a", answered: "b", cause: .revision)
                    ]
                }, { $0.series = [bars(.append(Samples.bars("AAPL", 10..<20)))] },
            ]
        case ("MSFT", 2):
            return [
                {
                    $0.series =
                        [bars(.replace(Samples.bars("MSFT", 0..<5) { "5\($0)" }, isLast: false))]
                        + notes(.replace(notes(0..<2, mark: "8"), isLast: false))
                },
                { $0.series = [bars(.replace(Samples.bars("MSFT", 5..<9) { "5\($0)" }, isLast: false))] },
                {
                    $0.series =
                        [
                            bars(.replace(Samples.bars("MSFT", 9..<14) { "5\($0)" }, isLast: true)),
                            SeriesChange(Samples.actions, .replace(Samples.actions([3], of: "MSFT"), isLast: true)),
                        ] + notes(.replace(notes(2..<3, mark: "8"), isLast: true))
                },
            ]
        case (_, 1):
            return [
                { page in
                    page.series = [bars(.append(Samples.bars(symbol, 0..<5)))] + notes(.append(notes(0..<3)))
                    page.start = Samples.day0
                    page.note = "{\"n\":1}"
                },
                { page in
                    page.series = [bars(.append(Samples.bars(symbol, 5..<10)))]
                    if symbol == "AAPL" {
                        page.series.append(SeriesChange(Samples.actions, .append(Samples.actions([2, 6]))))
                    }
                    var coverage = Coverage([CoverageSpan(Samples.span(0..<10), .stored)])
                    coverage.setGap(Samples.span(4..<5), Reason("missing"), now: Samples.noon(10))
                    page.coverage = coverage
                    page.quarantined = [QuarantinedRow(dataset: "bars", key: "k", rule: "E5", raw: "low=9 high=1")]
                },
            ]
        case (_, 3):
            return [
                { $0.series = [bars(.append(Samples.bars(symbol, 20..<22)))] + notes(.append(notes(20..<21))) }
            ]
        default:
            return [{ _ in }]
        }
    }

    /// All that must be the same however often the story was cut short.
    func outcome() throws -> [String: String] {
        var outcome: [String: String] = Dictionary(
            uniqueKeysWithValues: TemporaryFiles(directory).dataFiles.map { ("file " + $0.key, $0.value) })
        let queries = [
            """
            SELECT name, label, partition, state, axis, note, rank, start, due, tries, cause, completed FROM units \
            ORDER BY name
            """,
            "SELECT u.name, c.* FROM coverage c JOIN units u ON u.id = c.unit ORDER BY u.name, c.lower",
            """
            SELECT dataset, sink, schema, path, length, tail_sha256, tail_length, rows, rows_digest, first_tick, \
            last_tick, rewrite_length FROM files ORDER BY path
            """,
            "SELECT provider, dataset, schema, position, name FROM dataset_columns",
            """
            SELECT u.name, s.dataset, s.schema, s.tick FROM schema_starts s JOIN units u ON u.id = s.unit ORDER BY 1, \
            2, 3
            """,
            "SELECT * FROM intents", "SELECT provider, facts FROM facts", "SELECT unit FROM frontier",
            "SELECT unit FROM spool",
            "SELECT symbol, name, weight, weight_text, first_seen, last_seen, seen_day FROM p_members ORDER BY symbol",
            """
            SELECT u.name, q.dataset, q.key, q.rule, q.raw, q.digest FROM quarantine q JOIN units u ON u.id = q.unit \
            ORDER BY u.name
            """,
            """
            SELECT u.name, r.dataset, r.key, r.cause, r.stored, r.answered FROM revisions r JOIN units u ON u.id = \
            r.unit ORDER BY r.id
            """,
            """
            SELECT u.name, a.sha256, count(*) FROM answers a JOIN units u ON u.id = a.unit GROUP BY 1, 2 ORDER BY 1, 2
            """,
            "SELECT value FROM archive WHERE name = 'open_run'",
            """
            SELECT u.name, p.dataset, p.sink, p.schema, p.key_prefix, p.rows, p.first_tick, p.last_tick, p.rows_digest
            FROM table_parts p JOIN units u ON u.id = p.unit ORDER BY 1, 2
            """,
            "SELECT * FROM p_bars ORDER BY symbol, date", "SELECT * FROM p_actions ORDER BY symbol, date",
            "SELECT * FROM p_trades ORDER BY time, id", "SELECT * FROM p_notes ORDER BY symbol, date",
            "SELECT provider, dataset FROM kept_series",
        ]
        outcome["memory"] = MemoryServer.of(directory["data"]).text
        for query in queries { outcome[query] = try dump(directory, query).joined(separator: "\n") }
        return outcome
    }
}

/// The archive's files of rows.
private struct TemporaryFiles {
    let dataFiles: [String: String]

    init(_ directory: TemporaryFolder) {
        let own = [
            "archive.db", "archive.db-wal", "archive.db-shm", "archive.json", "archive.lock", "update_summary.csv",
            "quarantine.jsonl",
        ]
        dataFiles = Dictionary(
            uniqueKeysWithValues: directory.files.filter { file in
                !own.contains { file == "data/" + $0 } && !file.hasSuffix(".new")
            }.map {
                ($0, directory.content($0) ?? "")
            })
    }
}
