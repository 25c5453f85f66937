import Archive
import Orchestrator

/// One archive that was verified, and perhaps repaired.
struct VerifiedArchive {
    let archive: String
    let isFull: Bool
    var outsideDatabase: String?
    var report: VerificationReport?
    var repair: RepairReport?

    var found: VerificationReport? { report ?? repair?.found }

    var exitCode: ExitCode {
        let isSound = repair?.isWhole ?? report?.isSound ?? false
        return isSound ? .success : .integrity
    }
}
