import Archive
import LosslessJSON
import Orchestrator

/// `runs show`: one run of the ledger with its troubles.
struct RunShowing {
    let id: String
    let providers: [String]
    let place: PlaceArguments
    let isWhole: Bool
    let isJSON: Bool
    let host: Host

    static let shown = 20

    func run() throws {
        let text = SettingText(id, source: "runs show")
        let ledger = LedgerPlace(providers: providers, place: place, host: host)
        let (archive, account) = try ledger.read(verb: "show", example: id) { archive, reader in
            let number = try LedgerPlace.id(text, in: try reader.record.runIDs, of: archive, allowsNone: false)
            guard let account = try reader.record.account(ofRun: number, limit: isWhole ? nil : Self.shown) else {
                // A ledger has no holes unless somebody made one.
                throw RunFailure(
                    .usage, "\(text.source) \(id): there is no such run in \(archive)", fix: "penstock runs lists them")
            }
            return (archive, account)
        }
        if isJSON {
            host.console.emit(RunShowOutput(archive: archive, account: account).json.text)
        } else {
            host.console.print(RunShowWording(archive: archive, account: account).text)
        }
    }
}
