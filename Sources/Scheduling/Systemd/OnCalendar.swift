import Words

/// A schedule in the form of `OnCalendar=`. systemd knows zones and runs a time that is shown twice once, but drops one
/// that is skipped: a line of its own brings that run at the first moment after.
enum OnCalendar {
    static func lines(_ schedule: Schedule, years: Range<Int>) -> [String] {
        let expression = schedule.expression
        let time =
            "\(list(expression.hours, of: .hour)):\(list(expression.minutes, of: .minute)):00 \(schedule.zone.name)"
        let month = expression.months.map { list($0, of: .month) } ?? "*"
        var lines: [String] = []
        let weekdays = expression.weekdays.map { names($0) + " " } ?? ""
        switch (expression.days, expression.weekdays) {
        case (let days?, .some):
            // systemd means both, cron either: two lines.
            lines = ["\(weekdays)*-\(month)-* \(time)", "*-\(month)-\(list(days, of: .day)) \(time)"]
        case (let days, _): lines = ["\(weekdays)*-\(month)-\(days.map { list($0, of: .day) } ?? "*") \(time)"]
        }
        for moved in ClockHours(of: schedule, years: years).moved {
            let at =
                "\((moved.minuteOfDay / 60).digits(2)):\((moved.minuteOfDay % 60).digits(2)):00 \(schedule.zone.name)"
            let days = CronFieldText.ranges(moved.date.days, between: "..", text: { $0.digits(2) }).joined(
                separator: ",")
            lines.append("\(names([moved.date.weekday])) *-\(moved.date.month.digits(2))-\(days) \(at)")
        }
        return lines
    }

    private static func list(_ values: [Int], of field: CronField) -> String {
        if values == field.all { return "*" }
        return CronFieldText.ranges(values, between: "..", text: { $0.digits(2) }).joined(separator: ",")
    }

    /// From Monday on, as systemd has it: `Mon..Fri`, `Tue..Sat`, `Sun`.
    private static func names(_ weekdays: [Int]) -> String {
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        return CronFieldText.ranges(weekdays.map { ($0 + 6) % 7 }.sorted(), between: "..", text: { names[$0] }).joined(
            separator: ",")
    }
}
