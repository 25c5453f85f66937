/// A unit that a page told of.
public struct Discovery: Hashable, Sendable {
    public let unit: UnitName
    /// The note's JSON; nil where there is none.
    public let note: String?
    /// Larger comes first when a limit admits only some.
    public let rank: Double?
}
