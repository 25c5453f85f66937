internal import Tabular

/// A day on which the exchange stayed shut though no rule says so: mourning, weather, attack.
struct UnscheduledClosure: Hashable, Sendable {
    let year: Int
    let month: Int
    let dayOfMonth: Int
    let reason: String

    init(_ year: Int, _ month: Int, _ dayOfMonth: Int, _ reason: String) {
        self.year = year
        self.month = month
        self.dayOfMonth = dayOfMonth
        self.reason = reason
    }

    /// nil for a date that no calendar has, which the tests exclude for every table.
    var day: Day? { Day(year: year, month: month, day: dayOfMonth) }
}
