/// The launchd form: one property list for each job, for `~/Library/LaunchAgents`.
///
/// launchd has no zone, runs a job that was missed while the machine slept once after it wakes, and drops one that was
/// missed while it was off.
package struct LaunchdAgent: Sendable, Hashable {
    /// More entries are slow to load and to read.
    static let mostEntries = 500

    package let job: ScheduledJob
    package let host: ScheduleHost

    package init(_ job: ScheduledJob, on host: ScheduleHost) {
        self.job = job
        self.host = host
    }

    package var label: String { "penstock.\(job.name)" }

    package func artefact() throws(SchedulingError) -> Artefact {
        try job.validateEnvironment()
        let plan = HostPlan(job.schedule, on: host, mindsClocks: false)
        let entries = Self.entries(plan)
        guard entries.count <= Self.mostEntries else {
            throw SchedulingError(
                .tooMany,
                """
                job \(job.name): '\(job.schedule)' needs \(entries.count) entries of StartCalendarInterval, of which \
                up to \(Self.mostEntries) are written
                """,
                fix: "Use fewer times, such as '20 */6 * * *', or the zone of the machine, \(host.zone.name).")
        }
        let command = job.command(jitters: true)
        let arguments = plan.isGuarded ? ["/bin/sh", "-c", Self.script(plan), "penstock"] + command : command
        let log = XMLText.escaped("\(job.logDirectory)/launchd-\(job.name).log")
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            """
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            """,
        ]
        lines += notes(plan).map { "<!-- \(Self.comment($0)) -->" }
        lines += ["<plist version=\"1.0\">", "<dict>"]
        lines += Self.pair("Label", label)
        lines +=
            ["  <key>ProgramArguments</key>", "  <array>"]
            + arguments.map { "    <string>\(XMLText.escaped($0))</string>" } + [
                "  </array>"
            ]
        lines += Self.pair("WorkingDirectory", job.directory)
        lines += ["  <key>EnvironmentVariables</key>", "  <dict>"]
        lines += job.variables.flatMap { Self.pair($0.name, $0.value, indent: "    ") }
        lines += ["  </dict>", "  <key>StartCalendarInterval</key>", "  <array>"]
        lines += entries.map { entry in
            "    <dict>" + entry.keys.map { "<key>\($0.name)</key><integer>\($0.value)</integer>" }.joined() + "</dict>"
        }
        lines += ["  </array>"]
        // A condition would not hold at the moment of the load.
        if job.catchesUp, !job.isHeavy, !plan.isGuarded { lines += ["  <key>RunAtLoad</key>", "  <true/>"] }
        lines += [
            "  <key>ProcessType</key>", "  <string>Background</string>", "  <key>LowPriorityIO</key>", "  <true/>",
        ]
        lines += [
            "  <key>StandardOutPath</key>", "  <string>\(log)</string>", "  <key>StandardErrorPath</key>",
            "  <string>\(log)</string>",
        ]
        lines += ["</dict>", "</plist>"]
        let file = label + ".plist"
        return Artefact(
            fileName: file, text: lines.joined(separator: "\n") + "\n",
            install: [
                "mkdir -p \(ShellText.word(job.logDirectory)) ~/Library/LaunchAgents",
                "cp \(file) ~/Library/LaunchAgents/",
                "launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/\(file)",
            ])
    }

    static func entries(_ plan: HostPlan) -> [LaunchdEntry] {
        var seen: Set<LaunchdEntry> = []
        return plan.parts.flatMap { LaunchdEntry.entries($0.lines) }.filter { seen.insert($0).inserted }
    }

    /// One condition after another, each in a shell of its own; the first that holds lets the command run.
    static func script(_ plan: HostPlan) -> String {
        ZoneGuard.script(plan.parts.compactMap(\.zoneGuard), then: "exec \"$@\"")
    }

    private func notes(_ plan: HostPlan) -> [String] {
        var notes = ["Written by `penstock schedule launchd`: \(job.title). Runs at: \(job.schedule)"]
        if plan.isGuarded {
            notes.append(
                """
                launchd knows only the zone of the machine (\(host.zone.name)): it starts sh at every time that can be \
                right, and sh goes on where a clock in \(job.schedule.zone.name) says so. A run that is missed in \
                sleep is not caught up.
                """
            )
        } else {
            notes.append("launchd knows only the zone of the machine: the times are those of \(host.zone.name).")
        }
        if !plan.clockHours.isRegular {
            notes.append(
                """
                \(job.schedule.zone.name) sets its clocks by no yearly rule: around that hour a run may be missing or \
                come twice.
                """
            )
        }
        return notes
    }

    /// Two hyphens end a comment.
    private static func comment(_ text: String) -> String {
        text.reduce(into: "") { comment, character in
            comment += comment.hasSuffix("-") && character == "-" ? " -" : String(character)
        }
    }

    private static func pair(_ key: String, _ value: String, indent: String = "  ") -> [String] {
        ["\(indent)<key>\(XMLText.escaped(key))</key>", "\(indent)<string>\(XMLText.escaped(value))</string>"]
    }
}

/// One dictionary of `StartCalendarInterval`; nil is every value. A day and a weekday never stand together: launchd
/// would take either.
struct LaunchdEntry: Hashable, Sendable {
    var month: Int?
    var day: Int?
    /// 0 is Sunday.
    var weekday: Int?
    var hour: Int?
    let minute: Int

    /// Lines written out; every hour stays open.
    static func entries(_ lines: [HostLine]) -> [LaunchdEntry] {
        lines.flatMap { line in
            let months: [Int?] = line.months ?? [nil]
            let hours: [Int?] = line.hours.count == 24 ? [nil] : line.hours
            var days = (line.days ?? []).map { (day: Int?.some($0), weekday: Int?.none) }
            days += (line.weekdays ?? []).map { (day: nil, weekday: $0) }
            if days.isEmpty { days = [(day: nil, weekday: nil)] }
            return months.flatMap { month in
                days.flatMap { day in
                    hours.flatMap { hour in
                        line.minutes.map {
                            LaunchdEntry(month: month, day: day.day, weekday: day.weekday, hour: hour, minute: $0)
                        }
                    }
                }
            }
        }
    }

    var keys: [(name: String, value: Int)] {
        [("Month", month), ("Day", day), ("Weekday", weekday), ("Hour", hour), ("Minute", minute)].compactMap {
            name, value in
            value.map { (name: name, value: $0) }
        }
    }

    func takes(_ local: LocalTime) -> Bool {
        (month ?? local.month) == local.month && (day ?? local.day) == local.day
            && (weekday ?? local.weekday) == local.weekday
            && (hour ?? local.hour) == local.hour && minute == local.minute
    }
}
