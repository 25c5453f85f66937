import Tabular

/// A rule such as "the Sunday that is one of the days 8 to 14 of March", by which most zones set their clocks.
struct YearlyDate: Hashable, Sendable {
    let month: Int
    /// 0 is Sunday.
    let weekday: Int
    /// Rising.
    let days: [Int]

    func takes(_ local: LocalTime) -> Bool {
        local.month == month && local.weekday == weekday && days.contains(local.day)
    }

    func takes(_ date: Day) -> Bool {
        let parts = date.components
        return parts.month == month && date.cronWeekday == weekday && days.contains(parts.day)
    }

    /// The rules that give exactly these dates within a span of dates; nil where the dates follow none.
    static func rules(of dates: Set<Day>, in span: Range<Day>) -> [YearlyDate]? {
        let groups = Dictionary(grouping: dates) { [$0.components.month, $0.cronWeekday] }
        let rules = groups.map { key, dates in
            YearlyDate(month: key[0], weekday: key[1], days: Set(dates.map(\.components.day)).sorted())
        }
        for number in span.lowerBound.number..<span.upperBound.number {
            let date = Day(number: number)
            if rules.contains(where: { $0.takes(date) }), !dates.contains(date) { return nil }
        }
        return rules.sorted { ($0.month, $0.weekday) < ($1.month, $1.weekday) }
    }
}
