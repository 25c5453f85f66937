import ArgumentParser
import Orchestrator
import PluginKit
import Words

/// `penstock forget PROVIDER --symbols`: the way out of a typo.
struct Forget: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.forget
    static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Take symbols or markets out of an archive: the way out of a typo.",
        discussion: HelpWording.forget)

    @OptionGroup var flags: Flags<Forget>

    func run() async throws {
        let host = Host.current
        let named = try NamedUnits(
            values: values, verb: OwnersWord.forget.verb, example: "NOPE", host: host)
        try OwnersDecisions(word: .forget, values: values, host: host).run(
            named.plugins, names: named.names(of:), key: "removed",
            confirm: { try ForgetConfirmation(host: host, now: $1).confirm($0, isSure: values.yes) }
        ) {
            """
            Removed \($0) from \($1): gaps and next \
            tries\($2.hadRows ? "; rows are kept as \(ForgetWording.kept)" : "").
            """
        }
    }
}

/// What forgetting means, before it is done.
enum ForgetWording {
    /// Where rows go.
    static let kept = "*.forgotten, or in the table replaced where no file has them"

    /// `AAPL has 358 rows, 2025-06-02..2026-11-02: ...`
    static func text(_ unit: NamedUnit, of decision: OwnersDecision) -> String {
        if let members = unit.members {
            return
                """
                \(unit.label) is the list itself, not what it names: \(Figures.count(members)) \
                \(decision.provider.manifest.noun.plural) stay and go on, and the list is never read again
                """
        }
        let span = unit.first.flatMap { first in unit.last.map { ", \(first)..\($0)" } } ?? ""
        return
            """
            \(unit.label) has \(Figures.counted(unit.rows, "row", "rows"))\(span): they would be out of the archive, \
            and kept as \(kept)
            """
    }

    static func ways(_ units: [NamedUnit], of decision: OwnersDecision?) -> String {
        let yes = "if that is meant, the same line with --yes"
        guard let decision, let unit = units.first(where: { $0.rows > 0 }) else { return yes }
        let manifest = decision.provider.manifest
        let name = manifest.subjects == nil ? unit.label : decision.names.joined(separator: ",")
        return
            """
            if it is over and its rows are to stay: penstock retire \(manifest.name) \(manifest.selector) \(name); \
            \(yes)
            """
    }
}
