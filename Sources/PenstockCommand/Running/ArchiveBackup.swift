import Archive
import LosslessJSON
import Orchestrator
import PluginKit

/// `backup`: copies one archive.
struct ArchiveBackup {
    let arguments: Backup
    let host: Host

    func run() throws {
        guard !arguments.destination.isEmpty else {
            throw RunFailure(
                .usage, "backup: the destination names no directory", fix: "such as penstock backup /backup/historical")
        }
        let archives = try ArchiveReading(host: host).archives(
            of: arguments.providers.names, place: arguments.place, verb: "backup", isOfOne: true)
        guard let archive = archives.first, archives.count == 1 else {
            let name = archives.first?.plugins.first?.manifest.name ?? ""
            throw RunFailure(
                .usage, "There are \(archives.count) archives: \(archives.map(\.archive).joined(separator: " and "))",
                fix: "name a provider and back them up one by one: penstock backup \(arguments.destination) \(name)")
        }
        let upkeep = try UpkeepOpening(host: host, waitLock: arguments.waitLock).upkeep(of: archive.archive)
        let report = try upkeep.backUp(to: host.absolute(arguments.destination))
        if arguments.json {
            host.console.emit(BackupWording(report: report).json.text)
        } else if !arguments.quiet {
            host.console.print(BackupWording(report: report).text)
        }
    }
}
