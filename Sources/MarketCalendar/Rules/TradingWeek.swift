internal import Tabular

/// The weekdays on which an exchange trades, for as long as that was so.
struct TradingWeek: Hashable, Sendable {
    /// 1 Monday ... 7 Sunday.
    let weekdays: ClosedRange<Int>
    /// The last day on which it held; nil: it holds.
    let last: CivilDate?

    init(_ weekdays: ClosedRange<Int>, through last: CivilDate? = nil) {
        self.weekdays = weekdays
        self.last = last
    }
}
