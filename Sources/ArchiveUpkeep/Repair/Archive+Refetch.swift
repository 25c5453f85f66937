package import Archive
import Host
import PluginKit
package import Tabular

/// Fetching first and replacing then: units whose rows no sink holds whole are fetched into an archive of their own
/// beside the damaged files, and what came takes their place in one commit for each unit. Where nothing comes, nothing
/// is changed.
extension Archive {
    /// Makes an archive inside this one, with the record's rows of some units and none of theirs: an update of it by
    /// their names fetches them from their first day. Returns its absolute path. One that a killed repair left is
    /// removed first.
    package func prepareRefetch(_ units: [UnitRecord], sinks: (_ names: [String]) throws -> [ArchiveSink], now: Instant)
        throws -> String
    {
        let site = RefetchSite(reader.disk)
        try reporting { try site.remove() }
        let other = try Archive.open(
            at: site.directory,
            birth: ArchiveBirth(sinks: self.sinks.map(\.name), start: try record.start, created: now), sinks: sinks,
            lock: LockRequest(holder: "verify --repair"), threshold: threshold, now: now, calls: reader.disk.calls)
        defer { try? other.close() }
        try other.change { theirs in try theirs.takeForRefetch(units, from: record, now: now) }
        return site.directory
    }

    /// Takes what has come of `prepareRefetch`: of each unit that is still damaged all rows, in every sink, with its
    /// coverage, its answers and what was set aside of them, in one commit; what was damaged is kept beside it. A unit
    /// of which nothing came, or less than can still be read, stays. Removes the other archive.
    package func takeRefetched(
        _ units: [UnitRecord], sinks: (_ names: [String]) throws -> [ArchiveSink], run: Int64, now: Instant,
        dataset: @escaping DeclaredDatasets = { _, _ in nil }
    ) throws -> [Refetch] {
        let site = RefetchSite(reader.disk)
        guard reader.disk.status(RefetchSite.name) != nil else { return [] }
        let other = try ArchiveReader.openReadOnly(at: site.directory, sinks: sinks)
        let inspection = Inspection(reader, Verification(isFull: true), dataset: dataset, progress: { _ in })
        let restoration = Restoration(self, inspection, now: now)
        let taken: [Refetch]
        do {
            taken = try units.compactMap { unit in
                guard let unit = try record.unit(unit.id) else { return nil }
                return try restoration.take(unit, from: other, run: run)
            }
        } catch {
            try? other.close()
            throw error
        }
        try other.close()
        try reporting { try site.remove() }
        return taken
    }
}
