import Tabular

/// Dates as schedules count them.
extension Day {
    /// Days since 1970-01-01.
    init(_ number: Int) { self.init(number: Int64(number)) }

    /// 0 is Sunday.
    var cronWeekday: Int { weekday % 7 }
}
