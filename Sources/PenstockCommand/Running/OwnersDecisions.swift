import Archive
import Orchestrator
import PluginKit

/// `forget` and `accept`: a person's word on units by name, in the archives that their providers have.
struct OwnersDecisions {
    let word: OwnersWord
    let place: PlaceArguments
    let waitLock: String?
    let isJSON: Bool
    let isQuiet: Bool
    let host: Host

    /// - Parameters:
    ///   - names: of a provider's units.
    ///   - key: of the labels in JSON.
    ///   - sentence: what was done, for a person.
    func run(
        _ plugins: [ProviderPlugin], names: (ProviderManifest) throws -> [String], key: String,
        sentence: (_ labels: String, _ archive: String) -> String
    ) throws {
        let options = try UpkeepOpening(host: host, waitLock: waitLock).options()
        let now = try UpstreamConnection.present(host)
        var done: [(archive: String, labels: [String], isFree: Bool)] = []
        for (archive, plugins) in try ArchivePlaces(place: place, host: host).groups(of: plugins) {
            guard Archive.exists(at: archive) else {
                throw ArchiveWording.noArchive(archive, providers: plugins.map(\.manifest), verb: word.verb)
            }
            for plugin in plugins {
                let decision = OwnersDecision(
                    word, on: try names(plugin.manifest), of: try plugin.load(), in: archive, sinks: SinkOpening(host: host).open,
                    options: options)
                var isFree = false
                let labels = try decision.execute(now: now) { _ in isFree = true }
                done.append((archive, labels, isFree))
            }
        }
        if isJSON {
            var fields = [JSONOutput.Member(key, .strings(done.flatMap(\.labels)))]
            if case .accept(let acceptance) = word { fields.append(.init("as", .string(acceptance.rawValue))) }
            return host.console.print(JSONOutput.object(fields).text)
        }
        guard !isQuiet else { return }
        for (archive, labels, isFree) in done {
            let names = Figures.names(labels)
            host.console.print(
                isFree
                    ? "\(names): no series is meant by it any more; penstock backfill asks for whoever has it now"
                    : sentence(names, archive))
        }
    }
}
