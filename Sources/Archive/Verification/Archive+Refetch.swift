import GRDB
import Host
package import PluginKit
package import Tabular

/// Fetching first and replacing then: units whose rows no sink holds whole are fetched into an archive of their own beside the damaged files, and
/// what came takes their place in one commit for each unit. Where nothing comes, nothing is changed.
extension Archive {
    /// Makes an archive inside this one, with the record's rows of some units and none of theirs: an update of it by their names fetches them
    /// from their first day. Returns its absolute path. One that a killed repair left is removed first.
    package func prepareRefetch(_ units: [UnitRecord], sinks: (_ names: [String]) throws -> [ArchiveSink], now: Instant) throws -> String {
        try undoingOnFailure {
            let site = RefetchSite(disk)
            try site.remove()
            let other = try Archive.open(
                at: site.directory, birth: ArchiveBirth(sinks: self.sinks.map(\.name), start: try start, created: now), sinks: sinks,
                lock: LockRequest(holder: "verify --repair"), threshold: threshold, now: now, calls: disk.calls)
            defer { try? other.close() }
            let subjects = Set(units.compactMap(\.subject?.id))
            let isLost = Set(units.map(\.id))
            try other.transaction { db in
                for provider in Set(units.map(\.provider)).sorted() { try copy("facts", "provider = ?", [provider], to: db) }
                // The lists that show them are not there.
                for subject in subjects.sorted() { try copy("subjects", "id = ?", [subject], to: db, blank: ["list", "walk"]) }
                for unit in units where unit.subject == nil { try copy("units", "id = ?", [unit.id], to: db) }
                // A subject's other units are known, so that nobody lets them in, and are left alone.
                for subject in subjects.sorted() { try copy("units", "subject = ?", [subject], to: db) }
                try db.run(
                    """
                    UPDATE units SET state = 'admitted', due = ?, completed = NULL, tries = 0, cause = NULL, cause_detail = NULL,
                        compared = NULL, rereads = NULL, accepted = NULL, retired = NULL
                    """, [now.record])
                for id in try Int64.fetchAll(db, sql: "SELECT id FROM units") where !isLost.contains(id) {
                    try db.run("UPDATE units SET state = 'sealed', retired = ?, due = NULL WHERE id = ?", [now.record, id])
                }
                // From where each was ever asked for.
                for unit in units {
                    let first = try read { try Coverage.fetch($0, unit: unit.id) }.spans.first?.span.lower
                    if let lower = [unit.start, first].compactMap({ $0 }).min() {
                        try db.run("UPDATE units SET start = ? WHERE id = ?", [lower, unit.id])
                    }
                }
            }
            return site.directory
        }
    }

    /// Rows of a table of the record, with their ids, into that of another archive.
    private func copy(
        _ table: String, _ condition: String, _ arguments: [(any DatabaseValueConvertible)?], to other: Database, blank: Set<String> = []
    ) throws {
        let rows = try read { db in try Row.fetchAll(db, sql: "SELECT * FROM \(table) WHERE \(condition)", arguments: .init(arguments)) }
        for row in rows {
            let names = Array(row.columnNames)
            try other.execute(
                sql: "INSERT OR REPLACE INTO \(table) (\(SQLName.list(names))) VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))",
                arguments: StatementArguments(names.map { blank.contains($0) ? nil : row[$0] as DatabaseValue }))
        }
    }

    /// Takes what has come of `prepareRefetch`: of each unit that is still damaged all rows, in every sink, with its coverage, its answers and what was
    /// set aside of them, in one commit; what was damaged is kept beside it. A unit of which nothing came, or less than can still be read, stays.
    /// Removes the other archive.
    package func takeRefetched(
        _ units: [UnitRecord], sinks: (_ names: [String]) throws -> [ArchiveSink], run: Int64, now: Instant,
        dataset: @escaping (_ provider: String, _ name: String) -> Dataset? = { _, _ in nil }
    ) throws -> [Refetch] {
        try undoingOnFailure {
            let site = RefetchSite(disk)
            guard disk.status(RefetchSite.name) != nil else { return [] }
            let other = try ArchiveReader.openReadOnly(at: site.directory, sinks: sinks)
            let inspection = Inspection(self, Verification(isFull: true), dataset: dataset, progress: { _ in })
            let restoration = Restoration(self, inspection, now: now)
            let taken: [Refetch]
            do {
                taken = try units.compactMap { unit in
                    guard let unit = try self.unit(unit.id) else { return nil }
                    return try restoration.take(unit, from: other, run: run)
                }
            } catch {
                try? other.close()
                throw error
            }
            try other.close()
            try site.remove()
            return taken
        }
    }
}
