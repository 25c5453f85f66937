/// How far a conversion is.
package struct ConversionProgress: Sendable, Hashable {
    /// Series that are done, in all sinks that are written.
    package let done: Int
    package let total: Int
}
