/// The systemd form, for each job: a service, a timer, and a unit that is started when the service has failed for good.
package struct SystemdUnits: Sendable, Hashable {
    /// Whose manager runs the units.
    package enum Owner: Sendable, Hashable {
        /// `systemctl --user`; runs while the account is logged in, or always with `loginctl enable-linger`.
        case user
        /// The system's manager; the service runs as an account.
        case system(account: String)
    }

    package let owner: Owner
    /// What the failure unit starts; `%i` is the name of the job.
    package let failureCommand: [String]
    package let host: ScheduleHost

    package init(owner: Owner, failureCommand: [String], host: ScheduleHost) {
        self.owner = owner
        self.failureCommand = failureCommand
        self.host = host
    }

    /// Codes of penstock at which another try within minutes cannot help: usage, malformed answers, integrity,
    /// credentials, settings.
    static let finalCodes = "64 65 74 77 78"

    package static func unitName(of job: ScheduledJob) -> String { "penstock-\(job.name)" }

    private static func failureUnit(of job: ScheduledJob) -> String { "penstock-failure@\(job.name).service" }

    /// Service, timer and failure unit of each job; the last one carries the commands that install all of them.
    ///
    /// The failure unit is no template for all jobs of an account: it names a jobs file, and there may be several. An
    /// instance that has a file of its own goes before a template.
    package func artefacts(_ jobs: [ScheduledJob]) throws(SchedulingError) -> [Artefact] {
        try ScheduledJob.validateNames(jobs)
        let failure = try failure()
        var artefacts: [Artefact] = []
        for job in jobs {
            try job.validateEnvironment()
            artefacts.append(Artefact(fileName: Self.unitName(of: job) + ".service", text: try service(job)))
            artefacts.append(Artefact(fileName: Self.unitName(of: job) + ".timer", text: timer(job)))
            artefacts.append(
                Artefact(
                    fileName: Self.failureUnit(of: job), text: failure,
                    install: job.name == jobs.last?.name ? install(jobs) : []))
        }
        return artefacts
    }

    private var account: [String] {
        if case .system(let account) = owner { ["User=\(account)"] } else { [] }
    }

    private func install(_ jobs: [ScheduledJob]) -> [String] {
        let folders = Set(jobs.map(\.logDirectory)).sorted().map { "mkdir -p \(ShellText.word($0))" }
        let timers = jobs.map { Self.unitName(of: $0) + ".timer" }.joined(separator: " ")
        return switch owner {
        case .user:
            folders + [
                "mkdir -p ~/.config/systemd/user", "cp penstock-* ~/.config/systemd/user/",
                "systemctl --user daemon-reload",
                "systemctl --user enable --now \(timers)", "loginctl enable-linger",
            ]
        case .system:
            folders + [
                "sudo cp penstock-* /etc/systemd/system/", "sudo systemctl daemon-reload",
                "sudo systemctl enable --now \(timers)",
            ]
        }
    }

    private func failure() throws(SchedulingError) -> String {
        lines(
            [
                """
                # Written by `penstock schedule systemd`. Started by a job's service that has failed for good; %i is \
                the job.
                """,
                "[Unit]", "Description=Penstock: tell that %i failed", "", "[Service]", "Type=oneshot",
            ] + account + [
                "ExecStart=\(try SystemdText.command(failureCommand))", "TimeoutStartSec=5min",
            ])
    }

    func lines(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }

    func service(_ job: ScheduledJob) throws(SchedulingError) -> String {
        let variables = job.variables.map { "Environment=\(SystemdText.assignment($0.name, $0.value))" }
        return lines(
            [
                "# Written by `penstock schedule systemd`.",
                "[Unit]",
                "Description=Penstock \(SystemdText.plain(job.title))",
                "Wants=network-online.target", "After=network-online.target",
                "OnFailure=\(Self.failureUnit(of: job))",
                "# Two tries more than the timer's own starts in two hours; after the last one OnFailure.",
                "StartLimitIntervalSec=2h", "StartLimitBurst=\(2 + Self.mostStarts(of: job.schedule, within: 120))",
                "",
                "[Service]",
                "Type=oneshot",
            ] + account + [
                "WorkingDirectory=\(SystemdText.plain(job.directory))"
            ] + variables + [
                "ExecStart=\(try SystemdText.command(job.command(jitters: false)))",
                "# 10: some units failed, others came; the run itself has sent the alert.",
                "SuccessExitStatus=10",
                "# Not after what a second try cannot mend.",
                "Restart=on-failure", "RestartSec=10min", "RestartPreventExitStatus=\(Self.finalCodes)",
                "TimeoutStartSec=\(job.longest)", "TimeoutStopSec=30",
                "Nice=10", "IOSchedulingClass=best-effort", "IOSchedulingPriority=7",
                "NoNewPrivileges=true", "LockPersonality=true", "RestrictRealtime=true", "RestrictSUIDSGID=true",
            ] + hardening)
    }

    /// The limit counts the timer's starts too: a job that runs every quarter of an hour would meet a fixed one.
    static func mostStarts(of schedule: Schedule, within minutes: Int) -> Int {
        let times = schedule.expression.minutesOfDay
        let twoDays = times + times.map { $0 + 1_440 }
        return times.map { start in twoDays.count { (start...start + minutes).contains($0) } }.max() ?? 1
    }

    /// The user's manager may not set up namespaces. Nothing here keeps the run from its archive, wherever that is, but
    /// in /usr or /etc.
    private var hardening: [String] {
        if case .user = owner { return [] }
        return [
            "ProtectSystem=full", "ProtectKernelTunables=true", "ProtectKernelModules=true",
            "ProtectControlGroups=true",
            "ProtectClock=true",
        ]
    }

    func timer(_ job: ScheduledJob) -> String {
        let hours = ClockHours(of: job.schedule, years: host.years)
        var notes: [String] = []
        if !hours.moved.isEmpty {
            notes = ["# The last line is for the night in which the clocks skip the time above."]
        }
        if !hours.isRegular {
            notes = [
                """
                # \(job.schedule.zone.name) sets its clocks by no yearly rule: in such a night a run may be missing; \
                choose another hour.
                """
            ]
        }
        return lines(
            [
                "# Written by `penstock schedule systemd`: \(job.schedule)",
                "[Unit]", "Description=When Penstock runs \(SystemdText.plain(job.title))", "", "[Timer]",
            ] + notes + OnCalendar.lines(job.schedule, years: host.years).map { "OnCalendar=\($0)" } + [
                "# A run that was missed while the machine was off happens after the start.",
                "Persistent=\(job.catchesUp)",
                "RandomizedDelaySec=\(job.jitter)", "AccuracySec=1min", "", "[Install]", "WantedBy=timers.target",
            ])
    }
}

/// Quoting for unit files.
private enum SystemdText {
    /// A word of `ExecStart=` after the first: `%` and `$` doubled, double quotes where needed.
    static func word(_ text: String) -> String { quoted(doubled(text, "%$")) }

    /// The program, the first word of `ExecStart=`, in which systemd puts nothing in place of `$` and takes no quote
    /// character.
    static func program(_ path: String) throws(SchedulingError) -> String {
        guard !path.contains(where: { "\"'\\$".contains($0) }) else {
            throw SchedulingError(
                .path, "systemd takes no program whose path has a quote, a backslash or a '$': '\(path)'",
                fix: "Install it elsewhere, such as /usr/local/bin/penstock.")
        }
        return quoted(doubled(path, "%"))
    }

    /// A program and its arguments.
    static func command(_ words: [String]) throws(SchedulingError) -> String {
        guard let path = words.first else { return "" }
        return ([try program(path)] + words.dropFirst().map { $0 == "%i" ? $0 : word($0) }).joined(separator: " ")
    }

    /// An assignment for `Environment=`, where `$` is an ordinary character.
    static func assignment(_ name: String, _ value: String) -> String { quoted("\(name)=\(doubled(value, "%"))") }

    /// The rest of a line that takes no quotes, such as a path.
    static func plain(_ text: String) -> String { doubled(text, "%") }

    private static func doubled(_ text: String, _ characters: String) -> String {
        text.reduce(into: "") { doubled, character in
            doubled.append(character)
            if characters.contains(character) { doubled.append(character) }
        }
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = !text.isEmpty && !text.contains { " \t\"'\\;".contains($0) }
        if isPlain { return text }
        let escaped = text.reduce(into: "") { escaped, character in
            if character == "\"" || character == "\\" { escaped.append("\\") }
            escaped.append(character)
        }
        return "\"\(escaped)\""
    }
}
