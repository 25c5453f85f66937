import Orchestrator
import PluginKit

/// What a dry run says.
struct EstimateWording {
    let planned: PlannedJob
    let provider: ProviderManifest
    let estimate: PlanEstimate

    /// `backfill equities would ask for 503 symbols: 504 requests, about 81.3 MB, at least 4 min 12 s. Nothing was asked.`
    var text: String {
        let verb = "\(planned.job.command.rawValue) \(provider.name)"
        guard estimate.requests > 0 else { return "\(verb) would ask for nothing: nothing is due.\nThe archive is \(planned.job.archive)." }
        let requests = Figures.counted(estimate.requests, "request", "requests")
        var text = "\(verb) would ask for \(estimate.isUniverseKnown ? "" : "about ")\(provider.noun.counted(estimate.units)): \(requests), "
        text += "about \(Figures.bytes(estimate.bytes)), at least \(Figures.duration(estimate.leastSeconds)). Nothing was asked."
        if !estimate.isUniverseKnown { text += "\nHow many \(provider.noun.plural) there are is known once the list has been read." }
        return text + "\nThe archive is \(planned.job.archive)."
    }

    var json: JSONOutput {
        .object([
            .init("job", .string(planned.job.name)), .init("provider", .string(provider.name)), .init("archive", .string(planned.job.archive)),
            .init("units", .integer(estimate.units)), .init("lists", .integer(estimate.lists)),
            .init("is_universe_known", .bool(estimate.isUniverseKnown)), .init("requests", .integer(estimate.requests)),
            .init("bytes", .integer(estimate.bytes)), .init("least_seconds", .number(estimate.leastSeconds)),
        ])
    }
}
