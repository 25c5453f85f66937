/// What is wrong with systemd's files that are there.
extension SystemdUnits {
    /// What will hurt in a `.service` or `.timer` file.
    package static func check(
        _ text: String, fileName: String, expected: Artefact? = nil, isExecutable: (String) -> Bool
    ) -> [Finding] {
        let unit = UnitFile(text)
        var findings =
            fileName.hasSuffix(".timer")
            ? timerFindings(unit) : serviceFindings(unit, fileName: fileName, isExecutable: isExecutable)
        if !text.hasSuffix("\n") {
            findings.append(Finding(fileName, "the last line has no line end", fix: "Add a line break."))
        }
        return findings + (expected?.findings(unless: Array(text.utf8), scheduler: "systemd") ?? [])
    }

    /// What a service starts.
    static func call(in text: String) -> ScheduledCall? {
        let unit = UnitFile(text)
        guard let command = unit.value("ExecStart") else { return nil }
        let words = ShellWords.split(command).map { $0.replacing("%%", with: "%").replacing("$$", with: "$") }
        return ScheduledCall(words: words, directory: unit.value("WorkingDirectory")?.replacing("%%", with: "%"))
    }

    private static func timerFindings(_ unit: UnitFile) -> [Finding] {
        var findings: [Finding] = []
        let calendars = unit.settings.filter { $0.key == "OnCalendar" }
        if calendars.isEmpty {
            findings.append(
                Finding(
                    "[Timer] OnCalendar", "there is none, so the timer never starts a run",
                    fix: "Write the timer again."))
        }
        for calendar in calendars {
            let place = "line \(calendar.line)"
            guard let zone = calendar.value.split(separator: " ").last.map(String.init),
                zone == "UTC" || zone.contains("/"),
                !zone.contains(":")
            else {
                findings.append(
                    Finding(
                        place, "OnCalendar has no time zone and follows the machine's",
                        fix: "Put the zone behind it, such as America/New_York."))
                continue
            }
            do throws(SchedulingError) { _ = try ZoneClock(named: zone) } catch {
                findings.append(Finding(place, error.what, fix: error.fix))
            }
        }
        if unit.value("Persistent") == nil {
            findings.append(
                Finding(
                    "[Timer] Persistent", "a run that is missed while the machine is off is lost",
                    fix: "Set Persistent=true, or false on purpose."))
        }
        return findings
    }

    private static func serviceFindings(_ unit: UnitFile, fileName: String, isExecutable: (String) -> Bool) -> [Finding]
    {
        var findings: [Finding] = []
        func need(_ isGood: Bool, _ place: String, _ what: String, _ fix: String) {
            if !isGood { findings.append(Finding(place, what, fix: fix)) }
        }
        let command = unit.value("ExecStart") ?? ""
        let words = ShellWords.split(command)
        let program = words.first ?? ""
        need(
            program.hasPrefix("/"), "[Service] ExecStart", "'\(program)' is no absolute path",
            "Write the whole path, such as /usr/local/bin/penstock.")
        if program.hasPrefix("/") {
            need(
                isExecutable(program), "[Service] ExecStart", "\(program) is not there or cannot be run",
                "Install it there, or write the unit again.")
        }
        need(
            !hasSinglePercent(command), "[Service] ExecStart", "a single '%' is read as a specifier such as %h",
            "Write '%%' for the character.")
        // The failure unit has no other duty than to be started.
        if fileName.contains("@") { return findings }
        need(
            words.contains("--quiet"), "[Service] ExecStart", "without --quiet every run fills the journal",
            "Add --quiet.")
        need(
            unit.value("WorkingDirectory")?.hasPrefix("/") ?? false, "[Service] WorkingDirectory",
            "it is missing or relative, so relative paths mean the root or the home directory", "Set an absolute one.")
        let isOneshot = unit.value("Type") == "oneshot"
        need(
            isOneshot, "[Service] Type", "the timer takes the run for finished as soon as it has started",
            "Set Type=oneshot.")
        need(
            unit.values("RestartForceExitStatus").isEmpty || !isOneshot, "[Service] RestartForceExitStatus",
            "systemd refuses the unit: not for a oneshot",
            "Use Restart=on-failure with RestartPreventExitStatus=\(finalCodes).")
        let restart = unit.value("Restart") ?? "no"
        need(
            !(isOneshot && ["always", "on-success"].contains(restart)), "[Service] Restart",
            "systemd refuses Restart=\(restart) for a oneshot",
            "Use Restart=on-failure.")
        need(restart != "no", "[Service] Restart", "a fault that passes is not tried again", "Set Restart=on-failure.")
        if restart != "no" {
            let prevented = Set(
                unit.values("RestartPreventExitStatus").flatMap { $0.split(separator: " ").map(String.init) })
            let missing = finalCodes.split(separator: " ").map(String.init).filter { !prevented.contains($0) }
            need(
                missing.isEmpty, "[Service] RestartPreventExitStatus",
                "a run that ends with \(missing.joined(separator: ", ")) is tried again in vain",
                "Set RestartPreventExitStatus=\(finalCodes).")
            need(
                unit.value("StartLimitBurst") != nil && unit.value("StartLimitIntervalSec") != nil,
                "[Unit] StartLimitBurst",
                "nothing ends the tries", "Set StartLimitIntervalSec=2h and StartLimitBurst=3 in [Unit].")
            for misplaced in unit.settings where misplaced.key.hasPrefix("StartLimit") && misplaced.section != "Unit" {
                findings.append(
                    Finding(
                        "line \(misplaced.line)", "\(misplaced.key) does nothing in [\(misplaced.section)]",
                        fix: "Move it to [Unit]."))
            }
        }
        let success = unit.values("SuccessExitStatus").flatMap { $0.split(separator: " ") }
        need(
            success.contains("10"), "[Service] SuccessExitStatus",
            "a run that ends with 10 (some units failed) counts as failed",
            "Set SuccessExitStatus=10.")
        need(
            unit.value("OnFailure") != nil, "[Unit] OnFailure", "nobody hears of a run that could not even start",
            "Set OnFailure=penstock-failure@JOB.service.")
        return findings
    }

    private static func hasSinglePercent(_ command: String) -> Bool {
        let words = command.split(separator: " ").filter { $0 != "%i" && $0 != "%n" }
        return words.joined(separator: " ").split(separator: "%%", omittingEmptySubsequences: false).contains {
            $0.contains("%")
        }
    }
}

/// The settings of a unit file, in order; enough to look at one.
private struct UnitFile {
    struct Setting {
        let section: String
        let key: String
        let value: String
        /// From 1.
        let line: Int
    }

    let settings: [Setting]

    init(_ text: String) {
        var section = ""
        var settings: [Setting] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("["), line.hasSuffix("]") { section = String(line.dropFirst().dropLast()) }
            guard !line.hasPrefix("#"), !line.hasPrefix(";"), let equals = line.firstIndex(of: "=") else { continue }
            settings.append(
                Setting(
                    section: section, key: String(line[..<equals]), value: String(line[line.index(after: equals)...]),
                    line: number + 1)
            )
        }
        self.settings = settings
    }

    func values(_ key: String) -> [String] { settings.filter { $0.key == key }.map(\.value) }

    func value(_ key: String) -> String? { values(key).last }
}
