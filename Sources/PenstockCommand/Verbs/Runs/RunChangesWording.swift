import Archive
import Tabular
import Words

/// What runs have changed, for people.
struct RunChangesWording {
    let archive: String
    let changes: ArchiveChanges

    var text: String {
        guard let through = changes.through else {
            return "no run since run \(changes.since)\n  archive       \(archive)"
        }
        let range = changes.since + 1 == through ? "run \(through)" : "runs \(changes.since + 1) to \(through)"
        var lines = ["changes of \(range)", "  archive       \(archive)"]
        let body =
            Section("stored", changes.stored.map(stored), of: changes.stored.count).lines
            + Section("corrected", changes.revised.map(revised), of: changes.revised.count).lines
            + Section(
                "restated", changes.restated.map { "run \($0.run), \(RunShowWording.restated($0))" },
                of: changes.restatedCount
            ).lines
            + Section("added", changes.added.map(unit), of: changes.addedCount).lines
            + Section("forgotten", changes.forgotten.map(unit), of: changes.forgottenCount).lines
            + Section("rows", changes.revisions.flatMap(revision), of: changes.revisions.flatMap(revision).count).lines
        lines += body.isEmpty ? ["  nothing changed"] : body
        if changes.revisionCount > changes.revisions.count {
            lines.append(
                """
                                and \(Figures.count(changes.revisionCount - changes.revisions.count)) more rows; --all \
                prints them
                """
            )
        }
        return lines.joined(separator: "\n")
    }

    private func stored(_ stored: ArchiveChanges.Stored) -> String {
        let place = ([stored.provider] + [stored.datasets.joined(separator: ", ")]).filter { !$0.isEmpty }.joined(
            separator: "/")
        return
            """
            \(place): \(Figures.counted(stored.rows, "row", "rows")) of \
            \(Figures.counted(stored.units, "unit", "units"))
            """
    }

    private func revised(_ revised: ArchiveChanges.Revised) -> String {
        """
        \(revised.provider)/\(revised.dataset): \(Figures.counted(revised.rows, "row", "rows")), \
        \(Self.cause(revised.cause))
        """
    }

    /// A row as it was above the row as it came.
    private func revision(_ record: RevisionRecord) -> [String] {
        [
            """
            run \(record.run), \(record.provider)/\(record.dataset) \(TerminalText.safe(record.key)): \
            \(Self.cause(record.cause))
            """,
            "  was  \(TerminalText.safe(record.stored))",
            "  now  \(record.answered.isEmpty ? "gone" : TerminalText.safe(record.answered))",
        ]
    }

    private func unit(_ unit: ArchiveChanges.Unit) -> String { "\(unit.provider) \(unit.label), run \(unit.run)" }

    static func cause(_ cause: String) -> String {
        switch cause {
        case "revision": "correction"
        case "restated": "restatement"
        case "duplicate": "came twice in one answer"
        default: cause
        }
    }
}
