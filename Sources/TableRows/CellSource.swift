import Tabular

/// One column of a batch, lent for a loop over its cells: reading an array of an array costs more than the cell does.
struct CellSource {
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
