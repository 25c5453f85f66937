import Archive
import PluginKit
import Tabular

/// The plan of one unit that is read as it is now: a list, facts, or something that is read once.
struct SnapshotPlan: Plan {
    enum Reading {
        /// Every so many seconds.
        case regular(maxAge: Int64)
        /// Where something else is asked for, and not more often than every so many seconds.
        case onRequest(maxAge: Int64)
        case once
    }

    let planner: Planner
    let unit: UnitRecord
    let reading: Reading

    var next: UnitPlan? { isDue ? UnitPlan(span: nil, purpose: .extend) : nil }

    private var isDue: Bool {
        guard let completed = unit.completed, !planner.asksAgain else { return true }
        switch reading {
        case .regular(let maxAge): return unit.cause != nil || completed.adding(seconds: maxAge) <= planner.now
        case .onRequest(let maxAge): return completed.adding(seconds: maxAge) <= planner.now
        case .once: return false
        }
    }

    var due: Instant? {
        if case .regular(let maxAge) = reading { planner.now.adding(seconds: maxAge) } else { nil }
    }

    var isComplete: Bool { if case .once = reading { true } else { false } }
}
