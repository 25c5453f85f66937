public import PluginKit
public import Tabular

/// What the archive relies on in every table format: rows come back cell for cell, the cells are those of the layout, a
/// key has one cell a column, a cell of another kind is noticed, a column can be gained.
///
/// ```swift
/// #expect(try TableContract(SinkPlugin(SQLiteFormat.self), batch: batch).violations().isEmpty)
/// ```
public struct TableContract: Sendable {
    let plugin: SinkPlugin
    /// Rows without a decimal in the key.
    let batch: Batch

    public init(_ plugin: SinkPlugin, batch: Batch) {
        self.plugin = plugin
        self.batch = batch
    }

    public func violations() throws -> [ContractViolation] {
        guard case .table(let format) = try plugin.load() else {
            return [ContractViolation(clause: "a database sink is a table format", detail: plugin.manifest.name)]
        }
        var found: [ContractViolation] = []
        if let fileExtension = plugin.manifest.fileExtension {
            found.append(ContractViolation(clause: "a database sink has no files", detail: fileExtension))
        }
        if plugin.manifest.name == SinkManifest.reserved {
            found.append(
                ContractViolation(clause: "no sink has the archive's own name", detail: SinkManifest.reserved))
        }
        let layout = format.layout(of: batch.schema)
        let rows = try Self.cells(of: batch, format)
        found += columns(layout)
        found += cells(rows, layout)
        found += try keys(rows, layout, format)
        guard found.isEmpty else { return found }
        if try Self.cells(of: batch, format) != rows {
            found.append(ContractViolation(clause: "equal rows are equal cells", detail: "two writings differ"))
        }
        let read = Result { try Self.read(rows, batch.schema, format) }
        if (try? read.get()) != batch {
            let detail = if case .failure(let error) = read { "\(error)" } else { "they differ" }
            found.append(ContractViolation(clause: "rows come back cell for cell", detail: detail))
        }
        if found.isEmpty { found += gains(rows, layout, format) }
        return found + strangers(rows, layout, format)
    }

    /// A dataset gains a column: the archive adds what the layout has more to the table, where it is null in the rows
    /// that are there.
    private func gains(_ rows: [[TableCell]], _ layout: TableLayout, _ format: any TableFormat) -> [ContractViolation] {
        GainedColumn.all(of: batch.schema).compactMap { gained in
            let wide = gained.widening(batch)
            let columns = format.layout(of: wide.schema).columns
            let added = columns.filter { column in !layout.columns.contains { $0.name == column.name } }
            guard columns.filter({ !added.contains($0) }) == layout.columns, added.allSatisfy(\.isNullable) else {
                return ContractViolation(
                    clause: "the columns of a table stay as they are where one is gained", detail: "\(gained)")
            }
            let cells = rows.map { row in
                columns.map { column in layout.columns.firstIndex(of: column).map { row[$0] } ?? .null }
            }
            guard (try? Self.read(cells, wide.schema, format)) == wide else {
                return ContractViolation(
                    clause: "a column that was gained is null in the rows before", detail: "\(gained)")
            }
            return nil
        }
    }

    /// The rows that a format writes.
    public static func cells(of batch: Batch, _ format: any TableFormat) throws -> [[TableCell]] {
        let table = RecordedTable()
        try format.write(batch, to: table)
        if table.hasOpenRow { table.endRow() }
        return table.rows
    }

    public static func read(_ rows: [[TableCell]], _ schema: Schema, _ format: any TableFormat) throws -> Batch {
        var builder = BatchBuilder(schema)
        for row in rows { try format.read(RecordedRow(row), schema: schema, into: &builder) }
        if let fault = builder.fault { throw TableFormatError(column: "", fault) }
        return builder.finish()
    }

    private func columns(_ layout: TableLayout) -> [ContractViolation] {
        var found: [ContractViolation] = []
        // SQL takes `Close` and `close` for one column.
        let names = Dictionary(grouping: layout.columns) { $0.name.lowercased() }
        for (name, columns) in names where columns.count > 1 {
            found.append(ContractViolation(clause: "column names are unique", detail: name))
        }
        for name in batch.schema.keyNames {
            let columns = layout.columns.filter { $0.name == name }
            if columns.count != 1 || columns[0].isNullable {
                found.append(
                    ContractViolation(
                        clause: "a key's column is in the table under its name and is never null", detail: name))
            }
        }
        return found
    }

    private func cells(_ rows: [[TableCell]], _ layout: TableLayout) -> [ContractViolation] {
        if rows.count != batch.count {
            return [ContractViolation(clause: "every row is ended once", detail: "\(rows.count) of \(batch.count)")]
        }
        for (number, row) in rows.enumerated() {
            if row.count != layout.columns.count {
                let detail = "row \(number) has \(row.count), the layout \(layout.columns.count) columns"
                return [ContractViolation(clause: "a row has a cell for each column of the layout", detail: detail)]
            }
            for (cell, column) in zip(row, layout.columns) where !Self.suits(cell, column) {
                return [
                    ContractViolation(
                        clause: "a cell is of its column's type",
                        detail: "row \(number), \(column.name) \(column.type): \(cell)")
                ]
            }
        }
        return []
    }

    private static func suits(_ cell: TableCell, _ column: TableColumn) -> Bool {
        switch cell {
        case .null: column.isNullable
        case .integer: column.type == "INTEGER"
        case .real: column.type == "REAL"
        case .text: column.type == "TEXT"
        }
    }

    /// Rows of the key alone, as the archive asks for them to find what is stored, have the cells that the whole rows
    /// have in its columns.
    private func keys(_ rows: [[TableCell]], _ layout: TableLayout, _ format: any TableFormat) throws
        -> [ContractViolation]
    {
        let alone = batch.projecting(batch.schema.key)
        let names = format.layout(of: alone.schema).columns.map(\.name)
        let places = batch.schema.keyNames.compactMap { name in layout.columns.firstIndex { $0.name == name } }
        let cells = try Self.cells(of: alone, format)
        let wanted = rows.map { row in places.filter { $0 < row.count }.map { row[$0] } }
        if names == batch.schema.keyNames, cells == wanted { return [] }
        return [
            ContractViolation(
                clause: "rows of a key alone have one cell a column, as in whole rows",
                detail: names.joined(separator: ", "))
        ]
    }

    /// Every cell that is not null, exchanged for one of another kind: the row must be refused.
    private func strangers(_ rows: [[TableCell]], _ layout: TableLayout, _ format: any TableFormat)
        -> [ContractViolation]
    {
        layout.columns.indices.compactMap { column -> ContractViolation? in
            guard var row = rows.first(where: { $0[column] != .null }) else { return nil }
            if case .integer = row[column] { row[column] = .text("no number") } else { row[column] = .integer(7) }
            do {
                _ = try Self.read([row], batch.schema, format)
            } catch is TableFormatError {
                return nil
            } catch {
                return ContractViolation(clause: "a cell of another kind is a TableFormatError", detail: "\(error)")
            }
            return ContractViolation(clause: "a cell of another kind is refused", detail: layout.columns[column].name)
        }
    }
}
