/// What became of what a unit should have in one month. Counts of sessions, or of any measure of time.
package struct CoverageCell: Sendable, Hashable {
    package var expected: Int
    package var stored: Int
    /// Asked for, and proved to hold nothing.
    package var empty: Int
    /// The upstream does not have it.
    package var unavailable: Int

    package init(expected: Int = 0, stored: Int = 0, empty: Int = 0, unavailable: Int = 0) {
        self.expected = expected
        self.stored = stored
        self.empty = empty
        self.unavailable = unavailable
    }

    /// Expected, and neither there nor explained.
    package var missing: Int { max(0, expected - stored - empty - unavailable) }
    var accounted: Int { stored + empty }

    static func += (a: inout CoverageCell, b: CoverageCell) {
        a.expected += b.expected
        a.stored += b.stored
        a.empty += b.empty
        a.unavailable += b.unavailable
    }
}
