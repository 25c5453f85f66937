extension ScheduledJob {
    /// The arguments with what a scheduled run adds: quiet, the wait for a run that is still going, old logs; where the
    /// scheduler has no jitter of its own, also the jitter. What the job has already is left as it is.
    func command(jitters: Bool) -> [String] {
        var command = arguments
        func add(_ flag: String, _ value: String?) {
            guard !arguments.contains(where: { $0 == flag || $0.hasPrefix(flag + "=") }) else { return }
            command.append(flag)
            if let value { command.append(value) }
        }
        add("--quiet", nil)
        add("--wait-lock", "\(waitLock)")
        if jitters, jitter > 0 { add("--jitter", "\(jitter)") }
        if let keepLogs { add("--keep-logs", "\(keepLogs)") }
        return command
    }

    /// `PATH` first where it is not set, then the job's variables by name.
    var variables: [(name: String, value: String)] {
        var variables = environment
        variables["PATH"] = environment["PATH"] ?? Self.path
        return variables.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    }

    /// Two jobs of one name would overwrite each other's files; names that differ only in case do so on some disks.
    static func validateNames(_ jobs: [ScheduledJob]) throws(SchedulingError) {
        var seen: Set<String> = []
        for job in jobs where !seen.insert(job.name.lowercased()).inserted {
            throw SchedulingError(.name, "two jobs are named '\(job.name)'", fix: "Name one of them otherwise.")
        }
    }

    /// Where programs are found; schedulers give less.
    static let path = "/usr/local/bin:/usr/bin:/bin"

    /// A sentence for the comment that stands over the job.
    var title: String { summary.isEmpty ? name : "\(name): \(summary)" }
}
