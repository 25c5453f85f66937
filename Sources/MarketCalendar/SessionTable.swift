internal import Tabular

/// The sessions of an exchange worked out once: every question is then a look-up.
final class SessionTable: Sendable {
    /// First and last day of validity, both inside.
    let range: ClosedRange<Day>
    /// All sessions, ascending.
    let sessions: [Day]
    /// For each day of `range`, and one more at the end, how many sessions come before it.
    private let ranks: [Int32]
    /// Why a weekday is no session.
    let closures: [Day: String]
    /// The sessions that end before the regular hour.
    let earlyCloses: [Day: TimeOfDay]

    init(_ exchange: Exchange) {
        let years = exchange.years
        let first = Day(year: years.lowerBound, month: 1, day: 1) ?? Day(number: 0)
        let last = max(first, Day(year: years.upperBound, month: 12, day: 31) ?? first)
        var closures: [Day: String] = [:]
        for year in years {
            for holiday in exchange.holidays {
                if let day = holiday.day(in: year) { closures[day] = holiday.name }
            }
        }
        for closure in exchange.unscheduledClosures {
            for day in closure.days where exchange.weekdays(on: day).contains(day.weekday) {
                closures[day] = closure.reason
            }
        }
        var isClosed = [Bool](repeating: false, count: Int(last.number - first.number) + 1)
        for day in closures.keys where day >= first && day <= last { isClosed[Int(day.number - first.number)] = true }
        var sessions: [Day] = []
        var ranks: [Int32] = []
        sessions.reserveCapacity(isClosed.count)
        ranks.reserveCapacity(isClosed.count + 1)
        var weeks = exchange.weeks[...].map { (weekdays: $0.weekdays, last: $0.last?.day ?? last) }[...]
        for (index, isClosed) in isClosed.enumerated() {
            let day = first.adding(index)
            while let week = weeks.first, week.last < day { weeks.removeFirst() }
            ranks.append(Int32(sessions.count))
            if !isClosed, weeks.first?.weekdays.contains(day.weekday) ?? false { sessions.append(day) }
        }
        ranks.append(Int32(sessions.count))
        self.range = first...last
        self.sessions = sessions
        self.ranks = ranks
        self.closures = closures
        var earlyCloses: [Day: TimeOfDay] = [:]
        func shorten(_ day: Day, to time: TimeOfDay) {
            if first <= day, day <= last,
                ranks[Int(day.number - first.number)] != ranks[Int(day.number - first.number) + 1]
            {
                earlyCloses[day] = time
            }
        }
        for year in years {
            for early in exchange.earlyCloses { if let day = early.day(in: year) { shorten(day, to: early.closesAt) } }
        }
        for stretch in exchange.shortStretches { for day in stretch.days { shorten(day, to: stretch.closesAt) } }
        self.earlyCloses = earlyCloses
    }

    /// How many sessions come before a day; days outside the range count as its nearer end.
    func rank(of day: Day) -> Int {
        if day < range.lowerBound { return 0 }
        if day > range.upperBound { return sessions.count }
        return Int(ranks[Int(day.number - range.lowerBound.number)])
    }

    func isSession(_ day: Day) -> Bool {
        guard range.contains(day) else { return false }
        let index = Int(day.number - range.lowerBound.number)
        return ranks[index] != ranks[index + 1]
    }
}
