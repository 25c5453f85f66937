import Archive
import PluginKit
import Tabular

/// What can still be read of a series that no sink holds whole: of the sink that has most, the rows before the first
/// that cannot be read or does not stand behind the one before it.
struct Holding {
    /// In key order.
    private(set) var rows: Batch
    /// What the record has of it.
    private let recorded: Int64
    /// Why it ends; nil: nothing more was recorded.
    private var end: String?
    private let axis: Axis

    /// Whether nothing is there to be read.
    private struct Stop: Error {}

    init(_ archive: Archive, _ unit: UnitRecord, _ dataset: Dataset) throws {
        let parts = try archive.record.parts(of: unit).filter { $0.dataset == dataset.name }
        var best = Holding(empty: dataset, recorded: parts.map(\.rows.count).max() ?? 0)
        for part in parts {
            guard let store = archive.reader.store(of: part) else { continue }
            let found = try Holding(best.recorded, dataset) { try store.salvage(part, of: Series(unit, dataset), $0) }
            if found.isBetter(than: best) { best = found }
        }
        self = best
    }

    /// Of a file that the record does not speak of: one that was kept aside.
    init(of path: String, _ store: FileStore, _ dataset: Dataset) throws {
        try self.init(0, dataset) { try store.salvage(path, upTo: nil, of: dataset, $0) }
    }

    private init(empty dataset: Dataset, recorded: Int64) {
        rows = Batch(empty: dataset.schema)
        self.recorded = recorded
        axis = dataset.axis
        end = recorded > 0 ? "nothing is there" : nil
    }

    /// `read` hands out rows, and throws `FileFormatError` where they end before they should.
    private init(_ recorded: Int64, _ dataset: Dataset, _ read: (_ take: (Batch) throws -> Void) throws -> Void) throws
    {
        self.recorded = recorded
        axis = dataset.axis
        var builder = BatchBuilder(dataset.schema)
        var last: Batch?
        var disorder: String?
        do {
            try read { batch in
                for row in 0..<batch.count {
                    let isBehind =
                        row > 0
                        ? batch.compareKey(row - 1, to: row, in: batch) < 0
                        : last.map { $0.compareKey(0, to: 0, in: batch) < 0 } ?? true
                    guard isBehind else {
                        disorder = "\(batch.keyText(row)) does not stand behind the row before it"
                        throw Stop()
                    }
                    builder.append(row: row, of: batch)
                }
                last = batch.isEmpty ? last : batch.slice(batch.count - 1..<batch.count)
            }
        } catch is Stop {
            end = disorder
        } catch let error as FileFormatError {
            end = "\(error)"
        }
        rows = builder.finish()
        if end == nil, rows.count < recorded { end = "nothing more is there" }
    }

    private func isBetter(than other: Holding) -> Bool {
        rows.count > other.rows.count || (rows.count == other.rows.count && end == nil && other.end != nil)
    }

    /// Whether every row was read to the end.
    var isWhole: Bool { end == nil }

    /// `62 of 63 rows can be read, to 2024-01-17 (line 64: ...)`
    var text: String {
        guard let end else {
            return "all \(rows.count) rows can be read, and which of them were altered the record does not say"
        }
        guard rows.count > 0,
            let column = rows.schema.key.last(where: { Holding.isMoment(rows.schema.columns[$0].type) })
        else {
            return "none of its \(recorded) rows can be read (\(end))"
        }
        let of = recorded > 0 ? "\(rows.count) of \(recorded) rows" : "\(rows.count) rows"
        return "\(of) can be read, to \(axis.text(rows.integer(row: rows.count - 1, column: column))) (\(end))"
    }

    private static func isMoment(_ type: ColumnType) -> Bool {
        switch type {
        case .day, .instant: true
        case .text, .decimal, .integer, .boolean: false
        }
    }
}
