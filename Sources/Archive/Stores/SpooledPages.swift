import PluginKit
import Tabular

/// The pages of a spool from old to new, merged into key order: each is read when rows that come before it have been
/// handed out, so that no more is in memory than pages that overlap. A row that several pages have comes once; of rows
/// with one key and other cells the older page's comes, and the other is a conflict.
struct SpooledPages {
    private let record: Record
    private let series: Series
    private var pages: [(id: Int64, firstTick: Int64)]
    private var pending: Batch?
    /// Rows that did not come, because another row has their key.
    private(set) var conflicts: [QuarantinedRow] = []

    init(of series: Series, _ record: Record) throws {
        self.record = record
        self.series = series
        pages = try record.spooledPages(of: series.unit, series.dataset)
    }

    private var dataset: Dataset { series.dataset }
    /// Of all rows.
    var firstTick: Int64? { pages.last?.firstTick }

    /// The next rows, behind all that were handed out before.
    mutating func next() throws -> Batch? {
        while let page = pages.popLast() {
            let rows = try record.spooledRows(page.id, of: series.unit, dataset, isChecked: true)
            let merged: Batch
            if let pending { merged = merge(pending, rows) } else { merged = rows }
            let settled = pages.last.map { count(of: merged, before: $0.firstTick) } ?? merged.count
            pending = settled == merged.count ? nil : merged.slice(settled..<merged.count)
            if settled > 0 { return merged.slice(0..<settled) }
        }
        defer { pending = nil }
        return pending
    }

    /// How many rows stand before a tick.
    private func count(of rows: Batch, before tick: Int64) -> Int {
        guard let axis = dataset.axisColumn else { return rows.count }
        let ticks = rows.columns[axis].values
        return ticks.firstIndex { $0 >= tick } ?? ticks.count
    }

    private mutating func merge(_ older: Batch, _ newer: Batch) -> Batch {
        if older.compareKey(older.count - 1, to: 0, in: newer) < 0 { return older.appending(newer) }
        let rows = older.appending(newer).sortedByKey()
        let rule = dataset.rules.first { $0.check == .distinct }?.name ?? "distinct"
        let kept = rows.firstOfEachKey { _, other in
            conflicts.append(QuarantinedRow(rows, other, of: dataset, rule: rule))
        }
        return rows.selecting(kept)
    }
}
