import Tabular

/// Told of each stored row whose cells become others: the batch and row that was stored, and those that come.
typealias RowReplacement = (Batch, Int, Batch, Int) throws -> Void

/// Two streams of rows in key order become one; where both have a key, the incoming row is taken.
struct MergeSort {
    private var builder: BatchBuilder
    /// The incoming batch and the next row of it.
    private var next: Batch?
    private var row = 0

    /// nil: nobody listens, and no cells are compared.
    private let replacing: RowReplacement?

    static let batchRows = 4096

    init(
        schema: Schema, incoming: () throws -> Batch?, replacing: RowReplacement? = nil
    ) throws {
        builder = BatchBuilder(schema)
        self.replacing = replacing
        next = try incoming()
    }

    /// Takes the next stored rows; hands out what is certain.
    mutating func add(_ stored: Batch, incoming: () throws -> Batch?, _ body: (Batch) throws -> Void) throws {
        for index in 0..<stored.count {
            var isReplaced = false
            while let batch = next {
                guard row < batch.count else {
                    next = try incoming()
                    row = 0
                    continue
                }
                let order = batch.compareKey(row, to: index, in: stored)
                guard order <= 0 else { break }
                if order == 0, let replacing, !stored.isSame(row: index, as: row, in: batch) {
                    try replacing(stored, index, batch, row)
                }
                builder.append(row: row, of: batch)
                row += 1
                isReplaced = isReplaced || order == 0
            }
            if !isReplaced { builder.append(row: index, of: stored) }
            if builder.count >= MergeSort.batchRows { try body(builder.finish()) }
        }
    }

    /// Hands out the rest.
    mutating func finish(incoming: () throws -> Batch?, _ body: (Batch) throws -> Void) throws {
        if builder.count > 0 { try body(builder.finish()) }
        while let batch = next {
            if row < batch.count { try body(batch.slice(row..<batch.count)) }
            next = try incoming()
            row = 0
        }
    }
}
