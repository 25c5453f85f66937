import Archive
import Orchestrator
import PluginKit
import Tabular

/// `accept`: records that the next update takes what is sent of some symbols.
struct AcceptedSymbols {
    let provider: String
    let symbols: [String]
    let acceptance: String
    let place: PlaceArguments
    let waitLock: String?
    let isJSON: Bool
    let isQuiet: Bool
    let host: Host

    func run() throws {
        let name = try SettingText(acceptance, source: "--as").choice(Acceptance.allCases.map(\.rawValue))
        let acceptance = Acceptance(rawValue: name) ?? .sent
        let plugins = try ProviderChoice(host.registry).plugins(named: [provider], verb: "accept")
        let options = try UpkeepOpening(host: host, waitLock: waitLock).options()
        let now = try UpstreamConnection.present(host)
        for (archive, plugins) in try ArchivePlaces(place: place, host: host).groups(of: plugins) {
            guard Archive.exists(at: archive) else {
                throw ArchiveWording.noArchive(archive, providers: plugins.map(\.manifest), verb: "accept")
            }
            for plugin in plugins {
                let labels = try Accepting(
                    symbols.flatMap(SettingText.list), of: try plugin.load(), as: acceptance, in: archive,
                    sinks: SinkOpening(host: host).open, options: options
                ).execute(now: now)
                say(labels, as: acceptance, in: archive)
            }
        }
    }

    private func say(_ labels: [String], as acceptance: Acceptance, in archive: String) {
        if isJSON {
            let object = JSONOutput.object([.init("accepted", .strings(labels)), .init("as", .string(acceptance.rawValue))])
            return host.console.print(object.text)
        }
        guard !isQuiet else { return }
        host.console.print(
            "The next update reads \(Figures.names(labels)) whole and takes what is sent (\(acceptance.rawValue)); what it replaces is kept in the archive's database."
        )
    }
}
