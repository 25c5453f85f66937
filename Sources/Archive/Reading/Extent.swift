/// What is stored of a series.
package struct Extent: Sendable, Hashable {
    package let rows: Int
    /// The first and the last tick that has a row.
    package let first: Int64
    package let last: Int64
}
