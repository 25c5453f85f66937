import ArgumentParser
import LosslessJSON
import Orchestrator
import Words

/// `penstock config [JOB]`: every setting with its value and where it comes from.
struct Config: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.config
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show the settings of jobs, and where each comes from: variable, file or default.",
        discussion: HelpWording.config)

    @Argument(help: ArgumentHelp("Jobs by name.", valueName: "job")) var jobs: [String] = []
    @OptionGroup var flags: Flags<Config>

    func run() async throws { try await ConfigShowing(arguments: self, host: .current).run() }
}

/// `config`: what the jobs' settings are, or whether all of them could run.
private struct ConfigShowing {
    let arguments: Config
    let host: Host

    func run() async throws {
        let place = JobsFilePlace(host: host, flag: arguments.values.typed(\.jobsFile))
        if arguments.check || !arguments.jobs.isEmpty { return try await show(place.required("config")) }
        guard let file = try place.find() else { return showCommon() }
        try await show(file)
    }

    private func show(_ file: JobsFile) async throws {
        for channel in file.channels { _ = try channel.resolved(in: file) }
        var wordings: [ConfigWording] = []
        var count = 0
        var notes: [String] = []
        let found = FoundArchives()
        for job in try JobChoice(file).jobs(named: arguments.jobs) {
            let execution = try JobExecution(job, in: file, host: host, found: found)
            if let alerts = job.alerts { _ = try JobAlerting.kinds(alerts, file) }
            if job.schedule != nil { _ = try ScheduledJobs.schedule(of: job, in: file) }
            notes += execution.notes.map { "\(job.name): \($0)." }
            count += 1
            if arguments.json || !arguments.check { wordings.append(ConfigWording(execution: execution)) }
        }
        if arguments.json {
            host.console.emit(
                JSONOutput.object([.init("file", .string(file.path)), .init("jobs", .array(wordings.map(\.json)))]).text
            )
        } else if arguments.check {
            let jobs = Figures.counted(count, "job", "jobs")
            host.console.print(
                (["\(file.path): \(jobs), nothing is wrong with \(count == 1 ? "it" : "them")."] + notes).joined(
                    separator: "\n"))
        } else {
            host.console.print(
                "\(file.path)\n" + wordings.map { $0.text(columns: host.console.columns) }.joined(separator: "\n"))
        }
    }

    private func showCommon() {
        let settings = ResolvedSetting.common(host: host)
        if arguments.json {
            return host.console.emit(
                JSONOutput.object([.init("file", .null), .init("settings", ConfigWording.json(settings))]).text)
        }
        let table = ConfigWording.table(settings, columns: host.console.columns)
        host.console.print("There is no penstock.yaml in \(host.directory), nor in ~/.config/penstock.\n\(table)")
    }
}
