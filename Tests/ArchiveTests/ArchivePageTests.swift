import ArchiveUpkeep
import Foundation
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// docs/archive.md against the record: its tables, its columns, and its queries, which are run.
@Suite("docs/archive.md")
struct ArchivePageTests {
    let directory: TemporaryFolder
    let page: String

    init() throws {
        directory = try TemporaryFolder(inMemory: true)
        let here = URL(filePath: #filePath).resolvingSymlinksInPath()
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        page = try String(contentsOf: root.appending(path: "docs/archive.md"), encoding: .utf8)
    }

    /// The queries of the page, in order.
    private var queries: [String] {
        page.components(separatedBy: "```sql\n").dropFirst().compactMap { $0.components(separatedBy: "\n```").first }
    }

    private func section(_ name: String) -> Substring? {
        guard let start = page.range(of: "\n### `\(name)`\n")?.upperBound else { return nil }
        return page[start...].split(separator: "\n#", maxSplits: 1).first
    }

    @Test("every table and column of the record is on the page")
    func columns() throws {
        try tell()
        let known = try dump(
            directory,
            """
            SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
            WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'equities%'
                AND m.name NOT IN ('latest_bars', 'equity_data')
            """
        ).map { $0.split(separator: "|").map(String.init) }
        #expect(known.count > 100)
        for parts in known {
            let text = try #require(section(parts[0]), "\(parts[0]) has no section")
            #expect(text.contains("`\(parts[1])`"), "\(parts[0]).\(parts[1])")
        }
        // The other way round: no section of a table that is not there.
        let sections = page.split(separator: "\n### `").dropFirst().compactMap {
            $0.split(separator: "`").first.map(String.init)
        }
        #expect(Set(sections) == Set(known.map { $0[0] }))
    }

    @Test("every column of update_summary.csv is on the page")
    func summary() throws {
        let text = try #require(
            page.components(separatedBy: "\n## update_summary.csv\n").last?.components(separatedBy: "\n## ").first)
        for column in UpdateSummary.header.split(separator: ",") { #expect(text.contains("`\(column)`"), "\(column)") }
    }

    @Test("the queries run and say what their headings promise")
    func examples() throws {
        try tell()
        let answers: [[String]] = [
            [
                "empty|2024-01-01|2024-01-01|holiday", "stored|2024-01-02|2024-01-04|null",
                "gap|2024-01-05|2024-01-05|missing_session",
                "stored|2024-01-06|2024-01-10|null",
            ],
            ["AAPL|2024-01-10|109.5|9000", "BRK.B|2024-01-03|102.5|2000"],
            (1..<10).map {
                """
                AAPL|2024-01-\($0 < 9 ? "0" : "")\($0 + 1)|null|null|null|\(100 + $0).5|null|\
                \($0 == 3 ? "null" : "\($0 * 1000)")|0|0
                """
            },
            ["AAPL|2024-01-05|2024-01-05|missing_session|1|2024-01-12T12:00:00.000000Z"],
            ["equities|BUST|failed|status|500", "equities|GONE|absent|unknown_symbol|No data found"],
            [
                "AAPL|equities/daily_bars/AAPL.txt|9|2024-01-02|2024-01-10",
                "BRK.B|equities/daily_bars/BRK.B.txt|2|2024-01-02|2024-01-03",
            ],
            ["AAPL|Apple", "OLD|Old Inc"],
            ["AAPL|daily_bars|E5|2|2024-01-11T12:00:00.000000Z"],
            ["AAPL|AAPL|a|b|2024-01-11T12:00:00.000000Z"],
            ["backfill equities|2024-01-03T12:10:00.000000Z"],
            ["AAPL|2024-01-11T12:00:00.000000Z|200|abcd|9"],
        ]
        #expect(queries.count == answers.count)
        for (query, answer) in zip(queries, answers) { #expect(try dump(directory, query) == answer, "\(query)") }
    }

    // MARK: - An archive that has something to say

    private static let bars = Dataset(
        "daily_bars", .series(axis: "date", isDense: true), "Bars.", columns: Samples.bars.schema.columns,
        key: ["symbol", "date"],
        views: [
            DatasetView(
                "latest_bars", "The latest.",
                select: "SELECT * FROM {table} b WHERE date = (SELECT max(date) FROM {table} WHERE symbol = b.symbol)"),
            DatasetView(
                "equity_data", "Under other names.",
                select: """
                    SELECT symbol, date, NULL AS open, NULL AS high, NULL AS low, close, NULL AS adj_close, volume, 0 \
                    AS dividends,
                        0 AS stock_splits FROM {table}
                    """),
        ])
    private static let constituents = Dataset(
        "constituents", .entities(Dataset.Membership(firstSeen: "first_seen", lastSeen: "last_seen")), "Members.",
        columns: [
            Column("symbol", .text), Column("security", .text, nullable: true),
            Column("first_seen", .day, nullable: true),
            Column("last_seen", .day, nullable: true),
        ], key: ["symbol"])

    private func tell() throws {
        let archive = try Archive.open(
            at: directory["data"],
            birth: ArchiveBirth(sinks: ["lines", "sqlite"], start: nil, created: Samples.noon(0)),
            sinks: Samples.sinks,
            lock: LockRequest(holder: "a test"), now: Samples.noon(0))
        var run = try archive.beginRun(
            RunStart(
                job: "backfill equities", providers: ["equities"], kind: .backfill, version: "1",
                started: Samples.noon(2)))
        try archive.admit([admission("list", [])], now: Samples.noon(2), run: run)
        try apply(archive, "list", run) { $0.entities = [members([("AAPL", "Apple"), ("OLD", "Old Inc")], day: 2)] }
        var summary = RunSummary(run: run, ended: Samples.noon(2).adding(seconds: 600), exitCode: 0)
        try archive.endRun(summary)

        run = try archive.beginRun(
            RunStart(
                job: "update equities", providers: ["equities"], kind: .update, version: "1", started: Samples.noon(10))
        )
        try archive.admit(
            [admission("list", [])] + ["AAPL", "BRK.B", "GONE", "BUST"].map { admission($0, [Self.bars]) },
            now: Samples.noon(10), run: run)
        try apply(archive, "list", run) { $0.entities = [members([("AAPL", "Apple"), ("NEW", "New Inc")], day: 10)] }
        try apply(archive, "AAPL", run) { page in
            page.series = [SeriesChange(Self.bars, .append(Samples.bars("AAPL", 1..<10)))]
            var coverage = Coverage([
                CoverageSpan(Samples.span(0..<1), .empty(Reason("holiday"))),
                CoverageSpan(Samples.span(1..<10), .stored),
            ])
            coverage.setGap(Samples.span(4..<5), Reason("missing_session"), now: Samples.noon(10))
            page.coverage = coverage
            page.quarantined = ["x", "y"].map {
                QuarantinedRow(dataset: "daily_bars", key: "AAPL|2024-01-05", rule: "E5", raw: $0)
            }
            page.revised = [
                RevisedRow(dataset: "daily_bars", key: "AAPL", stored: "a", answered: "b", cause: .revision)
            ]
            page.answer = AnswerRecord(
                span: Samples.span(0..<10), purpose: .extend, received: Samples.noon(10), status: 200, sha256: "abcd",
                bytes: 10, rows: 9)
        }
        try apply(archive, "BRK.B", run) {
            $0.series = [SeriesChange(Self.bars, .append(Samples.bars("BRK.B", 1..<3)))]
        }
        try apply(archive, "GONE", run, UnitOutcome(.absent(Reason("unknown_symbol", "No data found")), due: nil)) {
            _ in
        }
        try archive.fail(unit(archive, "BUST"), run: run, reason: Reason("status", "500"))
        summary = RunSummary(run: run, ended: Samples.noon(10).adding(seconds: 60), exitCode: 10)
        try archive.endRun(summary)
        try archive.close()
    }

    private func admission(_ label: String, _ datasets: [Dataset]) -> Admission {
        Admission(
            provider: "equities", name: UnitName(text: "bars(\(label))"), label: label, partition: [label],
            datasets: datasets)
    }

    private func unit(_ archive: Archive, _ label: String) throws -> UnitRecord {
        try #require(try archive.record.unit(UnitName(text: "bars(\(label))"), of: "equities"))
    }

    private func apply(
        _ archive: Archive, _ label: String, _ run: Int64, _ outcome: UnitOutcome = UnitOutcome(.done, due: nil),
        _ change: (inout PageCommit) -> Void
    ) throws {
        var page = PageCommit(run: run, unit: try unit(archive, label), progress: .finished(outcome))
        change(&page)
        try archive.apply(page)
    }

    private func members(_ rows: [(symbol: String, security: String)], day: Int) -> EntityChange {
        var builder = BatchBuilder(Self.constituents.schema)
        for row in rows {
            builder.text(row.symbol)
            builder.text(row.security)
            builder.null()
            builder.null()
            builder.endRow()
        }
        return EntityChange(
            Self.constituents, upserts: builder.finish(), isComplete: true, day: Day(number: Samples.day0 + Int64(day)))
    }
}
