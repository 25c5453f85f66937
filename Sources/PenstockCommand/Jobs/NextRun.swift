import Orchestrator
import Scheduling
import Tabular

/// When the jobs file has a provider's next run; nothing where there is no jobs file, or none of its jobs is scheduled.
struct NextRun {
    private let runs: [(providers: [String], instant: Instant)]

    /// A jobs file with a mistake says nothing here: `config --check` and the run itself do.
    init(host: Host) {
        guard let file = try? JobsFilePlace(host: host).find(),
            let now = try? UpstreamConnection.present(host)
        else {
            runs = []
            return
        }
        runs = file.jobs.compactMap { job in
            guard job.verb.isRun, let schedule = try? ScheduledJobs.schedule(of: job, in: file),
                let next = schedule.next(after: Int(now.seconds))
            else { return nil }
            return (job.providers, Instant(seconds: Int64(next)))
        }
    }

    func next(of provider: String) -> Instant? {
        runs.filter { $0.providers.contains(provider) }.map(\.instant).min()
    }
}
