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
    ///   - confirm: throws where nothing is to be done.
    func run(
        _ plugins: [ProviderPlugin], names: (ProviderManifest) throws -> [String],
        confirm: (_ decisions: [OwnersDecision], _ now: Instant) throws -> Void = { _, _ in }
    ) throws {
        let options = try UpkeepOpening(host: host, values: values).options()
        let now = try UpstreamConnection.present(host)
        var decisions: [(archive: String, decision: OwnersDecision)] = []
        for (archive, plugins) in try ArchivePlaces(values: values, host: host).groupsOfOne(of: plugins) {
            guard Archive.exists(at: archive) else {
                throw ArchiveWording.noArchive(archive, providers: plugins.map(\.manifest), verb: word.verb)
            }
            for plugin in plugins {
                let decision = OwnersDecision(
                    word, on: try names(plugin.manifest), of: try plugin.load(), in: archive,
                    sinks: SinkOpening(host: host).open, options: options)
                decisions.append((archive, decision))
            }
        }
        try confirm(decisions.map(\.decision), now)
        let facts = DecisionFacts(word: word, done: try decisions.map { ($0, try $1.execute(now: now)) })
        host.console.show(facts, json: values.json, quiet: values.quiet) { DecisionPage(facts: $0).text }
    }
}

/// What was done of a word, in each archive.
struct DecisionFacts: JSONFact {
    let word: OwnersWord
    let done: [(archive: String, what: OwnersDecision.Done)]

    var json: JSONOutput {
        let labels = done.flatMap(\.what.labels)
        return switch word {
        case .forget: .object(["removed": labels])
        case .retire: .object(["retired": labels])
        case .reopen: .object(["reopened": labels])
        case .accept(let acceptance):
            .object(["accepted": labels, "as": acceptance.rawValue])
        }
    }
}

/// The same for a person, a sentence for each archive.
struct DecisionPage {
    let facts: DecisionFacts

    var text: String { facts.done.map(sentence).joined(separator: "\n") }

    private func sentence(_ archive: String, _ what: OwnersDecision.Done) -> String {
        let labels = Figures.names(what.labels)
        if what.areFree {
            return "\(labels): no series is meant by it any more; penstock backfill asks for whoever has it now"
        }
        return switch facts.word {
        case .forget:
            """
            Removed \(labels) from \(archive): gaps and next \
            tries\(what.hadRows ? "; rows are kept as \(ForgetConfirmation.kept)" : "").
            """
        case .retire:
            """
            Retired \(labels) in \(archive): rows stay, nothing more is asked for; the same line with --undo takes it \
            back.
            """
        case .reopen: "The next update asks for \(labels) again, in \(archive)."
        case .accept(let acceptance):
            """
            The next update, within seven days, reads \(labels) whole and takes what is sent \
            (\(acceptance.rawValue)); what it replaces is kept in the archive's database.
            """
        }
    }
}

/// The units that a command names: every provider of it has to be spoken of.
struct SpokenUnits {
    let plugins: [ProviderPlugin]
    /// By provider. Read once: a file may be a pipe.
    private let names: [String: [String]]

    init(values: SettingValues, verb: String, example: String, host: Host) throws {
        let settings = SelectionSettings(values: values, host: host)
        plugins = try host.registry.providers(named: values.providers, verb: verb)
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
