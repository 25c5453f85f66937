import DelimitedText
import PluginKit
import Tabular

/// Puts the cells of a record back into a batch.
struct RowReader {
    private let columns: [Column]

    init(_ schema: Schema) {
        columns = schema.columns
    }

    /// `lower`: a row whose cell in the column is below the tick is checked and left out.
    func append(_ record: DelimitedRecord, to builder: inout BatchBuilder, lower: (column: Int, tick: Int64)?) throws {
        guard record.count == columns.count else {
            throw FileFormatError(
                line: record.line, "\(record.count) cells where the header has \(columns.count) columns")
        }
        var isWanted = true
        for position in columns.indices {
            guard !record.isNull(at: position) else {
                guard columns[position].isNullable else { throw error(record, position) }
                builder.null()
                continue
            }
            let type = columns[position].type
            switch type {
            case .text: builder.bytes(copying: record.bytes(at: position))
            case .decimal:
                guard record.withBytes(at: position, CellReader.isDecimal) else { throw error(record, position) }
                builder.bytes(copying: record.bytes(at: position))
            case .integer, .boolean, .day, .instant:
                guard let value = record.withBytes(at: position, { CellReader.integer($0, as: type) }) else {
                    throw error(record, position)
                }
                if let lower, lower.column == position, value < lower.tick { isWanted = false }
                builder.number(value)
            }
        }
        if isWanted { builder.endRow() } else { builder.abandonRow() }
    }

    private func error(_ record: DelimitedRecord, _ position: Int) -> FileFormatError {
        let column = columns[position]
        guard !record.isNull(at: position) else {
            return FileFormatError(line: record.line, "\(column.name) is empty, which it never is")
        }
        let text = record.text(at: position)
        return FileFormatError(
            line: record.line, "\(column.name): \"\(text.prefix(60))\" is not of type \(column.type.name)")
    }
}
