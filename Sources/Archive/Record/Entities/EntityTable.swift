import GRDB
package import PluginKit
import TableRows
package import Tabular

/// A table of entities in the archive's database: `<provider>_<dataset>`, one row each, or one for each change.
struct EntityTable {
    let provider: String
    let schema: Schema
    let membership: Dataset.Membership?
    let dataset: String
    /// Whether a row is stored only where it differs from the newest of the same thing.
    let keepsChanges: Bool
    /// nil: rows are written without a look at the earlier ones.
    let rules: ChangeRules?
    /// Of the rows, in order.
    let columns: [TableColumn]
    /// Of a membership that keeps spells, the columns that name a member.
    let member: [Int]?
    /// The columns that keep what the archive itself must know of a member.
    static let housekeeping = [
        TableColumn("seen_walk", "INTEGER", nullable: true), TableColumn("seen_day", "TEXT", nullable: true),
    ]

    init(provider: String, dataset: Dataset) {
        self.provider = provider
        self.dataset = dataset.name
        self.schema = dataset.schema
        if case .entities(let membership) = dataset.kind { self.membership = membership } else { self.membership = nil }
        keepsChanges = dataset.kind == .changes
        member = dataset.keepsSpells ? dataset.thing : nil
        let rules = ChangeRules(dataset)
        self.rules = keepsChanges || !rules.rules.isEmpty ? rules : nil
        columns = TableRows.columns(of: dataset.schema)
    }

    init(provider: String, dataset: String, schema: Schema) {
        self.provider = provider
        self.dataset = dataset
        self.schema = schema
        (membership, keepsChanges, rules, member) = (nil, false, nil, nil)
        columns = TableRows.columns(of: schema)
    }

    var name: String { SQLName.table(provider, dataset) }
    var quotedName: String { SQLName.quote(name) }
    func prepare(_ db: Database) throws {
        try growKey(db)
        try db.prepareTable(
            name, columns: columns + (membership == nil ? [] : EntityTable.housekeeping), key: schema.keyNames)
        try db.run("INSERT OR IGNORE INTO entity_tables (provider, dataset) VALUES (?, ?)", [provider, dataset])
    }

    var keyCondition: String { SQLName.conditions(schema.keyNames) }
}

extension EntityTable {
    /// Hands out the rows in key order, in batches of a bounded size.
    func read(
        _ db: Database, where condition: String = "1", _ arguments: [(any DatabaseValueConvertible)?] = [],
        _ body: (Batch) throws -> Void
    ) throws {
        let columns = SQLName.list(columns.map(\.name))
        let order = SQLName.list(schema.keyNames)
        let rows = try db.rows("SELECT \(columns) FROM \(quotedName) WHERE \(condition) ORDER BY \(order)", arguments)
        var builder = BatchBuilder(schema)
        while let row = try rows.next() {
            try append(row, to: &builder)
            if builder.count == 4096 { try body(builder.finish()) }
        }
        if builder.count > 0 { try body(builder.finish()) }
    }

    func append(_ row: Row, to builder: inout BatchBuilder) throws {
        do {
            try TableRows.read(RowCells(row), schema: builder.schema, into: &builder)
        } catch let error as TableFormatError {
            throw ArchiveError(
                .wrongRecord, "The table \(name) has a row that was not written by this program: \(error)",
                fix: "restore the value, or put back a copy of archive.db", cause: error)
        }
    }
}

extension Record {
    /// The rows of a table of entities in key order; empty where there is none yet.
    package func entities(of provider: String, in dataset: Dataset) throws -> Batch {
        let table = EntityTable(provider: provider, dataset: dataset)
        return try read { db in
            guard try db.tableExists(table.name) else { return Batch(empty: table.schema) }
            var all = Batch(empty: table.schema)
            try table.read(db) { all = all.appending($0) }
            return all
        }
    }
}
