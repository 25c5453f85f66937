import Tabular

/// When a job runs: a cron expression by the clock of a zone.
///
/// Where clocks are set forward, a run whose minute is skipped happens at the first moment after the skipped stretch.
/// Where they are set back, a minute that is shown twice runs once, the first time.
package struct Schedule: Sendable, Hashable, CustomStringConvertible {
    package let expression: CronExpression
    package let zone: ZoneClock

    package init(_ expression: String, zone: String) throws(SchedulingError) {
        self.expression = try CronExpression(expression)
        self.zone = try ZoneClock(named: zone)
    }

    package init(_ expression: CronExpression, zone: ZoneClock) {
        self.expression = expression
        self.zone = zone
    }

    /// `0 6 * * 2-6 America/New_York`.
    package var description: String { "\(expression) \(zone.name)" }

    /// The instants of a half-open span at which the job runs, in seconds since 1970, rising.
    package func runs(in span: Range<Int>) -> [Int] {
        var runs: [Int] = []
        let times = expression.minutesOfDay.map { $0 * 60 }
        for (place, stretch) in zone.stretches.enumerated() {
            let end = place + 1 < zone.stretches.count ? zone.stretches[place + 1].start : Int.max
            let part =
                max(stretch.start, span.lowerBound)..<max(stretch.start, span.lowerBound, min(end, span.upperBound))
            if part.isEmpty { continue }
            // What this stretch shows a second time ends here.
            var shown = Int.min
            if place > 0 {
                let change = ClockChange(
                    instant: stretch.start, before: zone.stretches[place - 1].offset, after: stretch.offset)
                if !change.isSkip { shown = change.local.upperBound }
                if change.isSkip, part.contains(stretch.start), isMoved(change) { runs.append(stretch.start) }
            }
            let from = part.lowerBound + stretch.offset
            let until = part.upperBound + stretch.offset
            for number in from.dividedDown(by: 86_400)...(until - 1).dividedDown(by: 86_400)
            where expression.takes(Day(number)) {
                for time in times {
                    let local = number * 86_400 + time
                    if local >= from, local < until, local >= shown { runs.append(local - stretch.offset) }
                }
            }
        }
        return runs
    }

    /// The first run after an instant, in seconds since 1970.
    package func next(after instant: Int) -> Int? {
        var from = instant + 1
        // Day by day at first, then in greater steps; a 29 February can be eight years away.
        for days in [2, 40, 400, 1_600, 1_600] {
            let until = from + days * 86_400
            if let first = runs(in: from..<until).first { return first }
            from = until
        }
        return nil
    }

    /// Whether a run falls into what the clocks skip, and none is at the first moment after it anyway.
    func isMoved(_ change: ClockChange) -> Bool {
        guard change.isSkip, !takes(local: change.local.upperBound) else { return false }
        return stride(from: change.local.lowerBound, to: change.local.upperBound, by: 60).contains(where: takes(local:))
    }

    private func takes(local: Int) -> Bool { expression.takes(LocalTime(instant: local, offset: 0)) }
}
