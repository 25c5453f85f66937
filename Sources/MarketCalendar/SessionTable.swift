internal import Tabular

/// The sessions of an exchange worked out once: every question is then a look-up.
struct SessionTable: Sendable {
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
            if let day = closure.day { closures[day] = closure.reason }
        }
        var sessions: [Day] = []
        var ranks: [Int32] = []
        for number in first.number...last.number {
            let day = Day(number: number)
            ranks.append(Int32(sessions.count))
            if exchange.tradingWeekdays.contains(day.weekday), closures[day] == nil { sessions.append(day) }
        }
        ranks.append(Int32(sessions.count))
        var earlyCloses: [Day: TimeOfDay] = [:]
        for year in years {
            for early in exchange.earlyCloses {
                guard let day = early.day(in: year), exchange.tradingWeekdays.contains(day.weekday), closures[day] == nil else { continue }
                earlyCloses[day] = early.closesAt
            }
        }
        self.range = first...last
        self.sessions = sessions
        self.ranks = ranks
        self.closures = closures
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
