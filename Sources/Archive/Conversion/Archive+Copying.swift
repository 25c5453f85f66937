import GRDB
import Hashing
import Host
package import PluginKit
package import Tabular

extension Archive {
    /// Makes another archive of this one in a directory that does not exist or is empty: the same record under another id, the same rows
    /// in other sinks. This one stays as it is. It is built in `<directory>.converting` and gets its name when all of it is on the disk;
    /// told again after a kill, it begins anew.
    ///
    /// Not to be called in a run: the ledger goes along. `holder` is what others are told who find the new archive locked. Throws
    /// `.pathTaken` where something is in the directory, and what `add` throws.
    @discardableResult
    package func convert(
        to directory: String, sinks: [ArchiveSink], created: Instant, holder: String,
        declared: (_ provider: String, _ dataset: String) -> Dataset? = { _, _ in nil },
        progress: (ConversionProgress) throws -> Void = { _ in }
    ) throws -> Conversion {
        try refuseIfPoisoned()
        for (index, sink) in sinks.enumerated() { try refuseUnfit(sink, beside: Array(sinks[..<index])) }
        guard !sinks.isEmpty, group == nil, try read({ db in try ArchiveValue.openRun.read(db) }) == nil else {
            throw ArchiveError(.misuse, "An archive is converted into at least one sink, and not in a run")
        }
        let path = HostPath.resolve(directory)
        guard !HostPath.isSame(path, self.directory), !HostPath.isInside(path, self.directory) else {
            throw ArchiveError(
                .pathTaken, "\(path) is the archive \(self.directory) or in it", fix: "name a directory beside it; nothing was changed",
                path: path)
        }
        do {
            return try reporting {
                let site = ConversionSite(path, calls: disk.calls)
                let disk = try site.begin()
                do {
                    let conversion = try ConversionSource.convert(self, sinks: sinks.count, declared: declared, progress: progress) {
                        source in
                        try build(sinks, from: source, on: disk, created: created, holder: holder)
                    }
                    try site.finish()
                    return conversion
                } catch let error where ConversionSource.leavesArchive(error) {
                    try site.abandon()
                    throw error
                }
            }
        } catch let error as ConversionSource.Stop {
            throw error.cause
        }
    }

    /// Builds the other archive; all of it is on the disk then.
    private func build(_ sinks: [ArchiveSink], from source: ConversionSource, on disk: FileSystem, created: Instant, holder: String) throws
    {
        let path = disk.absolute(ArchiveBirth.defaultDatabase)
        try database.inDatabase { db in try db.execute(sql: "VACUUM INTO ?", arguments: [path]) }
        var other = ArchiveIdentity(
            id: ArchiveIdentity.randomID(), format: identity.format, database: ArchiveBirth.defaultDatabase, sinks: [], created: created)
        let copy = Archive(
            OpenedRecord(disk: disk, identity: other, database: try RecordDatabase.open(path)), sinks: [],
            lock: try ArchiveLock.acquire(LockRequest(holder: holder), on: disk), threshold: threshold, isNew: true, interruptedRuns: [])
        defer { try? copy.close() }
        try copy.transaction { db in try copy.becomeOther(db) }
        // The rows of the tables that went take as much room as before.
        if tableSink != nil { try copy.database.inDatabase { db in try db.execute(sql: "VACUUM") } }
        for sink in sinks { try copy.fill(sink, from: source) }
        try copy.renderQuarantine()
        try copy.renderSummary()
        try copy.database.inDatabase { db in try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        other = copy.identity
        try copy.close()
        // SQLite did not sync what it copied.
        try disk.syncData(disk.openForWriting(other.database))
        try disk.syncDirectory("")
        try other.write(disk)
    }

    /// A copied record becomes that of another archive. What it says of sinks and rendered files goes: they are in the archive that it was
    /// copied from.
    private func becomeOther(_ db: Database) throws {
        try ArchiveValue.id.write(identity.id, db)
        try ArchiveValue.created.write(identity.created.record, db)
        try dropReplacements(db)
        try SinkTables.drop(db)
        for table in ["files", "table_parts", "rendered_files", "intents"] { try db.run("DELETE FROM \(table)") }
        try ArchiveValue.sinks.write("", db)
        try ArchiveValue.renderedQuarantine.write(nil, db)
    }
}

extension ArchiveIdentity {
    fileprivate static func randomID() -> String {
        var generator = SystemRandomNumberGenerator()
        return Hexadecimal.text(of: (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
}
