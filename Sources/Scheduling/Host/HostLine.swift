/// Times by the host's clock, every combination of its fields; nil where a field is open.
struct HostLine: Hashable, Sendable {
    var minutes: [Int]
    var hours: [Int]
    var days: [Int]?
    var months: [Int]?
    /// 0 is Sunday.
    var weekdays: [Int]?

    /// Lines for single times, as few as possible.
    static func lines(of times: [HostTime]) -> [HostLine] {
        var byTime: [Int: Set<Int>] = [:]
        var open: Set<Int> = []
        for time in times {
            byTime[time.minuteOfDay, default: []].formUnion(time.weekdays ?? [])
            if time.weekdays == nil { open.insert(time.minuteOfDay) }
        }
        // Times with the same weekdays, by minute; then minutes with the same hours.
        var hours: [Key: [Int]] = [:]
        for (time, weekdays) in byTime {
            let isOpen = open.contains(time) || weekdays.count == 7
            hours[Key(weekdays: isOpen ? nil : weekdays.sorted(), minute: time % 60), default: []].append(time / 60)
        }
        var minutes: [HostLine: [Int]] = [:]
        for (key, hours) in hours {
            minutes[HostLine(minutes: [], hours: hours.sorted(), weekdays: key.weekdays), default: []].append(
                key.minute)
        }
        return minutes.map { line, minutes in
            HostLine(minutes: minutes.sorted(), hours: line.hours, weekdays: line.weekdays)
        }
        .sorted { $0.order.lexicographicallyPrecedes($1.order) }
    }

    /// One line for all minutes and weekdays of some lines, at every hour.
    static func everyHour(_ lines: [HostLine]) -> HostLine {
        let isOpen = lines.contains { $0.weekdays == nil }
        return HostLine(
            minutes: Set(lines.flatMap(\.minutes)).sorted(), hours: CronField.hour.all,
            weekdays: isOpen ? nil : Set(lines.flatMap { $0.weekdays ?? [] }).sorted())
    }

    private struct Key: Hashable {
        let weekdays: [Int]?
        let minute: Int
    }

    private var order: [Int] { [hours.first ?? 0, minutes.first ?? 0] + (weekdays ?? []) }
}

/// One time of the day by the host's clock, with the weekdays on which it is wanted; nil for every day.
struct HostTime: Hashable, Sendable {
    let minuteOfDay: Int
    let weekdays: Set<Int>?
}
