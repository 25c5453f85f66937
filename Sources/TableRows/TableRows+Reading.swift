package import PluginKit
package import Tabular

/// Cells of a table become rows again; what writing does not make is refused.
extension TableRows {
    /// Appends one row. Throws `TableFormatError` for a cell that `write` does not make; the builder then holds no part
    /// of the row.
    package static func read(_ row: some TableReader, schema: Schema, into builder: inout BatchBuilder) throws {
        do {
            var cell = 0
            for column in 0..<schema.width {
                let type = schema.columns[column].type
                if row.isNull(cell) {
                    guard schema.columns[column].isNullable else { throw wrong(schema, column, "is null") }
                    if type == .decimal, !row.isNull(cell + 1) {
                        throw wrong(schema, column, "has a text and no number")
                    }
                    builder.null()
                } else if let fault = read(row, cell, type, into: &builder) {
                    throw wrong(schema, column, fault)
                }
                cell += type == .decimal ? 2 : 1
            }
            builder.endRow()
        } catch {
            builder.abandonRow()
            throw error
        }
    }

    private static func wrong(_ schema: Schema, _ column: Int, _ fault: String) -> TableFormatError {
        TableFormatError(column: schema.columns[column].name, fault)
    }

    /// What is wrong with a cell that is not null; nil when it was appended.
    private static func read(_ row: some TableReader, _ cell: Int, _ type: ColumnType, into builder: inout BatchBuilder)
        -> String?
    {
        switch type {
        case .text: return row.withText(cell) { builder.bytes(copying: $0) } == nil ? "holds no text" : nil
        case .decimal: return decimal(row, cell, into: &builder)
        case .integer:
            guard let value = row.integer(cell) else { return "holds no whole number" }
            builder.integer(value)
        case .boolean:
            guard let value = row.integer(cell) else { return "holds no whole number" }
            guard value == 0 || value == 1 else { return "holds \(value), which is neither 0 nor 1" }
            builder.boolean(value == 1)
        case .day:
            let fault = row.withText(cell) { bytes -> String? in
                guard let day = TimeText.day(UnsafeRawBufferPointer(bytes)) else { return no("day", bytes) }
                builder.day(day)
                return nil
            }
            return fault ?? "holds no text"
        case .instant(let digits):
            let fault = row.withText(cell) { bytes -> String? in
                guard let instant = TimeText.instant(UnsafeRawBufferPointer(bytes), fractionDigits: digits) else {
                    return no(type.name, bytes)
                }
                builder.instant(instant)
                return nil
            }
            return fault ?? "holds no text"
        }
        return nil
    }

    private static func decimal(_ row: some TableReader, _ cell: Int, into builder: inout BatchBuilder) -> String? {
        guard let number = row.real(cell) else { return "holds no REAL" }
        if row.isNull(cell + 1) {
            guard number.isFinite else { return "holds \(number) and no text" }
            builder.decimal { $0.append(contentsOf: ShortestDecimal.text(number).utf8) }
            return nil
        }
        let fault = row.withText(cell + 1) { bytes -> String? in
            guard let cells = DecimalCells(bytes) else { return no("decimal", bytes) }
            // One of the two was changed by hand, and nobody knows which is meant.
            guard cells.number == number else {
                return "holds \(number), and its text is \(String(decoding: bytes, as: UTF8.self))"
            }
            builder.bytes(copying: bytes)
            return nil
        }
        return fault ?? "has a text that is none"
    }

    private static func no(_ type: String, _ bytes: UnsafeBufferPointer<UInt8>) -> String {
        "holds '\(String(decoding: bytes, as: UTF8.self))', which is no \(type)"
    }
}
