import Words

/// The Windows form: a Task Scheduler task and a PowerShell wrapper, which start the command in the Windows Subsystem
/// for Linux.
///
/// Triggers are times in UTC, at each of the distances that the job's zone ever has: they mean the same whatever zone
/// Windows is in, be it another than WSL's. Which of them is the job's own, and whether one comes late, `SlotGuard`
/// finds out where it runs.
package struct WindowsTask: Sendable, Hashable {
    /// Task Scheduler refuses a task with more.
    static let mostTriggers = 48

    package let job: ScheduledJob
    package let host: ScheduleHost
    /// The name of the WSL distribution, as `wsl.exe --list` has it.
    package let distribution: String
    /// The Windows folder of the wrapper, such as `C:\penstock`.
    package let wrapperFolder: String
    /// Whether the task starts the wrapper, which keeps what is printed and takes 10 for a warning, or `wsl.exe`
    /// itself.
    package var callsWrapper = true

    package init(_ job: ScheduledJob, on host: ScheduleHost, distribution: String, wrapperFolder: String)
        throws(SchedulingError)
    {
        self.job = job
        self.host = host
        self.distribution = distribution
        self.wrapperFolder = wrapperFolder.hasSuffix("\\") ? String(wrapperFolder.dropLast()) : wrapperFolder
        let folder = Array(wrapperFolder.utf8)
        guard folder.count > 3, folder[1] == UInt8(ascii: ":"), folder[2] == UInt8(ascii: "\\"),
            !wrapperFolder.contains("\""),
            !wrapperFolder.contains("%")
        else {
            throw SchedulingError(
                .path, "the folder of the wrapper '\(wrapperFolder)' is no absolute Windows path",
                fix: "Write it with its drive, such as C:\\penstock.")
        }
        try job.validateEnvironment()
        // How wsl.exe hands these two on has changed between its versions.
        for text in job.arguments + [job.directory, distribution] + job.environment.values
        where text.contains("\"") || text.contains("\\") {
            throw SchedulingError(
                .path,
                "job \(job.name): '\(text)' has a double quote or a backslash, which wsl.exe does not hand on safely",
                fix: "Rename it.")
        }
    }

    package var wrapperPath: String { "\(wrapperFolder)\\penstock-\(job.name).ps1" }

    /// The task, then the wrapper.
    package func artefacts() throws(SchedulingError) -> [Artefact] {
        let task = try xml()
        let name = "penstock-\(job.name)"
        return [
            Artefact(fileName: "\(name).xml", text: task, bytes: WindowsText.utf16(task)),
            Artefact(
                fileName: "\(name).ps1", text: wrapper, bytes: WindowsText.utf8WithMark(wrapper),
                install: [
                    "New-Item -ItemType Directory -Force \(WindowsText.powerShell(wrapperFolder))",
                    "Copy-Item \(name).ps1 \(WindowsText.powerShell(wrapperFolder))",
                    "schtasks.exe /Create /TN \"Penstock\\\(job.name)\" /XML \(name).xml",
                    "schtasks.exe /Run /TN \"Penstock\\\(job.name)\"",
                ]),
        ]
    }

    /// The words after `wsl.exe`.
    var linuxCall: [String] {
        var command = job.command(jitters: false)
        let variables = job.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if !variables.isEmpty { command = ["/usr/bin/env"] + variables + command }
        let started = "\(job.logDirectory)/.started-\(job.name)"
        command = ["/bin/sh", "-c", SlotGuard(schedule: job.schedule).shell, "penstock", started] + command
        return ["-d", distribution, "--cd", job.directory, "--exec"] + command
    }

    /// In UTC.
    var triggers: [WindowsTrigger] {
        let zone = job.schedule.zone
        let moments = [host.now] + zone.changes(in: host.years).map(\.instant)
        let offsets = Set(moments.map { zone.offset(at: $0) / 60 })
        let minutes = job.schedule.expression.minutesOfDay.flatMap { minute in
            offsets.map { offset in (minute - offset) - (minute - offset).dividedDown(by: 1_440) * 1_440 }
        }
        return WindowsTrigger.triggers(Set(minutes).sorted(), most: Self.mostTriggers)
    }

    private func xml() throws(SchedulingError) -> String {
        let triggers = triggers
        guard triggers.count <= Self.mostTriggers else {
            throw SchedulingError(
                .tooMany,
                """
                job \(job.name): '\(job.schedule)' needs \(triggers.count) triggers, and a task may have \
                \(Self.mostTriggers)
                """,
                fix: "Use fewer minutes of the hour, such as '20 */6 * * *'.")
        }
        let program = callsWrapper ? "powershell.exe" : "%SystemRoot%\\System32\\wsl.exe"
        let words =
            callsWrapper
            ? [
                "-NoProfile", "-NonInteractive", "-WindowStyle", "Hidden", "-ExecutionPolicy", "Bypass", "-File",
                wrapperPath,
            ] : linuxCall
        let lines =
            [
                "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
                "<Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">",
                "  <RegistrationInfo>",
                "    <Author>penstock schedule windows</Author>",
                "    <Description>\(XMLText.escaped(description))</Description>",
                "  </RegistrationInfo>", "  <Triggers>",
            ] + triggers.flatMap { $0.xml(randomDelay: job.jitter) } + [
                "  </Triggers>",
                "  <Principals>", "    <Principal id=\"Author\">", "      <LogonType>InteractiveToken</LogonType>",
                "      <RunLevel>LeastPrivilege</RunLevel>", "    </Principal>", "  </Principals>",
                "  <Settings>",
                "    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>",
                "    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>",
                "    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>",
                "    <StartWhenAvailable>\(job.catchesUp)</StartWhenAvailable>",
                "    <RunOnlyIfNetworkAvailable>\(job.asksUpstreams)</RunOnlyIfNetworkAvailable>",
                "    <WakeToRun>false</WakeToRun>",
                "    <ExecutionTimeLimit>\(WindowsText.duration(seconds: job.longest))</ExecutionTimeLimit>",
                "    <Priority>7</Priority>",
                "  </Settings>",
                "  <Actions Context=\"Author\">", "    <Exec>", "      <Command>\(program)</Command>",
                "      <Arguments>\(XMLText.escaped(WindowsText.words(words)))</Arguments>", "    </Exec>",
                "  </Actions>",
                "</Task>",
            ]
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    private var description: String {
        "\(job.title). Runs at: \(job.schedule). Task Scheduler starts it at every time, in UTC, that may be right; it "
            + "goes on where one of "
            + "these times has come that it was not started for, also late."
    }

    /// What is printed is kept beside the wrapper: Task Scheduler itself keeps a number only.
    var wrapper: String {
        let failed = "penstock \(job.name) failed, see the logs in \(job.logDirectory); exit code "
        let lines = [
            "# Written by `penstock schedule windows`: \(job.title)",
            """
            # Runs the command in WSL, keeps what it prints, and checks its exit code: 10 (some units failed, others \
            came) is a warning.
            """,
            "$ErrorActionPreference = 'Stop'",
            "$log = \(WindowsText.powerShell("\(wrapperFolder)\\penstock-\(job.name).log"))",
            "function Write-Log($lines) {",
            "    if ((Test-Path -LiteralPath $log) -and (Get-Item -LiteralPath $log).Length -gt 1MB) {",
            "        Move-Item -Force -LiteralPath $log -Destination \"$log.old\"",
            "    }",
            "    Add-Content -Encoding UTF8 -LiteralPath $log -Value (@(Get-Date -Format o) + $lines)",
            "}",
            "try {",
            "    # What wsl.exe itself says is UTF-16 otherwise.",
            "    $env:WSL_UTF8 = '1'",
            "    # One string: Start-Process then hands it on as it is, in Windows PowerShell 5.1 and in 7.",
            "    $arguments = \(WindowsText.powerShell(WindowsText.words(linuxCall)))",
            """
                $run = Start-Process -FilePath "$env:SystemRoot\\System32\\wsl.exe" -ArgumentList $arguments \
            -NoNewWindow -PassThru `
            """,
            "        -RedirectStandardOutput \"$log.out\" -RedirectStandardError \"$log.err\"",
            "    # Without the handle PowerShell forgets the exit code.",
            "    $null = $run.Handle",
            "    $run.WaitForExit()",
            "    $code = $run.ExitCode",
            """
                $text = @(Get-Content -Encoding UTF8 -LiteralPath "$log.out") + @(Get-Content -Encoding UTF8 \
            -LiteralPath "$log.err")
            """,
            "    if ($text.Count -gt 0 -or $code -ne 0) { Write-Log (@(\"exit code $code\") + $text) }",
            "} catch {",
            "    Write-Log @(\"not run: $_\")",
            "    exit 1",
            "}",
            "if ($code -eq 0) { exit 0 }",
            "if ($code -eq 10) {",
            """
                Write-Warning \
            \(WindowsText.powerShell("penstock \(job.name): some units failed, see the logs in \(job.logDirectory)"))
            """,
            "    exit 0",
            "}",
            "$Host.UI.WriteErrorLine(\(WindowsText.powerShell(failed)) + $code)",
            "exit $code",
        ]
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}

/// A condition for a scheduler that only knows roughly when a job is due, and that may start it late: the job goes on
/// where the newest time of its schedule that has come, by a clock in its zone, is one for which it was not started
/// yet. That time is kept in a file.
///
/// So a run that was missed is made up for, whenever the machine is on again; a start that comes too early waits for
/// the next; and one that cannot tell the time goes on: no condition ends a job with 0 for ever.
struct SlotGuard: Hashable, Sendable {
    let schedule: Schedule
    /// Days that are looked back for the newest time: eight years, which 29 February may be apart.
    static let days = 3_000

    private var expression: CronExpression { schedule.expression }

    /// A script of sh, for `sh -c SCRIPT NAME FILE COMMAND...`: it ends with 0 where the job was started for its newest
    /// time, and becomes the command where it was not. It needs GNU's date, has no double quotes and no backslashes,
    /// and takes words as they are.
    var shell: String {
        let weekdays = expression.weekdays.map { [TwoDigits.digits($0.map { $0 == 0 ? 7 : $0 }) + ",*"] } ?? []
        let days = expression.days.map { TwoDigits.patterns($0).map { "?,\($0),*" } } ?? []
        let day = weekdays + days
        let months = expression.months.map { TwoDigits.patterns($0).map { "*,\($0)" } } ?? ["*"]
        func falling(_ values: [Int]) -> String { values.sorted(by: >).map { $0.digits(2) }.joined(separator: " ") }
        return [
            "IFS=", "set -f", "f=$1", "shift",
            "k=$(IFS=' '; n=$(TZ=\(schedule.zone.name) date +%H%M); b=0; while [ $b -le \(Self.days) ]; "
                + "do set -- $(TZ=\(schedule.zone.name) date -d '12:00 '$b' days ago' '+%u,%d,%m %F'); "
                + "case $1 in ?*) ;; *) exit;; esac; "
                + "case $1 in \(day.isEmpty ? "*" : day.joined(separator: "|"))) case $1 in "
                + "\(months.joined(separator: "|"))) "
                + "for h in \(falling(expression.hours)); do for m in \(falling(expression.minutes)); "
                + "do if [ $b -gt 0 ] || [ $n -ge $h$m ]; then echo $2T$h:$m; exit; fi; done; done;; esac;; esac; "
                + "b=$((b+1)); done)",
            "case $k in '') ;; $(cat 2>/dev/null <$f)) exit 0;; *) mkdir -p ${f%/*}; echo $k >$f;; esac",
            "exec $@",
        ].joined(separator: "; ")
    }
}
