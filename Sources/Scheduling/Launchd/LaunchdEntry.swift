/// One dictionary of `StartCalendarInterval`; nil is every value. A day and a weekday never stand together: launchd
/// would take either.
struct LaunchdEntry: Hashable, Sendable {
    var month: Int?
    var day: Int?
    /// 0 is Sunday.
    var weekday: Int?
    var hour: Int?
    let minute: Int

    /// Lines written out; every hour stays open.
    static func entries(_ lines: [HostLine]) -> [LaunchdEntry] {
        lines.flatMap { line in
            let months: [Int?] = line.months ?? [nil]
            let hours: [Int?] = line.hours.count == 24 ? [nil] : line.hours
            var days = (line.days ?? []).map { (day: Int?.some($0), weekday: Int?.none) }
            days += (line.weekdays ?? []).map { (day: nil, weekday: $0) }
            if days.isEmpty { days = [(day: nil, weekday: nil)] }
            return months.flatMap { month in
                days.flatMap { day in
                    hours.flatMap { hour in
                        line.minutes.map {
                            LaunchdEntry(month: month, day: day.day, weekday: day.weekday, hour: hour, minute: $0)
                        }
                    }
                }
            }
        }
    }

    var keys: [(name: String, value: Int)] {
        [("Month", month), ("Day", day), ("Weekday", weekday), ("Hour", hour), ("Minute", minute)].compactMap {
            name, value in
            value.map { (name: name, value: $0) }
        }
    }

    func takes(_ local: LocalTime) -> Bool {
        (month ?? local.month) == local.month && (day ?? local.day) == local.day
            && (weekday ?? local.weekday) == local.weekday
            && (hour ?? local.hour) == local.hour && minute == local.minute
    }
}
