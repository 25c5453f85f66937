import GRDB
import PluginKit
import Tabular

/// How many rows a unit has in a table and where they begin and end, by the table's index alone.
struct PartEnds {
    private let table: SeriesTable
    private let prefix: KeyPrefix
    private let format: any TableFormat
    private let connection: OpaquePointer?

    init(_ table: SeriesTable, _ prefix: KeyPrefix, _ format: any TableFormat, _ connection: OpaquePointer?) {
        self.table = table
        self.prefix = prefix
        self.format = format
        self.connection = connection
    }

    /// Without a digest. nil when the connection is closed.
    func read() throws -> RowTally? {
        guard let connection, let axis = table.dataset.axisColumn.map({ table.dataset.schema.columns[$0] }) else {
            return nil
        }
        let name = SQLName.quote(axis.name)
        var sql = "SELECT min(\(name)), max(\(name)), count(*) FROM \(SQLName.quote(table.name))"
        if table.prefixSchema.width > 0 { sql += " WHERE \(SQLName.conditions(table.prefixSchema.names))" }
        let statement = try TableStatement(connection, sql)
        defer { statement.close() }
        if table.prefixSchema.width > 0 { try format.write(prefix.cells, to: TableQuery(statement)) }
        let ends = Schema(
            [Tabular.Column("first", axis.type), Tabular.Column("last", axis.type)], key: ["first", "last"])
        var found = RowTally()
        found.digest = nil
        try statement.forEachRow { row in
            found.count = row.integer(2) ?? 0
            guard found.count > 0 else { return }
            var builder = BatchBuilder(ends)
            try format.read(row, schema: ends, into: &builder)
            let cells = builder.finish()
            found.first = cells.integer(row: 0, column: 0)
            found.last = cells.integer(row: 0, column: 1)
        }
        return found
    }
}
