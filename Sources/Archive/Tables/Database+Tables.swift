import GRDB
import PluginKit

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
