package import Archive
import Host

/// A backup: what it copies, in which order, and what it says of that.
extension ArchiveReader {
    /// Copies the archive into a directory that does not exist or is empty, also beside a run: the record as it is at
    /// one moment, and of every file what that record says. The copy has the same id, and its database in its
    /// directory. It is built in `<directory>.partial`, read whole, and gets its name when all of it is on the disk;
    /// told again after a kill, it begins anew.
    ///
    /// A run only adds to a file behind what is committed, or puts another file in its place. What was put in the place
    /// of a file while it was copied shows in the copy, which is then taken anew; after a few times the archive's lock
    /// is taken for it.
    ///
    /// Throws `.pathTaken` where something is in the directory, `.locked` where the lock was needed and taken,
    /// `.damagedFile` where the archive itself is not what its record says.
    package func backUp(
        to directory: String, lock request: LockRequest,
        declared: @escaping DeclaredDatasets = { _, _ in nil }
    ) throws -> BackupReport {
        try backUp(to: directory, lock: request, declared: declared, attempts: 4) {}
    }

    /// `didSnapshot` is called between the record's copy and those of the files.
    func backUp(
        to directory: String, lock request: LockRequest, declared: @escaping DeclaredDatasets,
        attempts: Int,
        didSnapshot: @escaping () throws -> Void
    ) throws -> BackupReport {
        let site = try ConversionSite(directory, of: self, suffix: ".partial")
        return try reporting {
            var copy = BackupCopy(
                of: self, in: try site.begin(), holder: request.holder, declared: declared, didSnapshot: didSnapshot)
            do {
                try take(&copy, lock: request, attempts: attempts)
                let report = try copy.finish(as: site.directory)
                try site.finish()
                return report
            } catch {
                copy.close()
                try? site.abandon()
                throw error
            }
        }
    }

    private func take(_ copy: inout BackupCopy, lock request: LockRequest, attempts: Int) throws {
        var difference: Finding?
        for _ in 0..<attempts {
            difference = try copy.take()
            if difference == nil { return }
        }
        // Nobody rewrites anything while the lock is held. Who may only read cannot hold it, and would have noticed a
        // writer.
        if !isUnguarded {
            let lock = try ArchiveLock.acquire(request, on: disk)
            defer { withExtendedLifetime(lock) {} }
            difference = try copy.take()
        }
        guard let difference else { return }
        throw ArchiveError(
            .damagedFile, "\(directory) is not what its record says, so that a copy of it is not either: \(difference)",
            fix: "penstock verify --full --repair, and then the same line again", path: difference.path)
    }
}

/// What a backup has copied.
package struct BackupReport: Sendable, Hashable {
    /// Absolute.
    package let archive: String
    package let directory: String
    package let units: Int
    package let files: Int
    /// Of the files, the database not among them.
    package let bytes: Int64
    package let databaseBytes: Int64
    package let rows: Int64
    /// The newest run that the copy knows of.
    package let lastRun: Int64?
    /// How often the copy was begun: more than once where a run rewrote files under it.
    package let attempts: Int
}
