/// Looks for the usual mistakes in one entry of a crontab.
struct CronEntryCheck {
    let host: ScheduleHost
    let isExecutable: (String) -> Bool

    func findings(_ line: String, place: String) -> [Finding] {
        var findings: [Finding] = []
        if line.hasSuffix("\r") {
            findings.append(
                Finding(
                    place, "the line ends with a carriage return, which becomes part of the command",
                    fix: "Save with Unix line ends."))
        }
        let words = line.split(maxSplits: 5, whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
        let isWord = line.hasPrefix("@")
        let command = isWord ? String(line.drop { $0 != " " }.dropFirst()) : words.count == 6 ? words[5] : ""
        let isGuarded = command.contains("TZ=")
        if !(isWord && words[0] == "@reboot") {
            do throws(SchedulingError) {
                let expression = try CronExpression(isWord ? words[0] : words.prefix(5).joined(separator: " "))
                if !isGuarded { findings += clockFindings(expression, place: place) }
            } catch {
                findings.append(Finding(place, error.what, fix: error.fix))
            }
        }
        if Self.hasBarePercent(command) {
            findings.append(
                Finding(
                    place, "a '%' without a backslash: cron ends the command there and feeds it the rest as input",
                    fix: "Write '\\%'.")
            )
        }
        if command.utf8.count > CronTab.longestCommand {
            findings.append(
                Finding(
                    place, "cron cuts a command after \(CronTab.longestCommand) bytes",
                    fix: "Put it into a script and call that."))
        }
        if let zone = Self.zone(in: command) {
            do throws(SchedulingError) { _ = try ZoneClock(named: zone) } catch {
                findings.append(Finding(place, error.what, fix: error.fix))
            }
        }
        return findings + callFindings(command, place: place)
    }

    private func callFindings(_ command: String, place: String) -> [Finding] {
        var findings: [Finding] = []
        let words = ShellWords.split(command)
        if let cd = words.firstIndex(of: "cd"), cd + 1 < words.count, !words[cd + 1].hasPrefix("/") {
            findings.append(
                Finding(
                    place, "`cd \(words[cd + 1])` is relative to the home directory in cron",
                    fix: "Write the whole path, such as /srv/penstock."))
        }
        let calls = words.indices.filter { words[$0] == "penstock" || words[$0].hasSuffix("/penstock") }
        // `cd /srv/penstock` calls nothing.
        guard let call = calls.first(where: { $0 == 0 || words[$0 - 1] != "cd" }) else { return findings }
        let program = words[call]
        if !program.hasPrefix("/") {
            findings.append(
                Finding(
                    place, "'\(program)' is no absolute path, and cron's PATH is short",
                    fix: "Write the whole path, such as /usr/local/bin/penstock."))
        } else if !isExecutable(program) {
            findings.append(
                Finding(
                    place, "\(program) is not there or cannot be run",
                    fix: "Install it there, or write the schedule again."))
        }
        let arguments = words[call...].prefix { !["|", ">>", ">", "2>&1", "&&", ";"].contains($0) }
        if !arguments.contains("--quiet") {
            findings.append(
                Finding(place, "without --quiet every run prints, and cron mails every success", fix: "Add --quiet."))
        }
        let paths = zip(arguments, arguments.dropFirst()).filter {
            ["--jobs", "--data-dir", "--log-dir", "--db-path"].contains($0.0)
        }
        for (flag, path) in paths where !path.hasPrefix("/") && !command.contains("cd /") {
            findings.append(
                Finding(
                    place, "\(flag) '\(path)' is relative, and cron starts in the home directory",
                    fix: "Write the whole path."))
        }
        let all = words.drop { $0 != ">>" }.dropFirst().first
        if let log = all, !log.hasPrefix("/"), !command.contains("cd ") {
            findings.append(
                Finding(
                    place, "the log '\(log)' is relative, and cron starts in the home directory",
                    fix: "Write the whole path."))
        }
        if words.contains(">>"), !words.contains("tee") {
            findings.append(
                Finding(
                    place, "all that is printed goes to a file, so cron mails no failure",
                    fix: "Use `2>&1 | tee -a FILE` instead of `>> FILE 2>&1`."))
        }
        return findings
    }

    private func clockFindings(_ expression: CronExpression, place: String) -> [Finding] {
        let hours = ClockHours(of: Schedule(expression, zone: host.zone), years: host.years)
        guard hours.isTouched, expression.hours.count < 24 else { return [] }
        return [
            Finding(
                place, "\(host.zone.name) skips or repeats this time when its clocks are set",
                fix:
                    """
                    Choose an hour outside the night of the change, such as 4; Debian's cron runs it once, other \
                    schedulers may not.
                    """
            )
        ]
    }

    /// A backslash makes the `%` after it an ordinary character.
    private static func hasBarePercent(_ command: String) -> Bool {
        var isEscaped = false
        for byte in command.utf8 {
            if byte == UInt8(ascii: "%"), !isEscaped { return true }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        return false
    }

    private static func zone(in command: String) -> String? {
        ShellWords.split(command).compactMap { word in
            word.split(separator: "(").last.flatMap { $0.hasPrefix("TZ=") ? String($0.dropFirst(3)) : nil }
        }.first
    }
}
