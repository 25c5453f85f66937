public import PluginKit
public import Tabular

/// A unit with all that the record says of its series.
public struct UnitStanding: Sendable {
    public var unit: UnitRecord
    public var coverage: Coverage
    /// Rows and ends of its series in the archive's first sink, by dataset; none where there are no rows.
    public let extents: [String: Extent]
    /// Why its last try failed; nil: it did not, or there was none.
    public var failure: Reason?
    /// The upstream does not have its subject (a market): why, how often in a row it was asked for, and when it is again.
    public var absence: (reason: Reason, tries: Int, next: Instant?)?

    public init(unit: UnitRecord, coverage: Coverage, extents: [String: Extent] = [:]) {
        self.unit = unit
        self.coverage = coverage
        self.extents = extents
    }
}
