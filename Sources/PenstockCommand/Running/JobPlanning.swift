import Orchestrator
import PluginKit
import Tabular
import Upstream

/// Turns what was said into jobs: one for each archive. Asks nothing and writes nothing.
struct JobPlanning {
    let request: JobRequest
    let host: Host

    private var values: SettingValues { request.values }

    func jobs() throws -> [PlannedJob] {
        var places = ArchivePlaces(values: values, host: host)
        places.makesOne = request.command == .backfill
        let plugins = try host.registry.providers(named: values.providers, verb: request.command.rawValue)
        let groups = try places.groupsOfOne(of: plugins)
        let selection = try SelectionSettings(values: values, host: host).selection(of: plugins.map(\.manifest))
        let sinks = try values.storage.map { try host.registry.sinks(named: $0) } ?? []
        let options = try jobOptions(of: plugins)
        let logs = LogPlace(host: host, values: values)
        return try groups.map { archive, plugins in
            let names = plugins.map(\.manifest.name)
            let job = Job(
                name: request.jobName ?? "\(request.command.rawValue) \(names.joined(separator: " "))",
                command: request.command,
                providers: try plugins.map { try $0.load(try values.values(of: $0.options)) }, selection: selection,
                archive: archive,
                sinks: sinks, database: try places.database(), options: options)
            return PlannedJob(
                job: job, logDirectory: logs.directory(beside: archive), upstreams: try upstreamSettings(),
                logFormat: try values.logFormat, keptLogDays: try values.keepLogs)
        }
    }

    private func jobOptions(of plugins: [ProviderPlugin]) throws -> JobOptions {
        var options = try UpkeepOpening(host: host, values: values).options()
        // What another file of a source has made of a list is made anew.
        options.version += plugins.compactMap(\.origin).map { " \($0)" }.joined()
        options.resumes = values.resume
        options.isForced = values.force
        options.fillsGaps = !values.noFillGaps
        options.updatesSeries = !values.noUpdatePrices
        options.failsFast = values.failFast || !values.continueOnError
        options.isStrict = values.strict
        if request.command == .update {
            options.maximumAgeDays = try values.maxAgeDays
            options.recheckSessions = try values.recheckSessions
        }
        options.concurrency = try values.concurrency
        options.maximumRequests = try values.maxRequests
        options.maximumPages = try values.maxPages
        return options
    }

    private func upstreamSettings() throws -> UpstreamSettings {
        var settings = try host.upstreamSettings(values.upstream, pace: values.rateLimitDelay)
        settings.userAgent = values.userAgent
        settings.concurrency = try values.said(\.concurrency)
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
    var noun: ProviderManifest.Noun {
        let nouns = Set(job.providers.map(\.manifest.noun))
        return nouns.count == 1 ? nouns.first ?? Self.unit : Self.unit
    }

    static let unit = ProviderManifest.Noun("unit", "units")
}
