/// Rows held against each other: by key, cell by cell, and put in the order of their keys.
extension Batch {
    /// How the key of a row stands to the key of another row of the same schema: negative before, 0 equal, positive
    /// after.
    public func compareKey(_ row: Int, to otherRow: Int, in other: Batch) -> Int {
        for column in schema.key {
            let order = compare(column: column, row: row, to: otherRow, in: other)
            if order != 0 { return order }
        }
        return 0
    }

    /// Whether two cells of one column hold the same bytes or number, null equal to null.
    @inlinable
    public func isSame(column: Int, row: Int, as otherRow: Int, in other: Batch) -> Bool {
        let isNull = columns[column].nulls[row]
        guard isNull == other.columns[column].nulls[otherRow] else { return false }
        if isNull { return true }
        if schema.columns[column].type.isBytes {
            return bytes(row: row, column: column).elementsEqual(other.bytes(row: otherRow, column: column))
        }
        return columns[column].values[row] == other.columns[column].values[otherRow]
    }

    /// Whether keys strictly increase from row to row.
    public var isInKeyOrder: Bool {
        guard count > 1 else { return true }
        return (1..<count).allSatisfy { compareKey($0 - 1, to: $0, in: self) < 0 }
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
        let order = (0..<count).sorted { left, right in
            let order = compareKey(left, to: right, in: self)
            return order == 0 ? left < right : order < 0
        }
        return selecting(order)
    }

    private func compare(column: Int, row: Int, to otherRow: Int, in other: Batch) -> Int {
        switch (columns[column].nulls[row], other.columns[column].nulls[otherRow]) {
        case (true, true): return 0
        case (true, false): return -1
        case (false, true): return 1
        case (false, false): break
        }
        if schema.columns[column].type.isBytes {
            let left = bytes(row: row, column: column)
            let right = other.bytes(row: otherRow, column: column)
            if left.elementsEqual(right) { return 0 }
            return left.lexicographicallyPrecedes(right) ? -1 : 1
        }
        let left = columns[column].values[row]
        let right = other.columns[column].values[otherRow]
        return left == right ? 0 : (left < right ? -1 : 1)
    }
}
