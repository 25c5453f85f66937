import Tabular
import Words

/// The five fields of a cron expression: when a job runs by the local clock.
package struct CronExpression: Sendable, Hashable, CustomStringConvertible {
    /// As it was given, spaces evened out.
    package let text: String
    let minutes: [Int]
    let hours: [Int]
    /// Nil where every day of the month, month or weekday will do. 0 is Sunday.
    let days: [Int]?
    let months: [Int]?
    let weekdays: [Int]?

    package var description: String { text }

    /// Takes `0 6 * * 2-6`, lists, ranges, steps, names, and `@hourly` to `@yearly`.
    package init(_ text: String) throws(SchedulingError) {
        let given = text.split(whereSeparator: \.isWhitespace).map(String.init)
        self.text = given.joined(separator: " ")
        var fields = given
        if let word = given.first, word.hasPrefix("@") {
            guard given.count == 1, let meant = Self.words[word.lowercased()] else {
                let reason = word == "@reboot" ? " (a job that catches up runs after a start by itself)" : ""
                throw SchedulingError(
                    .expression, "schedule '\(self.text)': unknown word\(reason)",
                    fix: "Known are \(Self.words.keys.sorted().joined(separator: ", ")).")
            }
            fields = meant.split(separator: " ").map(String.init)
        }
        guard fields.count == 5 else {
            throw SchedulingError(
                .expression,
                "schedule '\(self.text)' has \(fields.count) \(Figures.noun(fields.count, "field")), not five",
                fix: "Write minute, hour, day of month, month, weekday, such as '0 6 * * 2-6'.")
        }
        minutes = try CronField.minute.values(fields[0]) ?? CronField.minute.all
        hours = try CronField.hour.values(fields[1]) ?? CronField.hour.all
        days = try CronField.day.values(fields[2])
        months = try CronField.month.values(fields[3])
        weekdays = try CronField.weekday.values(fields[4])
        // Cron programs read `*/2` beside a weekday as "and", POSIX reads it as "or".
        if days != nil, weekdays != nil, fields[2].hasPrefix("*") || fields[4].hasPrefix("*") {
            throw SchedulingError(
                .expression, "schedule '\(self.text)': cron programs disagree about a step of days beside a weekday",
                fix: "Write the days out, such as '0 6 1,15 * 1'.")
        }
        if let days, weekdays == nil {
            let longest =
                (months ?? CronField.month.all).map { [2].contains($0) ? 29 : [4, 6, 9, 11].contains($0) ? 30 : 31 }
                .max() ?? 31
            guard days.contains(where: { $0 <= longest }) else {
                throw SchedulingError(
                    .expression, "schedule '\(self.text)' never runs: no such month has a day \(days[0])",
                    fix: "Use a day up to \(longest).")
            }
        }
    }

    private static let words = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *",
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]

    /// Minutes of the day, rising.
    var minutesOfDay: [Int] { hours.flatMap { hour in minutes.map { hour * 60 + $0 } } }

    /// POSIX: a day of the month and a weekday that are both given mean either.
    func takes(day: Int, month: Int, weekday: Int) -> Bool {
        guard months?.contains(month) ?? true else { return false }
        return switch (days, weekdays) {
        case (nil, nil): true
        case (let days?, nil): days.contains(day)
        case (nil, let weekdays?): weekdays.contains(weekday)
        case (let days?, let weekdays?): days.contains(day) || weekdays.contains(weekday)
        }
    }

    func takes(_ date: Day) -> Bool {
        let (_, month, day) = date.components
        return takes(day: day, month: month, weekday: date.cronWeekday)
    }

    func takes(_ local: LocalTime) -> Bool {
        hours.contains(local.hour) && minutes.contains(local.minute)
            && takes(day: local.day, month: local.month, weekday: local.weekday)
    }
}
