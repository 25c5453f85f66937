import Archive
package import Tabular

/// The accounts of a dataset's units, added up.
package struct AccountTotal: Sendable, Hashable {
    package let dataset: String
    package let axis: Axis
    package var units = 0
    /// Units with a hole.
    package var unitsWithHoles = 0
    package var rows = 0
    /// Sessions by the name of their state; on the axis of time, microseconds.
    package var amounts: [String: Int64] = [:]
    /// The first and the last tick that is expected.
    package var first: Int64?
    package var last: Int64?

    package init(dataset: String, axis: Axis) {
        self.dataset = dataset
        self.axis = axis
    }

    /// All that is expected.
    package var expected: Int64 { amounts.values.reduce(0, +) }
    /// Holes: that there is no good reason for.
    package var missing: Int64 { amount("gap") + amount("resting") + amount("unasked") + amount("failed") }

    package func amount(_ state: String) -> Int64 { amounts[state] ?? 0 }

    package mutating func add(_ account: UnitAccount) {
        units += 1
        if account.hasHole { unitsWithHoles += 1 }
        rows += account.extents[dataset]?.rows ?? 0
        for part in account.spans {
            amounts[part.name, default: 0] +=
                axis == .sessions ? Int64(part.sessions) : part.span.upper - part.span.lower
        }
        first = [first, account.spans.first?.span.lower].compactMap { $0 }.min()
        last = [last, account.spans.last.map { $0.span.upper - 1 }].compactMap { $0 }.max()
    }
}
