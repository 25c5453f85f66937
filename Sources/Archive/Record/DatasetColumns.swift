import GRDB
package import PluginKit
import Tabular

/// The columns and the key of a dataset as the record keeps them: what its stored rows were written with. Types are kept by name, so that one
/// that this version does not know is read, and is another one.
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

    /// nil: the record does not know the dataset.
    static func fetch(_ db: Database, provider: String, dataset: String) throws -> RecordedColumns? {
        let rows = try db.rows(
            "SELECT name, type, is_nullable, key_position FROM dataset_columns WHERE provider = ? AND dataset = ? ORDER BY position",
            [provider, dataset])
        var columns: [Column] = []
        var key: [(position: Int, name: String)] = []
        while let row = try rows.next() {
            columns.append(Column(name: row[0], type: row[1], isNullable: row[2]))
            if let position = row[3] as Int? { key.append((position, row[0])) }
        }
        return columns.isEmpty ? nil : RecordedColumns(columns: columns, key: key.sorted { $0.position < $1.position }.map(\.name))
    }

    func save(_ db: Database, provider: String, dataset: String) throws {
        try db.run("DELETE FROM dataset_columns WHERE provider = ? AND dataset = ?", [provider, dataset])
        for (position, column) in columns.enumerated() {
            try db.run(
                "INSERT INTO dataset_columns (provider, dataset, position, name, type, is_nullable, key_position) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [provider, dataset, position, column.name, column.type, column.isNullable, key.firstIndex(of: column.name)])
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
    /// As it was recorded; nil where the record does not know the dataset, or one of its types is none of this version's.
    static func fetch(_ db: Database, provider: String, dataset: String) throws -> Schema? {
        try RecordedColumns.fetch(db, provider: provider, dataset: dataset)?.schema
    }
}

/// The columns of datasets, for people, for rendering, and for reading rows as they were written: table `dataset_columns`.
extension Record {
    /// Keeps a dataset's columns; to be called before anything of the dataset is written. Throws `.otherColumns` for a series whose stored rows
    /// have others; a list of entities that has others is rendered anew.
    func declare(_ dataset: Dataset, of provider: String) throws {
        guard declared.insert("\(provider)/\(dataset.name)").inserted else { return }
        try write { db in
            if let change = try ColumnChange(dataset, of: provider, db) { throw ColumnChange.refusal([change], in: directory) }
            let columns = RecordedColumns(dataset.schema)
            guard try RecordedColumns.fetch(db, provider: provider, dataset: dataset.name) != columns else { return }
            try columns.save(db, provider: provider, dataset: dataset.name)
            try db.run("UPDATE entity_tables SET changes = changes + 1 WHERE provider = ? AND dataset = ?", [provider, dataset.name])
        }
    }

    /// Throws `.otherColumns` when the archive has rows of a series of these providers that were written with other columns or another key than
    /// they declare: a run of theirs is refused.
    package func refuseOtherColumns(of manifests: [ProviderManifest]) throws {
        try read { db in try ColumnChange.refuse(manifests, db, in: directory) }
    }

    /// A series as the record knows it: columns and key. nil: it does not.
    package func dataset(_ name: String, of provider: String) throws -> Dataset? {
        guard let schema = try read({ db in try Schema.fetch(db, provider: provider, dataset: name) }) else { return nil }
        let axis = schema.key.lazy.map { schema.columns[$0] }.first { column in
            switch column.type {
            case .day, .instant: true
            default: false
            }
        }
        return Dataset(name, .series(axis: axis?.name ?? "", isDense: false), "", columns: schema.columns, key: schema.keyNames)
    }

    /// The names of all series that a unit has.
    package func seriesNames() throws -> [(provider: String, dataset: String)] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT DISTINCT u.provider, s.dataset FROM (SELECT unit, dataset FROM files UNION SELECT unit, dataset FROM table_parts) s
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
                "SELECT DISTINCT u.provider, p.dataset FROM table_parts p JOIN units u ON u.id = p.unit WHERE p.sink = ? ORDER BY 1, 2",
                [sink])
            var names: [(String, String)] = []
            while let row = try rows.next() { names.append((row[0], row[1])) }
            return names
        }
    }
}

extension Dataset {
    /// A series as its rows were written: with the recorded columns, and with the axis that its plugin declares, where the two go together. Its
    /// views are those of its plugin, as long as they are over the same columns. nil when neither plugin nor record knows it as a series.
    package static func written(declared: Dataset?, recorded: Dataset?) -> (dataset: Dataset, isAsDeclared: Bool)? {
        let declared = declared.flatMap { $0.isSeries ? $0 : nil }
        guard let declared, let recorded else { return (declared ?? recorded).map { ($0, true) } }
        if RecordedColumns(declared.schema) == RecordedColumns(recorded.schema) { return (declared, true) }
        let written = Dataset(
            declared.name, declared.kind, declared.summary, columns: recorded.schema.columns, key: recorded.schema.keyNames)
        return (written.axisColumn == nil ? recorded : written, false)
    }
}
