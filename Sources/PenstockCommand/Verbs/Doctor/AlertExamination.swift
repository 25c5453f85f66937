import Alerting
import Orchestrator
import Tabular
import Words

/// Channels that refuse what the jobs tell them, and what was given up there. Nothing is sent: `alert test` does that.
struct AlertExamination {
    let host: Host
    /// nil: there is none that can be read.
    let jobsFile: JobsFile?

    /// Nothing where no channel refuses anything.
    func diagnoses() -> [Diagnosis] {
        guard let file = jobsFile else { return [] }
        return file.jobs.flatMap { job in
            guard let alerting = JobExecution.alerting(of: job, in: file, host: host) else { return [Diagnosis]() }
            let zone = ZonedTime(zone: alerting.timeZone)
            return alerting.refused.map { refusal in
                .warning(
                    "alerts of \(job.name)",
                    """
                    \(refusal.channel) has refused \(Figures.counted(refusal.count, "alert")) since \
                    \(zone.text(Instant(seconds: Int64(refusal.since)))): \(refusal.words). Not told: \
                    \(refusal.untold.joined(separator: "; "))\
                    \(refusal.count > refusal.untold.count ? ", and what was before" : "")
                    """,
                    fix: "mend the channel, then penstock alert test \(job.name); what goes on is told at the next run")
            }
        }
    }
}
