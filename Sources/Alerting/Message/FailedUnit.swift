/// A unit that failed, and why.
public struct FailedUnit: Hashable, Sendable {
    public let unit: String
    public let reason: String

    public init(_ unit: String, reason: String) {
        self.unit = unit
        self.reason = reason
    }
}
