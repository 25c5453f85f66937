/// A unit, or an upstream, that failed, and why.
public struct FailedUnit: Hashable, Sendable {
    public let unit: String
    public let reason: String
    /// It has rows and lacks some.
    public var isIncomplete = false
    /// Since when, where that is not when the message says.
    public var since: String?

    public init(_ unit: String, reason: String, since: String? = nil) {
        self.unit = unit
        self.reason = reason
        self.since = since
    }

    var text: String { reason + (since.map { "\(reason.isEmpty ? "" : "; ")since \($0)" } ?? "") }
}
