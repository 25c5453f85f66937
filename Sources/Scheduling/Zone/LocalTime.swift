import Tabular

/// What a clock and a calendar in a zone show.
struct LocalTime: Hashable, Sendable {
    let month: Int
    let day: Int
    /// 0 is Sunday.
    let weekday: Int
    let hour: Int
    let minute: Int
    /// Seconds to add to UTC.
    let offset: Int

    init(instant: Int, offset: Int) {
        let seconds = instant + offset
        let days = seconds.dividedDown(by: 86_400)
        let minutes = (seconds - days * 86_400) / 60
        (_, month, day) = Day(days).components
        weekday = Day(days).cronWeekday
        hour = minutes / 60
        minute = minutes % 60
        self.offset = offset
    }

    var minuteOfDay: Int { hour * 60 + minute }
}

extension Int {
    /// Rounds towards minus infinity.
    func dividedDown(by divisor: Int) -> Int {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

/// Dates as schedules count them.
extension Day {
    /// Days since 1970-01-01.
    init(_ number: Int) { self.init(number: Int64(number)) }

    /// 0 is Sunday.
    var cronWeekday: Int { weekday % 7 }
}
