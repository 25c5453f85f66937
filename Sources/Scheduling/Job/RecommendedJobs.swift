/// Jobs worth having for one archive of equities and one of prediction markets.
package struct RecommendedJobs: Sendable, Hashable {
    /// A job, and why it runs when it does.
    package struct Job: Sendable, Hashable {
        package let job: ScheduledJob
        /// A sentence.
        package let why: String
    }

    /// Absolute.
    package let program: String
    package let directory: String
    package let logDirectory: String

    package init(program: String, directory: String, logDirectory: String) {
        self.program = program
        self.directory = directory
        self.logDirectory = logDirectory
    }

    /// The schedule of the original guide, line by line.
    package func original() throws(SchedulingError) -> [Job] {
        [
            try job(
                "daily-update", "Daily bars of equities, weekdays", "0 6 * * 1-5", ["update", "equities"],
                why: "Friday's bar comes only on Monday; `2-6` has it on Saturday."),
            try job(
                "weekly-refresh", "All equities asked again, Sundays", "0 2 * * 0", ["update", "equities", "--force"],
                why: "Two o'clock on a Sunday is the hour that clocks skip in March; cron makes up for it."),
            try job(
                "monthly-refresh", "All equities asked again, on the first of the month", "0 3 1 * *",
                ["update", "equities", "--force"],
                why: "The weekly refresh does the same, and earlier."),
            try job(
                "prediction-markets", "Polymarket and Kalshi, every six hours", "0 */6 * * *",
                ["update", "polymarket", "kalshi"],
                why: "Markets move all day; on the full hour many others ask too."),
        ]
    }

    /// What this product recommends.
    package func better() throws(SchedulingError) -> [Job] {
        [
            try job(
                "daily-bars", "Daily bars of equities, the morning after each session", "0 6 * * 2-6",
                ["update", "equities"], jitter: 300,
                why: "Friday's bar is there on Saturday morning; Sunday and Monday have no new one."),
            try job(
                "weekly-verify", "Every file against the record, Sundays", "40 4 * * 0", ["verify"],
                why:
                    """
                    It finds damage while a backup still has the file; no clock is set at that hour and no other job \
                    of the archive runs.
                    """
            ),
            try job(
                "weekly-refresh", "All equities asked again, Sundays", "30 7 * * 0", ["update", "equities", "--force"],
                jitter: 300,
                why:
                    """
                    Splits and restatements show within a week; no clock is set at that hour and no other job of the \
                    archive runs.
                    """
            ),
            try job(
                "prediction-markets", "Polymarket and Kalshi, every six hours", "17 */6 * * *",
                ["update", "polymarket", "kalshi"],
                jitter: 300,
                why: "An odd minute keeps away from the rush of the full hour."),
        ]
    }

    private func job(
        _ name: String, _ summary: String, _ expression: String, _ arguments: [String], jitter: Int = 0, why: String
    ) throws(SchedulingError) -> Job {
        var job = try ScheduledJob(
            name: name, summary: summary, schedule: Schedule(expression, zone: "America/New_York"),
            arguments: [program] + arguments,
            directory: directory, logDirectory: logDirectory)
        job.jitter = jitter
        return Job(job: job, why: why)
    }
}
