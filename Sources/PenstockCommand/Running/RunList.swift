import Archive
import LosslessJSON
import Orchestrator
import PluginKit

/// `runs`: the newest runs of the ledger.
struct RunList {
    let providers: [String]
    let place: PlaceArguments
    let last: String?
    let isJSON: Bool
    let host: Host

    func run() throws {
        let limit = try last.map { try SettingText($0, source: "--last").whole(1...1_000_000, example: 20) } ?? 20
        let reading = ArchiveReading(host: host)
        var lists: [RunListWording] = []
        let now = try UpstreamConnection.present(host)
        let tolerated = try StatusReading.tolerated(nil, host: host)
        for (archive, plugins) in try reading.archives(of: providers, place: place, verb: "runs") {
            lists.append(
                try reading.read(archive) { reader in
                    let standings = try plugins.map { plugin in
                        StandingWording(
                            status: try ArchiveStatus(reader, now: now, tolerating: tolerated).status(
                                of: try plugin.load()))
                    }
                    return RunListWording(
                        archive: archive, runs: try reader.record.runs(limit: limit).reversed(), standings: standings,
                        isBeingWritten: reader.writer != nil)
                })
        }
        if isJSON {
            host.console.emit(RunListOutput(lists: lists).json.text)
        } else {
            for list in lists { host.console.print(list.text(columns: host.console.columns)) }
        }
    }
}
