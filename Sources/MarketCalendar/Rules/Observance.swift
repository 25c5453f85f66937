internal import Tabular

/// The day on which an exchange keeps a holiday that falls on a weekend.
enum Observance: Hashable, Sendable {
    /// On the date itself; a weekend costs no session.
    case asDated
    /// A Sunday moves to Monday; a Saturday is not kept on any other day.
    case sundayToMonday
    /// A Saturday moves to Friday, a Sunday to Monday.
    case nearestWeekday

    func observed(_ day: Day) -> Day {
        switch (self, day.weekday) {
        case (.nearestWeekday, 6): day.adding(-1)
        case (.nearestWeekday, 7), (.sundayToMonday, 7): day.adding(1)
        default: day
        }
    }
}
