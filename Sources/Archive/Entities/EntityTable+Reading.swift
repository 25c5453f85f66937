import GRDB
import PluginKit
import TableRows
import Tabular

extension EntityTable {
    /// Hands out the rows in key order, in batches of a bounded size.
    func read(
        _ db: Database, where condition: String = "1", _ arguments: [(any DatabaseValueConvertible)?] = [], _ body: (Batch) throws -> Void
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

extension ArchiveReader {
    func entityRows(_ table: EntityTable) throws -> Batch {
        try read { db in
            guard try db.tableExists(table.name) else { return Batch(empty: table.schema) }
            var all = Batch(empty: table.schema)
            try table.read(db) { all = all.appending($0) }
            return all
        }
    }
}
