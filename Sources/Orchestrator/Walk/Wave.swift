import PluginKit

/// Many units of one provider that fail in one way in one run: that is no fault of theirs. A pure decider.
struct Wave: Sendable {
    /// How a unit that has rows came to nothing, or to less than it should.
    enum Way: Hashable, Sendable {
        /// The upstream says that it does not have it.
        case absent(code: String)
        /// An answer without a row.
        case empty
        /// An answer that cannot be believed.
        case refused(code: String)
        /// Rows came, and a session is not among them.
        case missing(session: Int64)
    }

    /// One unit that answered well at its last try.
    struct Failing: Sendable {
        let unit: Int64
        /// It has been in waves for so long that it may be its own fault after all.
        var isWorn = false
    }

    /// The units of a wave; none: each has failed by itself.
    ///
    /// - Parameters:
    ///   - failing: in one way.
    ///   - witnesses: how many units there were that might have.
    static func units(of failing: [Failing], among witnesses: Int) -> [Int64] {
        if failing.count >= 2, failing.count >= witnesses { return failing.map(\.unit) }
        let fresh = failing.filter { !$0.isWorn }
        return fresh.count > 3 && fresh.count * 20 > witnesses ? fresh.map(\.unit) : []
    }
}
