import ArgumentParser
import LosslessJSON
import Orchestrator
import Words

/// `penstock config [JOB]`: every setting with its value and where it comes from, or whether all jobs could run.
struct Config: ParsableCommand, TakesSettings {
    static let verb = Verb.config
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show the settings of jobs, and where each comes from: variable, file or default.",
        discussion: """
            Without a job: all of them, or without a jobs file the settings that hold for every command. Secrets are \
            not shown.

            Examples: penstock config nightly
                      penstock config --check
            """)

    @Argument(help: ArgumentHelp("Jobs by name.", valueName: "job")) var jobs: [String] = []
    @OptionGroup var flags: Flags<Config>

    func run() throws {
        let place = JobsFilePlace(host: host, values: values)
        if values.check || !jobs.isEmpty { return try show(place.required("config")) }
        guard let file = try place.find() else { return showCommon() }
        try show(file)
    }

    private func show(_ file: JobsFile) throws {
        for channel in file.channels { _ = try channel.resolved(in: file) }
        var shown: [ConfigFacts.JobFacts] = []
        var count = 0
        var notes: [String] = []
        let found = FoundArchives()
        for job in try file.jobs(named: jobs) {
            let execution = try JobExecution(job, in: file, host: host, found: found)
            if let alerts = job.alerts { _ = try JobAlerting.kinds(alerts, file) }
            if job.schedule != nil { _ = try ScheduledJobs.schedule(of: job, in: file) }
            notes += execution.notes.map { "\(job.name): \($0)." }
            count += 1
            guard values.json || !values.check else { continue }
            shown.append(
                ConfigFacts.JobFacts(
                    job: job, settings: ResolvedSetting.all(of: execution),
                    places: execution.planned.map { ($0.job.archive, $0.logDirectory) }))
        }
        show(.file(file.path, shown)) { facts in
            guard values.check else { return facts.text }
            let said = "\(Figures.counted(count, "job")), nothing is wrong with \(count == 1 ? "it" : "them")."
            return (["\(file.path): \(said)"] + notes).joined(separator: "\n")
        }
    }

    private func showCommon() {
        show(.common(ResolvedSetting.common(host: host))) {
            "There is no penstock.yaml in \(host.directory), nor in ~/.config/penstock.\n\($0.text)"
        }
    }

    private func show(_ facts: ConfigFacts, page: (ConfigPage) -> String) {
        host.console.show(facts, json: values.json) { page(ConfigPage(facts: $0, columns: host.console.columns)) }
    }
}

/// The settings that hold: of the jobs of a file, or, where there is none, of every command.
enum ConfigFacts: JSONFact {
    struct JobFacts {
        let job: NamedJob
        let settings: [ResolvedSetting]
        /// Of a backfill or an update, absolute.
        let places: [(archive: String, logs: String)]
    }

    case file(String, [JobFacts])
    case common([ResolvedSetting])

    var json: JSONOutput {
        switch self {
        case .file(let path, let jobs): .object(["file": path, "jobs": jobs])
        case .common(let settings): .object(["file": JSONOutput.null, "settings": settings])
        }
    }
}

extension ConfigFacts.JobFacts: JSONFact {
    var json: JSONOutput {
        .object([
            "job": job.name, "line": job.line, "command": job.verb.name, "providers": job.providers,
            "archives": places.map(\.archive), "settings": settings,
        ])
    }
}

extension ResolvedSetting: JSONFact {
    var json: JSONOutput { .object(["name": name, "value": value, "source": source]) }
}
