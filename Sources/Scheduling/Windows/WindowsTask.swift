/// The Windows form: a Task Scheduler task and a PowerShell wrapper, which start the command in the Windows Subsystem for Linux.
public struct WindowsTask: Sendable, Hashable {
    /// Task Scheduler refuses a task with more.
    static let mostTriggers = 48

    public let job: ScheduledJob
    public let host: ScheduleHost
    /// The name of the WSL distribution, as `wsl.exe --list` has it.
    public let distribution: String
    /// The Windows folder of the wrapper, such as `C:\penstock`.
    public let wrapperFolder: String
    /// Whether the task starts the wrapper, which takes 10 for a warning, or `wsl.exe` itself. A job that needs a condition for its zone
    /// always has the wrapper.
    public var callsWrapper = true

    public init(_ job: ScheduledJob, on host: ScheduleHost, distribution: String, wrapperFolder: String) throws(SchedulingError) {
        self.job = job
        self.host = host
        self.distribution = distribution
        self.wrapperFolder = wrapperFolder.hasSuffix("\\") ? String(wrapperFolder.dropLast()) : wrapperFolder
        let folder = Array(wrapperFolder.utf8)
        guard folder.count > 3, folder[1] == UInt8(ascii: ":"), folder[2] == UInt8(ascii: "\\"), !wrapperFolder.contains("\""),
            !wrapperFolder.contains("%")
        else {
            throw SchedulingError(
                .path, "the folder of the wrapper '\(wrapperFolder)' is no absolute Windows path",
                fix: "Write it with its drive, such as C:\\penstock.")
        }
        try job.validateEnvironment()
        // How wsl.exe hands these two on has changed between its versions.
        for text in job.arguments + [job.directory, distribution] + job.environment.values where text.contains("\"") || text.contains("\\")
        {
            throw SchedulingError(
                .path, "job \(job.name): '\(text)' has a double quote or a backslash, which wsl.exe does not hand on safely",
                fix: "Rename it.")
        }
    }

    public var wrapperPath: String { "\(wrapperFolder)\\penstock-\(job.name).ps1" }

    /// The task, then the wrapper.
    public func artefacts() throws(SchedulingError) -> [Artefact] {
        let plan = HostPlan(job.schedule, on: host, mindsClocks: true)
        let task = try xml(plan)
        let name = "penstock-\(job.name)"
        return [
            Artefact(fileName: "\(name).xml", text: task, bytes: WindowsText.utf16(task)),
            Artefact(
                fileName: "\(name).ps1", text: wrapper(plan), bytes: WindowsText.utf8WithMark(wrapper(plan)),
                install: [
                    "New-Item -ItemType Directory -Force \(WindowsText.powerShell(wrapperFolder))",
                    "Copy-Item \(name).ps1 \(WindowsText.powerShell(wrapperFolder))",
                    "schtasks.exe /Create /TN \"Penstock\\\(job.name)\" /XML \(name).xml",
                    "schtasks.exe /Run /TN \"Penstock\\\(job.name)\"",
                ]),
        ]
    }

    /// The words after `wsl.exe`.
    func linuxCall(_ plan: HostPlan) -> [String] {
        // A random delay would lead past the minute that the condition waits for.
        var command = job.command(jitters: plan.isGuarded)
        let variables = job.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if !variables.isEmpty { command = ["/usr/bin/env"] + variables + command }
        if plan.isGuarded {
            let conditions = plan.parts.compactMap(\.zoneGuard).map { "(\($0.shell); exit 1)" }
            command = ["/bin/sh", "-c", conditions.joined(separator: " && ") + " || exec " + ShellText.words(command)]
        }
        return ["-d", distribution, "--cd", job.directory, "--exec"] + command
    }

    func triggers(_ plan: HostPlan) -> [WindowsTrigger] {
        var seen: Set<WindowsTrigger> = []
        return WindowsTrigger.triggers(plan.parts.flatMap(\.lines), repeats: !plan.isGuarded).filter { seen.insert($0).inserted }
    }

    private func xml(_ plan: HostPlan) throws(SchedulingError) -> String {
        let triggers = triggers(plan)
        guard triggers.count <= Self.mostTriggers else {
            throw SchedulingError(
                .tooMany, "job \(job.name): '\(job.schedule)' needs \(triggers.count) triggers, and a task may have \(Self.mostTriggers)",
                fix: "Use fewer times, such as '20 */6 * * *', or the zone of the machine, \(host.zone.name).")
        }
        let throughWrapper = callsWrapper || plan.isGuarded
        let program = throughWrapper ? "powershell.exe" : "%SystemRoot%\\System32\\wsl.exe"
        let words =
            throughWrapper
            ? ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", wrapperPath] : linuxCall(plan)
        let lines =
            [
                "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
                "<Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">",
                "  <RegistrationInfo>",
                "    <Author>penstock schedule windows</Author>",
                "    <Description>\(XMLText.escaped(description(plan)))</Description>",
                "  </RegistrationInfo>", "  <Triggers>",
            ] + triggers.flatMap { $0.xml(randomDelay: plan.isGuarded ? 0 : job.jitter) } + [
                "  </Triggers>",
                "  <Principals>", "    <Principal id=\"Author\">", "      <LogonType>InteractiveToken</LogonType>",
                "      <RunLevel>LeastPrivilege</RunLevel>", "    </Principal>", "  </Principals>",
                "  <Settings>",
                "    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>",
                "    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>",
                "    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>",
                "    <StartWhenAvailable>\(job.catchesUp)</StartWhenAvailable>",
                "    <RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>",
                "    <WakeToRun>false</WakeToRun>",
                "    <ExecutionTimeLimit>\(WindowsText.duration(seconds: job.longest))</ExecutionTimeLimit>",
                "    <Priority>7</Priority>",
                "  </Settings>",
                "  <Actions Context=\"Author\">", "    <Exec>", "      <Command>\(program)</Command>",
                "      <Arguments>\(XMLText.escaped(WindowsText.words(words)))</Arguments>", "    </Exec>", "  </Actions>",
                "</Task>",
            ]
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    private func description(_ plan: HostPlan) -> String {
        let zone = job.schedule.zone.name
        let how =
            plan.isGuarded
            ? "Task Scheduler starts it at every time by the machine's clock (\(host.zone.name)) that can be right; it goes on where a clock in \(zone) says so. A missed run is not caught up."
            : "Times are those of the machine (\(host.zone.name))."
        return "\(job.title). Runs at: \(job.schedule). \(how)"
    }

    func wrapper(_ plan: HostPlan) -> String {
        let lines = [
            "# Written by `penstock schedule windows`: \(job.title)",
            "# Runs the command in WSL and checks its exit code: 10 (some units failed, others came) is a warning.",
            "$ErrorActionPreference = 'Stop'",
            "# One string: Start-Process then hands it on as it is, in Windows PowerShell 5.1 and in 7.",
            "$arguments = \(WindowsText.powerShell(WindowsText.words(linuxCall(plan))))",
            "$run = Start-Process -FilePath \"$env:SystemRoot\\System32\\wsl.exe\" -ArgumentList $arguments -NoNewWindow -PassThru",
            "# Without the handle PowerShell forgets the exit code.",
            "$null = $run.Handle",
            "$run.WaitForExit()",
            "$code = $run.ExitCode",
            "if ($code -eq 0) { exit 0 }",
            "if ($code -eq 10) {",
            "    Write-Warning \(WindowsText.powerShell("penstock \(job.name): some units failed, see the logs in \(job.logDirectory)"))",
            "    exit 0",
            "}",
            "$Host.UI.WriteErrorLine(\(WindowsText.powerShell("penstock \(job.name) failed, see the logs in \(job.logDirectory); exit code ")) + $code)",
            "exit $code",
        ]
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}
