internal import Tabular

/// A date as a table writes it down: year, month, day. ``Tabular/Day`` asks whether there is such a date; a table's dates are tested.
struct CivilDate: Hashable, Sendable {
    let year: Int
    let month: Int
    let dayOfMonth: Int

    init(_ year: Int, _ month: Int, _ dayOfMonth: Int) {
        self.year = year
        self.month = month
        self.dayOfMonth = dayOfMonth
    }

    /// nil for a date that no calendar has.
    var day: Day? { Day(year: year, month: month, day: dayOfMonth) }
}
