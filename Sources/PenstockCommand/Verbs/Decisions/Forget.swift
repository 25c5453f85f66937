import ArgumentParser
import Orchestrator
import PluginKit
import Tabular
import Words

/// `penstock forget PROVIDER --symbols`: the way out of a typo.
struct Forget: ParsableCommand, TakesSettings {
    static let verb = Verb.forget
    static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Take symbols or markets out of an archive: the way out of a typo.",
        discussion: """
            The way out of a typo: gaps and next tries are removed, and the run stays in the ledger. Of what has rows \
            it says how many and from when, and does it only for a yes at the terminal or with --yes: the rows are \
            then out of the archive, and kept beside it as *.forgotten (in the table `replaced` where SQLite is the \
            only storage). What is over and has rows is for penstock retire. A market that was forgotten is let in \
            again by its name only; sp500 is the list of the index, not its members.

            Examples: penstock forget equities --symbols NOPE
                      penstock forget kalshi --market-ids KXNOPE-26
            """)

    @OptionGroup var flags: Flags<Forget>

    func run() throws {
        let named = try SpokenUnits(values: values, verb: OwnersWord.forget.verb, example: "NOPE", host: host)
        try OwnersDecisions(word: .forget, values: values, host: host).run(
            named.plugins, names: named.names(of:),
            confirm: { try ForgetConfirmation(host: host, now: $1).confirm($0, isSure: values.yes) })
    }
}

/// Before rows or a list are given up: says what that means, and goes on only when a person at a terminal says yes.
struct ForgetConfirmation {
    let host: Host
    let now: Instant

    /// Where rows go.
    static let kept = "*.forgotten, or in the table replaced where no file has them"

    /// Throws `RunFailure` with 64; then nothing was done.
    func confirm(_ decisions: [OwnersDecision], isSure: Bool) throws {
        let said = try decisions.flatMap { decision in
            try decision.preview(now: now).filter { !$0.isWorthless }.map { ($0, decision) }
        }
        guard !said.isEmpty, !isSure else { return }
        let text =
            said.prefix(20).map { Self.text($0, of: $1) }
            + (said.count > 20 ? ["and \(said.count - 20) more"] : [])
        guard let answer = host.console.answer(to: text.joined(separator: "\n") + "\nForget? [y/N] ") else {
            throw RunFailure(
                .usage, text.joined(separator: "\n"),
                fix: "nothing was changed; " + Self.ways(said.map { $0.0 }, of: said.first.map { $0.1 }))
        }
        guard ["y", "yes"].contains(answer.lowercased()) else { throw RunFailure(.usage, "Nothing was forgotten") }
    }

    /// `AAPL has 358 rows, 2025-06-02..2026-11-02: ...`
    private static func text(_ unit: NamedUnit, of decision: OwnersDecision) -> String {
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
            \(unit.label) has \(Figures.counted(unit.rows, "row"))\(span): they would be out of the archive, \
            and kept as \(kept)
            """
    }

    private static func ways(_ units: [NamedUnit], of decision: OwnersDecision?) -> String {
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
