package import PluginKit
package import Tabular

/// How a unit's work in a run ended: one row in `run_units`.
package struct UnitOutcome: Sendable, Hashable {
    package enum Result: Sendable, Hashable {
        case done
        /// Done, and something that should be there was not in the answer.
        case incomplete(Reason)
        /// The upstream does not have the unit.
        case absent(Reason)
        case failed(Reason)

        var name: String {
            switch self {
            case .done: "done"
            case .incomplete: "incomplete"
            case .absent: "absent"
            case .failed: "failed"
            }
        }

        var reason: Reason? {
            switch self {
            case .done: nil
            case .incomplete(let reason), .absent(let reason), .failed(let reason): reason
            }
        }
    }

    package var result: Result
    /// When the unit is looked at next; nil: never.
    package var due: Instant?
    package var isSealed = false
    /// It is absent, and has rows: not believed yet. It does not rest, and what it lacks is a gap.
    package var isDoubted = false
    package var rowsStored = 0
    package var rowsRevised = 0
    package var rowsQuarantined = 0
    /// Stored rows that were asked for again and that no answer had.
    package var rowsUncompared = 0
    /// Holes that were filled.
    package var gapsFilled = 0
    /// Holes that there are now.
    package var gaps = 0

    package init(_ result: Result, due: Instant?) {
        self.result = result
        self.due = due
    }
}
