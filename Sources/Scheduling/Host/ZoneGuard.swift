/// A condition on what a clock in the job's zone shows. A scheduler that knows only the host's zone starts the job at
/// every time that may be right; the guard lets the right one through.
struct ZoneGuard: Hashable, Sendable {
    let zone: String
    let minutes: [Int]
    let hours: [Int]
    var days: [Int]?
    var months: [Int]?
    var weekdays: [Int]?
    var repeated: [ClockHours.Repeated] = []
    /// Whether the zone is ever another time than UTC, which is what is shown where its data are missing.
    var needsData = true
    /// Instead of days, months and weekdays.
    var date: YearlyDate?

    func allows(_ local: LocalTime) -> Bool {
        guard minutes.contains(local.minute), hours.contains(local.hour) else { return false }
        if let date { return date.takes(local) }
        guard months?.contains(local.month) ?? true else { return false }
        let isDay =
            switch (days, weekdays) {
            case (nil, nil): true
            case (let days?, nil): days.contains(local.day)
            case (nil, let weekdays?): weekdays.contains(local.weekday)
            case (let days?, let weekdays?): days.contains(local.day) || weekdays.contains(local.weekday)
            }
        return isDay
            && !repeated.contains {
                $0.date.takes(local) && $0.minutesOfDay.contains(local.minuteOfDay) && $0.offset == local.offset
            }
    }
}
