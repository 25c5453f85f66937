import Archive
import Orchestrator

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
        for (archive, _) in try reading.archives(of: providers, place: place, verb: "runs") {
            lists.append(RunListWording(archive: archive, runs: try reading.open(archive).runs(limit: limit).reversed()))
        }
        if isJSON {
            host.console.print(RunListOutput(lists: lists).json.text)
        } else {
            for list in lists { host.console.print(list.text) }
        }
    }
}
