import GRDB
import PluginKit
import Tabular

/// The pages of a spool from old to new, merged into key order: each is read when rows that come before it have been handed out, so that no
/// more is in memory than pages that overlap. A row that several pages have comes once; of rows with one key and other cells the older
/// page's comes, and the other is a conflict.
struct SpooledPages {
    private let archive: Archive
    private let dataset: Dataset
    private let label: String
    private var pages: [(id: Int64, firstTick: Int64)]
    private var pending: Batch?
    /// Rows that did not come, because another row has their key.
    private(set) var conflicts: [QuarantinedRow] = []

    init(unit: UnitRecord, dataset: Dataset, archive: Archive) throws {
        self.archive = archive
        self.dataset = dataset
        self.label = unit.label
        pages = try archive.database.inDatabase { db in
            let rows = try db.rows(
                "SELECT id, first_tick FROM spool WHERE unit = ? AND dataset = ? AND sink IS NULL ORDER BY first_tick DESC, id",
                [unit.id, dataset.name])
            var pages: [(id: Int64, firstTick: Int64)] = []
            while let row = try rows.next() { pages.append((row[0], row[1])) }
            return pages
        }
    }

    /// The next rows, behind all that were handed out before.
    mutating func next() throws -> Batch? {
        while let page = pages.popLast() {
            let rows = try SpoolPage.read(page.id, schema: dataset.schema, of: "\(label), \(dataset.name)", archive.database)
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
            conflicts.append(QuarantinedRow(dataset: dataset.name, key: rows.keyText(other), rule: rule, raw: rows.rowText(other)))
        }
        return rows.selecting(kept)
    }
}
