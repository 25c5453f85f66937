/// The lines of one job in a crontab.
struct CronLines {
    let lines: [String]

    init(_ job: ScheduledJob, on host: ScheduleHost) throws(SchedulingError) {
        try job.validateEnvironment()
        let plan = HostPlan(job.schedule, on: host, mindsClocks: true)
        var lines = ["#", "# \(job.title)", "# Runs at: \(job.schedule)"]
        lines += Self.notes(plan, zone: job.schedule.zone.name, host: host.zone.name)
        let command = Self.command(job)
        for part in plan.parts {
            let isByClock = part.zoneGuard != nil && part.lines.contains { Self.touchesClockHours($0, of: host) }
            let condition = part.zoneGuard.map { $0.shell(log: Self.log(job)) + "; " } ?? ""
            for line in isByClock ? [HostLine.everyHour(part.lines)] : part.lines {
                let fields =
                    part.zoneGuard == nil
                    ? CronFieldText.fields(line, isFixed: plan.clockHours.isTouched)
                    : CronFieldText.fields(line, isByClock: isByClock)
                lines.append("\(fields) \(try Self.escaped(condition + command, of: job))")
            }
        }
        if job.catchesUp, !job.isHeavy {
            lines.append("# What was missed while the machine was off; nothing due, nothing asked.")
            lines.append("@reboot \(try Self.escaped("sleep 60; " + command, of: job))")
        }
        self.lines = lines
    }

    /// `tee` keeps what is printed and leaves it to cron to mail.
    private static func command(_ job: ScheduledJob) -> String {
        let variables = job.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\(ShellText.word($0.value)) " }
            .joined()
        let call = variables + ShellText.words(job.command(jitters: true))
        return "cd \(ShellText.word(job.directory)) && \(call) 2>&1 | tee -a \(log(job))"
    }

    /// A word of sh: a file for each month.
    static func log(_ job: ScheduledJob) -> String {
        ShellText.word("\(job.logDirectory)/cron-\(job.name)-") + "$(date +%Y-%m).log"
    }

    /// In a command `%` ends the line for cron, also inside quotes.
    private static func escaped(_ command: String, of job: ScheduledJob) throws(SchedulingError) -> String {
        guard !command.replacingQuotes().contains("\\") else {
            throw SchedulingError(
                .path,
                "job \(job.name): a path or an argument has a backslash, which cron programs read in different ways",
                fix: "Rename it, or use penstock schedule systemd.")
        }
        let escaped = command.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "\\%")
        guard escaped.utf8.count <= CronTab.longestCommand else {
            throw SchedulingError(
                .tooMany,
                """
                job \(job.name): its line has \(escaped.utf8.count) bytes, and cron cuts a command after \
                \(CronTab.longestCommand)
                """,
                fix: "Shorten the paths or the schedule, or use penstock schedule systemd.")
        }
        return escaped
    }

    private static func touchesClockHours(_ line: HostLine, of host: ScheduleHost) -> Bool {
        host.zone.changes(in: host.years).contains { change in
            stride(from: change.local.lowerBound, through: change.local.upperBound, by: 60).contains { local in
                let minute = (local / 60) % 1_440
                return line.hours.contains(minute / 60) && line.minutes.contains(minute % 60)
            }
        }
    }

    private static func notes(_ plan: HostPlan, zone: String, host: String) -> [String] {
        var notes: [String] = []
        if plan.isGuarded {
            notes.append(
                """
                # cron knows only \(host): the line starts at every time that can be right and goes on where a clock \
                in \(zone) says so.
                """
            )
        } else if zone != host {
            notes.append("# \(zone) and \(host) keep their distance all year: the times are \(host)'s.")
        }
        if plan.clockHours.isTouched {
            notes.append(
                plan.clockHours.isRegular
                    ? """
                    # Where clocks are set, a time that is skipped runs right after, and a time shown twice runs once.
                    """
                    : """
                    # \(zone) sets its clocks by no yearly rule: around that hour a run may be missing or come twice; \
                    choose another hour.
                    """
            )
        }
        return notes
    }
}

extension String {
    /// Without the backslash that stands for a single quote inside single quotes.
    fileprivate func replacingQuotes() -> String {
        split(separator: "'\\''", omittingEmptySubsequences: false).joined(separator: "''")
    }
}
