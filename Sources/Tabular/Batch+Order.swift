/// Rows held against each other: by key, cell by cell, and put in the order of their keys.
extension Batch {
    /// How the key of a row stands to the key of another row of the same schema: negative before, 0 equal, positive
    /// after.
    public func compareKey(_ row: Int, to otherRow: Int, in other: Batch) -> Int {
        for column in schema.key {
            let order = columns[column].compare(
                row, to: otherRow, in: other.columns[column], isBytes: schema.columns[column].type.isBytes)
            if order != 0 { return order }
        }
        return 0
    }

    /// Whether two cells of one column hold the same bytes or number, null equal to null.
    @inlinable
    public func isSame(column: Int, row: Int, as otherRow: Int, in other: Batch) -> Bool {
        columns[column].compare(
            row, to: otherRow, in: other.columns[column], isBytes: schema.columns[column].type.isBytes) == 0
    }

    /// Whether keys strictly increase from row to row.
    public var isInKeyOrder: Bool { allNeighbours { $0 < 0 } }

    /// Whether how each row's key stands to the next one's is as it should be.
    private func allNeighbours(_ isRight: (Int) -> Bool) -> Bool {
        count < 2 || (1..<count).allSatisfy { isRight(compareKey($0 - 1, to: $0, in: self)) }
    }

    /// Whether two rows hold the same cells.
    public func isSame(row: Int, as otherRow: Int, in other: Batch) -> Bool {
        (0..<schema.width).allSatisfy { isSame(column: $0, row: row, as: otherRow, in: other) }
    }

    /// Of rows in key order the first of each key; `conflict` is told of each other row of a key whose cells are
    /// others.
    public func firstOfEachKey(_ conflict: (_ first: Int, _ other: Int) throws -> Void) rethrows -> [Int] {
        var kept: [Int] = []
        for row in 0..<count {
            guard let first = kept.last, compareKey(first, to: row, in: self) == 0 else {
                kept.append(row)
                continue
            }
            if !isSame(row: first, as: row, in: self) { try conflict(first, row) }
        }
        return kept
    }

    /// The rows in the order of their keys; rows of equal keys keep their order.
    public func sortedByKey() -> Batch {
        if isInKeyOrder { return self }
        // As most upstreams send it, newest first.
        if allNeighbours({ $0 > 0 }) { return selecting((0..<count).reversed()) }
        let order = (0..<count).sorted { left, right in
            let order = compareKey(left, to: right, in: self)
            return order == 0 ? left < right : order < 0
        }
        return selecting(order)
    }
}
