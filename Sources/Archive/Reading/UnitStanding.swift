package import PluginKit
package import Tabular

/// A unit with all that the record says of its series.
package struct UnitStanding: Sendable {
    package var unit: UnitRecord
    package var coverage: Coverage
    /// Rows and ends of its series in the archive's first sink, by dataset; none where there are no rows.
    package let extents: [String: Extent]
    /// Why its last try failed; nil: it did not, or there was none.
    package var failure: Reason?
    /// The upstream does not have its subject (a market): why, how often in a row it was asked for, and when it is again.
    package var absence: (reason: Reason, tries: Int, next: Instant?)?

    package init(unit: UnitRecord, coverage: Coverage, extents: [String: Extent] = [:]) {
        self.unit = unit
        self.coverage = coverage
        self.extents = extents
    }
}
