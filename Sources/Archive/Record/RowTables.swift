import GRDB
import PluginKit

/// The tables of rows: one for every dataset of series, where a store keeps them in the database, and one for every
/// list of entities.
extension Database {
    /// Makes a table, or adds the columns that one which is there does not have yet.
    func prepareTable(_ name: String, columns: [TableColumn], key: [String], isClustered: Bool = false) throws {
        let table = SQLName.quote(name)
        let known = try Set(String.fetchAll(self, sql: "SELECT name FROM pragma_table_info(?)", arguments: [name]))
        guard !known.isEmpty else {
            let definitions = columns.map { "\(SQLName.quote($0.name)) \($0.type)\($0.isNullable ? "" : " NOT NULL")" }
            let list = (definitions + ["PRIMARY KEY (\(SQLName.list(key)))"]).joined(separator: ", ")
            return try execute(sql: "CREATE TABLE \(table) (\(list))\(isClustered ? " WITHOUT ROWID" : "")")
        }
        for column in columns where !known.contains(column.name) {
            try execute(sql: "ALTER TABLE \(table) ADD COLUMN \(SQLName.quote(column.name)) \(column.type)")
        }
    }
}

extension Record {
    /// Whether a table or a view has a name.
    func isTable(_ name: String) throws -> Bool {
        try read { db in try db.integer("SELECT 1 FROM sqlite_master WHERE name = ? COLLATE NOCASE", [name]) != nil }
    }

    /// The tables of series and all views go, with all rows. Those of entities and of series that are kept in the
    /// record are its own.
    package func dropTables() throws {
        try write { db in
            try DatasetViews.dropAll(db)
            for name in try Record.seriesTables(db) {
                try db.execute(sql: "DROP TABLE IF EXISTS \(SQLName.quote(name))")
            }
        }
    }

    private static func seriesTables(_ db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT provider || '_' || dataset FROM dataset_columns
                WHERE (provider, dataset) NOT IN (
                    SELECT provider, dataset FROM entity_tables UNION ALL SELECT provider, dataset FROM kept_series)
                ORDER BY 1
                """)
    }
}
