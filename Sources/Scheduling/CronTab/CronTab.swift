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

/// The two lines round a block of a crontab.
struct CronMarks: Sendable, Hashable {
    let name: String

    init(name: String) throws(SchedulingError) {
        guard !name.isEmpty, !name.unicodeScalars.contains(where: { $0.value < 32 }), !name.contains(">>>"),
            !name.contains("<<<")
        else {
            throw SchedulingError(
                .name, "a block of a crontab cannot be named '\(name)'", fix: "Use the path of the jobs file.")
        }
        self.name = name
    }

    var begin: String { "# >>> penstock: \(name) >>>" }
    var end: String { "# <<< penstock: \(name) <<<" }

    /// The name of the block that a line begins or ends.
    static func name(in line: some StringProtocol, begins: Bool) -> String? {
        let (head, tail) = begins ? ("# >>> penstock: ", " >>>") : ("# <<< penstock: ", " <<<")
        guard line.hasPrefix(head), line.hasSuffix(tail), line.utf8.count > head.utf8.count + tail.utf8.count else {
            return nil
        }
        return String(line.dropFirst(head.count).dropLast(tail.count))
    }
}
