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
        discussion: HelpWording.backup)

    @Argument(
        help: ArgumentHelp("A directory that does not exist or is empty.", valueName: "dest"), completion: .directory)
    var destination: String
    @OptionGroup var flags: Flags<Backup>

    func run() throws { try ArchiveBackup(arguments: self, host: .current).run() }
}

/// `backup`: copies one archive.
private struct ArchiveBackup {
    let arguments: Backup
    let host: Host

    func run() throws {
        guard !arguments.destination.isEmpty else {
            throw RunFailure(
                .usage, "backup: the destination names no directory", fix: "such as penstock backup /backup/historical")
        }
        let archives = try ArchiveReading(host: host).archives(
            of: arguments.providers, place: arguments.place, verb: "backup", isOfOne: true)
        guard let archive = archives.first, archives.count == 1 else {
            let name = archives.first?.plugins.first?.manifest.name ?? ""
            throw RunFailure(
                .usage, "There are \(archives.count) archives: \(archives.map(\.archive).joined(separator: " and "))",
                fix: "name a provider and back them up one by one: penstock backup \(arguments.destination) \(name)")
        }
        let upkeep = try UpkeepOpening(host: host, values: arguments.values).upkeep(of: archive.archive)
        let report = try upkeep.backUp(to: host.absolute(arguments.destination))
        if arguments.json {
            host.console.emit(BackupWording(report: report).json.text)
        } else if !arguments.quiet {
            host.console.print(BackupWording(report: report).text)
        }
    }
}

/// What a backup has copied.
private struct BackupWording {
    let report: BackupReport

    var text: String {
        let files = "\(Figures.counted(report.files, "file", "files")) (\(Figures.bytes(Int(report.bytes))))"
        var lines = [
            "\(report.archive) was copied to \(report.directory) and read whole: as recorded",
            """
              copied        \(files) and the database (\(Figures.bytes(Int(report.databaseBytes)))): \
            \(Figures.counted(report.units, "unit", "units")), \(Figures.counted(Int(report.rows), "row", "rows"))
            """,
            "  as of         \(report.lastRun.map { "run \($0)" } ?? "before its first run")",
        ]
        if report.attempts > 1 {
            lines.append("  taken         \(report.attempts) times: a run rewrote files meanwhile")
        }
        return lines.joined(separator: "\n")
    }

    var json: JSONOutput {
        .object([
            .init("archive", .string(report.archive)), .init("directory", .string(report.directory)),
            .init("units", .integer(report.units)),
            .init("files", .integer(report.files)), .init("bytes", .integer(Int(report.bytes))),
            .init("database_bytes", .integer(Int(report.databaseBytes))), .init("rows", .integer(Int(report.rows))),
            .init("last_run", report.lastRun.map { .integer(Int($0)) } ?? .null),
            .init("attempts", .integer(report.attempts)),
        ])
    }
}
