import GRDB
import PluginKit
import TableRows
import Tabular

/// A table of entities in the archive's database: `<provider>_<dataset>`, one row each.
struct EntityTable {
    let provider: String
    let schema: Schema
    let membership: Dataset.Membership?
    let dataset: String
    /// Of the rows, in order.
    let columns: [TableColumn]
    /// The columns that keep what the archive itself must know of a member.
    private static let housekeeping = [
        TableColumn("seen_walk", "INTEGER", nullable: true), TableColumn("seen_day", "TEXT", nullable: true),
    ]

    init(provider: String, dataset: Dataset) {
        self.provider = provider
        self.dataset = dataset.name
        self.schema = dataset.schema
        if case .entities(let membership) = dataset.kind { self.membership = membership } else { self.membership = nil }
        columns = TableRows.columns(of: dataset.schema)
    }

    init(provider: String, dataset: String, schema: Schema) {
        self.provider = provider
        self.dataset = dataset
        self.schema = schema
        self.membership = nil
        columns = TableRows.columns(of: schema)
    }

    var name: String { SQLName.table(provider, dataset) }
    var quotedName: String { SQLName.quote(name) }
    func prepare(_ db: Database) throws {
        try db.prepareTable(name, columns: columns + (membership == nil ? [] : EntityTable.housekeeping), key: schema.keyNames)
        try db.run("INSERT OR IGNORE INTO entity_tables (provider, dataset) VALUES (?, ?)", [provider, dataset])
    }

    /// The values of a row, as the table's columns take them; null for what the archive itself fills.
    func arguments(_ batch: Batch, _ row: Int) throws -> [(any DatabaseValueConvertible)?] {
        let cells = CellList()
        try TableRows.write(batch.slice(row..<row + 1), to: cells)
        guard let membership else { return cells.values }
        return zip(columns, cells.values).map { column, value in
            column.name == membership.firstSeen || column.name == membership.lastSeen ? nil : value
        }
    }

    func keyArguments(_ batch: Batch, _ row: Int) throws -> [(any DatabaseValueConvertible)?] {
        let cells = CellList()
        try TableRows.write(batch.projecting(schema.key).slice(row..<row + 1), to: cells)
        return cells.values
    }

    var keyCondition: String { SQLName.conditions(schema.keyNames) }
}
