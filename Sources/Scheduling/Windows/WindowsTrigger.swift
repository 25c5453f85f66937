/// One `CalendarTrigger` of Task Scheduler: a time of the day, on some days, repeated or not.
struct WindowsTrigger: Hashable, Sendable {
    enum Days: Hashable, Sendable {
        case all
        /// 0 is Sunday.
        case weekdays([Int])
        case month(days: [Int], months: [Int])
        case weekdaysOfMonths([Int], months: [Int])
    }

    let minuteOfDay: Int
    /// Minutes between starts over the whole day; nil for one start.
    let interval: Int?
    let days: Days

    /// - Parameter repeats: whether times that are spread evenly over the day become one trigger.
    static func triggers(_ lines: [HostLine], repeats: Bool) -> [WindowsTrigger] {
        lines.flatMap { line in
            let times = line.hours.flatMap { hour in line.minutes.map { hour * 60 + $0 } }
            let interval = repeats ? evenInterval(times) : nil
            return kinds(line).flatMap { days in
                (interval == nil ? times : Array(times.prefix(1))).map { WindowsTrigger(minuteOfDay: $0, interval: interval, days: days) }
            }
        }
    }

    private static func kinds(_ line: HostLine) -> [Days] {
        let months = line.months ?? CronField.month.all
        var kinds: [Days] = []
        if let weekdays = line.weekdays {
            kinds.append(line.months == nil ? .weekdays(weekdays) : .weekdaysOfMonths(weekdays, months: months))
        }
        if let days = line.days { kinds.append(.month(days: days, months: months)) }
        if kinds.isEmpty { kinds = [line.months == nil ? .all : .month(days: CronField.day.all, months: months)] }
        return kinds
    }

    private static func evenInterval(_ times: [Int]) -> Int? {
        guard times.count > 1 else { return nil }
        let step = times[1] - times[0]
        let isEven = zip(times, times.dropFirst()).allSatisfy { $0.1 - $0.0 == step }
        return isEven && step * times.count == 1_440 && times[0] < step ? step : nil
    }

    func xml(randomDelay: Int) -> [String] {
        let time = "\(TwoDigits.text(minuteOfDay / 60)):\(TwoDigits.text(minuteOfDay % 60)):00"
        // Without a zone the time follows the machine's clock, summer and winter.
        var lines = ["    <CalendarTrigger>", "      <Enabled>true</Enabled>", "      <StartBoundary>2026-01-01T\(time)</StartBoundary>"]
        if let interval {
            // A minute less than a day where the next day may have no start, so that its first minute has none either.
            let duration = days == .all ? "P1D" : "PT23H59M"
            lines += [
                "      <Repetition>", "        <Interval>\(WindowsText.duration(seconds: interval * 60))</Interval>",
                "        <Duration>\(duration)</Duration>", "        <StopAtDurationEnd>false</StopAtDurationEnd>", "      </Repetition>",
            ]
        }
        if randomDelay > 0 { lines.append("      <RandomDelay>\(WindowsText.duration(seconds: randomDelay))</RandomDelay>") }
        return lines + daysXML.map { "      " + $0 } + ["    </CalendarTrigger>"]
    }

    private var daysXML: [String] {
        switch days {
        case .all: ["<ScheduleByDay>", "  <DaysInterval>1</DaysInterval>", "</ScheduleByDay>"]
        case .weekdays(let weekdays):
            ["<ScheduleByWeek>", "  <WeeksInterval>1</WeeksInterval>"] + Self.element("DaysOfWeek", weekdays.map { Self.weekdayNames[$0] })
                + ["</ScheduleByWeek>"]
        case .month(let days, let months):
            ["<ScheduleByMonth>", "  <DaysOfMonth>" + days.map { "<Day>\($0)</Day>" }.joined() + "</DaysOfMonth>"]
                + Self.element("Months", months.map { Self.monthNames[$0 - 1] }) + ["</ScheduleByMonth>"]
        case .weekdaysOfMonths(let weekdays, let months):
            [
                "<ScheduleByMonthDayOfWeek>",
                "  <Weeks><Week>1</Week><Week>2</Week><Week>3</Week><Week>4</Week><Week>Last</Week></Weeks>",
            ] + Self.element("DaysOfWeek", weekdays.map { Self.weekdayNames[$0] })
                + Self.element("Months", months.map { Self.monthNames[$0 - 1] })
                + ["</ScheduleByMonthDayOfWeek>"]
        }
    }

    private static func element(_ name: String, _ children: [String]) -> [String] {
        ["  <\(name)>" + children.map { "<\($0) />" }.joined() + "</\(name)>"]
    }

    private static let weekdayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
}
