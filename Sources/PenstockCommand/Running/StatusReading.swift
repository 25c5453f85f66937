import Archive
import Orchestrator
import PluginKit
import Tabular

/// `status`: reads each provider's archive and says how it stands. 66 when one is behind or never succeeded, 78 when there is none.
struct StatusReading {
    let providers: [String]
    let place: PlaceArguments
    let isJSON: Bool
    let isQuiet: Bool
    let host: Host

    func run() throws {
        let now = try UpstreamConnection.present(host)
        let reading = ArchiveReading(host: host)
        var statuses: [StatusWording] = []
        for (archive, plugins) in try reading.archives(of: providers, place: place, verb: "status") {
            let reader = try reading.open(archive)
            let writer = reader.writer
            for plugin in plugins {
                let status = try ArchiveStatus(reader, now: now).status(of: try plugin.load())
                statuses.append(
                    StatusWording(
                        archive: archive, storage: reader.sinks.map(\.name), outsideDatabase: reader.outsideDatabase, status: status,
                        writer: writer, now: now))
            }
        }
        let isStale = statuses.contains { $0.status.isStale }
        if isJSON {
            host.console.print(StatusOutput(statuses: statuses, now: now).json.text)
        } else if isStale || !isQuiet {
            host.console.print(statuses.map(\.text).joined(separator: "\n"))
        }
        if isStale { throw CommandEnd(exitCode: .stale) }
    }
}
