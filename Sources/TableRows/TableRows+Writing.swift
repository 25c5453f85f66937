package import PluginKit
package import Tabular

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
