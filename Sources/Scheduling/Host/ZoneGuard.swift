import Words

/// A condition on what a clock in the job's zone shows. A scheduler that knows only the host's zone starts the job at
/// every time that may be right; the guard lets the right one through.
struct ZoneGuard: Hashable, Sendable {
    let zone: String
    let minutes: [Int]
    let hours: [Int]
    var days: [Int]?
    var months: [Int]?
    var weekdays: [Int]?
    var repeated: [ClockHours.Repeated] = []
    /// Whether the zone is ever another time than UTC, which is what is shown where its data are missing.
    var needsData = true
    /// Instead of days, months and weekdays.
    var date: YearlyDate?

    func allows(_ local: LocalTime) -> Bool {
        guard minutes.contains(local.minute), hours.contains(local.hour) else { return false }
        if let date { return date.takes(local) }
        guard months?.contains(local.month) ?? true else { return false }
        let isDay =
            switch (days, weekdays) {
            case (nil, nil): true
            case (let days?, nil): days.contains(local.day)
            case (nil, let weekdays?): weekdays.contains(local.weekday)
            case (let days?, let weekdays?): days.contains(local.day) || weekdays.contains(local.weekday)
            }
        return isDay
            && !repeated.contains {
                $0.date.takes(local) && $0.minutesOfDay.contains(local.minuteOfDay) && $0.offset == local.offset
            }
    }
}

extension ZoneGuard {
    /// Statements for sh that end it with 0 at a wrong time, and with 78 and a sentence where the zone's data are
    /// missing: `date` shows UTC then, and a wrong time is taken for the right one, or no time ever is. They have no
    /// double quotes, and overwrite `$1` to `$5`.
    ///
    /// - Parameter log: where the sentence is written besides, a word of sh.
    func shell(log: String? = nil) -> String {
        var tests: [String] = []
        if needsData {
            let sentence = "penstock: no zone data for \(zone) here, so its hour is not known: install tzdata"
            let copy = log.map { " | tee -a \($0)" } ?? ""
            tests.append(
                """
                case $5 in \(Self.unknownZones(zone).joined(separator: "|"))) echo '\(sentence)'\(copy); exit 78;; esac
                """
            )
        }
        func need(_ value: String, _ patterns: [String]) {
            tests.append("case \(value) in \(patterns.joined(separator: "|"))) ;; *) exit 0;; esac")
        }
        if let date {
            need("$1", Self.patterns(date))
        } else {
            let either =
                (weekdays.map { [Self.pattern(weekdays: $0) + ",*"] } ?? [])
                + (days.map { TwoDigits.patterns($0).map { "?,\($0),*" } } ?? [])
            if !either.isEmpty { need("$1", either) }
            if let months { need("$1", TwoDigits.patterns(months).map { "*,\($0)" }) }
        }
        if hours.count < 24 { need("$2", TwoDigits.patterns(hours)) }
        if minutes.count < 60 { need("$3", TwoDigits.patterns(minutes)) }
        for one in repeated {
            let times = self.times(in: one.minutesOfDay)
            let patterns = Self.patterns(one.date).flatMap { date in
                times.map { "\(date),\($0),\(Self.text(offset: one.offset))" }
            }
            tests.append("case $1,$2$3,$4 in \(patterns.joined(separator: "|"))) exit 0;; esac")
        }
        return (["set -- $(TZ=\(zone) date '+%u,%d,%m %H %M %z %Z')"] + tests).joined(separator: "; ")
    }

    /// Statements that run a command at a time that one of several guards lets through, for a scheduler that starts one
    /// line for all of them.
    static func script(_ guards: [ZoneGuard], then command: String) -> String {
        guards.map { "(\($0.shell()); exit 1)" }.joined(separator: " && ")
            + "; case $? in 0) ;; 1) \(command);; *) exit 78;; esac"
    }

    /// What `date +%Z` prints of a zone that it does not know: the first letters of its name (glibc), UTC (musl),
    /// nothing, or there is no `date`.
    private static func unknownZones(_ zone: String) -> [String] { [String(zone.prefix { $0.isLetter }), "UTC", "''"] }

    /// `7,0[1-7],11`: weekday as `date +%u` has it, day, month.
    private static func patterns(_ date: YearlyDate) -> [String] {
        TwoDigits.patterns(date.days).map { "\(pattern(weekdays: [date.weekday])),\($0),\(date.month.digits(2))" }
    }

    private static func pattern(weekdays: [Int]) -> String { TwoDigits.digits(weekdays.map { $0 == 0 ? 7 : $0 }) }

    /// `01??` for a whole hour, else every time of the job within the stretch.
    private func times(in stretch: Range<Int>) -> [String] {
        if stretch.lowerBound % 60 == 0, stretch.upperBound % 60 == 0 {
            return (stretch.lowerBound / 60..<stretch.upperBound / 60).filter(hours.contains).map {
                $0.digits(2) + "??"
            }
        }
        return stretch.filter { hours.contains($0 / 60) && minutes.contains($0 % 60) }.map {
            ($0 / 60).digits(2) + ($0 % 60).digits(2)
        }
    }

    /// `-0500`.
    private static func text(offset: Int) -> String {
        let minutes = abs(offset) / 60
        return (offset < 0 ? "-" : "+") + (minutes / 60).digits(2) + (minutes % 60).digits(2)
    }
}

/// Patterns of sh for numbers that `date` writes with two digits.
enum TwoDigits {
    /// `0[1-7]`, `1[0-4]`.
    static func patterns(_ values: [Int]) -> [String] {
        Dictionary(grouping: values) { $0 / 10 }.sorted { $0.key < $1.key }.map { tens, values in
            "\(tens)\(digits(values.map { $0 % 10 }))"
        }
    }

    /// `7`, `[2-6]`, `[135]`, `?`.
    static func digits(_ values: [Int]) -> String {
        let values = values.sorted()
        guard let first = values.first, let last = values.last else { return "" }
        if values.count == 1 { return "\(first)" }
        if values.count == 10 { return "?" }
        if values.count > 2, last - first == values.count - 1 { return "[\(first)-\(last)]" }
        return "[\(values.map(String.init).joined())]"
    }
}
