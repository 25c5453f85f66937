import Archive
import ArchiveUpkeep
import LosslessJSON
import Orchestrator

/// What `verify` found in every archive, and what a repair made of it.
struct VerifyFacts: Facts {
    var archives: [VerifiedArchive] = []

    var exitCode: ExitCode { .worst(archives.map(\.exitCode)) }

    var json: JSONOutput {
        .object([
            .init("exit_code", .integer(Int(exitCode.number))),
            .init("archives", .array(archives.map(archive))),
        ])
    }

    private func archive(_ verified: VerifiedArchive) -> JSONOutput {
        let report = verified.found
        return .object([
            .init("archive", .string(verified.archive)), .init("is_full", .bool(verified.isFull)),
            .init("database_outside", .text(verified.outsideDatabase)),
            .init("is_sound", .bool(report.isSound)), .init("units", .integer(report.units)),
            .init("files", .integer(report.files)), .init("table_series", .integer(report.tableParts)),
            .init("rows", .integer(Int(report.rows))), .init("bytes", .integer(Int(report.bytes))),
            .init("findings", .array(report.findings.map { .object(members(of: $0)) })),
            .init("notes", .array(report.notes.map(note))),
            .init("repairs", verified.repair.map { .array($0.repairs.map(repair)) } ?? .null),
            .init("widened_series", verified.repair.map { .integer($0.widened) } ?? .null),
            .init("to_be_fetched", verified.repair.map { .strings($0.toBeFetched.map(\.label)) } ?? .null),
        ])
    }

    private func members(of finding: Finding) -> [JSONOutput.Member] {
        [
            .init("code", .string(finding.code.rawValue)), .init("provider", .text(finding.provider)),
            .init("unit", .text(finding.label)),
            .init("dataset", .text(finding.dataset)), .init("storage", .text(finding.sink)),
            .init("path", .string(finding.path)),
            .init("table", .text(finding.table)), .init("line", finding.place.line.map(JSONOutput.integer) ?? .null),
            .init("byte", finding.place.byte.map { .integer(Int($0)) } ?? .null),
            .init("key", .text(finding.place.key)),
            .init("message", .string(finding.message)), .init("fix", .string(finding.fix)),
        ]
    }

    private func note(_ note: VerificationNote) -> JSONOutput {
        .object([
            .init("code", .string(note.code.rawValue)), .init("count", .integer(note.count)),
            .init("message", .string("\(note)")),
            .init("places", .strings(note.places)),
        ])
    }

    private func repair(_ repair: Repair) -> JSONOutput {
        .object(
            members(of: repair.finding).filter { $0.name != "fix" } + [
                .init("deed", .string(repair.deed.rawValue)), .init("done", .string(repair.message)),
                .init("kept", .strings(repair.kept)),
            ])
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
