/// The crontab form: a marked block for the crontab of one user.
///
/// The lines hold for Debian's cron, and for those that read less into a line than it does: five fields by the host's
/// clock, no zone.
package enum CronTab {
    /// Commands longer than this are cut by Debian's cron.
    static let longestCommand = 998

    /// The block of some jobs.
    ///
    /// - Parameter name: tells blocks apart, such as the path of the jobs file.
    package static func block(_ jobs: [ScheduledJob], name: String, on host: ScheduleHost) throws(SchedulingError)
        -> Artefact
    {
        try ScheduledJob.validateNames(jobs)
        let marks = try CronMarks(name: name)
        var lines = [
            marks.begin,
            "# Written by `penstock schedule cron`, which replaces all between the two marks; other lines are yours.",
            "# cron mails what a line prints: a success prints nothing, a failure says what, why and what to do.",
            """
            # MAILTO=you@example.org above this block sends it elsewhere. Times are those of this machine \
            (\(host.zone.name)).
            """,
            "SHELL=/bin/sh",
            "PATH=\(ScheduledJob.path)",
        ]
        for job in jobs { lines += try CronLines(job, on: host).lines }
        lines.append(marks.end)
        let text = lines.joined(separator: "\n") + "\n"
        // It makes the folders of the logs, and replaces the block of an earlier time: twice is one block.
        return Artefact(
            fileName: "penstock.cron", text: text,
            install: ["penstock schedule cron --install     # behind it what else this line has"])
    }
}
