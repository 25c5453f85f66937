import Archive
import PluginKit
import Tabular

/// What is left of a unit's record when the run that wrote it had a clock that was ahead.
extension UnitRecord {
    /// Whatever its record says, it is looked at now.
    func asDue(at now: Instant) -> UnitRecord {
        var unit = self
        unit.due = now
        unit.completed = nil
        if unit.state == .sealed, unit.retired == nil { unit.state = .admitted }
        return unit
    }
}

extension Coverage {
    /// Forgets what such a run has asked for, and all that is later than now.
    mutating func distrust(_ misdated: Misdated, _ expectation: UnitExpectation, at now: Instant) {
        if let asked = misdated.asked { clear(asked) }
        switch expectation {
        case .sessions: clear(Span(now.dayUTC.number + 1, .max))
        case .continuous: clear(Span(now.microseconds + 1, .max))
        case .snapshot, .onRequest, .once: return
        }
    }
}
