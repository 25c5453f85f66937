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
        let notes = estimate.notes.map { "Note: \($0)." }
        guard estimate.requests > 0 else {
            let why = notes.isEmpty ? ": nothing is due." : "."
            return (["\(verb) would ask for nothing\(why)"] + notes + ["The archive is \(planned.job.archive)."]).joined(separator: "\n")
        }
        return
            ([cost(verb), isSizeUnknown ? "How many \(provider.noun.plural) there are is known once the list has been read." : nil]
            .compactMap { $0 } + notes).joined(separator: "\n") + "\nThe archive is \(planned.job.archive)."
    }

    private var isSizeUnknown: Bool { !estimate.isUniverseKnown }

    private func cost(_ verb: String) -> String {
        let list = "read the list of \(provider.noun.plural)"
        var what = "ask for \(isSizeUnknown ? "about " : "")\(provider.noun.counted(estimate.units))"
        if estimate.units == 0 { what = list + (isSizeUnknown ? " and ask for what it names" : "") }
        if estimate.wholeUnits > 0 { what += ", \(Figures.count(estimate.wholeUnits)) of them whole" }
        let requests = Figures.counted(estimate.requests, "request", "requests")
        let least = "about \(Figures.bytes(estimate.bytes)), at least \(Figures.duration(estimate.leastSeconds))"
        return "\(verb) would \(what): \(isSizeUnknown && estimate.units == 0 ? "more than " : "")\(requests), \(least). Nothing was asked."
    }

    var json: JSONOutput {
        .object([
            .init("job", .string(planned.job.name)), .init("provider", .string(provider.name)),
            .init("archive", .string(planned.job.archive)),
            .init("units", .integer(estimate.units)), .init("lists", .integer(estimate.lists)),
            .init("whole_units", .integer(estimate.wholeUnits)),
            .init("is_universe_known", .bool(estimate.isUniverseKnown)), .init("requests", .integer(estimate.requests)),
            .init("notes", .strings(estimate.notes)), .init("bytes", .integer(estimate.bytes)),
            .init("least_seconds", .number(estimate.leastSeconds)),
        ])
    }
}
