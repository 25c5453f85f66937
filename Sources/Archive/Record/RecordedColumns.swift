import GRDB
import PluginKit
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
