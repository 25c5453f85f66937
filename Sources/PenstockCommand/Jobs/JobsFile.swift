import Host
import Orchestrator
import Words

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

    /// Where something is said of a job: `penstock.yaml line 12, job nightly: `, for the beginning of an error.
    /// - Parameter line: nil: that of the job's name.
    func place(of job: NamedJob, line: Int? = nil) -> String { "\(name) line \(line ?? job.line), job \(job.name): " }

    /// Each once, in the order in which they were named; all of them without a name.
    func jobs(named names: [String]) throws -> [NamedJob] {
        guard !names.isEmpty else { return jobs }
        return try names.once.map { name in
            if let job = jobs.first(where: { $0.name == name }) { return job }
            let known = jobs.map(\.name)
            throw RunFailure(
                .usage, "There is no job '\(name)' in \(path).\(UsageWording.meant(name, among: known))",
                fix: "jobs: \(Figures.names(known))")
        }
    }
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

    /// The text that the file has for a setting.
    func text<Value, Failure>(of key: KeyPath<SettingTable, Setting<Value, Failure>>) -> String? {
        let name = SettingTable.all[keyPath: key].row.name
        guard case .texts(let texts) = settings.first(where: { $0.row.name == name })?.given else { return nil }
        return texts.first
    }

    /// What the file says of its settings, behind the variables of a host.
    /// - Parameter typed: what goes before both.
    func values(on host: Host, under typed: SettingValues? = nil) -> SettingValues {
        // Where its archive is the host has from the file already.
        let kept = settings.filter { $0.row != SettingTable.all.dataDirectory.row }
        var values = SettingValues(
            environment: host.environment, filed: Dictionary(kept.map { ($0.row.name, $0.given) }) { $1 })
        if let typed { values.take(verb.overrides, from: typed) }
        if !providers.isEmpty { values.name(providers) }
        return values
    }

    /// The error of a job's own, with the job and the line of the file that it is about.
    func placed(_ failure: RunFailure, in file: JobsFile, _ values: SettingValues) -> RunFailure {
        var message = failure.message
        for setting in settings {
            guard let reference = setting.reference, case .texts(let texts) = setting.given else { continue }
            // What came from elsewhere may be a secret, and errors are mailed.
            for text in texts where !text.isEmpty { message = message.replacing(text, with: reference) }
        }
        let about = settings.filter { values.find($0.row)?.origin == .file }.first {
            message.hasPrefix("--\($0.row.name)")
        }
        return RunFailure(
            failure.exitCode == .usage ? .configuration : failure.exitCode,
            file.place(of: self, line: about?.line) + message, fix: failure.fix)
    }
}

/// A key of a job: a setting of its verb, with what the file says of it.
struct JobSetting: Equatable {
    let row: SettingRow
    let given: SettingValues.Given
    let line: Int
    /// From `defaults`, for every job.
    let isDefault: Bool
    /// `{env: NAME}`, where the value is not in the file: then it may be a secret, and is not shown.
    var reference: String?
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
