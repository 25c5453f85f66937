/// The words of a market's row, grouped as `--status` has them. Kalshi filters by other words than its rows have.
enum MarketPhase: String {
    case unopened
    case open
    case closed
    case settled

    /// A word that is not known counts as open: nothing says that the market is over.
    init(_ status: String?) {
        self =
            switch status {
            case "initialized": .unopened
            case "closed", "determined", "disputed", "amended": .closed
            case "finalized": .settled
            default: .open
            }
    }

    /// The order in which a market moves, for the rule P5.
    static let order = [
        ["initialized"], ["active", "inactive"], ["closed"], ["determined", "disputed", "amended"], ["finalized"],
    ]
}
