import Archive
import Orchestrator
import PluginKit
import Tabular
import Upstream

/// `--dry-run`: what the jobs would ask for, without asking.
struct Estimating {
    let jobs: [PlannedJob]
    let sinks: @Sendable ([String]) throws -> [ArchiveSink]
    let isJSON: Bool
    let host: Host

    func run(now: Instant) throws {
        let wordings = try jobs.flatMap { planned in
            let upstreams = planned.job.providers.flatMap(\.manifest.upstreams).map(planned.upstreams.applied(to:))
            let estimates = try DryRun(job: planned.job, sinks: sinks, upstreams: upstreams, now: now).estimate()
            return zip(planned.job.providers, estimates).map { EstimateWording(planned: planned, provider: $0.manifest, estimate: $1) }
        }
        if isJSON {
            host.console.print(RunReportOutput.document(wordings.map(\.json), exitCode: .success).text)
        } else {
            host.console.print(wordings.map(\.text).joined(separator: "\n"))
        }
    }
}
