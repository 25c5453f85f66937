import Archive
import Orchestrator
import PluginKit
import Tabular
import Upstream

/// What `--dry-run` and `--read-lists` are together.
enum DryRunChoice {
    static func check(isDry: Bool, readsLists: Bool) throws {
        guard readsLists, !isDry else { return }
        throw RunFailure(
            .usage, "--read-lists belongs to --dry-run: a run reads its lists of itself",
            fix: "leave it out, or add --dry-run")
    }
}

/// `--dry-run`: what the jobs would ask for and store, without asking; with `--read-lists` the lists are read first.
struct Estimating {
    let jobs: [PlannedJob]
    let request: JobRequest
    let sinks: @Sendable ([String]) throws -> [ArchiveSink]
    let host: Host

    func run(now: Instant, stop: StopSignal) async throws {
        var facts = DryRunFacts()
        for planned in jobs {
            let upstreams = planned.job.providers.flatMap(\.manifest.upstreams).map(planned.upstreams.applied(to:))
            var reading: ListReading.Account?
            var estimates: [PlanEstimate]
            if request.values.readLists {
                (estimates, reading) = try await ListReading(
                    planned: planned, request: request, host: host, sinks: sinks
                )
                .estimates(upstreams, stop: stop)
            } else {
                estimates = try DryRun(job: planned.job, sinks: sinks, upstreams: upstreams, now: now).estimate()
            }
            facts.jobs.append(
                zip(planned.job.providers.map(\.manifest), estimates).map { provider, estimate in
                    EstimateFacts(
                        planned: planned, provider: provider, estimate: estimate, reading: reading, shares: shares,
                        smaller: smaller(for: provider))
                })
        }
        host.console.show(facts, json: request.values.reportJSON, page: EstimatePage.text)
    }

    private var shares: [String: Double] {
        Dictionary(host.registry.sinks.map { ($0.manifest.name, $0.manifest.share) }) { first, _ in first }
    }

    /// The provider's own settings with which less is stored, those that are not set so already.
    private func smaller(for provider: ProviderManifest) -> [String] {
        guard let plugin = host.registry.providers.first(where: { $0.manifest.name == provider.name }) else {
            return []
        }
        return plugin.options.compactMap { option in
            guard let smallest = option.smallest else { return nil }
            let value = request.values.find(SettingRow(option))?.text.text ?? option.defaultValue
            return value == smallest ? nil : "--\(option.name) \(smallest)"
        }
    }
}
