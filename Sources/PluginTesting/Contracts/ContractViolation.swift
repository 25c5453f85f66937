/// A clause of a contract that a plugin breaks, in words.
public struct ContractViolation: Hashable, Sendable, CustomStringConvertible {
    /// `requests are deterministic`.
    public let clause: String
    public let detail: String

    public var description: String { "\(clause): \(detail)" }
}
