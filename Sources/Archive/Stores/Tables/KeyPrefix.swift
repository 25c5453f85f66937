package import PluginKit
import Tabular

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the keys of all rows of one unit begin with: the cells of the key's columns before the axis. By it a table
/// knows a unit's rows.
struct KeyPrefix: Hashable {
    /// One row of the columns alone.
    let cells: Batch

    /// The columns of a dataset's key that stand before its axis; nil when the axis is not in the key.
    static func columns(of dataset: Dataset) -> [Int]? {
        guard let axis = dataset.axisColumn, let end = dataset.schema.key.firstIndex(of: axis) else { return nil }
        return Array(dataset.schema.key[..<end])
    }

    /// The prefix that all rows of a batch share; nil when two differ.
    init?(of batch: Batch, columns: [Int]) {
        for column in columns {
            for row in 1..<max(batch.count, 1) where !batch.isSame(column: column, row: row, as: 0, in: batch) {
                return nil
            }
        }
        cells = batch.projecting(columns).slice(0..<1)
    }

    /// Reads `text`; nil when it is not of the columns.
    init?(text: String, schema: Schema) {
        guard let texts = try? JSONDecoder().decode([String].self, from: Data(text.utf8)), texts.count == schema.width
        else { return nil }
        var builder = BatchBuilder(schema)
        for (text, column) in zip(texts, schema.columns) {
            guard let value = Value(text: text, as: column.type) else { return nil }
            builder.value(value)
        }
        builder.endRow()
        cells = builder.finish()
    }

    /// The prefix and a tick, as a row of a schema that has the axis behind the prefix's columns.
    func cells(from tick: Int64, as schema: Schema) -> Batch {
        var builder = BatchBuilder(schema)
        for column in cells.schema.columns.indices { builder.value(cells.value(row: 0, column: column)) }
        builder.number(tick)
        builder.endRow()
        return builder.finish()
    }

    /// A JSON array of the cells' texts: `["AAPL"]`.
    func text() throws -> String {
        let texts = cells.schema.columns.indices.map { cells.text(row: 0, column: $0) ?? "" }
        // Asked for every page, and nearly all are plain.
        if texts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C } }) {
            return "[\(texts.map { "\"\($0)\"" }.joined(separator: ","))]"
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: try encoder.encode(texts), as: UTF8.self)
    }
}

extension Dataset {
    /// The columns of a series' key that name the unit; none where the axis is not in the key.
    package var unitColumns: [Int] { KeyPrefix.columns(of: self) ?? [] }
}
