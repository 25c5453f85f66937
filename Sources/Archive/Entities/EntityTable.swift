import GRDB
import PluginKit
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
    var quotedName: String { EntityTable.quote(name) }
    /// The columns that keep what the archive itself must know of a member.
    static let housekeeping = ["seen_walk", "seen_day"]

    static func quote(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// The columns of the table in order, with their types.
    var sqlColumns: [(name: String, declaration: String)] {
        schema.columns.flatMap { column -> [(name: String, declaration: String)] in
            let null = column.isNullable ? "" : " NOT NULL"
            switch column.type {
            case .decimal: return [(column.name, "REAL" + null), (column.name + "_text", "TEXT")]
            case .integer, .boolean: return [(column.name, "INTEGER" + null)]
            case .text, .day, .instant: return [(column.name, "TEXT" + null)]
            }
        }
    }

    /// Makes the table, or adds the columns that it does not have yet.
    func prepare(_ db: Database) throws {
        var columns = sqlColumns
        if membership != nil { columns += [("seen_walk", "INTEGER"), ("seen_day", "TEXT")] }
        let known = try Set(String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [name]))
        if known.isEmpty {
            let declarations = columns.map { "\(EntityTable.quote($0.name)) \($0.declaration)" }
            let key = schema.keyNames.map(EntityTable.quote).joined(separator: ", ")
            try db.execute(sql: "CREATE TABLE \(quotedName) (\(declarations.joined(separator: ", ")), PRIMARY KEY (\(key)))")
        } else {
            for column in columns where !known.contains(column.name) {
                let type = column.declaration.split(separator: " ")[0]
                try db.execute(sql: "ALTER TABLE \(quotedName) ADD COLUMN \(EntityTable.quote(column.name)) \(type)")
            }
        }
        try db.run("INSERT OR IGNORE INTO entity_tables (provider, dataset) VALUES (?, ?)", [provider, dataset])
    }

    /// The values of a row, as the table's columns take them.
    func arguments(_ batch: Batch, _ row: Int) -> [(any DatabaseValueConvertible)?] {
        schema.columns.indices.flatMap { column -> [(any DatabaseValueConvertible)?] in
            let type = schema.columns[column].type
            let isNull = batch.isNull(row: row, column: column) || isMembership(column)
            guard type == .decimal else {
                if isNull { return [nil] }
                switch type {
                case .integer, .boolean: return [batch.integer(row: row, column: column)]
                default: return [batch.text(row: row, column: column)]
                }
            }
            if isNull { return [nil, nil] }
            let text = batch.text(row: row, column: column) ?? ""
            guard let double = DecimalText.double(batch.bytes(row: row, column: column)) else { return [nil, text] }
            // SQLite keeps no sign of a zero.
            return [double, ShortestDecimal.text(double) == text && text != "-0" ? nil : text]
        }
    }

    /// Whether the archive itself fills a column.
    func isMembership(_ column: Int) -> Bool {
        let name = schema.columns[column].name
        return membership.map { $0.firstSeen == name || $0.lastSeen == name } ?? false
    }

    func keyArguments(_ batch: Batch, _ row: Int) -> [(any DatabaseValueConvertible)?] {
        schema.key.map { column in
            switch schema.columns[column].type {
            case .integer, .boolean: batch.integer(row: row, column: column)
            case .decimal: DecimalText.double(batch.bytes(row: row, column: column))
            default: batch.text(row: row, column: column)
            }
        }
    }

    var keyCondition: String { schema.keyNames.map { "\(EntityTable.quote($0)) = ?" }.joined(separator: " AND ") }
}
