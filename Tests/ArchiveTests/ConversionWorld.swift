import Foundation
import GRDB
import Host
import PluginKit
import Tabular
import TestWorld

@testable import Archive

/// Archives to be converted, with a bit of everything, and what must be the same afterwards.
struct ConversionWorld {
    let directory: TemporaryFolder

    /// The bars as their plugin declares them.
    static let bars = Dataset(
        "bars", Samples.bars.kind, "Bars.", columns: Samples.bars.schema.columns, key: Samples.bars.schema.keyNames,
        views: [DatasetView("closes", "Closes.", select: "SELECT symbol, date, close FROM {table}")])

    static func declared(_ provider: String, _ dataset: String) -> Dataset? { dataset == "bars" ? bars : nil }

    static func sink(_ name: String) -> ArchiveSink { Samples.sinks([name])[0] }

    /// Series with rows and without, merged and replaced ones, a list.
    init(sinks: [String], calls: any SystemCalls = HostCalls(), in place: TemporaryFolder? = nil) throws {
        directory = try place ?? TemporaryFolder(inMemory: true)
        let bench = try ArchiveBench(directory, calls: calls, sinks: sinks)
        try bench.begin()
        try bench.admit(["AAPL", "BRK.B", "brk.b", "NONE"])
        try bench.admit(["t"], datasets: [Samples.trades])
        try bench.admit(["list"], datasets: [])
        try bench.append("AAPL", 0..<9, progress: .next(cursor: "1", purpose: .extend))
        _ = try bench.page(
            "AAPL",
            [
                SeriesChange(Samples.bars, .merge(Samples.bars("AAPL", [3]) { _ in "9.25" }, because: "revised")),
                SeriesChange(Samples.actions, .append(Samples.actions([2, 6]))),
            ])
        try bench.append("BRK.B", 2..<12)
        try bench.append("brk.b", 0..<2)
        _ = try bench.page("NONE")
        _ = try bench.page("t", [SeriesChange(Samples.trades, .append(Samples.trades(0..<5)))])
        _ = try bench.page("list") {
            $0.entities = [
                EntityChange(
                    Samples.members, upserts: Samples.members([("AAPL", "Apple", "1.50"), ("MSFT", nil, nil)]),
                    isComplete: true,
                    day: Day(number: Samples.day0))
            ]
            $0.quarantined = [QuarantinedRow(dataset: "members", key: "k", rule: "E5", raw: "low=9 high=1")]
        }
        try bench.end()
        try bench.archive.close()
    }

    /// A copy of another world, in a directory of its own.
    init(copying other: ConversionWorld) throws {
        directory = try TemporaryFolder(inMemory: true)
        try FileManager.default.copyItem(atPath: other.directory["data"], toPath: directory["data"])
        MemoryServer.copy(other.directory["data"], to: directory["data"])
    }

    /// A run that does something to the archive. Without an action it is a run that has nothing to do.
    func run(_ calls: any SystemCalls = HostCalls(), _ body: (ArchiveBench) throws -> Void = { _ in }) throws {
        let bench = try ArchiveBench(
            directory, calls: calls, threshold: CommitThreshold(bytes: 300, seconds: 1000), birth: false)
        try bench.begin()
        try body(bench)
        try bench.end()
        try bench.archive.close()
    }

    /// All that a conversion must get right, and nothing that differs between runs. Lines that end a commit are left
    /// out of the files.
    func outcome(_ place: String = "data") throws -> [String: String] {
        var outcome: [String: String] = [:]
        let own = [
            "archive.db", "archive.db-wal", "archive.db-shm", "archive.json", "archive.lock", "update_summary.csv",
        ]
        for file in directory.files where file.hasPrefix(place + "/") {
            let name = String(file.dropFirst(place.count + 1))
            guard !own.contains(name) else { continue }
            let lines = (directory.content(file) ?? "").split(separator: "\n", omittingEmptySubsequences: false).filter
            {
                $0 != "#"
            }
            outcome["file " + name] = lines.joined(separator: "\n")
        }
        outcome["memory"] = MemoryServer.of(directory[place]).text
        let identity = try ArchiveIdentity.read(FileSystem(root: directory[place]))
        outcome["identity"] = identity?.sinks.joined(separator: ",")
        let database = try RecordDatabase.openReadOnly(directory[place] + "/archive.db", of: directory[place]).database
        defer { try? database.close() }
        try database.inDatabase { db in
            let tables = try String.fetchAll(
                db,
                sql:
                    """
                    SELECT name FROM sqlite_master WHERE name LIKE 'p\\_%' ESCAPE '\\' OR type = 'view' AND name NOT IN
                    ('coverage_days', 'answers', 'run_units')
                    """
            )
            for query in ConversionWorld.queries + tables.map({ "SELECT * FROM \"\($0)\" ORDER BY 1, 2" }) {
                outcome[query] = try Row.fetchAll(db, sql: query).map { row in
                    row.databaseValues.map { "\($0.isNull ? "null" : String.fromDatabaseValue($0) ?? $0.description)" }
                        .joined(
                            separator: "|")
                }.joined(separator: "\n")
            }
        }
        return outcome
    }

    private static let queries = [
        "SELECT name, label, partition, state, axis, note, rank, start, due, completed FROM units ORDER BY name",
        """
        SELECT u.name, f.dataset, f.sink, f.path, f.length > 0, f.rows, f.first_tick, f.last_tick, f.rows_digest, \
        f.rewrite_length
        FROM files f JOIN units u ON u.id = f.unit ORDER BY f.path
        """,
        """
        SELECT u.name, p.dataset, p.sink, p.table_name, p.key_prefix, p.rows, p.first_tick, p.last_tick, p.rows_digest
        FROM table_parts p JOIN units u ON u.id = p.unit ORDER BY 1, 2
        """,
        "SELECT type, name FROM sqlite_master WHERE name LIKE 'p\\_%' ESCAPE '\\' OR type = 'view' ORDER BY 1, 2",
        "SELECT name, provider, dataset FROM dataset_views",
        "SELECT name, value FROM archive WHERE name IN ('sinks', 'filling', 'open_run', 'start')",
        "SELECT * FROM intents",
        "SELECT path, length, sha256 FROM rendered_files WHERE path LIKE '%members%' ORDER BY path",
        "SELECT u.name, w.cursor, w.pages FROM frontier w JOIN units u ON u.id = w.unit ORDER BY 1",
        "SELECT unit, dataset, sink FROM spool ORDER BY id", "SELECT count(*) FROM quarantine",
    ]
}

/// The rows of every series as one sink holds them.
func rows(of archive: ArchiveReader, in sink: String) throws -> [String: [String]] {
    guard let store = archive.allStores.first(where: { $0.name == sink }) else { return [:] }
    var rows: [String: [String]] = [:]
    for unit in try archive.record.units(of: "p") {
        for dataset in [Samples.bars, Samples.actions, Samples.trades] {
            try archive.forEachStoredBatch(of: Series(unit, dataset), in: store) { batch in
                for row in 0..<batch.count {
                    let cells = batch.schema.columns.indices.map { batch.text(row: row, column: $0) ?? "null" }
                    rows[unit.label + " " + dataset.name, default: []].append(cells.joined(separator: "|"))
                }
            }
        }
    }
    return rows
}
