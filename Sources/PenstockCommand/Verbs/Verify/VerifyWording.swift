import Archive
import ArchiveUpkeep
import Orchestrator
import Words

/// What a verification found, for people.
struct VerifyWording {
    let verified: VerifiedArchive

    static let shown = 20

    init(_ verified: VerifiedArchive) {
        self.verified = verified
    }

    var text: String {
        let report = verified.found
        var lines = ["\(verified.archive): \(verdict(report))"]
        if let database = verified.outsideDatabase { lines.append(line("database", ArchiveWording.outside(database))) }
        let how = verified.isFull ? "read whole" : "lengths, checksums of ends, counts; --full reads all of it"
        lines.append(
            line(
                "looked at",
                """
                \(Figures.counted(report.files, "file", "files")), \
                \(Figures.counted(report.tableParts, "series", "series")) in tables, \
                \(Figures.counted(Int(report.rows), "row", "rows")), \(Figures.bytes(Int(report.bytes))): \(how)
                """))
        if let repair = verified.repair {
            lines += repair.repairs.prefix(Self.shown).flatMap(about)
        } else {
            lines += report.findings.prefix(Self.shown).flatMap { ["  \($0)", "    \($0.fix)"] }
        }
        if report.findings.count > Self.shown {
            lines.append("  and \(Figures.count(report.findings.count - Self.shown)) more; --json has all")
        }
        if let widened = verified.repair?.widened, widened > 0 {
            lines.append(
                """
                  \(Figures.counted(widened, "series was", "series were")) written with the columns that came later, \
                null in older rows
                """
            )
        }
        lines += report.notes.map { note in
            let more = note.count > 3 ? " and \(Figures.count(note.count - 3)) more" : ""
            return "  note: \(note): \(note.places.prefix(3).joined(separator: ", "))\(more)"
        }
        return lines.joined(separator: "\n")
    }

    private func verdict(_ report: VerificationReport) -> String {
        guard !report.isSound else { return "as recorded" }
        let differences = Figures.counted(report.findings.count, "difference", "differences")
        guard let repair = verified.repair else { return "\(differences) from the record (exit 74)" }
        return repair.isWhole ? "\(differences), put right" : "\(differences), not all put right (exit 74)"
    }

    private func about(_ repair: Repair) -> [String] {
        ["  \(repair.finding)", "    \(repair.message)"] + repair.kept.map { "    kept as \($0)" }
            + (repair.deed == .none ? ["    \(repair.finding.fix)"] : [])
    }

    private func line(_ name: String, _ value: String) -> String { "  \(name.column(14))\(value)" }
}
