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
    /// Sessions that were never asked for, and those behind the newest row that were asked for in vain; on the axis of time, whole days since it was due. 0: on time.
    public let missing: Int
    /// The newest session that should be there; nil on the axis of time.
    public let expected: Int64?

    public var holes: [AccountedSpan] { spans.filter(\.isHole) }
    public var hasHole: Bool { spans.contains(where: \.isHole) }
    /// Whether it rests, and it is not known that it lacks something: one on sessions that has rows lacks what came since.
    public var isWithoutData: Bool {
        guard unit.cause != nil, unit.due != nil else { return false }
        return axis != .sessions || !extents.values.contains { $0.rows > 0 }
    }
    public var lastStored: Int64? { spans.last { $0.state == .stored }.map { $0.span.upper - 1 } }
}
