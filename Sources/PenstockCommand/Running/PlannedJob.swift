import Orchestrator
import PluginKit
import Upstream

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
