import Archive
import Orchestrator

/// `runs changes`: what the runs after one have changed.
struct RunChanging {
    let since: String
    let providers: [String]
    let place: PlaceArguments
    let isWhole: Bool
    let isJSON: Bool
    let host: Host

    func run() throws {
        let (archive, reader) = try LedgerPlace(providers: providers, place: place, host: host).open(
            verb: "changes --since", example: since)
        let number = try LedgerPlace.id(
            SettingText(since, source: "--since"), in: try reader.runIDs, of: archive, allowsNone: true)
        let changes = try reader.changes(since: number, limit: isWhole ? nil : RunShowing.shown)
        try reader.close()
        host.console.print(
            isJSON
                ? RunChangesOutput(archive: archive, changes: changes).json.text
                : RunChangesWording(archive: archive, changes: changes).text)
    }
}
