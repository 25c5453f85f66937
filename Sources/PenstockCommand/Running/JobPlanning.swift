import Orchestrator
import PluginKit
import Tabular
import Upstream

/// Turns what was typed, and the variables, into jobs: one for each archive. Asks nothing and writes nothing.
struct JobPlanning {
    let request: JobRequest
    let host: Host
    private let lookup: SettingLookup

    init(request: JobRequest, host: Host) {
        self.request = request
        self.host = host
        self.lookup = SettingLookup(environment: host.environment)
    }

    func jobs() throws -> [PlannedJob] {
        var places = ArchivePlaces(place: request.run.archive.place, host: host)
        places.makesOne = request.command == .backfill
        let plugins = try ProviderChoice(host.registry).plugins(
            named: request.providers.names, verb: request.command.rawValue)
        let groups = try places.groupsOfOne(of: plugins)
        let selection = try SelectionSettings(host: host).selection(request, of: plugins.map(\.manifest))
        let sinks = try storage()
        let options = try jobOptions()
        let logs = LogPlace(host: host, flag: request.run.archive.logDirectory)
        let settings = PluginSettings(lookup: lookup, given: request.run.plugins.given)
        return try groups.map { archive, plugins in
            let names = plugins.map(\.manifest.name)
            let job = Job(
                name: request.jobName ?? "\(request.command.rawValue) \(names.joined(separator: " "))",
                command: request.command,
                providers: try plugins.map { try $0.load(try settings.values(of: $0.options)) }, selection: selection,
                archive: archive,
                sinks: sinks, database: try places.database(), options: options)
            return PlannedJob(
                job: job, logDirectory: logs.directory(beside: archive), upstreams: try upstreamSettings(),
                logFormat: try logFormat(),
                keptLogDays: try keptLogDays())
        }
    }

    private func storage() throws -> [String] {
        guard let text = lookup.find(request.run.archive.storage, "storage") else { return [] }
        return try StorageSetting(host: host).names(text)
    }

    private func jobOptions() throws -> JobOptions {
        let execution = request.run.execution
        var options = JobOptions()
        options.resumes = request.resumes
        options.isForced = request.isForced
        options.fillsGaps = request.fillsGaps
        options.updatesSeries = request.updatesSeries
        options.failsFast = execution.afterFailure == .failFast
        options.isStrict = execution.strict
        if request.command == .update, let text = lookup.find(request.maxAgeDays, "max-age-days") {
            options.maximumAgeDays = try text.whole(1...10_000, example: 1)
        }
        if request.command == .update, let text = lookup.find(request.recheckSessions, "recheck-sessions") {
            options.recheckSessions = try text.whole(0...10_000, example: 20)
        }
        if let text = lookup.find(execution.concurrency, "concurrency") {
            options.concurrency = try text.whole(1...64, example: 4)
        }
        if let text = lookup.find(execution.waitLock, "wait-lock") { options.lockWait = try text.seconds(0...86_400) }
        options.threshold = try TestingEnvironment(host.environment).threshold
        options.version = PenstockVersion.current
        return options
    }

    private func logFormat() throws -> LogFormat {
        guard let text = lookup.find(request.run.output.logFormat, "log-format") else { return .text }
        return LogFormat(rawValue: try text.choice(LogFormat.allCases.map(\.rawValue))) ?? .text
    }

    private func keptLogDays() throws -> Int? {
        try lookup.find(request.run.output.keepLogs, "keep-logs")?.whole(1...100_000, example: 90)
    }

    private func upstreamSettings() throws -> UpstreamSettings {
        var settings = try UpstreamAddresses(host: host).settings(
            given: request.run.upstreams.upstream,
            pace: lookup.find(request.run.upstreams.rateLimitDelay, "rate-limit-delay"))
        settings.userAgent = lookup.find(request.run.upstreams.userAgent, "user-agent")?.text
        if let text = lookup.find(request.run.execution.concurrency, "concurrency") {
            settings.concurrency = try text.whole(1...64, example: 4)
        }
        return settings
    }
}

/// A job that is ready to run: what it is to do, where its log goes, and how it asks.
struct PlannedJob {
    var job: Job
    /// Absolute.
    let logDirectory: String
    let upstreams: UpstreamSettings
    var logFormat = LogFormat.text
    /// nil: all logs are kept.
    var keptLogDays: Int?

    /// `backfill_equities`, the beginning of the log's name.
    var logStem: String { "\(job.command.rawValue)_\(job.providers.map(\.manifest.name).joined(separator: "+"))" }

    /// What the units are called: the providers' own word when they have one.
    var noun: (singular: String, plural: String) {
        let nouns = Set(job.providers.map(\.manifest.noun))
        return nouns.count == 1 ? nouns.first.map { ($0.singular, $0.plural) } ?? ("unit", "units") : ("unit", "units")
    }
}
