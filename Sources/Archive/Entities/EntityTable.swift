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

    init(provider: String, dataset: Dataset) {
        self.provider = provider
        self.dataset = dataset.name
        self.schema = dataset.schema
        if case .entities(let membership) = dataset.kind { self.membership = membership } else { self.membership = nil }
    }

    init(provider: String, dataset: String, schema: Schema) {
        self.provider = provider
        self.dataset = dataset
        self.schema = schema
        self.membership = nil
    }

    var name: String { "\(provider)_\(dataset)" }
    var quotedName: String { SQLName.quote(name) }
    /// The columns that keep what the archive itself must know of a member.
    static let housekeeping = ["seen_walk", "seen_day"]

    /// The columns of the table in order, with their types.
    var sqlColumns: [(name: String, declaration: String)] {
        TableRows.columns(of: schema).map { ($0.name, $0.type + ($0.isNullable ? "" : " NOT NULL")) }
    }

    /// Makes the table, or adds the columns that it does not have yet.
    func prepare(_ db: Database) throws {
        var columns = sqlColumns
        if membership != nil { columns += [("seen_walk", "INTEGER"), ("seen_day", "TEXT")] }
        let known = try Set(String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [name]))
        if known.isEmpty {
            let declarations = columns.map { "\(SQLName.quote($0.name)) \($0.declaration)" }
            let key = schema.keyNames.map(SQLName.quote).joined(separator: ", ")
            try db.execute(sql: "CREATE TABLE \(quotedName) (\(declarations.joined(separator: ", ")), PRIMARY KEY (\(key)))")
        } else {
            for column in columns where !known.contains(column.name) {
                let type = column.declaration.split(separator: " ")[0]
                try db.execute(sql: "ALTER TABLE \(quotedName) ADD COLUMN \(SQLName.quote(column.name)) \(type)")
            }
        }
        try db.run("INSERT OR IGNORE INTO entity_tables (provider, dataset) VALUES (?, ?)", [provider, dataset])
    }

    /// The values of a row, as the table's columns take them; null for what the archive itself fills.
    func arguments(_ batch: Batch, _ row: Int) throws -> [(any DatabaseValueConvertible)?] {
        let cells = CellList()
        try TableRows.write(batch.slice(row..<row + 1), to: cells)
        guard let membership else { return cells.values }
        return zip(TableRows.columns(of: schema), cells.values).map { column, value in
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
