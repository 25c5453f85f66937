import GRDB
import PluginKit
import Tabular

/// The committed state of one unit's series in one store.
package struct SeriesPart: Hashable, Sendable {
    /// Bytes and rows of a file.
    package struct Contents: Hashable, Sendable {
        package var length: Int64 = 0
        /// Commits that wrote to it since it was written anew.
        package var seals: Int64 = 0
        package var rows = RowTally()
    }

    /// Where the rows are.
    package enum Place: Hashable, Sendable {
        case file(File)
        case table(Table)
    }

    package struct File: Hashable, Sendable {
        /// Relative to the archive.
        package var path: String
        package var length: Int64 = 0
        package var seals: Int64 = 0
        /// By which its end is known again.
        package var tail: Tail?
        /// What a replacement that is under way has in its temporary file; nil while there is none.
        package var draft: Contents?
        /// The text of the `KeyPrefix` of its rows; nil until some have come since an archive keeps it.
        package var prefix: String?
    }

    /// The digest of the bytes before a file's committed length, and how many they are.
    package struct Tail: Hashable, Sendable {
        package let sha256: String
        package let length: Int64
    }

    package struct Table: Hashable, Sendable {
        /// `equities_daily_bars`
        package let name: String
        /// The text of the `KeyPrefix`; nil until there are rows.
        package var prefix: String?
    }

    /// Of its row in `files` or `table_parts`.
    package let id: Int64
    package let unit: Int64
    package let dataset: String
    package let sink: String
    /// Which of the dataset's schemas the rows were written with, from 1.
    package var schema: Int
    package var rows: RowTally
    package var place: Place

    package struct Key: Hashable, Sendable {
        let sink: String
        let id: Int64
    }

    package var key: Key { Key(sink: sink, id: id) }

    /// Of a part that is a file.
    package var file: File? {
        if case .file(let file) = place { file } else { nil }
    }

    /// Of a part that is rows of a table.
    package var table: Table? {
        if case .table(let table) = place { table } else { nil }
    }

    package var contents: Contents { Contents(length: file?.length ?? 0, seals: file?.seals ?? 0, rows: rows) }

    /// Whether the record says the same of two parts of a series, as far as it knows: digests of rows with other
    /// columns are others.
    package func agrees(with other: SeriesPart) -> Bool {
        var rows = rows
        if schema != other.schema { rows.digest = nil }
        return rows.agrees(with: other.rows)
    }

    /// Whether there is something of it, if only a header.
    package var isBegun: Bool { rows.count > 0 || (file?.length ?? 0) > 0 }
}

/// The parts of the series, where a store has them in files and where in tables: tables `files` and `table_parts`.
extension Record {
    /// Of a unit, files first. Read once in ``atWork(_:)``.
    package func parts(of unit: UnitRecord) throws -> [SeriesPart] {
        if let known = work?.parts, known.unit == unit.id { return known.parts }
        let parts = try fetchParts(Self.partsOfUnit, [unit.id])
        work?.parts = (unit.id, parts)
        return parts
    }

    /// Of one series in one store; nil where the record has none.
    package func part(of unit: UnitRecord, _ dataset: String, in sink: String) throws -> SeriesPart? {
        try parts(of: unit).first { $0.dataset == dataset && $0.sink == sink }
    }

    /// The part as it is now.
    package func part(_ part: SeriesPart) throws -> SeriesPart? {
        try parts(where: "id = ?1 AND sink = ?2", [part.id, part.sink]).first
    }

    /// Of units that are under way.
    func partsUnderWay() throws -> [SeriesPart] { try parts(where: "unit IN (SELECT unit FROM frontier)", []) }

    /// Those with a replacement under way, of units that are.
    private func drafts() throws -> [SeriesPart] {
        try files(where: "rewrite_length IS NOT NULL AND unit IN (SELECT unit FROM frontier)", [])
    }

    /// Of a store, at most `limit` behind an id.
    func parts(of sink: String, after id: Int64, limit: Int) throws -> [SeriesPart] {
        try parts(where: "sink = ?1 AND id > ?2", order: "ORDER BY 1 LIMIT ?3", [sink, id, limit])
    }

    /// Of the units between two ids, each among them.
    package func parts(ofUnits first: Int64, _ last: Int64) throws -> [SeriesPart] {
        try parts(where: "unit BETWEEN ?1 AND ?2", [first, last])
    }

    /// All files that there are, or are to be.
    package func allFiles() throws -> [SeriesPart] { try files(where: "1 ORDER BY id", []) }

    /// The file at a path, or where it is a name alone, those of that name.
    package func files(named name: String) throws -> [SeriesPart] {
        try files(where: "path = ?1 OR (instr(?1, '/') = 0 AND substr(path, -length(?1) - 1) = '/' || ?1)", [name])
    }

    /// Whose file a path is; nil: nobody's.
    func owner(ofFile path: String) throws -> String? {
        try read { db in
            try db.text("SELECT u.name FROM files f JOIN units u ON u.id = f.unit WHERE f.path = ?", [path])
        }
    }

    /// Whose rows of a table begin with a prefix, other than a part's own; nil: nobody's.
    func owner(ofPrefix prefix: String, in table: String, besides part: SeriesPart) throws -> String? {
        try read { db in
            try db.text(
                """
                SELECT u.label FROM table_parts p JOIN units u ON u.id = p.unit WHERE p.table_name = ? AND \
                p.key_prefix = ? AND p.id <> ?
                """,
                [table, prefix, part.id])
        }
    }

    /// Whose rows in files begin with a prefix, other than the unit's own; nil: nobody's.
    func owner(of keys: KeyRange, besides unit: UnitRecord) throws -> String? {
        try read { db in
            try db.text(
                """
                SELECT u.label FROM files f JOIN units u ON u.id = f.unit WHERE f.dataset = ? AND f.key_prefix = ? \
                AND f.unit <> ? AND u.provider = ?
                """,
                [keys.dataset, keys.prefix, unit.id, keys.provider])
        }
    }

    /// Whether rows of a table that begin with a prefix are some unit's.
    func isOwned(prefix: String, in table: String) throws -> Bool {
        try read { db in
            try db.integer("SELECT 1 FROM table_parts WHERE table_name = ? AND key_prefix = ?", [table, prefix]) != nil
        }
    }

    /// How many rows of a table the record speaks of.
    func rowsRecorded(in table: String) throws -> Int64 {
        try read { db in
            try db.integer("SELECT coalesce(sum(rows), 0) FROM table_parts WHERE table_name = ?", [table]) ?? 0
        }
    }

    /// Whether a unit has a row in any store.
    func hasRows(_ unit: UnitRecord) throws -> Bool { try parts(of: unit).contains { $0.rows.count > 0 } }

    /// Rows of a store, without those that are in the record itself.
    package func rows(in sink: String) throws -> Int64 {
        try read { db in
            try db.integer(
                """
                SELECT coalesce((SELECT sum(rows) FROM files WHERE sink = ?1), (SELECT sum(rows) FROM table_parts \
                WHERE sink = ?1), 0)
                """,
                [sink]) ?? 0
        }
    }

    /// A part of nothing yet.
    func begin(_ place: SeriesPart.Place, of series: Series, in sink: String) throws -> SeriesPart {
        let (unit, dataset, schema) = (series.unit.id, series.dataset.name, try schema(of: series))
        let part = try write { db in
            switch place {
            case .file(let file):
                try db.run(
                    "INSERT INTO files (unit, dataset, sink, schema, path) VALUES (?, ?, ?, ?, ?)",
                    [unit, dataset, sink, schema, file.path])
            case .table(let table):
                try db.run(
                    "INSERT INTO table_parts (unit, dataset, sink, schema, table_name) VALUES (?, ?, ?, ?, ?)",
                    [unit, dataset, sink, schema, table.name])
            }
            return SeriesPart(
                id: db.lastInsertedRowID, unit: unit, dataset: dataset, sink: sink, schema: schema, rows: RowTally(),
                place: place)
        }
        if let known = work?.parts, known.unit == unit {
            let isFile = part.file != nil
            let index = isFile ? known.parts.firstIndex { $0.file == nil } ?? known.parts.count : known.parts.count
            work?.parts?.parts.insert(part, at: index)
        }
        return part
    }

    /// What is to be said of a part from now on.
    func save(_ part: SeriesPart) throws {
        try writeParts { db in
            switch part.place {
            case .file(let file):
                try db.run(
                    """
                    UPDATE files SET schema = ?, path = ?, tail_sha256 = ?, tail_length = ?, length = ?, seals = ?, \
                    rows = ?, first_tick = ?, last_tick = ?, rows_digest = ?,
                        rewrite_length = ?, rewrite_seals = ?, rewrite_rows = ?, rewrite_first_tick = ?, \
                    rewrite_last_tick = ?, rewrite_digest = ?, key_prefix = ?
                    WHERE id = ?
                    """,
                    [part.schema, file.path, file.tail?.sha256, file.tail?.length, file.length, file.seals]
                        + part.rows.record
                        + [file.draft?.length, file.draft?.seals] + (file.draft?.rows.record ?? [nil, nil, nil, nil])
                        + [file.prefix, part.id])
            case .table(let table):
                try db.run(
                    """
                    UPDATE table_parts SET schema = ?, key_prefix = ?, rows = ?, first_tick = ?, last_tick = ?, \
                    rows_digest = ? WHERE id = ?
                    """,
                    [part.schema, table.prefix] + part.rows.record + [part.id])
            }
        }
    }

    /// Parts that are no more.
    func remove(_ parts: [SeriesPart]) throws {
        try writeParts { db in
            for part in parts {
                switch part.place {
                case .file: try db.run("DELETE FROM files WHERE id = ?", [part.id])
                case .table: try db.run("DELETE FROM table_parts WHERE id = ?", [part.id])
                }
            }
        }
    }

    /// Replacements that are under way end, and their walks begin anew: the parts that they have so far are not in
    /// every store.
    package func dropReplacements() throws {
        let drafts = try drafts()
        for var part in drafts {
            guard var file = part.file else { continue }
            try promise([.remove(DataPath.rewrite(of: file.path))])
            file.draft = nil
            part.place = .file(file)
            try save(part)
        }
        for unit in Set(try unitsWithSpooledParts() + drafts.map(\.unit)).sorted() { try restart(unit) }
    }

    /// What replacements of a unit had so far is lost.
    func forgetDrafts(of unit: Int64) throws {
        try writeParts { db in try db.run("UPDATE files SET rewrite_length = NULL WHERE unit = ?", [unit]) }
    }

    /// All of a store.
    func removeParts(of sink: String) throws {
        try writeParts { db in
            try db.run("DELETE FROM files WHERE sink = ?", [sink])
            try db.run("DELETE FROM table_parts WHERE sink = ?", [sink])
        }
    }

    /// Nothing is recorded of any sink: of a copy, which has none of their rows.
    package func removeAllParts() throws {
        try writeParts { db in
            for table in ["files", "rendered_files", "intents"] { try db.run("DELETE FROM \(table)") }
            try db.run("DELETE FROM table_parts WHERE sink <> ?", [Record.ownSink])
        }
    }

    /// Changes what is said of parts.
    func writeParts<Result>(_ body: (Database) throws -> Result) throws -> Result {
        work?.parts = nil
        return try write(body)
    }

    /// Series that there are in sinks, in whichever.
    package func seriesCount() throws -> Int {
        try read { db in
            Int(
                try db.integer(
                    """
                    SELECT count(*) FROM (SELECT unit, dataset FROM files UNION SELECT unit, dataset FROM table_parts \
                    WHERE sink <> ?)
                    """, [Record.ownSink]) ?? 0)
        }
    }

    /// The ids of units that have series, behind one, at most `limit`.
    package func unitsWithSeries(after id: Int64, limit: Int) throws -> [Int64] {
        try read { db in
            try Int64.fetchAll(
                db.cachedStatement(
                    sql:
                        """
                        SELECT unit FROM files WHERE unit > ?1 UNION SELECT unit FROM table_parts WHERE unit > ?1 \
                        ORDER BY 1 LIMIT ?2
                        """
                ),
                arguments: [id, limit])
        }
    }

    /// Series of units, and rows and bytes of files, that a store has.
    package func count(in sink: String) throws -> (series: Int, rows: Int, bytes: Int) {
        try read { db in
            try db.first(
                """
                SELECT count(*), coalesce(sum(rows), 0), coalesce(sum(length), 0) FROM (
                    SELECT rows, length FROM files WHERE sink = ?1 UNION ALL SELECT rows, 0 FROM table_parts WHERE \
                sink = ?1)
                """, [sink]
            ) { ($0[0], $0[1], $0[2]) } ?? (0, 0, 0)
        }
    }

    private func parts(
        where condition: String, order: String = "", _ arguments: [(any DatabaseValueConvertible)?]
    ) throws -> [SeriesPart] {
        try fetchParts("\(Self.selection(condition)) \(order)", arguments)
    }

    /// Asked several times a unit: its text is put together once.
    private static let partsOfUnit = selection("unit = ?1")

    private static func selection(_ condition: String) -> String {
        """
        SELECT \(SeriesPart.fileColumns) FROM files WHERE \(condition)
        UNION ALL SELECT \(SeriesPart.tableColumns) FROM table_parts WHERE \(condition)
        """
    }

    private func files(where condition: String, _ arguments: [(any DatabaseValueConvertible)?]) throws -> [SeriesPart] {
        try fetchParts("SELECT \(SeriesPart.fileColumns) FROM files WHERE \(condition)", arguments)
    }

    private func fetchParts(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws -> [SeriesPart] {
        try read { db in
            let rows = try db.rows(sql, arguments)
            var parts: [SeriesPart] = []
            while let row = try rows.next() { parts.append(SeriesPart(row)) }
            return parts
        }
    }
}

extension SeriesPart {
    /// What `init(_:)` reads: of `files`, and of `table_parts` with nothing in the places of what only files have.
    fileprivate static let fileColumns = """
        id, unit, dataset, sink, path, tail_sha256, length, seals, rows, first_tick, last_tick, rows_digest, \
        rewrite_length, rewrite_seals, rewrite_rows, rewrite_first_tick, rewrite_last_tick, rewrite_digest, schema, \
        tail_length, key_prefix
        """
    fileprivate static let tableColumns = """
        id, unit, dataset, sink, table_name, key_prefix, NULL, NULL, rows, first_tick, last_tick, rows_digest, \
        NULL, NULL, NULL, NULL, NULL, NULL, schema, NULL, NULL
        """

    fileprivate init(_ row: Row) {
        var place = Place.table(Table(name: row[4], prefix: row[5]))
        if let length = row[6] as Int64? {
            let tail = (row[5] as String?).map { digest in
                Tail(sha256: digest, length: min(max(0, row[19] as Int64? ?? FileTail.formerLength), length))
            }
            var file = File(path: row[4], length: length, seals: row[7], tail: tail, prefix: row[20])
            if let length = row[12] as Int64? {
                file.draft = Contents(length: length, seals: row[13] ?? 0, rows: RowTally(row, from: 14))
            }
            place = .file(file)
        }
        self.init(
            id: row[0], unit: row[1], dataset: row[2], sink: row[3], schema: row[18], rows: RowTally(row, from: 8),
            place: place)
    }
}
