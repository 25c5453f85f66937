/// A rule such as "the Sunday that is one of the days 8 to 14 of March", by which most zones set their clocks.
struct YearlyDate: Hashable, Sendable {
    let month: Int
    /// 0 is Sunday.
    let weekday: Int
    /// Rising.
    let days: [Int]

    func takes(_ local: LocalTime) -> Bool { local.month == month && local.weekday == weekday && days.contains(local.day) }

    func takes(_ date: CivilDay) -> Bool {
        let parts = date.parts
        return parts.month == month && date.weekday == weekday && days.contains(parts.day)
    }

    /// The rules that give exactly these dates within a span of dates; nil where the dates follow none.
    static func rules(of dates: Set<CivilDay>, in span: Range<CivilDay>) -> [YearlyDate]? {
        let groups = Dictionary(grouping: dates) { [$0.parts.month, $0.weekday] }
        let rules = groups.map { key, dates in
            YearlyDate(month: key[0], weekday: key[1], days: Set(dates.map(\.parts.day)).sorted())
        }
        for number in span.lowerBound.number..<span.upperBound.number {
            let date = CivilDay(number: number)
            if rules.contains(where: { $0.takes(date) }), !dates.contains(date) { return nil }
        }
        return rules.sorted { ($0.month, $0.weekday) < ($1.month, $1.weekday) }
    }
}
