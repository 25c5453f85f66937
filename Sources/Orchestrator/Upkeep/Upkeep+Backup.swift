import Archive
package import ArchiveUpkeep

extension Upkeep {
    /// Copies the archive into a new or empty directory, also while a run is on. Leaves no trace in the archive. Throws
    /// `RunFailure`.
    package func backUp(to directory: String) throws -> BackupReport {
        do {
            return try reading { reader in
                do {
                    return try reader.backUp(
                        to: directory, lock: LockRequest(wait: options.lockWait, holder: "backup"), declared: declared)
                } catch let error as ArchiveError where error.code == .pathTaken {
                    throw RunFailure(.usage, error.message, fix: error.fix)
                }
            }
        } catch {
            throw RunFailure(error)
        }
    }
}
