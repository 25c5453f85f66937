import Archive
import Orchestrator
import PluginKit
import Tabular
import Upstream

/// `--dry-run --read-lists`: reads the lists of a job into an archive of their own, so that what they tell of can be
/// reckoned with. The job's archive is not touched, and what was read is thrown away with its directory.
struct ListReading {
    let planned: PlannedJob
    let request: JobRequest
    let host: Host
    let sinks: @Sendable ([String]) throws -> [ArchiveSink]

    /// What reading them was.
    struct Account {
        let requests: Int
        let bytes: Int
        let seconds: Double
    }

    /// Throws where a list cannot be read: half a list is none.
    func estimates(_ upstreams: [UpstreamDeclaration], stop: StopSignal) async throws -> ([PlanEstimate], Account) {
        let scratch = try ScratchArchive(in: host.temporaryDirectory)
        do {
            let report = try await read(into: scratch.directory, stop: stop)
            let lists = try ArchiveReader.openReadOnly(at: scratch.directory, sinks: sinks)
            let estimates = try DryRun(
                job: planned.job, sinks: sinks, upstreams: upstreams, now: report.started, lists: lists
            ).estimate()
            try scratch.remove()
            return (
                estimates,
                Account(requests: report.counts.requests, bytes: report.counts.bytes, seconds: report.duration)
            )
        } catch {
            try? scratch.remove()
            throw RunFailure(error)
        }
    }

    private func read(into directory: String, stop: StopSignal) async throws -> RunReport {
        var job = planned.job
        job.command = .backfill
        job.archive = directory
        job.database = nil
        job.sinks = ["csv"]
        job.options.readsListsOnly = true
        let connection = try await UpstreamConnection.open(request.values, host: host)
        if job.selection.start == nil { job.selection.start = connection.clock.now().dayUTC.adding(-10) }
        let upstreams = Upstreams(
            job.providers.flatMap(\.manifest.upstreams), settings: planned.upstreams, transport: connection.transport,
            clock: connection.clock)
        let report = await Run(
            job: job, sinks: sinks, upstreams: upstreams, clock: connection.clock, observer: Unseen(), stop: stop
        )
        .execute()
        await upstreams.shutdown()
        if let failure = report.failure { throw failure }
        guard let trouble = report.troubles.first else {
            if stop.isRequested {
                throw RunFailure(.tryAgain, "Reading the lists was stopped: nothing of them is kept")
            }
            return report
        }
        throw RunFailure(
            report.exitCode == .success || report.exitCode == .partial ? .unavailable : report.exitCode,
            "A list cannot be read: \(trouble.label): \(trouble.reason?.description ?? "it did not come whole")",
            fix: "try again later; --dry-run alone asks nothing")
    }

    /// Nobody is told of a run over a list that is thrown away.
    private struct Unseen: RunObserver {
        func observe(_ event: RunEvent) {}
    }
}
