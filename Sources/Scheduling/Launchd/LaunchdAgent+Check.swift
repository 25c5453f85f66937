/// What is wrong with a property list that is there.
extension LaunchdAgent {
    /// What will hurt in a property list.
    package static func check(_ text: String, expected: Artefact? = nil, isExecutable: (String) -> Bool) -> [Finding] {
        var findings: [Finding] = []
        func need(_ key: String, _ isGood: Bool, _ what: String, _ fix: String) {
            if !isGood { findings.append(Finding(key, what, fix: fix)) }
        }
        let arguments = strings(of: "ProgramArguments", in: text, element: "array")
        let program = arguments.first ?? ""
        need(
            "ProgramArguments", program.hasPrefix("/"), "'\(program)' is no absolute path, and launchd's PATH is short",
            "Write the whole path.")
        let command = arguments.first == "/bin/sh" && arguments.count > 4 ? arguments[4] : program
        if command.hasPrefix("/") {
            need(
                "ProgramArguments", isExecutable(command), "\(command) is not there or cannot be run",
                "Install it there, or write the file again.")
        }
        need("ProgramArguments", arguments.contains("--quiet"), "without --quiet every run prints", "Add --quiet.")
        need(
            "ProgramArguments", !arguments.contains { $0.hasPrefix("~") },
            "launchd does not put a home directory in place of '~'",
            "Write the whole path.")
        for key in ["WorkingDirectory", "StandardOutPath", "StandardErrorPath"] {
            let path = value(of: key, in: text) ?? ""
            need(
                key, path.hasPrefix("/"),
                path.isEmpty ? "it is missing" : "'\(path)' is relative, and launchd starts in /",
                "Write the whole path.")
        }
        need(
            "StartCalendarInterval", text.contains("<key>StartCalendarInterval</key>"),
            text.contains("<key>StartInterval</key>")
                ? "StartInterval drops what is missed in sleep" : "it is missing, so nothing starts the job",
            "Write the file again with penstock schedule launchd.")
        need(
            "KeepAlive", !text.contains("<key>KeepAlive</key>"), "launchd would start the job again whenever it ends",
            "Delete it.")
        for zone in zones(in: arguments) {
            do throws(SchedulingError) { _ = try ZoneClock(named: zone) } catch {
                findings.append(Finding("ProgramArguments", error.what, fix: error.fix))
            }
        }
        return findings + (expected?.findings(unless: Array(text.utf8), scheduler: "launchd") ?? [])
    }

    /// What an agent starts.
    static func call(in text: String) -> ScheduledCall? {
        let words = strings(of: "ProgramArguments", in: text, element: "array")
        return ScheduledCall(words: words, directory: value(of: "WorkingDirectory", in: text))
    }

    private static func zones(in arguments: [String]) -> Set<String> {
        Set(
            arguments.flatMap {
                $0.split(separator: "TZ=").dropFirst().compactMap { $0.split(separator: " ").first.map(String.init) }
            })
    }

    private static func after(_ key: String, in text: String) -> Substring? {
        let parts = text.split(separator: "<key>\(key)</key>", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 ? parts[1] : nil
    }

    private static func value(of key: String, in text: String) -> String? {
        after(key, in: text).flatMap { string(in: $0) }
    }

    private static func strings(of key: String, in text: String, element: String) -> [String] {
        guard
            let array = after(key, in: text)?.split(
                separator: "</\(element)>", maxSplits: 1, omittingEmptySubsequences: false
            ).first
        else { return [] }
        return array.split(separator: "<string>", omittingEmptySubsequences: false).dropFirst().compactMap {
            string(in: "<string>" + $0)
        }
    }

    private static func string(in text: some StringProtocol) -> String? {
        let trimmed = text.drop { $0.isWhitespace }
        guard trimmed.hasPrefix("<string>") else { return nil }
        return trimmed.dropFirst(8).split(separator: "<", maxSplits: 1, omittingEmptySubsequences: false).first.map {
            XMLText.plain(String($0))
        }
    }
}
