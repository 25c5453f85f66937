import GRDB
import PluginKit
import SQLite
import Tabular
import Testing

@testable import Archive

/// A table of SQLite's in memory that has a format's layout, as the archive makes it.
struct TableFile {
    let schema: Schema
    let format: any TableFormat
    private let queue: DatabaseQueue

    init(_ schema: Schema, isClustered: Bool? = nil) throws {
        self.schema = schema
        format = SQLiteFormat()
        queue = try DatabaseQueue()
        let layout = format.layout(of: schema)
        let columns = layout.columns.map { "\(Self.quote($0.name)) \($0.type)\($0.isNullable ? "" : " NOT NULL")" }
        let key = schema.keyNames.map(Self.quote).joined(separator: ", ")
        let end = isClustered ?? layout.isClustered ? " WITHOUT ROWID" : ""
        try queue.inDatabase {
            try $0.execute(sql: "CREATE TABLE t (\(columns.joined(separator: ", ")), PRIMARY KEY (\(key)))\(end)")
        }
    }

    static func quote(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

    /// Answers how many rows were inserted.
    @discardableResult
    func insert(_ batches: [Batch]) throws -> Int {
        let marks = format.layout(of: schema).columns.map { _ in "?" }.joined(separator: ", ")
        return try statement("INSERT INTO t VALUES (\(marks))") { statement in
            for batch in batches { try format.write(batch, to: statement) }
            return statement.changes
        }
    }

    /// All rows, or what another query with the layout's columns finds, in the order of the key.
    func rows(_ sql: String? = nil, _ bind: (TableStatement) -> Void = { _ in }) throws -> Batch {
        let names = schema.keyNames.map(Self.quote).joined(separator: ", ")
        return try statement(sql ?? "SELECT * FROM t ORDER BY \(names)") { statement in
            var builder = BatchBuilder(schema)
            bind(statement)
            try statement.forEachRow { try format.read($0, schema: schema, into: &builder) }
            return builder.finish()
        }
    }

    /// A statement in a transaction of its own.
    func statement<Result>(_ sql: String, _ body: (TableStatement) throws -> Result) throws -> Result {
        try queue.write { db in
            let statement = try TableStatement(#require(db.sqliteConnection), sql)
            defer { statement.close() }
            return try body(statement)
        }
    }

    func execute(_ sql: String) throws { try queue.inDatabase { try $0.execute(sql: sql) } }

    /// Rows of any query, as SQLite's own conversion to text has them; `-` for NULL.
    func text(_ sql: String) throws -> [String] {
        try queue.inDatabase { db in
            try Row.fetchAll(db, sql: sql).map { row in
                row.databaseValues.map { String.fromDatabaseValue($0) ?? ($0.isNull ? "-" : "\($0)") }.joined(
                    separator: "|")
            }
        }
    }

    func columnNames(_ sql: String) throws -> [String] {
        try queue.inDatabase { try $0.makeStatement(sql: sql).columnNames }
    }
}
