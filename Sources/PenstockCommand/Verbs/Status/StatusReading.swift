import Archive
import LosslessJSON
import Orchestrator
import PluginKit
import Tabular

/// `status`: reads each provider's archive and says how it stands. 66 when one is behind or nothing succeeded in time,
/// 78 when there is none.
struct StatusReading {
    let providers: [String]
    let place: PlaceArguments
    /// How many sessions or days may be missing.
    let tolerated: Int
    let isJSON: Bool
    let isQuiet: Bool
    let host: Host

    func run() throws {
        let statuses = try statuses()
        let isStale = statuses.contains { $0.status.isStale }
        if isJSON {
            host.console.emit(StatusOutput(statuses: statuses, now: try UpstreamConnection.present(host)).json.text)
        } else if isStale || !isQuiet {
            // Cron mails what a quiet one prints.
            host.console.print(isQuiet ? StatusWording.brief(statuses) : statuses.map(\.text).joined(separator: "\n"))
        }
        if isStale { throw CommandEnd(exitCode: .stale) }
    }

    /// Of each provider that was named, or that has an archive here.
    func statuses() throws -> [StatusWording] {
        let now = try UpstreamConnection.present(host)
        let reading = ArchiveReading(host: host)
        let nextRun = NextRun(host: host)
        var statuses: [StatusWording] = []
        for (archive, plugins) in try reading.archives(of: providers, place: place, verb: "status") {
            statuses += try reading.read(archive) { reader in
                let writer = reader.writer
                return try plugins.map { plugin in
                    let status = try ArchiveStatus(reader, now: now, tolerating: tolerated).status(
                        of: try plugin.load())
                    return StatusWording(
                        archive: archive, storage: reader.sinks.map(\.name), outsideDatabase: reader.outsideDatabase,
                        status: status,
                        writer: writer, now: now, nextScheduled: nextRun.next(of: plugin.manifest.name),
                        isDefaultPlace: archive.hasSuffix("/" + plugin.manifest.defaultArchive))
                }
            }
        }
        return statuses
    }
}
