import Tabular

@testable import Scheduling

/// What three schedulers do with what is written for them, minute by minute; read from the text, with readers of its
/// own.
enum SchedulerModels {
    /// The values of `1-3,*/6` or `01..03,06`.
    static func values(_ text: Substring, _ range: ClosedRange<Int>, between: String) -> Set<Int> {
        var values: Set<Int> = []
        for part in text.split(separator: ",") {
            let halves = part.split(separator: "/")
            let ends = halves[0] == "*" ? [] : halves[0].split(separator: between).map { Int($0)! }
            let span = halves[0] == "*" ? range : ends[0]...ends[ends.count - 1]
            values.formUnion(
                stride(from: span.lowerBound, through: span.upperBound, by: halves.count == 2 ? Int(halves[1])! : 1))
        }
        return values
    }

    struct Fields {
        let minutes: Set<Int>
        let hours: Set<Int>
        let days: Set<Int>
        let months: Set<Int>
        let weekdays: Set<Int>
        let isEither: Bool

        func takes(_ local: LocalTime) -> Bool {
            guard months.contains(local.month) else { return false }
            let (day, weekday) = (days.contains(local.day), weekdays.contains(local.weekday))
            return isEither ? day || weekday : day && weekday
        }

        var times: [Int] { hours.flatMap { hour in minutes.map { hour * 60 + $0 } }.sorted() }
    }

    /// Instants at which a clock in a zone shows one of the times.
    ///
    /// - Parameters:
    ///   - once: a time that is shown twice counts the first time only.
    ///   - late: a time that is skipped counts at the first moment after.
    static func instants(_ fields: Fields, zone: ZoneClock, in span: Range<Int>, once: Bool, late: Bool) -> Set<Int> {
        var found: Set<Int> = []
        let times = isTime(fields.times)
        let changes = zone.changes(in: span.lowerBound - 86_400..<span.upperBound)
        for (instant, minute, offset) in clock(zone, in: span) {
            if times[minute], fields.takes(LocalTime(instant: instant, offset: offset)) {
                let isSecond = changes.contains {
                    !$0.isSkip && $0.instant <= instant && $0.local.contains(instant + offset)
                }
                if !once || !isSecond { found.insert(instant) }
            }
        }
        if late {
            for change in changes where change.isSkip && span.contains(change.instant) {
                for local in stride(from: change.local.lowerBound, to: change.local.upperBound, by: 60) {
                    let time = LocalTime(instant: local, offset: 0)
                    if times[time.minuteOfDay], fields.takes(time) { found.insert(change.instant) }
                }
            }
        }
        return found
    }

    /// Debian's cron: a line with `*` first in minute or hour goes by the clock, any other runs late and once.
    static func cron(_ line: String, zone: ZoneClock, in span: Range<Int>) -> Set<Int> {
        let words = line.split(separator: " ", maxSplits: 5)
        let fields = Fields(
            minutes: values(words[0], 0...59, between: "-"), hours: values(words[1], 0...23, between: "-"),
            days: values(words[2], 1...31, between: "-"), months: values(words[3], 1...12, between: "-"),
            weekdays: values(words[4], 0...6, between: "-"),
            isEither: !words[2].hasPrefix("*") && !words[4].hasPrefix("*"))
        let isWild = words[0].hasPrefix("*") || words[1].hasPrefix("*")
        return instants(fields, zone: zone, in: span, once: !isWild, late: !isWild)
    }

    /// systemd 252, as `systemd-analyze calendar` shows it: once, and never late.
    static func systemd(_ line: String, in span: Range<Int>) throws -> Set<Int> {
        var words = line.split(separator: " ")
        let zone = try ZoneClock(named: String(words.removeLast()))
        let time = words.removeLast().split(separator: ":")
        let date = words.removeLast().split(separator: "-")
        let names = ["Mon": 1, "Tue": 2, "Wed": 3, "Thu": 4, "Fri": 5, "Sat": 6, "Sun": 7]
        let weekdays = words.first.map { text in
            var text = String(text)
            for (name, number) in names {
                text = text.split(separator: name, omittingEmptySubsequences: false).joined(separator: "\(number)")
            }
            return Set(values(text[...], 1...7, between: "..").map { $0 % 7 })
        }
        let fields = Fields(
            minutes: values(time[1], 0...59, between: ".."), hours: values(time[0], 0...23, between: ".."),
            days: values(date[2], 1...31, between: ".."), months: values(date[1], 1...12, between: ".."),
            weekdays: weekdays ?? Set(0...6), isEither: false)
        return instants(fields, zone: zone, in: span, once: true, late: false)
    }

    /// launchd, at its plainest: whenever the clock shows one of the entries.
    static func launchd(_ entries: [LaunchdEntry], zone: ZoneClock, in span: Range<Int>) -> Set<Int> {
        let times = isTime(
            entries.flatMap { entry in (entry.hour.map { [$0] } ?? Array(0..<24)).map { $0 * 60 + entry.minute } })
        return Set(
            clock(zone, in: span).compactMap { instant, minute, offset in
                guard times[minute] else { return nil }
                let local = LocalTime(instant: instant, offset: offset)
                return entries.contains { $0.takes(local) } ? instant : nil
            })
    }

    /// Task Scheduler, at its plainest: whenever UTC shows the time of a trigger.
    static func windows(_ triggers: [WindowsTrigger], in span: Range<Int>) -> [Int] {
        var isDue = [Bool](repeating: false, count: 1_440)
        for trigger in triggers {
            for minute in stride(from: trigger.minuteOfDay, to: 1_440, by: trigger.interval ?? 1_440) {
                isDue[minute] = true
            }
        }
        return stride(from: span.lowerBound, to: span.upperBound, by: 60).filter { isDue[$0 / 60 % 1_440] }
    }

    /// What `SlotGuard` lets through of some starts: the first at or after each run of the schedule, by the clock in
    /// its zone.
    static func started(_ starts: [Int], schedule: Schedule, last: String?) -> [Int] {
        var last = last
        return starts.filter { start in
            let slot = slot(schedule, at: start)
            defer { last = slot }
            return slot != last
        }
    }

    /// The newest time of a schedule at or before a moment, by days and minutes of a calendar on the wall.
    static func slot(_ schedule: Schedule, at instant: Int) -> String? {
        let local = instant + schedule.zone.offset(at: instant)
        let today = local.dividedDown(by: 86_400)
        for back in 0...3_000 where schedule.expression.takes(Day(today - back)) {
            let minutes = schedule.expression.minutesOfDay.filter { back > 0 || $0 <= (local - today * 86_400) / 60 }
            if let minute = minutes.max() { return "\(today - back) \(minute)" }
        }
        return nil
    }

    private static func isTime(_ times: [Int]) -> [Bool] {
        var isTime = [Bool](repeating: false, count: 1_440)
        for time in times { isTime[time] = true }
        return isTime
    }

    /// Every minute with what the clock shows; no zone has changed within a quarter of an hour.
    private static func clock(_ zone: ZoneClock, in span: Range<Int>) -> [(instant: Int, minute: Int, offset: Int)] {
        stride(from: span.lowerBound, to: span.upperBound, by: 900).flatMap { quarter in
            let offset = zone.offset(at: quarter)
            let minute = ((quarter + offset) / 60) % 1_440
            return (0..<15).map { (instant: quarter + $0 * 60, minute: minute + $0, offset: offset) }
        }
    }
}
