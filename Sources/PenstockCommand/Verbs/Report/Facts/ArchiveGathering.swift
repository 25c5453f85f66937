import Archive
import Orchestrator
import PluginKit
import Tabular

/// Reads one archive for the page. Memory is bounded: units are read one at a time, and of each list the first few are
/// kept.
struct ArchiveGathering {
    let reader: ArchiveReader
    let providers: [any LoadedProvider]
    let standings: Standings
    let nextRun: NextRun

    /// How much of each list is on the page.
    static let shown = 40
    static let days = 90

    func archive() throws -> ReportedArchive {
        let record = reader.record
        let names = providers.map(\.manifest.name)
        var archive = ReportedArchive(
            path: reader.directory, storage: reader.sinks.map(\.name), outsideDatabase: reader.outsideDatabase,
            writer: reader.writer, corrections: try record.newestCorrections(of: names, limit: Self.shown))
        var units = UnitGathering()
        for (index, provider) in providers.enumerated() {
            let manifest = provider.manifest
            var tally = UnitTally(provider: provider, units: try record.standingCount(of: manifest.name))
            let status = try standings.standing(of: provider, in: reader) { account in
                if let row = try tally.add(account) { units.add(account, row, ofProvider: index) }
                archive.gaps.add(account)
            }.status
            archive.providers.append(
                ReportedProvider(
                    manifest: manifest, status: status, nextRun: nextRun.next(of: manifest.name), coverage: tally.maps,
                    days: try record.rowsPerDay(of: manifest.name, days: Self.days)))
        }
        archive.unitCount = units.total
        archive.units = try units.units(reader)
        archive.runs = try record.runs(limit: Self.shown)
        archive.runCount = try record.runCount
        archive.quarantined = try record.newestQuarantined(of: names, limit: Self.shown)
        archive.remarks = try record.newestRemarks(of: names, limit: Self.shown)
        return archive
    }
}
