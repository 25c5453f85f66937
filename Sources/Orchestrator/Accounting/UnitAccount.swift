package import Archive
package import PluginKit
package import Tabular

/// What is expected of a unit by now, span by span. The spans do not overlap; those that are recorded are the record's
/// coverage, and all of them are what is expected.
package struct UnitAccount: Sendable {
    package let unit: UnitRecord
    /// That it feeds, the main one first.
    package let datasets: [Dataset]
    package let extents: [String: Extent]
    /// Columns that its series have gained, where rows are stored that were read without them.
    package let columns: [LateColumn]
    package let axis: Axis
    package let spans: [AccountedSpan]
    /// Whether it is up to date. Where anything says so of a unit, this is it.
    package let timeliness: Timeliness
    /// The newest session that should be there; nil on the axis of time.
    package let expected: Int64?

    package var holes: [AccountedSpan] { spans.filter(\.isHole) }
    package var hasHole: Bool { spans.contains(where: \.isHole) }
    package var lastStored: Int64? { spans.last { $0.state == .recorded(.stored) }.map { $0.span.upper - 1 } }
}
