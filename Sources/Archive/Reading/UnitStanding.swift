/// A unit with all that the record says of its series.
public struct UnitStanding: Sendable {
    public var unit: UnitRecord
    public var coverage: Coverage
    /// Rows and ends of its series in the archive's first sink, by dataset; none where there are no rows.
    public let extents: [String: Extent]

    public init(unit: UnitRecord, coverage: Coverage, extents: [String: Extent] = [:]) {
        self.unit = unit
        self.coverage = coverage
        self.extents = extents
    }
}
