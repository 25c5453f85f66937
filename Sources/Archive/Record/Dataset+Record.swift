import GRDB
import PluginKit
import Tabular

extension ColumnType {
    /// Reads `name`.
    init?(recorded name: String) {
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
    static func fetch(_ db: Database, provider: String, dataset: String) throws -> Schema? {
        let rows = try db.rows(
            "SELECT name, type, is_nullable, key_position FROM dataset_columns WHERE provider = ? AND dataset = ? ORDER BY position",
            [provider, dataset])
        var columns: [Tabular.Column] = []
        var key: [(position: Int, name: String)] = []
        while let row = try rows.next() {
            guard let type = ColumnType(recorded: row[1]) else { return nil }
            columns.append(Tabular.Column(row[0], type, nullable: row[2]))
            if let position = row[3] as Int? { key.append((position, row[0])) }
        }
        return columns.isEmpty ? nil : Schema(columns, key: key.sorted { $0.position < $1.position }.map(\.name))
    }

    func save(_ db: Database, provider: String, dataset: String) throws {
        try db.run("DELETE FROM dataset_columns WHERE provider = ? AND dataset = ?", [provider, dataset])
        for (position, column) in columns.enumerated() {
            try db.run(
                "INSERT INTO dataset_columns (provider, dataset, position, name, type, is_nullable, key_position) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [provider, dataset, position, column.name, column.type.name, column.isNullable, key.firstIndex(of: position)])
        }
    }

    /// Equal as far as the record knows.
    func isRecorded(as other: Schema) -> Bool {
        key == other.key
            && columns.map { "\($0.name) \($0.type.name) \($0.isNullable)" }
                == other.columns.map { "\($0.name) \($0.type.name) \($0.isNullable)" }
    }
}

extension Archive {
    /// Keeps a dataset's columns in the record, for people and for rendering.
    func declare(_ dataset: Dataset, of provider: String, _ db: Database) throws {
        guard declaredDatasets.insert("\(provider)/\(dataset.name)").inserted else { return }
        if let known = try Schema.fetch(db, provider: provider, dataset: dataset.name), dataset.schema.isRecorded(as: known) { return }
        try dataset.schema.save(db, provider: provider, dataset: dataset.name)
    }
}

extension ArchiveReader {
    /// A series as the record knows it: columns and key.
    func recordedDataset(_ name: String, of provider: String, _ db: Database) throws -> Dataset? {
        guard let schema = try Schema.fetch(db, provider: provider, dataset: name) else { return nil }
        let axis = schema.key.lazy.map { schema.columns[$0] }.first { column in
            switch column.type {
            case .day, .instant: true
            default: false
            }
        }
        return Dataset(name, .series(axis: axis?.name ?? "", isDense: false), "", columns: schema.columns, key: schema.keyNames)
    }
}
