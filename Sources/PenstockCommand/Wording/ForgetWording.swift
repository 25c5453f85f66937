import Orchestrator
import PluginKit
import Words

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
