/// How far a conversion is.
public struct ConversionProgress: Sendable, Hashable {
    /// Series that are done, in all sinks that are written.
    public let done: Int
    public let total: Int
}
