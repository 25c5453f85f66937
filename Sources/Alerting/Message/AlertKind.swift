/// What an alert is about. A job names those that it wants.
package enum AlertKind: String, CaseIterable, Hashable, Sendable, Comparable {
    /// A run failed in whole, or units of it did.
    case failure
    /// Something is missing that the upstream may yet send: gaps, rows that wait.
    case remark
    /// Rows broke a rule and were set aside.
    case quarantine
    /// What is stored is older than it should be.
    case staleness
    /// The host's clock is wrong; runs go by the upstreams' time.
    case clock
    /// What was told before is over.
    case recovery
    /// Somebody tries the channels.
    case test

    package static func < (left: AlertKind, right: AlertKind) -> Bool { left.rawValue < right.rawValue }
}
