public import LosslessJSON

/// A member of a row that cannot be read. It costs its row (`Page.setAside`), or, where the column may be null, itself
/// (`Page.leavesOut`).
public struct OddMember: Error, Hashable, Sendable, CustomStringConvertible {
    /// Within its row: `price.close_dollars`.
    public let name: String
    /// `a decimal`.
    public let expected: String
    /// The beginning of what stands there; nil: there is no such member.
    public let found: String?
    /// What kind of value that is.
    public let kind: JSONKind?

    /// - Parameter found: nil where there is no such member.
    public init(_ name: String, expected: String, found: JSONValue?) {
        self.name = name
        self.expected = expected
        self.found = found.map { String($0.description.prefix(80)) }
        kind = found?.kind
    }

    /// Of a text that is no JSON.
    public init(_ name: String, expected: String, text: String) {
        self.name = name
        self.expected = expected
        found = "\"\(text.prefix(80))\""
        kind = .string
    }

    /// `strike_date is "2026-12", not an instant`.
    public var description: String { found.map { "\(name) is \($0), not \(expected)" } ?? "there is no \(name)" }
}
