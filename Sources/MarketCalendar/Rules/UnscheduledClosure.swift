internal import Tabular

/// Days on which the exchange stayed shut though no rule says so: mourning, weather, attack, war, paper that piled up.
struct UnscheduledClosure: Hashable, Sendable {
    let first: CivilDate
    /// The same as `first`, or a later day of the same stretch.
    let last: CivilDate
    /// The weekdays (1 Monday ... 7 Sunday) of the stretch that are meant.
    let weekdays: ClosedRange<Int>
    let reason: String

    /// One day.
    init(_ year: Int, _ month: Int, _ dayOfMonth: Int, _ reason: String) {
        self.init(CivilDate(year, month, dayOfMonth), through: CivilDate(year, month, dayOfMonth), reason)
    }

    /// Every day of a stretch, or one weekday of each of its weeks: `on: 6...6` is its Saturdays.
    init(_ first: CivilDate, through last: CivilDate, on weekdays: ClosedRange<Int> = 1...7, _ reason: String) {
        self.first = first
        self.last = last
        self.weekdays = weekdays
        self.reason = reason
    }

    /// Ascending, whether the exchange would trade on them or not. Empty for a date that no calendar has, which the tests exclude for every
    /// table.
    var days: [Day] {
        guard let first = first.day, let last = last.day, first <= last else { return [] }
        return (first.number...last.number).map { Day(number: $0) }.filter { weekdays.contains($0.weekday) }
    }
}
