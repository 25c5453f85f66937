import Tabular

/// What becomes of a schedule's runs where its zone's clocks are set forward and back.
struct ClockHours: Sendable {
    /// Runs whose minute is skipped: when they happen instead, by the clock after it.
    struct Moved: Hashable, Sendable {
        let date: YearlyDate
        let minuteOfDay: Int
    }

    /// Minutes that are shown twice, of which the second showing is not to run.
    struct Repeated: Hashable, Sendable {
        let date: YearlyDate
        let minutesOfDay: Range<Int>
        /// Seconds to add to UTC in the second showing.
        let offset: Int
    }

    private(set) var moved: [Moved] = []
    private(set) var repeated: [Repeated] = []
    /// False where the zone's changes follow no yearly rule, as around Ramadan: then these runs cannot be written down
    /// in advance.
    private(set) var isRegular = true

    var isTouched: Bool { !moved.isEmpty || !repeated.isEmpty || !isRegular }

    init(of schedule: Schedule, years: Range<Int>) {
        let changes = schedule.zone.changes(in: years)
        let span = Day(years.lowerBound / 86_400 + 1)..<Day(years.upperBound / 86_400 - 1)
        let skips = changes.filter { schedule.isMoved($0) }
        for (minute, changes) in Dictionary(grouping: skips, by: { ($0.local.upperBound / 60) % 1_440 }) {
            let dates = Set(changes.map { Day($0.local.upperBound / 86_400) })
            guard let rules = YearlyDate.rules(of: dates, in: span) else {
                isRegular = false
                continue
            }
            moved += rules.map { Moved(date: $0, minuteOfDay: minute) }
        }
        let repeats = changes.filter { change in
            !change.isSkip
                && stride(from: change.local.lowerBound, to: change.local.upperBound, by: 60).contains {
                    schedule.expression.takes(LocalTime(instant: $0, offset: 0))
                }
        }
        let kinds = Dictionary(grouping: repeats) {
            [($0.local.lowerBound / 60) % 1_440, ($0.local.upperBound - $0.local.lowerBound) / 60, $0.after]
        }
        for (kind, changes) in kinds {
            let dates = Set(changes.map { Day($0.local.lowerBound / 86_400) })
            guard kind[0] + kind[1] <= 1_440, let rules = YearlyDate.rules(of: dates, in: span) else {
                isRegular = false
                continue
            }
            repeated += rules.map { Repeated(date: $0, minutesOfDay: kind[0]..<kind[0] + kind[1], offset: kind[2]) }
        }
        moved.sort { ($0.date.month, $0.minuteOfDay) < ($1.date.month, $1.minuteOfDay) }
        repeated.sort { ($0.date.month, $0.offset) < ($1.date.month, $1.offset) }
    }
}
