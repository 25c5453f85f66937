import GRDB
package import Tabular

/// How many rows of a series a sink holds, where they begin and end on the axis, and their digest.
package struct RowTally: Hashable, Sendable {
    package var count: Int64 = 0
    /// Ticks.
    package var first: Int64?
    package var last: Int64?
    /// nil: not known, because a version without digests wrote the first rows.
    package var digest: RowDigest? = RowDigest()

    package init() {}

    /// Counts rows in that were written. `known` is their digest, where it was worked out already.
    package mutating func add(_ batch: Batch, axis: Int?, digest known: RowDigest? = nil) {
        guard batch.count > 0 else { return }
        count += Int64(batch.count)
        if digest != nil { digest?.add(known ?? RowDigest(batch)) }
        guard let axis else { return }
        let ticks = batch.columns[axis].values
        first = min(first ?? ticks[0], ticks[0])
        last = max(last ?? ticks[batch.count - 1], ticks[batch.count - 1])
    }

    /// From four columns of the record: rows, first and last tick, digest.
    init(_ row: Row, from column: Int) {
        count = row[column] ?? 0
        first = row[column + 1]
        last = row[column + 2]
        digest = RowDigest(row[column + 3]) ?? (count == 0 ? RowDigest() : nil)
    }

    var record: [(any DatabaseValueConvertible)?] { [count, first, last, digest?.description] }
}

extension RowTally {
    /// Equal as far as both are known.
    package func agrees(with other: RowTally) -> Bool {
        guard count == other.count, first == other.first, last == other.last else { return false }
        guard let digest, let theirs = other.digest else { return true }
        return digest == theirs
    }
}
