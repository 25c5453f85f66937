import DelimitedRows
import GRDB
import Gzip
package import PluginKit
package import Tabular

#if canImport(FoundationEssentials)
    import struct FoundationEssentials.Data
#else
    import struct Foundation.Data
#endif

/// A series, or a part of one, as it was before it was written anew or taken out: kept as the CSV of its rows,
/// compressed by gzip.
package struct ReplacedRows: Sendable {
    package enum Cause: String, Sendable {
        /// By itself, on another basis: the next one takes its place.
        case restated
        /// Because the owner accepted what was refused: it is never let go.
        case accepted
        /// Because the owner gave the unit up, where no file keeps them: never let go.
        case forgotten
        /// Rows of a table that did not hold what the record said, as far as they could be read: never let go.
        case damaged
    }

    package var dataset: Dataset
    package var batch: Batch
    package var cause: Cause

    /// So many rows of a table are kept in one row of `replaced`.
    package static let portion = 50_000

    package init(_ dataset: Dataset, _ batch: Batch, _ cause: Cause) {
        self.dataset = dataset
        self.batch = batch
        self.cause = cause
    }

    func save(_ db: Database, run: Int64, unit: Int64, recorded: String) throws {
        guard let axis = dataset.axisColumn, !batch.isEmpty else { return }
        if cause == .restated {
            try db.run(
                "DELETE FROM replaced WHERE unit = ? AND dataset = ? AND cause = ?",
                [unit, dataset.name, cause.rawValue])
        }
        let ticks = batch.columns[axis].values
        try db.run(
            """
            INSERT INTO replaced (run, unit, dataset, cause, recorded, rows, first_tick, last_tick, data) VALUES (?, \
            ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run, unit, dataset.name, cause.rawValue, recorded, batch.count, ticks.min(), ticks.max(),
                Data(try packed()),
            ])
    }

    private func packed() throws -> [UInt8] {
        var text = DelimitedRowHeader(dataset.schema).bytes
        try DelimitedRowEncoder.encode(batch, into: &text)
        return try Member.bytes(of: text, level: 6)
    }
}

/// What is kept of a series as it was.
package struct ReplacedRecord: Sendable, Hashable {
    package let run: Int64
    package let label: String
    package let dataset: String
    package let cause: ReplacedRows.Cause
    package let rows: Int
}

/// Rows as they were before they were written anew or taken out: table `replaced`.
extension Record {
    /// What replacements have left, the newest last.
    package func replaced() throws -> [ReplacedRecord] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT r.run, coalesce(u.label, f.label, ''), r.dataset, r.cause, r.rows FROM replaced r
                LEFT JOIN units u ON u.id = r.unit LEFT JOIN forgotten f ON f.unit = r.unit ORDER BY r.id
                """)
            var records: [ReplacedRecord] = []
            while let row = try rows.next() {
                records.append(
                    ReplacedRecord(
                        run: row[0], label: row[1], dataset: row[2],
                        cause: ReplacedRows.Cause(rawValue: row[3]) ?? .restated, rows: row[4])
                )
            }
            return records
        }
    }

    /// Keeps rows of a series, a portion at a time, as far as they can be read. Returns how many.
    @discardableResult
    package func keep(_ cause: ReplacedRows.Cause, of series: Series, run: Int64, now: Instant, rows: RowFeed) throws
        -> Int
    {
        var count = 0
        var portion = BatchBuilder(series.dataset.schema)
        func save() throws {
            guard portion.count > 0 else { return }
            try self.save(
                ReplacedRows(series.dataset, portion.finish(), cause), of: series.unit, run: run, recorded: now)
        }
        do {
            try rows { batch in
                for row in 0..<batch.count { portion.append(row: row, of: batch) }
                count += batch.count
                if portion.count >= ReplacedRows.portion { try save() }
            }
        } catch is TableFormatError {
            // What stands behind it cannot be told from damage.
        } catch let error as ArchiveError where error.code == .damagedFile {
        }
        try save()
        return count
    }

    package func save(_ rows: ReplacedRows, of unit: UnitRecord, run: Int64, recorded: Instant) throws {
        try write { db in try rows.save(db, run: run, unit: unit.id, recorded: recorded.record) }
    }
}
