package import PluginKit
package import Tabular

/// Rows become cells of a table, each decimal as a number and as its text.
extension TableRows {
    /// Hands over the cells of every row. Throws `TableFormatError` for a decimal that is none and for a date outside
    /// of the years 0001 to 9999; nothing is known then of the row that was begun.
    package static func write(_ batch: Batch, to table: some TableWriter) throws {
        try CellSource.lend(batch) { columns in
            try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: TimeText.longest) { room in
                for row in 0..<batch.count {
                    for column in columns.indices {
                        guard write(columns[column], row, room, to: table) else { throw unwritable(batch, row, column) }
                    }
                    try table.endRow()
                }
            }
        }
    }

    /// Whether the cell has a text or number.
    @inline(__always)
    private static func write(
        _ column: CellSource, _ row: Int, _ room: UnsafeMutableBufferPointer<UInt8>, to table: some TableWriter
    ) -> Bool {
        if column.nulls[row] {
            table.null()
            if column.type == .decimal { table.null() }
            return true
        }
        switch column.type {
        case .decimal:
            let bytes = column.bytes(row)
            guard let cells = DecimalCells(bytes) else { return false }
            table.real(cells.number)
            if cells.needsText { table.text(bytes) } else { table.null() }
        case .text: table.text(column.bytes(row))
        case .integer, .boolean: table.integer(column.values[row])
        case .day:
            let number = column.values[row]
            guard let place = room.baseAddress, Day(number: number).isInCalendar else { return false }
            TimeText.write(day: number, to: place)
            table.text(UnsafeBufferPointer(start: place, count: TimeText.dayLength))
        case .instant(let digits):
            let microseconds = column.values[row]
            guard let place = room.baseAddress, Instant(microseconds: microseconds).isInCalendar else { return false }
            TimeText.write(instant: microseconds, fractionDigits: digits, to: place)
            table.text(UnsafeBufferPointer(start: place, count: TimeText.length(fractionDigits: digits)))
        }
        return true
    }

    private static func unwritable(_ batch: Batch, _ row: Int, _ column: Int) -> TableFormatError {
        let text = batch.value(row: row, column: column)
        switch text {
        case .day(let day): return outside(day.description, batch, column)
        case .instant(let instant): return outside(instant.description, batch, column)
        default:
            let text = batch.text(row: row, column: column) ?? ""
            return TableFormatError(column: batch.schema.columns[column].name, "'\(text)' is no decimal")
        }
    }

    private static func outside(_ text: String, _ batch: Batch, _ column: Int) -> TableFormatError {
        TableFormatError(column: batch.schema.columns[column].name, "\(text) is outside of the years 0001 to 9999")
    }
}

/// One column of a batch, lent for a loop over its cells: reading an array of an array costs more than the cell does.
private struct CellSource {
    let type: ColumnType
    let nulls: UnsafeBufferPointer<Bool>
    let values: UnsafeBufferPointer<Int64>
    let arena: UnsafeBufferPointer<UInt8>

    /// The bytes of a text or decimal.
    func bytes(_ row: Int) -> UnsafeBufferPointer<UInt8> {
        let start = row == 0 ? 0 : Int(values[row - 1])
        return UnsafeBufferPointer(rebasing: arena[start..<Int(values[row])])
    }

    /// Lends all columns of a batch.
    static func lend<Result>(_ batch: Batch, _ body: (UnsafeBufferPointer<CellSource>) throws -> Result) throws
        -> Result
    {
        try lend(batch, [], body)
    }

    /// Lends the next column and, within, those behind it.
    private static func lend<Result>(
        _ batch: Batch, _ lent: [CellSource], _ body: (UnsafeBufferPointer<CellSource>) throws -> Result
    ) throws -> Result {
        guard lent.count < batch.columns.count else { return try lent.withUnsafeBufferPointer(body) }
        let data = batch.columns[lent.count]
        let type = batch.schema.columns[lent.count].type
        return try data.nulls.withUnsafeBufferPointer { nulls in
            try data.values.withUnsafeBufferPointer { values in
                try data.arena.withUnsafeBufferPointer { arena in
                    try lend(batch, lent + [CellSource(type: type, nulls: nulls, values: values, arena: arena)], body)
                }
            }
        }
    }
}
