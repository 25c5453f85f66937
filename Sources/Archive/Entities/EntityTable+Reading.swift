import GRDB
import Tabular

extension EntityTable {
    /// Hands out the rows in key order, in batches of a bounded size.
    func read(
        _ db: Database, where condition: String = "1", _ arguments: [(any DatabaseValueConvertible)?] = [], _ body: (Batch) throws -> Void
    ) throws {
        let columns = sqlColumns.map { EntityTable.quote($0.name) }.joined(separator: ", ")
        let order = schema.keyNames.map(EntityTable.quote).joined(separator: ", ")
        let rows = try db.rows("SELECT \(columns) FROM \(quotedName) WHERE \(condition) ORDER BY \(order)", arguments)
        var builder = BatchBuilder(schema)
        while let row = try rows.next() {
            try append(row, to: &builder)
            if builder.count == 4096 { try body(builder.finish()) }
        }
        if builder.count > 0 { try body(builder.finish()) }
    }

    private func append(_ row: Row, to builder: inout BatchBuilder) throws {
        var index = 0
        for column in schema.columns {
            let text: String?
            switch column.type {
            case .decimal:
                text = (row[index + 1] as String?) ?? (row[index] as Double?).map(ShortestDecimal.text)
                index += 2
            case .integer:
                text = (row[index] as Int64?).map { String($0) }
                index += 1
            case .boolean:
                text = (row[index] as Int64?).map { $0 != 0 ? "true" : "false" }
                index += 1
            case .text, .day, .instant:
                text = row[index]
                index += 1
            }
            guard let text else {
                builder.null()
                continue
            }
            guard let value = Value(text: text, as: column.type) else {
                throw ArchiveError(
                    .wrongRecord, "\(name).\(column.name) holds '\(text)', which is no \(column.type.name)",
                    fix: "restore the value, or put back a copy of archive.db")
            }
            builder.value(value)
        }
        builder.endRow()
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
