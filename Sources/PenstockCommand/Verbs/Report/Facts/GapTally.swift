import Archive
import Orchestrator
import PluginKit
import Tabular

/// Holes that were asked for and did not come, and units that the upstream does not have: counts them, and keeps the
/// first few.
struct GapTally {
    private(set) var shown: [Gap] = []
    private(set) var total = 0
    /// By the code of the reason.
    private(set) var codes: [String: Int] = [:]

    struct Gap {
        let unit: UnitRecord
        let axis: Axis
        let part: AccountedSpan

        /// How often it was asked for, and when it is again: its unit's to say where it is not its own.
        var tries: Int { if case .recorded(let state) = part.state { state.tries ?? 0 } else { unit.tries } }
        var next: Instant? { if case .failed = part.state { unit.due } else { part.next } }
    }

    mutating func add(_ account: UnitAccount) {
        for part in account.spans {
            switch part.state {
            case .recorded(.gap(let reason, _, _)), .resting(let reason, _), .failed(let reason):
                total += 1
                codes[reason.code, default: 0] += 1
                guard shown.count < ArchiveGathering.shown else { continue }
                shown.append(Gap(unit: account.unit, axis: account.axis, part: part))
            case .recorded, .awaited, .unasked: continue
            }
        }
    }
}
