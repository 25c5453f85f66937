import Archive
import PluginKit
import Tabular

/// Answered rows held against stored rows of the same keys.
struct Reconciliation {
    /// Rows behind all that is stored.
    private(set) var appended: Batch
    /// Rows that stand between stored ones or take the place of one.
    private(set) var merged: Batch
    /// Rows that were not stored before and stand between stored ones.
    private(set) var inserted = 0
    /// A stored row that was corrected: key, its text as stored, its text as answered.
    private(set) var revised: [(key: String, stored: String, answered: String)] = []
    /// Stored rows that get the value of a column which was gained after they were read; they are among `merged`.
    private(set) var filled = 0
    /// From which tick on the answer had every row that was stored without a column which was gained; nil: it had none
    /// of those.
    private(set) var readFrom: Int64?
    /// The series is on another basis: nothing of this page is to be used.
    private(set) var restated: Reason?
    /// Keys that are stored, lie inside the answer's range, and are not in it.
    private(set) var vanished: [String] = []

    private let dataset: Dataset
    private let gained: GainedColumns
    /// The last stored row that had not all columns and was not in the answer.
    private var lastUnread: Int64?

    /// Both batches are in key order. `stored` begins no later than `answered`; `judge` decides what a difference
    /// means. What a stored row lacks because it was read before its column was `gained` is no difference.
    init(
        answered: Batch, stored: Batch, dataset: Dataset, gained: GainedColumns = GainedColumns(),
        judge: (Difference) throws -> Judgement
    ) rethrows {
        self.dataset = dataset
        self.gained = gained
        appended = Batch(empty: dataset.schema)
        merged = appended
        var merged = BatchBuilder(dataset.schema)
        var row = 0
        var old = 0
        while row < answered.count, old < stored.count {
            let order = stored.compareKey(old, to: row, in: answered)
            if order < 0 {
                if row > 0 { vanished.append(stored.keyText(old)) }
                pass(old, of: stored, isAnswered: false)
                old += 1
            } else if order > 0 {
                merged.append(row: row, of: answered)
                inserted += 1
                row += 1
            } else {
                try compare(row, of: answered, to: old, of: stored, into: &merged, judge)
                pass(old, of: stored, isAnswered: true)
                row += 1
                old += 1
            }
        }
        for old in old..<stored.count { pass(old, of: stored, isAnswered: false) }
        if row < answered.count { appended = answered.slice(row..<answered.count) }
        self.merged = merged.finish()
    }

    /// Two rows of one key.
    private mutating func compare(
        _ row: Int, of answered: Batch, to old: Int, of stored: Batch, into merged: inout BatchBuilder,
        _ judge: (Difference) throws -> Judgement
    ) rethrows {
        let unread = gained.unread(old, of: stored)
        if let difference = difference(answered, row, stored, old, besides: unread) {
            switch try judge(difference) {
            case .same: break
            case .revision:
                merged.append(row: row, of: answered)
                return revised.append((difference.key, stored.rowText(old), answered.rowText(row)))
            case .restated(let reason):
                restated = restated ?? reason
            }
        }
        guard unread.contains(where: { !answered.isNull(row: row, column: $0) }) else { return }
        for column in dataset.schema.columns.indices {
            merged.value(
                unread.contains(column)
                    ? answered.value(row: row, column: column) : stored.value(row: old, column: column))
        }
        merged.endRow()
        filled += 1
    }

    /// A stored row is behind us: what was read with all columns reaches from the first answered row without a break to
    /// the first that has them.
    private mutating func pass(_ old: Int, of stored: Batch, isAnswered: Bool) {
        guard !gained.isEmpty, let axis = dataset.axisColumn else { return }
        let tick = stored.integer(row: old, column: axis)
        guard tick < gained.start else { return }
        readFrom = isAnswered ? readFrom ?? lastUnread.map { $0 + 1 } ?? tick : nil
        if !isAnswered { lastUnread = tick }
    }

    /// nil: the rows are the same, but for columns that the stored one was read without.
    private func difference(_ answered: Batch, _ row: Int, _ stored: Batch, _ old: Int, besides unread: [Int])
        -> Difference?
    {
        let isSame = answered.schema.columns.indices.allSatisfy {
            unread.contains($0) || answered.isSame(column: $0, row: row, as: old, in: stored)
        }
        guard !isSame else { return nil }
        let values = answered.row(row)
        var before = stored.row(old)
        for column in unread { before[column] = values[column] }
        return Difference(
            dataset: dataset.name, schema: dataset.schema, key: stored.keyText(old), stored: before, answered: values,
            isNewest: old == stored.count - 1)
    }
}
