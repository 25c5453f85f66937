/// How a dataset stands. Each has a word and a shape besides its colour.
package enum Standing: Int, Sendable, Equatable, CaseIterable {
    /// All that is due is there or accounted for.
    case current
    /// Nothing was asked for yet.
    case empty
    /// Older than it should be, or never a success.
    case behind

    static func worst(_ standings: [Standing]) -> Standing {
        standings.max { $0.rawValue < $1.rawValue } ?? .empty
    }

    var words: String {
        switch self {
        case .current: "up to date"
        case .empty: "no data yet"
        case .behind: "behind"
        }
    }
}
