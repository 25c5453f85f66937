import PluginKit
package import Tabular

/// What happens in a run, for progress, logs and tests.
package enum RunEvent: Sendable {
    /// The archive is open; a new one when `isNew`.
    case opened(archive: String, run: Int64, isNew: Bool)
    /// An interrupted run is continued with its own `now`: `remaining` units of it, `done` were done before.
    case resumed(now: Instant, remaining: Int, done: Int)
    /// Units that this run will ask for so far.
    case planned(units: Int, now: Instant)
    /// New subjects (markets) are followed from now on.
    case followed(FollowingEstimate)
    case unitStarted(label: String)
    case unitFinished(UnitReport)
    /// Names that a list has gained or lost since it was read last.
    case membership(list: String, joined: [String], left: [String])
    /// Something odd about an answer that is no failure.
    case flagged(label: String, text: String)
    /// What many units had in common; each of them ends behind it.
    case wave(RunReport.Wave)
    /// What was applied so far is durable.
    case committed
    /// The stop signal came; what was received is being committed.
    case stopping
}

/// Sees the events of a run in their order, one after the other; those of providers that work side by side take turns.
/// Must be quick.
package protocol RunObserver: Sendable {
    func observe(_ event: RunEvent)
}
