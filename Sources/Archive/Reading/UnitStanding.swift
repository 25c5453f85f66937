/// A unit with all that the record says of its series.
public struct UnitStanding: Sendable {
    public let unit: UnitRecord
    public let coverage: Coverage
    /// Rows and ends of its series in the archive's first sink, by dataset; none where there are no rows.
    public let extents: [String: Extent]
}
