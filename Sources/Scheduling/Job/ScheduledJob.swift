/// A command that a scheduler of the system is to start.
package struct ScheduledJob: Sendable, Hashable {
    /// Letters, digits, `-`, `_`, `.`; stands in file names and unit names.
    package let name: String
    /// One line for people.
    package let summary: String
    package let schedule: Schedule
    /// The absolute path of the program and its arguments, without what a scheduled run adds (see `command`).
    package let arguments: [String]
    /// Absolute.
    package let directory: String
    /// Absolute. What a call by cron prints goes to `cron-<name>-<year>-<month>.log` there, one by launchd to
    /// `launchd-<name>.log`.
    package let logDirectory: String
    /// Set for the command, sorted by name when written.
    package var environment: [String: String] = [:]
    /// Seconds; a run starts up to so much later, so that not every machine asks at once.
    package var jitter = 0
    /// A run that was missed while the machine was off happens after the start.
    package var catchesUp = true
    /// Asks for everything again or reads it all. cron and launchd cannot tell whether a run was missed, so they do not
    /// start such a job after a start of the machine. True at first where the arguments have `--force` or `verify`.
    package var isHeavy: Bool
    /// Asks upstreams, so that it is of no use without a network. False at first where the arguments have a command
    /// that only looks.
    package var asksUpstreams: Bool
    /// Seconds that a run waits for the one before it, which still holds the archive.
    package var waitLock = 3_600
    /// Old logs are removed after so many days; nil keeps them.
    package var keepLogs: Int?
    /// Seconds after which the scheduler ends a run that hangs.
    package var longest = 21_600

    package init(
        name: String, summary: String, schedule: Schedule, arguments: [String], directory: String, logDirectory: String
    ) throws(SchedulingError) {
        self.name = name
        self.summary = summary
        self.schedule = schedule
        self.arguments = arguments
        self.directory = directory
        self.logDirectory = logDirectory
        asksUpstreams = !arguments.contains { ["verify", "status", "coverage", "report", "backup"].contains($0) }
        isHeavy = arguments.contains("--force") || arguments.contains("verify")
        try validate()
    }

    private func validate() throws(SchedulingError) {
        let isName = name.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0))
        }
        guard isName, let first = name.first, first.isLetter || first.isNumber, name.utf8.count <= 64,
            !name.hasSuffix(".")
        else {
            throw SchedulingError(
                .name, "the job '\(name)' cannot be named so in a file or a unit",
                fix:
                    """
                    Use up to 64 letters, digits, '-', '_' and '.', with a letter or digit first, such as \
                    'nightly-bars'.
                    """
            )
        }
        guard let program = arguments.first else {
            throw SchedulingError(
                .path, "job \(name) has no command", fix: "Give the program's absolute path and its arguments.")
        }
        for (what, path) in [("program", program), ("directory", directory), ("log directory", logDirectory)]
        where !path.hasPrefix("/") {
            throw SchedulingError(
                .path, "job \(name): the \(what) '\(path)' is not absolute",
                fix: "A scheduler starts elsewhere: write the whole path, such as '/srv/penstock'.")
        }
        // At the end of a line it would join the next one to it.
        for text in [directory, logDirectory, summary] where text.hasSuffix("\\") {
            throw SchedulingError(.path, "job \(name): '\(text)' ends with a backslash", fix: "Take it away.")
        }
        for text in arguments + [directory, logDirectory, summary]
        where text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            throw SchedulingError(
                .path, "job \(name): '\(text.filter { !$0.isNewline })' has a line break or a control character",
                fix: "No scheduler's file can hold that: rename it.")
        }
    }

    /// Checks the environment, which is set after `init`.
    func validateEnvironment() throws(SchedulingError) {
        for (key, value) in environment.sorted(by: { $0.key < $1.key }) {
            let isKey =
                !key.isEmpty
                && key.utf8.allSatisfy {
                    $0 == UInt8(ascii: "_") || Character(UnicodeScalar($0)).isLetter
                        || Character(UnicodeScalar($0)).isNumber
                }
            guard isKey, key.first?.isNumber == false, !value.unicodeScalars.contains(where: { $0.value < 32 }) else {
                throw SchedulingError(
                    .path, "job \(name): the variable '\(key)' has a name or a value that cannot be written",
                    fix: "Use letters, digits and '_' in the name, and a value of one line.")
            }
        }
    }
}

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
