import GRDB
import PluginKit
import Tabular

/// The table of one series dataset, `<provider>_<dataset>`, on one connection: its statements are prepared once, on the
/// connection's own handle. To be closed before the connection.
final class SeriesTable {
    let name: String
    let dataset: Dataset
    let layout: TableLayout
    /// Of the key alone, of the part of it that names a unit, and of that part with the axis.
    let keySchema: Schema
    let prefixSchema: Schema
    private let tailSchema: Schema
    private let format: any TableFormat
    private let connection: OpaquePointer
    private var statements: [String: TableStatement] = [:]

    static let batchRows = 4096

    /// Throws `.misuse` when nothing in the key tells units apart.
    init(provider: String, dataset: Dataset, format: any TableFormat, connection: OpaquePointer) throws {
        guard let prefix = KeyPrefix.columns(of: dataset), let axis = dataset.axisColumn else {
            throw ArchiveError(
                .misuse, "The axis of \(provider).\(dataset.name) is not in its key, so a table cannot hold it",
                fix: "this is a defect of the plugin; please report it")
        }
        name = SQLName.table(provider, dataset.name)
        self.dataset = dataset
        self.format = format
        self.connection = connection
        layout = format.layout(of: dataset.schema)
        keySchema = dataset.schema.projecting(dataset.schema.key)
        prefixSchema = dataset.schema.projecting(prefix)
        tailSchema = dataset.schema.projecting(prefix + [axis])
    }

    var prefixColumns: [Int] { dataset.schema.key.prefix(prefixSchema.width).map { $0 } }

    func prepare(_ db: Database) throws {
        try db.prepareTable(
            name, columns: layout.columns, key: dataset.schema.keyNames, isClustered: layout.isClustered)
    }

    func insert(_ batch: Batch) throws {
        do {
            try run("INSERT INTO \(SQLName.quote(name)) (\(columnList)) VALUES (\(marks))", batch)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw ArchiveError(
                .keyTaken,
                "\(name) has a row already that was to be added to it: \(error.message ?? "its key is not unique")",
                fix: "two units yield rows of one key; this is a defect of the plugin, please report it", cause: error)
        }
    }

    /// Deletes the rows whose keys a batch has.
    func delete(keysOf batch: Batch) throws {
        let sql = "DELETE FROM \(SQLName.quote(name)) WHERE \(SQLName.conditions(keySchema.names))"
        try run(sql, batch.projecting(dataset.schema.key))
    }

    func deleteAll(_ prefix: KeyPrefix) throws {
        let sql = "DELETE FROM \(SQLName.quote(name)) WHERE \(SQLName.conditions(prefixSchema.names))"
        if prefixSchema.width == 0 { return try statement("DELETE FROM \(SQLName.quote(name))").endRow() }
        try run(sql, prefix.cells)
    }

    /// The stored rows whose keys a batch has, in the batch's order.
    func rows(withKeysOf batch: Batch) throws -> Batch {
        let sql = "SELECT \(columnList) FROM \(SQLName.quote(name)) WHERE \(SQLName.conditions(keySchema.names))"
        let keys = batch.projecting(dataset.schema.key)
        var builder = BatchBuilder(dataset.schema)
        for row in 0..<keys.count {
            let query = TableQuery(try statement(sql))
            try format.write(keys.slice(row..<row + 1), to: query)
            try query.statement.forEachRow { try format.read($0, schema: dataset.schema, into: &builder) }
        }
        return builder.finish()
    }

    /// Hands out a unit's rows in key order, from a tick on where one is given.
    func forEachBatch(_ prefix: KeyPrefix, from lower: Int64? = nil, _ body: (Batch) throws -> Void) throws {
        var conditions = prefixSchema.names.map { "\(SQLName.quote($0)) = ?" }
        if lower != nil, let axis = tailSchema.names.last { conditions.append("\(SQLName.quote(axis)) >= ?") }
        let condition = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        let query = TableQuery(
            try statement(
                """
                SELECT \(columnList) FROM \(SQLName.quote(name))\(condition) ORDER BY \
                \(SQLName.list(dataset.schema.keyNames))
                """
            ))
        if let lower {
            try format.write(prefix.cells(from: lower, as: tailSchema), to: query)
        } else if prefixSchema.width > 0 {
            try format.write(prefix.cells, to: query)
        }
        var builder = BatchBuilder(dataset.schema)
        do {
            try query.statement.forEachRow { row in
                try format.read(row, schema: dataset.schema, into: &builder)
                if builder.count == SeriesTable.batchRows { try body(builder.finish()) }
            }
        } catch {
            // The rows before it first.
            if builder.count > 0 { try body(builder.finish()) }
            throw error
        }
        if builder.count > 0 { try body(builder.finish()) }
    }

    func close() {
        for statement in statements.values { statement.close() }
        statements = [:]
    }

    private var columnList: String { SQLName.list(layout.columns.map(\.name)) }
    private var marks: String { layout.columns.map { _ in "?" }.joined(separator: ", ") }

    /// Runs a statement with the cells of each row.
    private func run(_ sql: String, _ batch: Batch) throws {
        let statement = try statement(sql)
        do {
            try format.write(batch, to: statement)
        } catch {
            statement.abandonRow()
            throw error
        }
    }

    private func statement(_ sql: String) throws -> TableStatement {
        if let known = statements[sql] { return known }
        let new = try TableStatement(connection, sql)
        statements[sql] = new
        return new
    }
}

/// Takes the cells of one row as a statement's parameters, without running it.
final class TableQuery: TableWriter {
    let statement: TableStatement

    init(_ statement: TableStatement) {
        self.statement = statement
    }

    func null() { statement.null() }
    func integer(_ value: Int64) { statement.integer(value) }
    func real(_ value: Double) { statement.real(value) }
    func text(_ bytes: UnsafeBufferPointer<UInt8>) { statement.text(bytes) }
    func endRow() {}
}
