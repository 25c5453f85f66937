import Archive
public import Tabular

/// The accounts of a dataset's units, added up.
public struct AccountTotal: Sendable, Hashable {
    public let dataset: String
    public let axis: Axis
    public var units = 0
    /// Units with a hole.
    public var unitsWithHoles = 0
    public var rows = 0
    /// Sessions by the name of their state; on the axis of time, microseconds.
    public var amounts: [String: Int64] = [:]
    /// The first and the last tick that is expected.
    public var first: Int64?
    public var last: Int64?

    public init(dataset: String, axis: Axis) {
        self.dataset = dataset
        self.axis = axis
    }

    /// All that is expected.
    public var expected: Int64 { amounts.values.reduce(0, +) }
    /// Holes: that there is no good reason for.
    public var missing: Int64 { amount("gap") + amount("resting") + amount("unasked") + amount("failed") }

    public func amount(_ state: String) -> Int64 { amounts[state] ?? 0 }

    public mutating func add(_ account: UnitAccount) {
        units += 1
        if account.hasHole { unitsWithHoles += 1 }
        rows += account.extents[dataset]?.rows ?? 0
        for part in account.spans {
            amounts[part.name, default: 0] += axis == .sessions ? Int64(part.sessions) : part.span.upper - part.span.lower
        }
        first = [first, account.spans.first?.span.lower].compactMap { $0 }.min()
        last = [last, account.spans.last.map { $0.span.upper - 1 }].compactMap { $0 }.max()
    }
}
