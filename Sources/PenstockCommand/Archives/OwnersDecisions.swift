import Archive
import LosslessJSON
import Orchestrator
import PluginKit
import Tabular
import Words

/// `forget`, `retire` and `accept`: a person's word on units by name, in the archives that their providers have.
struct OwnersDecisions {
    let word: OwnersWord
    let values: SettingValues
    let host: Host

    /// - Parameters:
    ///   - names: of a provider's units.
    ///   - key: of the labels in JSON.
    ///   - confirm: throws where nothing is to be done.
    ///   - sentence: what was done, for a person.
    func run(
        _ plugins: [ProviderPlugin], names: (ProviderManifest) throws -> [String], key: String,
        confirm: (_ decisions: [OwnersDecision], _ now: Instant) throws -> Void = { _, _ in },
        sentence: (_ labels: String, _ archive: String, _ done: OwnersDecision.Done) -> String
    ) throws {
        let options = try UpkeepOpening(host: host, values: values).options()
        let now = try UpstreamConnection.present(host)
        var decisions: [(archive: String, decision: OwnersDecision)] = []
        for (archive, plugins) in try ArchivePlaces(place: values.place, host: host).groupsOfOne(of: plugins) {
            guard Archive.exists(at: archive) else {
                throw ArchiveWording.noArchive(archive, providers: plugins.map(\.manifest), verb: word.verb)
            }
            for plugin in plugins {
                let decision = OwnersDecision(
                    word, on: try names(plugin.manifest), of: try plugin.load(), in: archive,
                    sinks: SinkOpening(host: host).open,
                    options: options)
                decisions.append((archive, decision))
            }
        }
        try confirm(decisions.map(\.decision), now)
        let done = try decisions.map { archive, decision in (archive: archive, what: try decision.execute(now: now)) }
        if values.json {
            var fields = [JSONOutput.Member(key, .strings(done.flatMap(\.what.labels)))]
            if case .accept(let acceptance) = word { fields.append(.init("as", .string(acceptance.rawValue))) }
            return host.console.emit(JSONOutput.object(fields).text)
        }
        guard !values.quiet else { return }
        for (archive, what) in done {
            let names = Figures.names(what.labels)
            host.console.print(
                what.areFree
                    ? "\(names): no series is meant by it any more; penstock backfill asks for whoever has it now"
                    : sentence(names, archive, what))
        }
    }
}

/// The units that a line names: every provider of it has to be spoken of.
struct NamedUnits {
    let plugins: [ProviderPlugin]
    /// By provider. Read once: a file may be a pipe.
    private let names: [String: [String]]

    init(values: SettingValues, verb: String, example: String, host: Host) throws {
        let settings = SelectionSettings(values: values, host: host)
        plugins = try ProviderChoice(host.registry).plugins(named: values.providers, verb: verb)
        names = Dictionary(
            try plugins.map { plugin in
                let names = try settings.names(of: plugin.manifest)
                guard !names.isEmpty else {
                    throw UsageWording.nothingNamed(plugin.manifest, verb: verb, example: example)
                }
                return (plugin.manifest.name, names)
            }
        ) { first, _ in first }
    }

    func names(of manifest: ProviderManifest) -> [String] { names[manifest.name] ?? [] }
}

/// Before rows or a list are given up: says what that means, and goes on only when a person at a terminal says yes.
struct ForgetConfirmation {
    let host: Host
    let now: Instant

    /// Throws `RunFailure` with 64; then nothing was done.
    func confirm(_ decisions: [OwnersDecision], isSure: Bool) throws {
        let said = try decisions.flatMap { decision in
            try decision.preview(now: now).filter { !$0.isWorthless }.map { ($0, decision) }
        }
        guard !said.isEmpty, !isSure else { return }
        let text =
            said.prefix(20).map { ForgetWording.text($0, of: $1) }
            + (said.count > 20 ? ["and \(said.count - 20) more"] : [])
        guard let answer = host.console.answer(to: text.joined(separator: "\n") + "\nForget? [y/N] ") else {
            throw RunFailure(
                .usage, text.joined(separator: "\n"),
                fix: "nothing was changed; " + ForgetWording.ways(said.map { $0.0 }, of: said.first.map { $0.1 }))
        }
        guard ["y", "yes"].contains(answer.lowercased()) else { throw RunFailure(.usage, "Nothing was forgotten") }
    }
}
