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
    /// The series is on another basis: nothing of this page is to be used.
    private(set) var restated: Reason?
    /// Keys that are stored, lie inside the answer's range, and are not in it.
    private(set) var vanished: [String] = []

    /// Both batches are in key order. `stored` begins no later than `answered`; `judge` decides what a difference means.
    init(answered: Batch, stored: Batch, dataset: Dataset, judge: (Difference) throws -> Judgement) rethrows {
        var merged = BatchBuilder(dataset.schema)
        appended = Batch(empty: dataset.schema)
        var row = 0
        var old = 0
        while row < answered.count, old < stored.count {
            let order = stored.compareKey(old, to: row, in: answered)
            if order < 0 {
                if row > 0 { vanished.append(stored.keyText(old)) }
                old += 1
            } else if order > 0 {
                merged.append(row: row, of: answered)
                inserted += 1
                row += 1
            } else {
                if let difference = Reconciliation.difference(answered, row, stored, old, dataset) {
                    switch try judge(difference) {
                    case .same: break
                    case .revision:
                        merged.append(row: row, of: answered)
                        revised.append((difference.key, stored.rowText(old), answered.rowText(row)))
                    case .restated(let reason):
                        restated = restated ?? reason
                    }
                }
                row += 1
                old += 1
            }
        }
        if row < answered.count { appended = answered.slice(row..<answered.count) }
        self.merged = merged.finish()
    }

    private static func difference(_ answered: Batch, _ row: Int, _ stored: Batch, _ old: Int, _ dataset: Dataset) -> Difference? {
        if (0..<answered.schema.width).allSatisfy({ answered.isSame(column: $0, row: row, as: old, in: stored) }) { return nil }
        return Difference(
            dataset: dataset.name, schema: dataset.schema, key: stored.keyText(old), stored: stored.row(old), answered: answered.row(row),
            isNewest: old == stored.count - 1)
    }
}
