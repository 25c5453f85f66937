import Orchestrator
import Scheduling
import Upstream
import Words

/// The jobs that a scheduler is to start.
struct ScheduledJobs {
    let jobs: [ScheduledJob]
    /// What will not work under a scheduler, and does here.
    let warnings: [String]

    init(_ command: Schedule, host: Host) throws {
        let values = command.values
        let program = values.program.map(host.absolute) ?? host.program
        if let recommended = try values.recommended {
            guard command.jobs.isEmpty else {
                throw RunFailure(
                    .usage, "--recommended and names of jobs: one of both", fix: "jobs are in the jobs file")
            }
            let set = RecommendedJobs(
                program: program, directory: host.directory,
                logDirectory: host.absolute(values.schedulerLogs))
            let zone = values.timeZone
            let chosen = try Self.failing { try recommended == .brief ? set.original() : set.better() }
            jobs = try chosen.map { job in try zone.map { try Self.moved(job.job, to: $0) } ?? job.job }
            warnings = Self.variables(host) + chosen.map { "\($0.job.name): \($0.why)" }
            return
        }
        let file = try JobsFilePlace(host: host, values: values).required("schedule \(command.scheduler.rawValue)")
        let chosen = try file.jobs(named: command.jobs).filter { !command.jobs.isEmpty || $0.schedule != nil }
        guard !chosen.isEmpty else {
            throw RunFailure(
                .configuration, "No job in \(file.path) has a schedule",
                fix: "write one, such as schedule: \"0 6 * * 2-6\"; or use --recommended ours")
        }
        jobs = try chosen.map {
            try Self.job($0, in: file, program: program, values: values, host: host.moved(to: file.directory))
        }
        warnings = Self.variables(host) + Self.references(file)
    }

    /// What the block in a crontab is called: by the jobs file or the directory, so that each has its own. The file may
    /// be gone by now.
    static func blockName(_ command: Schedule, _ host: Host) -> String {
        command.values.isMeant(\.recommended)
            ? host.directory : JobsFilePlace(host: host, values: command.values).path
    }

    /// A job of the file, as the scheduler starts it.
    private static func job(
        _ job: NamedJob, in file: JobsFile, program: String, values: SettingValues, host: Host
    ) throws -> ScheduledJob {
        let when = try schedule(of: job, in: file, zone: values.timeZone)
        return try failing(file.place(of: job)) {
            var scheduled = try ScheduledJob(
                name: job.name, summary: job.summary ?? ([job.verb.name] + job.providers).joined(separator: " "),
                schedule: when,
                arguments: [program, "run", job.name, "--jobs", file.path], directory: file.directory,
                logDirectory: host.absolute(
                    values.said(\.schedulerLogs) ?? job.text(of: \.logDirectory) ?? values.schedulerLogs))
            scheduled.jitter = job.schedule?.jitter ?? 0
            scheduled.catchesUp = job.schedule?.catchesUp ?? !job.verb.isLook
            scheduled.asksUpstreams = job.verb.isRun
            scheduled.isHeavy =
                job.verb == .verify || job.values(on: host).force
            if let wait = job.text(of: \.waitLock).flatMap(Double.init) { scheduled.waitLock = Int(wait.rounded(.up)) }
            return scheduled
        }
    }

    /// When a job runs; throws where the file says nothing that can be.
    static func schedule(of job: NamedJob, in file: JobsFile, zone: String? = nil) throws -> Scheduling.Schedule {
        guard let schedule = job.schedule else {
            throw RunFailure(
                .configuration, file.place(of: job) + "it has no schedule",
                fix: "such as schedule: \"0 6 * * 2-6\"")
        }
        return try failing(file.place(of: job, line: schedule.line)) {
            guard let zone = schedule.timeZone ?? zone else {
                return Scheduling.Schedule(try CronExpression(schedule.expression), zone: try ZoneClock.ofMachine())
            }
            return try Scheduling.Schedule(schedule.expression, zone: zone)
        }
    }

    private static func moved(_ job: ScheduledJob, to zone: String) throws -> ScheduledJob {
        try failing {
            var moved = try ScheduledJob(
                name: job.name, summary: job.summary,
                schedule: Scheduling.Schedule(job.schedule.expression, zone: ZoneClock(named: zone)),
                arguments: job.arguments, directory: job.directory, logDirectory: job.logDirectory)
            moved.jitter = job.jitter
            return moved
        }
    }

    /// An error of the scheduling library as one of the command.
    static func failing<Result>(_ place: String = "", _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as SchedulingError {
            throw RunFailure(place.isEmpty ? .usage : .configuration, place + error.what, fix: error.fix)
        }
    }

    private static func variables(_ host: Host) -> [String] {
        let set = SettingVariables(environment: host.environment).setNames
        let way = WayOut(environment: host.environment).variables
        func warning(_ names: [String], _ fix: String) -> [String] {
            guard !names.isEmpty else { return [] }
            return [
                """
                \(Figures.names(names)) \(names.count == 1 ? "is" : "are") set here, and not where a scheduler starts \
                a run: \(fix).
                """
            ]
        }
        return warning(set, "write what they say into the jobs file")
            + warning(way, "set them there too, above the block in the crontab or as Environment= of the unit")
    }

    private static func references(_ file: JobsFile) -> [String] {
        guard !file.variables.isEmpty else { return [] }
        return [
            "\(file.name) reads \(Figures.names(file.variables)) from the environment, which a scheduler does not "
                + "have: use {file: PATH} instead, "
                + "or set them in the crontab or the unit."
        ]
    }
}
