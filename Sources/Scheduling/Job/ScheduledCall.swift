/// What a scheduler's file starts, read back from it: of which jobs file a job is that a scheduler has under some name,
/// so that no job of another file is taken for it or put in its place.
package struct ScheduledCall: Sendable, Hashable {
    /// The names behind `penstock run`; empty of a call of another verb, and of a program that is called otherwise.
    package let jobs: [String]
    /// As it stands behind `--jobs`; nil: the call has none.
    package let jobsFile: String?
    /// Where the call runs; nil: not said.
    package let directory: String?

    /// - Parameter words: of a command, without the scheduler's own quotes and escapes.
    init(words: [String], directory: String?) {
        let run = words.indices.first { index in
            index > 0 && words[index] == "run" && words[index - 1].split(separator: "/").last == "penstock"
        }
        jobs = run.map { words[($0 + 1)...].prefix { !$0.hasPrefix("-") } }.map(Array.init) ?? []
        let flag = words.lastIndex { $0 == "--jobs" || $0.hasPrefix("--jobs=") }
        jobsFile = flag.flatMap { flag in
            words[flag] == "--jobs" ? words.dropFirst(flag + 1).first : String(words[flag].dropFirst(7))
        }
        self.directory = directory
    }

    /// Of a systemd service, a launchd agent or a Windows wrapper, told apart by the ends of their names; nil: the file
    /// is none of them, or starts nothing.
    package init?(fileName: String, bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let call: ScheduledCall? =
            switch fileName.split(separator: ".").last {
            case "service": SystemdUnits.call(in: text)
            case "plist": LaunchdAgent.call(in: text)
            case "ps1": WindowsTask.call(in: text)
            default: nil
            }
        guard let call else { return nil }
        self = call
    }

    /// Of each line of a crontab that calls penstock.
    package static func all(inCrontab bytes: [UInt8]) -> [ScheduledCall] {
        String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).filter {
            // cron passes over blanks before a comment.
            $0.first { $0 != " " && $0 != "\t" } != "#" && $0.contains("penstock")
        }.compactMap { line in
            let words = ShellWords.split(String(line).replacing("\\%", with: "%"))
            // As a word of its own, whatever quotes its path has.
            guard words.dropLast().contains(where: { $0.split(separator: "/").last == "penstock" }) else { return nil }
            let directory = words.firstIndex(of: "cd").flatMap { words.dropFirst($0 + 1).first }
            return ScheduledCall(words: words, directory: directory)
        }
    }
}
