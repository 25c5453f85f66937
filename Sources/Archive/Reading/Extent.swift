/// What is stored of a series.
public struct Extent: Sendable, Hashable {
    public let rows: Int
    /// The first and the last tick that has a row.
    public let first: Int64
    public let last: Int64
}
