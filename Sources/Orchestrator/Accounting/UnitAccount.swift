public import Archive
public import PluginKit
public import Tabular

/// What is expected of a unit by now, span by span. The spans do not overlap; those that are neither `awaited`, `resting`, `unasked` nor
/// `failed` are the record's coverage, and all of them are what is expected.
public struct UnitAccount: Sendable {
    public let unit: UnitRecord
    /// That it feeds, the main one first.
    public let datasets: [Dataset]
    public let extents: [String: Extent]
    public let axis: Axis
    public let spans: [AccountedSpan]
    /// Whether it is up to date. Where anything says so of a unit, this is it.
    public let timeliness: Timeliness
    /// The newest session that should be there; nil on the axis of time.
    public let expected: Int64?

    public var holes: [AccountedSpan] { spans.filter(\.isHole) }
    public var hasHole: Bool { spans.contains(where: \.isHole) }
    public var lastStored: Int64? { spans.last { $0.state == .stored }.map { $0.span.upper - 1 } }
}
