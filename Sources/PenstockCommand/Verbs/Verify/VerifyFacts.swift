import Archive
import ArchiveUpkeep
import LosslessJSON
import Orchestrator

/// What `verify` found in every archive, and what a repair made of it.
struct VerifyFacts: JSONFact {
    var archives: [VerifiedArchive] = []

    var exitCode: ExitCode { .worst(archives.map(\.exitCode)) }

    var json: JSONOutput {
        .object(["exit_code": exitCode.number, "archives": archives.map(archive)])
    }

    private func archive(_ verified: VerifiedArchive) -> JSONOutput {
        let report = verified.found
        return .object([
            "archive": verified.archive, "is_full": verified.isFull, "database_outside": verified.outsideDatabase,
            "is_sound": report.isSound, "units": report.units, "files": report.files, "table_series": report.tableParts,
            "rows": report.rows, "bytes": report.bytes,
            "findings": report.findings.map { JSONOutput.object(members(of: $0)) }, "notes": report.notes.map(note),
            "repairs": verified.repair.map { $0.repairs.map(repair) },
            "widened_series": verified.repair.map { $0.widened },
            "to_be_fetched": verified.repair.map { $0.toBeFetched.map(\.label) },
        ])
    }

    private func members(of finding: Finding) -> [JSONOutput.Member] {
        JSONOutput.members([
            "code": finding.code.rawValue, "provider": finding.provider, "unit": finding.label,
            "dataset": finding.dataset, "storage": finding.sink, "path": finding.path, "table": finding.table,
            "line": finding.place.line, "byte": finding.place.byte, "key": finding.place.key,
            "message": finding.message, "fix": finding.fix,
        ])
    }

    private func note(_ note: VerificationNote) -> JSONOutput {
        .object(["code": note.code.rawValue, "count": note.count, "message": "\(note)", "places": note.places])
    }

    private func repair(_ repair: Repair) -> JSONOutput {
        .object(
            members(of: repair.finding).filter { $0.name != "fix" }
                + JSONOutput.members(["deed": repair.deed.rawValue, "done": repair.message, "kept": repair.kept]))
    }
}

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
