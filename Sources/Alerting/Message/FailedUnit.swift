/// A unit, or an upstream, that failed, and why.
package struct FailedUnit: Hashable, Sendable {
    package let unit: String
    package let reason: String
    /// It has rows and lacks some.
    package var isIncomplete = false
    /// Since when, where that is not when the message says.
    package var since: String?

    package init(_ unit: String, reason: String, since: String? = nil) {
        self.unit = unit
        self.reason = reason
        self.since = since
    }

    var text: String { reason + (since.map { "\(reason.isEmpty ? "" : "; ")since \($0)" } ?? "") }
}
