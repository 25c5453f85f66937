import Host
import Orchestrator

/// `penstock.yaml`: jobs by name, what holds for all of them, and the channels that alerts go to.
struct JobsFile {
    /// Absolute.
    let path: String
    /// Where relative paths of the jobs begin; absolute.
    let directory: String
    /// In the file's order.
    let jobs: [NamedJob]
    let channels: [FileChannel]
    /// Variables that the file takes values from: `{env: NAME}`.
    let variables: [String]

    /// As people call it.
    var name: String { HostPath.name(of: path) }

    func failure(of job: NamedJob, _ what: String, fix: String) -> RunFailure {
        RunFailure(.configuration, "\(name) line \(job.line), job \(job.name): \(what)", fix: fix)
    }

    func job(_ name: String) -> NamedJob? { jobs.first { $0.name == name } }
}

/// A job of the jobs file.
struct NamedJob: Equatable {
    let name: String
    let line: Int
    let verb: Verb
    let providers: [String]
    let settings: [JobSetting]
    let schedule: JobSchedule?
    let alerts: JobAlerts?
    /// For the schedulers' descriptions.
    let summary: String?

    /// The text that the file has for a flag.
    func text(of flag: String) -> String? {
        guard case .texts(let texts) = settings.first(where: { $0.flag.name == flag })?.value else { return nil }
        return texts.first
    }
}

/// A key of a job: a flag of its verb with the value that the file has for it.
struct JobSetting: Equatable {
    enum Value: Equatable {
        case isOn(Bool)
        /// One for each time that the flag is given.
        case texts([String])
    }

    let flag: VerbFlag
    let value: Value
    let line: Int
    /// From `defaults`, for every job.
    let isDefault: Bool
    /// `{env: NAME}`, where the value is not in the file: then it may be a secret, and is not shown.
    var reference: String?

    /// As it would be typed: `--storage=sqlite`. A switch that is off is left out.
    var typed: [String] {
        switch value {
        case .isOn(let isOn): isOn ? ["--" + flag.name] : []
        case .texts(let texts): texts.map { "--\(flag.name)=\($0)" }
        }
    }
}

/// When a job runs, as the file has it. Read by the scheduling library.
struct JobSchedule: Equatable {
    /// `0 6 * * 2-6`
    let expression: String
    /// `America/New_York`; nil: the host's.
    let timeZone: String?
    /// Seconds, at random, by which a run may begin later.
    let jitter: Int?
    /// A run that was missed while the machine was off is made up for.
    let catchesUp: Bool?
    let line: Int
}

/// Who hears of a job, and of what.
struct JobAlerts: Equatable {
    /// Names of channels.
    let channels: [String]
    /// nil: of everything.
    let kinds: [String]?
    let line: Int
}
