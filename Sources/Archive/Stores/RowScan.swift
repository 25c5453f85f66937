package import Tabular
import Words

/// Rows as they are read back from a sink: how many, where they begin and end, their digest, and whether their keys
/// increase.
package struct RowScan {
    package private(set) var tally = RowTally()
    /// The key of the first row that does not stand behind the one before it.
    package private(set) var disorder: String?
    private let axis: Int?
    private let checksOrder: Bool
    private var last: Batch?

    package init(axis: Int?, checksOrder: Bool) {
        self.axis = axis
        self.checksOrder = checksOrder
    }

    package mutating func add(_ batch: Batch) {
        guard !batch.isEmpty else { return }
        tally.add(batch, axis: axis)
        guard checksOrder, disorder == nil else { return }
        if let last, last.compareKey(0, to: 0, in: batch) >= 0 {
            disorder = batch.keyText(0)
        } else if let row = (1..<max(batch.count, 1)).first(where: { batch.compareKey($0 - 1, to: $0, in: batch) >= 0 })
        {
            disorder = batch.keyText(row)
        }
        last = batch.slice(batch.count - 1..<batch.count)
    }

    /// What is wrong with rows that were read whole, first of all; nil when they are those of the record.
    package func difference(from recorded: RowTally, on axis: Axis) -> (
        code: Finding.Code, message: String, key: String?
    )? {
        guard tally.count == recorded.count else {
            return (.wrongRows, RowScan.counts(tally.count, recorded.count), disorder)
        }
        guard tally.first == recorded.first, tally.last == recorded.last else {
            return (.wrongEnds, RowScan.ends(tally, recorded, axis), disorder)
        }
        if let disorder { return (.wrongOrder, "the row does not stand behind the one before it", disorder) }
        guard let expected = recorded.digest, expected != tally.digest else { return nil }
        return (.wrongDigest, "the rows are not those that were written: their digest is another", nil)
    }

    package static func counts(_ found: Int64, _ recorded: Int64) -> String {
        "has \(found) \(Figures.noun(found, "row")) where the record has \(recorded)"
    }

    package static func ends(_ found: RowTally, _ recorded: RowTally, _ axis: Axis) -> String {
        func text(_ rows: RowTally) -> String {
            guard let first = rows.first, let last = rows.last else { return "nothing" }
            return "\(axis.text(first)) to \(axis.text(last))"
        }
        return "the rows are of \(text(found)), where the record has \(text(recorded))"
    }
}
