import Archive
import ArchiveUpkeep
import Orchestrator

/// One archive that was verified, and perhaps repaired.
struct VerifiedArchive {
    let archive: String
    let isFull: Bool
    /// nil: the database is in the archive's directory.
    let outsideDatabase: String?
    let found: VerificationReport
    /// nil: only looked at.
    let repair: RepairReport?

    var exitCode: ExitCode { repair?.isWhole ?? found.isSound ? .success : .integrity }
}
