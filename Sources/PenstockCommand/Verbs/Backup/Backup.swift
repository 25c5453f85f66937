import Archive
import ArchiveUpkeep
import ArgumentParser
import LosslessJSON
import Orchestrator
import PluginKit
import Words

/// `penstock backup DEST [PROVIDER]`: a consistent copy of an archive, also while a run is on.
struct Backup: ParsableCommand, TakesSettings {
    static let verb = Verb.backup
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy an archive as it is at one moment, also while a run is on.",
        discussion: """
            The copy is an archive: it has what was committed at one moment, and update goes on from it. It is built \
            beside its name as DEST.partial, read whole, and gets its name at the end; a backup that was killed is \
            told again. A database outside of the directory comes inside the copy. Rows that a run has written and not \
            committed are not in it.

            Example: penstock backup /backup/historical-2026-11-24 equities
            """)

    @Argument(
        help: ArgumentHelp("A directory that does not exist or is empty.", valueName: "dest"), completion: .directory)
    var destination: String
    @OptionGroup var flags: Flags<Backup>

    func run() throws {
        guard !destination.isEmpty else {
            throw RunFailure(
                .usage, "backup: the destination names no directory", fix: "such as penstock backup /backup/historical")
        }
        let archive = try ArchiveReading(host: host).archive(values, verb: "backup") { archives in
            let name = archives.first?.plugins.first?.manifest.name ?? ""
            return RunFailure(
                .usage, "There are \(archives.count) archives: \(archives.map(\.archive).joined(separator: " and "))",
                fix: "name a provider and back them up one by one: penstock backup \(destination) \(name)")
        }.archive
        let report = try UpkeepOpening(host: host, values: values).upkeep(of: archive).backUp(
            to: host.absolute(destination))
        host.console.show(BackupFacts(report: report), json: values.json, quiet: values.quiet) {
            BackupPage(report: $0.report).text
        }
    }
}

/// What a backup has copied, for a program.
private struct BackupFacts: JSONFact {
    let report: BackupReport

    var json: JSONOutput {
        .object([
            "archive": report.archive, "directory": report.directory, "units": report.units, "files": report.files,
            "bytes": report.bytes, "database_bytes": report.databaseBytes, "rows": report.rows,
            "last_run": report.lastRun, "attempts": report.attempts,
        ])
    }
}

/// The same for a person.
private struct BackupPage {
    let report: BackupReport

    var text: String {
        var outline = Outline("\(report.archive) was copied to \(report.directory) and read whole: as recorded")
        outline.add(
            "copied",
            """
            \(Figures.counted(report.files, "file")) (\(Figures.bytes(Int(report.bytes)))) and the database \
            (\(Figures.bytes(Int(report.databaseBytes)))): \(Figures.counted(report.units, "unit")), \
            \(Figures.counted(Int(report.rows), "row"))
            """)
        outline.add("as of", report.lastRun.map { "run \($0)" } ?? "before its first run")
        if report.attempts > 1 {
            outline.add("taken", "\(report.attempts) times: a run rewrote files meanwhile")
        }
        return outline.text
    }
}
