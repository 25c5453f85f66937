import GRDB
import PluginKit
import TableRows
import Tabular

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
        try db.prepareTable(name, columns: columns + (membership == nil ? [] : EntityTable.housekeeping), key: schema.keyNames)
        try db.run("INSERT OR IGNORE INTO entity_tables (provider, dataset) VALUES (?, ?)", [provider, dataset])
    }

    var keyCondition: String { SQLName.conditions(schema.keyNames) }
}
