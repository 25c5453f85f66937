import GRDB
package import PluginKit
import Tabular

/// The columns and the key of a dataset as the record keeps them: what stored rows were written with. Types are kept by
/// name, so that one that this version does not know is read, and is another one.
struct RecordedColumns: Hashable {
    struct Column: Hashable {
        let name: String
        let type: String
        let isNullable: Bool
    }

    let columns: [Column]
    /// Names of columns, in the key's order.
    let key: [String]

    init(_ schema: Schema) {
        columns = schema.columns.map { Column(name: $0.name, type: $0.type.name, isNullable: $0.isNullable) }
        key = schema.keyNames
    }

    private init(columns: [Column], key: [String]) {
        self.columns = columns
        self.key = key
    }

    /// All that a dataset has had, the oldest first: the place in the list is the number by which parts of series name
    /// them, from 1. Empty: the record does not know the dataset. Also of formats that had no list.
    static func all(_ db: Database, provider: String, dataset: String) throws -> [RecordedColumns] {
        let rows = try db.rows(
            "SELECT * FROM dataset_columns WHERE provider = ? AND dataset = ? ORDER BY position", [provider, dataset])
        var columns: [Int: [Column]] = [:]
        var keys: [Int: [(position: Int, name: String)]] = [:]
        while let row = try rows.next() {
            let number = row["schema"] as Int? ?? 1
            columns[number, default: []].append(
                Column(name: row["name"], type: row["type"], isNullable: row["is_nullable"]))
            if let position = row["key_position"] as Int? { keys[number, default: []].append((position, row["name"])) }
        }
        return columns.keys.sorted().map { number in
            RecordedColumns(
                columns: columns[number] ?? [],
                key: (keys[number] ?? []).sorted { $0.position < $1.position }.map(\.name))
        }
    }

    /// nil: the record does not know the dataset.
    static func newest(_ db: Database, provider: String, dataset: String) throws -> RecordedColumns? {
        try all(db, provider: provider, dataset: dataset).last
    }

    /// Puts these behind those that a dataset has had.
    func append(_ db: Database, provider: String, dataset: String) throws {
        let number = try RecordedColumns.all(db, provider: provider, dataset: dataset).count + 1
        for (position, column) in columns.enumerated() {
            try db.run(
                """
                INSERT INTO dataset_columns (provider, dataset, schema, position, name, type, is_nullable, key_position)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    provider, dataset, number, position, column.name, column.type, column.isNullable,
                    key.firstIndex(of: column.name),
                ])
        }
    }

    /// nil: a type is none of this version's.
    var schema: Schema? {
        var known: [Tabular.Column] = []
        for column in columns {
            guard let type = ColumnType(recorded: column.type) else { return nil }
            known.append(Tabular.Column(column.name, type, nullable: column.isNullable))
        }
        return Schema(known, key: key)
    }
}

extension ColumnType {
    /// Reads `name`.
    fileprivate init?(recorded name: String) {
        switch name {
        case "text": self = .text
        case "decimal": self = .decimal
        case "integer": self = .integer
        case "boolean": self = .boolean
        case "day": self = .day
        default:
            guard name.hasPrefix("instant("), let digits = Int(name.dropFirst(8).dropLast()) else { return nil }
            self = .instant(fractionDigits: digits)
        }
    }
}

extension Schema {
    /// As it was recorded; nil where the record does not know the dataset, or one of its types is none of this
    /// version's.
    static func fetch(_ db: Database, provider: String, dataset: String) throws -> Schema? {
        try RecordedColumns.newest(db, provider: provider, dataset: dataset)?.schema
    }
}

/// The columns of datasets, for people, for rendering, and for reading rows as they were written: table
/// `dataset_columns`, to which is only added.
extension Record {
    /// Keeps a dataset's columns; to be called before anything of the dataset is written. Throws `.otherColumns` for a
    /// series whose stored rows cannot be of them; a list of entities that has others is rendered anew.
    ///
    /// Where a series gains columns, replacements that are under way begin anew: what they have so far has fewer.
    func declare(_ dataset: Dataset, of provider: String) throws {
        let key = "\(provider)/\(dataset.name)"
        guard declared[key] != dataset.schema else { return }
        declared[key] = dataset.schema
        let columns = RecordedColumns(dataset.schema)
        let newest = try write { db in
            if let change = try ColumnChange(dataset, of: provider, db) {
                try ColumnChange.refuse([change], in: directory)
            }
            return try RecordedColumns.newest(db, provider: provider, dataset: dataset.name)
        }
        guard newest != columns else { return }
        try write { db in
            try columns.append(db, provider: provider, dataset: dataset.name)
            try db.run(
                "UPDATE entity_tables SET changes = changes + 1 WHERE provider = ? AND dataset = ?",
                [provider, dataset.name])
        }
        if try keeps(dataset.name, of: provider) {
            try prepareKept(dataset, of: provider)
            if try renderedList(dataset.name, of: provider)?.changes ?? 0 > 0 {
                try noteChange(ofKept: dataset.name, of: provider)
            }
        }
        schemas = [:]
        if newest != nil, dataset.isSeries { try dropReplacements() }
    }

    /// Throws `.otherColumns` when the archive has rows of a series of these providers that cannot be rows of the
    /// columns and the key that they declare: a run of theirs is refused.
    package func refuseOtherColumns(of manifests: [ProviderManifest]) throws {
        try read { db in try ColumnChange.refuse(manifests, db, in: directory) }
    }

    /// The names of the columns that a series of a provider has more than the record knows; empty where it does not
    /// know the series, or cannot take them.
    package func gains(_ dataset: Dataset, of provider: String) throws -> [String] {
        try read { db in try ColumnChange(dataset, of: provider, db)?.gained ?? [] }
    }

    /// A series as the record knows it: columns and key. nil: it does not.
    package func dataset(_ name: String, of provider: String) throws -> Dataset? {
        guard let schema = try read({ db in try Schema.fetch(db, provider: provider, dataset: name) }) else {
            return nil
        }
        let axis = schema.key.lazy.map { schema.columns[$0] }.first { column in
            switch column.type {
            case .day, .instant: true
            default: false
            }
        }
        return Dataset(
            name, .series(axis: axis?.name ?? "", isDense: false), "", columns: schema.columns, key: schema.keyNames)
    }

    /// The names of all series that a unit has.
    package func seriesNames() throws -> [(provider: String, dataset: String)] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT DISTINCT u.provider, s.dataset FROM (SELECT unit, dataset FROM files UNION SELECT unit, dataset \
                FROM table_parts) s
                JOIN units u ON u.id = s.unit ORDER BY 1, 2
                """)
            var names: [(provider: String, dataset: String)] = []
            while let row = try rows.next() { names.append((row[0], row[1])) }
            return names
        }
    }

    /// Those of which a store has rows in tables.
    package func seriesNames(in sink: String) throws -> [(provider: String, dataset: String)] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT DISTINCT u.provider, p.dataset FROM table_parts p JOIN units u ON u.id = p.unit WHERE p.sink = \
                ? ORDER BY 1, 2
                """,
                [sink])
            var names: [(String, String)] = []
            while let row = try rows.next() { names.append((row[0], row[1])) }
            return names
        }
    }
}

/// How what a plugin declares of a series goes together with what its rows were written with.
package enum ColumnFit: Sendable {
    case same
    /// It has more columns, and rows can be widened.
    case gains
    /// Rows of one are none of the other.
    case other
}

extension Dataset {
    /// A series as its rows were written last: with the recorded columns, and with the axis that its plugin declares,
    /// where the two go together. Its views are those of its plugin, as long as they are over the same columns. nil
    /// when neither plugin nor record knows it as a series.
    package static func written(declared: Dataset?, recorded: Dataset?) -> (dataset: Dataset, fit: ColumnFit)? {
        let declared = declared.flatMap { $0.isSeries ? $0 : nil }
        guard let declared, let recorded else { return (declared ?? recorded).map { ($0, .same) } }
        let (old, new) = (RecordedColumns(recorded.schema), RecordedColumns(declared.schema))
        if old == new { return (declared, .same) }
        let written = declared.having(recorded.schema)
        return (written.axisColumn == nil ? recorded : written, old.canGrow(into: new) ? .gains : .other)
    }

    /// The same series with other columns, and without what is declared of its own.
    func having(_ schema: Schema) -> Dataset {
        Dataset(name, kind, summary, columns: schema.columns, key: schema.keyNames, home: home)
    }
}
