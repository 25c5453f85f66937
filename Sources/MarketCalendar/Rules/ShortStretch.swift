internal import Tabular

/// Sessions of one stretch of days that ended early, all at one hour, as it was announced ahead. Days of it on which nothing trades are none.
struct ShortStretch: Hashable, Sendable {
    let first: CivilDate
    let last: CivilDate
    let closesAt: TimeOfDay
    let reason: String

    init(_ first: CivilDate, through last: CivilDate? = nil, closesAt: TimeOfDay, _ reason: String) {
        self.first = first
        self.last = last ?? first
        self.closesAt = closesAt
        self.reason = reason
    }

    /// Ascending; weekdays from Monday to Friday: a Saturday ended at its own hour.
    var days: [Day] {
        guard let first = first.day, let last = last.day, first <= last else { return [] }
        return (first.number...last.number).map { Day(number: $0) }.filter { $0.weekday < 6 }
    }
}
