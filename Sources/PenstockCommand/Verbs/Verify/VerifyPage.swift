import Archive
import ArchiveUpkeep
import Words

/// What a verification found, for people.
struct VerifyPage {
    let facts: VerifyFacts

    /// Findings that are told of an archive.
    private static let shown = 20

    var text: String { facts.archives.map { outline($0).text }.joined(separator: "\n") }

    private func outline(_ verified: VerifiedArchive) -> Outline {
        let report = verified.found
        var outline = Outline("\(verified.archive): \(verdict(verified))")
        outline.add("database", verified.outsideDatabase.map(ArchiveWording.outside))
        let how = verified.isFull ? "read whole" : "lengths, checksums of ends, counts; --full reads all of it"
        outline.add(
            "looked at",
            """
            \(Figures.counted(report.files, "file")), \
            \(Figures.counted(report.tableParts, "series", "series")) in tables, \
            \(Figures.counted(Int(report.rows), "row")), \(Figures.bytes(Int(report.bytes))): \(how)
            """)
        if let repair = verified.repair {
            for repair in repair.repairs.prefix(Self.shown) { add(repair, to: &outline) }
        } else {
            for finding in report.findings.prefix(Self.shown) {
                outline.row("\(finding)")
                outline.row(finding.fix, level: 2)
            }
        }
        if report.findings.count > Self.shown {
            outline.row("and \(Figures.count(report.findings.count - Self.shown)) more; --json has all")
        }
        if let widened = verified.repair?.widened, widened > 0 {
            outline.row(
                """
                \(Figures.counted(widened, "series was", "series were")) written with the columns that came later, \
                null in older rows
                """)
        }
        for note in report.notes {
            let more = note.count > 3 ? " and \(Figures.count(note.count - 3)) more" : ""
            outline.row("note: \(note): \(note.places.prefix(3).joined(separator: ", "))\(more)")
        }
        return outline
    }

    private func verdict(_ verified: VerifiedArchive) -> String {
        guard !verified.found.isSound else { return "as recorded" }
        let differences = Figures.counted(verified.found.findings.count, "difference")
        guard let repair = verified.repair else { return "\(differences) from the record (exit 74)" }
        return repair.isWhole ? "\(differences), put right" : "\(differences), not all put right (exit 74)"
    }

    private func add(_ repair: Repair, to outline: inout Outline) {
        outline.row("\(repair.finding)")
        outline.row(repair.message, level: 2)
        for path in repair.kept { outline.row("kept as \(path)", level: 2) }
        if repair.deed == .none { outline.row(repair.finding.fix, level: 2) }
    }
}
