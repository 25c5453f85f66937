/// A schedule in terms of the host's clock: the times at which its scheduler starts the job, and the conditions that
/// the job then checks.
struct HostPlan: Sendable {
    /// Lines that share a condition.
    struct Part: Sendable, Hashable {
        let lines: [HostLine]
        /// Nil where the host's time alone decides.
        let zoneGuard: ZoneGuard?
    }

    private(set) var parts: [Part]
    let clockHours: ClockHours
    /// Whether a condition is needed because the zones' distance changes or the clocks' hours are touched.
    var isGuarded: Bool { parts.contains { $0.zoneGuard != nil } }

    /// - Parameter mindsClocks: whether the scheduler itself runs skipped times late and repeated times once, as cron
    ///   does.
    init(_ schedule: Schedule, on host: ScheduleHost, mindsClocks: Bool) {
        let expression = schedule.expression
        let hours = ClockHours(of: schedule, years: host.years)
        clockHours = hours
        let distances = Self.distances(from: schedule.zone, to: host)
        if distances.count == 1, let distance = distances.first, mindsClocks || !hours.isTouched,
            let lines = Self.plainLines(expression, distance: distance)
        {
            parts = [Part(lines: lines, zoneGuard: nil)]
            return
        }
        // Days of the month and months are left to the condition: a shift by a day has no place in these fields.
        let weekdays = expression.days == nil ? expression.weekdays : nil
        let times = expression.minutesOfDay.flatMap { Self.times($0, weekdays: weekdays, distances: distances) }
        // Zones a whole number of hours apart show the same minute, which the lines see to: then a scheduler may also
        // be some minutes late. Where a second condition stands beside it, the minute keeps the two apart.
        let isMinuteSure = distances.allSatisfy { $0 % 60 == 0 } && hours.moved.isEmpty
        let minutes = isMinuteSure ? CronField.minute.all : expression.minutes
        var condition = ZoneGuard(zone: schedule.zone.name, minutes: minutes, hours: expression.hours)
        condition.days = expression.days
        condition.months = expression.months
        condition.weekdays = expression.weekdays
        condition.repeated = hours.repeated
        condition.needsData = schedule.zone.isEverOff
        parts = [Part(lines: HostLine.lines(of: times), zoneGuard: condition)]
        for moved in hours.moved {
            var condition = ZoneGuard(
                zone: schedule.zone.name, minutes: [moved.minuteOfDay % 60], hours: [moved.minuteOfDay / 60])
            condition.date = moved.date
            condition.needsData = schedule.zone.isEverOff
            let times = Self.times(moved.minuteOfDay, weekdays: [moved.date.weekday], distances: distances)
            parts.append(Part(lines: HostLine.lines(of: times), zoneGuard: condition))
        }
    }

    /// How many minutes the host's clock is ahead of the job's zone, over the years.
    private static func distances(from zone: ZoneClock, to host: ScheduleHost) -> [Int] {
        let moments = [host.now] + (zone.changes(in: host.years) + host.zone.changes(in: host.years)).map(\.instant)
        return Set(moments.map { (host.zone.offset(at: $0) - zone.offset(at: $0)) / 60 }).sorted()
    }

    private static func times(_ minuteOfDay: Int, weekdays: [Int]?, distances: [Int]) -> [HostTime] {
        distances.map { distance in
            let minute = minuteOfDay + distance
            let shift = minute.dividedDown(by: 1_440)
            return HostTime(
                minuteOfDay: minute - shift * 1_440, weekdays: weekdays.map { Set($0.map { ($0 + shift + 7) % 7 }) })
        }
    }

    private static func plainLines(_ expression: CronExpression, distance: Int) -> [HostLine]? {
        let minutes = expression.minutesOfDay
        let staysInDay = minutes.allSatisfy { (0..<1_440).contains($0 + distance) }
        guard staysInDay || (expression.days == nil && expression.months == nil) else { return nil }
        if distance == 0 {
            return [
                HostLine(
                    minutes: expression.minutes, hours: expression.hours, days: expression.days,
                    months: expression.months,
                    weekdays: expression.weekdays)
            ]
        }
        let weekdays = staysInDay ? nil : expression.weekdays
        var lines = HostLine.lines(of: minutes.flatMap { times($0, weekdays: weekdays, distances: [distance]) })
        guard staysInDay else { return lines }
        for place in lines.indices {
            lines[place].days = expression.days
            lines[place].months = expression.months
            lines[place].weekdays = expression.weekdays
        }
        return lines
    }
}
