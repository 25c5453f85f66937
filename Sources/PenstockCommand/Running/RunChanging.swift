import Archive
import LosslessJSON
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
        let ledger = LedgerPlace(providers: providers, place: place, host: host)
        let (archive, changes) = try ledger.read(verb: "changes --since", example: since) { archive, reader in
            let number = try LedgerPlace.id(
                SettingText(since, source: "--since"), in: try reader.record.runIDs, of: archive, allowsNone: true)
            return (archive, try reader.record.changes(since: number, limit: isWhole ? nil : RunShowing.shown))
        }
        if isJSON {
            host.console.emit(RunChangesOutput(archive: archive, changes: changes).json.text)
        } else {
            host.console.print(RunChangesWording(archive: archive, changes: changes).text)
        }
    }
}
