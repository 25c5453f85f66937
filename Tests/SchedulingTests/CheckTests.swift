import TestGolden
import Testing

@testable import Scheduling

/// Every mistake that a check knows, each put into a file that is otherwise without one.
@Suite struct CheckTests {
    private func findings(cron text: String, expected: Artefact? = nil, zone: String = "America/New_York") throws
        -> [Finding]
    {
        CronTab.check(Array(text.utf8), expected: expected, host: try Samples.host(zone)) {
            $0 == "/usr/local/bin/penstock"
        }
    }

    private func block(_ expression: String = "0 6 * * 2-6", on zone: String = "America/New_York") throws -> Artefact {
        try CronTab.block([try Samples.job(expression)], name: "a", on: Samples.host(zone))
    }

    @Test(arguments: ["America/New_York", "UTC", "Australia/Lord_Howe"]) func whatIsWrittenIsWithoutFindings(
        zone: String
    ) throws {
        let host = try Samples.host(zone)
        let jobs = try RecommendedJobs(
            program: "/usr/local/bin/penstock", directory: "/srv/a b", logDirectory: "/srv/logs"
        ).better().map(
            \.job)
        let isExecutable: (String) -> Bool = { $0 == "/usr/local/bin/penstock" }
        let block = try CronTab.block(jobs, name: "a", on: host)
        #expect(CronTab.check(block.bytes, expected: block, host: host, isExecutable: isExecutable) == [])
        let units = SystemdUnits(
            owner: .user, failureCommand: ["/usr/local/bin/penstock", "alert", "failed", "%i"], host: host)
        for file in try units.artefacts(jobs) {
            #expect(
                SystemdUnits.check(file.text, fileName: file.fileName, expected: file, isExecutable: isExecutable) == []
            )
        }
        for job in jobs {
            let plist = try LaunchdAgent(job, on: host).artefact()
            #expect(LaunchdAgent.check(plist.text, expected: plist, isExecutable: isExecutable) == [])
            for direct in [true, false] {
                var task = try WindowsTask(job, on: host, distribution: "Ubuntu", wrapperFolder: "C:\\penstock")
                task.callsWrapper = !direct
                let files = try task.artefacts()
                #expect(WindowsTask.checkTask(files[0].bytes, expected: files[0]) == [])
                #expect(WindowsTask.checkWrapper(files[1].bytes, expected: files[1]) == [])
            }
        }
    }

    /// TZ that is not set is Etc/UTC on most machines, and a block may have been written where it was UTC.
    @Test(arguments: ["America/New_York", "UTC", "Europe/London"]) func twoNamesOfUTCAreOneZone(zone: String) throws {
        let job = try Samples.job(zone: zone)
        let (here, there) = (try Samples.host("UTC"), try Samples.host("Etc/UTC"))
        let (written, expected) = (
            try CronTab.block([job], name: "a", on: here), try CronTab.block([job], name: "a", on: there)
        )
        func findings(_ block: Artefact, _ expected: Artefact) -> [Finding] {
            CronTab.check(block.bytes, expected: expected, host: there) { $0 == "/usr/local/bin/penstock" }
        }
        #expect(written.bytes != expected.bytes && findings(written, expected) == [])
        // Another zone is another block.
        let moved = try CronTab.block([job], name: "a", on: Samples.host("Asia/Tokyo"))
        #expect(findings(moved, expected).contains { $0.what.contains("differs from what would be written now") })
    }

    @Test func otherPeoplesLinesAreTheirOwn() throws {
        let text = "MAILTO=me\n# a comment % of mine\n30 2 * * * backup >> log %x\n\n" + (try block().text)
        let found = try findings(cron: text, expected: block())
        #expect(found == [], "\(found)")
        #expect(try findings(cron: "") == [])
    }

    /// Each replacement in a good block, and what the check says to it.
    @Test func cronMistakes() throws {
        let good = try block()
        let cases = [
            ("\\%Y-\\%m", "%Y-\\%m"), ("cd /srv/penstock", "cd penstock"),
            ("&& /usr/local/bin/penstock", "&& penstock"),
            ("/usr/local/bin/penstock", "/opt/penstock"), (" --quiet", ""), ("0 6 * * 2-6 cd", "0 2 * * 0 cd"),
            ("0 6 * * 2-6 cd", "0 6 * * 2-8 cd"),
            ("2>&1 | tee -a ", ">> "), ("SHELL=/bin/sh", "CRON_TZ=America/New_York"),
            ("PATH=/usr", "PATH=$HOME/bin:/usr"),
            ("penstock: a <<<\n", "penstock: a <<<\n0 1 * * * mine\n"), ("log\n# What", "log\r\n# What"),
            (
                "cd /srv/penstock && /usr/local/bin/penstock run nightly",
                "/usr/local/bin/penstock run nightly --jobs penstock.yaml"
            ),
            ("cd /srv/penstock", "cd /srv/\(String(repeating: "x", count: 999))"),
            ("# <<< penstock: a <<<\n", ""), ("# <<< penstock: a <<<\n", "# <<< penstock: a <<<\n0 1 * * * mine"),
        ]
        var lines: [String] = []
        for (from, to) in cases {
            let text = good.text.replacing(from, with: to)
            try #require(text != good.text, "\(from)")
            let found = try findings(cron: text)
            #expect(!found.isEmpty, "\(to)")
            lines.append("\(from.debugDescription) -> \(to.prefix(60).debugDescription)")
            lines += found.map { "  \($0.description.replacing(String(repeating: "x", count: 999), with: "xxx"))" }
        }
        let elsewhere = try block(on: "UTC")
        lines.append("an unknown zone")
        lines += try findings(
            cron: elsewhere.text.replacing("TZ=America/New_York", with: "TZ=America/NewYork"), zone: "UTC"
        ).map {
            "  \($0)"
        }
        lines.append("another block than would be written now")
        lines += try findings(cron: good.text, expected: block("0 7 * * *")).map { "  \($0)" }
        lines.append("no block")
        lines += try findings(cron: "MAILTO=me\n", expected: good).map { "  \($0)" }
        expectGolden(lines.joined(separator: "\n"), "check-cron")
    }

    @Test func systemdMistakes() throws {
        let host = try Samples.host("UTC")
        let units = SystemdUnits(
            owner: .user, failureCommand: ["/usr/local/bin/penstock", "alert", "failed", "%i"], host: host)
        let files = try units.artefacts([try Samples.job()])
        let cases = [
            (0, "ExecStart=/usr/local/bin/penstock", "ExecStart=penstock"),
            (0, "/usr/local/bin/penstock", "/opt/penstock"),
            (0, "nightly --", "100% --"),
            (0, " --quiet", ""), (0, "WorkingDirectory=/srv", "WorkingDirectory=srv"),
            (0, "Type=oneshot", "Type=simple"),
            (0, "SuccessExitStatus=10", "RestartForceExitStatus=69"), (0, "Restart=on-failure", "Restart=always"),
            (0, "Restart=on-failure", "Restart=no"),
            (0, "64 65 74 77 78", "64 65"), (0, "StartLimitBurst=3\n", ""),
            (0, "[Service]\n", "[Service]\nStartLimitBurst=5\n"),
            (0, "SuccessExitStatus=10\n", ""), (0, "OnFailure", "#OnFailure"),
            (1, " America/New_York\n", "\n"), (1, "New_York\n", "NewYork\n"), (1, "Persistent=true\n", ""),
            (1, "OnCalendar", "OnBootSec"),
            (2, "ExecStart=/usr/local/bin/penstock", "ExecStart=penstock"),
            (0, "RestrictSUIDSGID=true\n", "RestrictSUIDSGID=true"),
        ]
        var lines: [String] = []
        for (place, from, to) in cases {
            let file = files[place]
            let text = file.text.replacing(from, with: to)
            try #require(text != file.text, "\(from)")
            let found = SystemdUnits.check(text, fileName: file.fileName) { $0 == "/usr/local/bin/penstock" }
            #expect(!found.isEmpty, "\(to)")
            lines += ["\(from.debugDescription) -> \(to.debugDescription)"] + found.map { "  \($0)" }
        }
        lines.append("another file than would be written now")
        let stale = SystemdUnits.check(files[1].text + "# mine\n", fileName: files[1].fileName, expected: files[1]) {
            _ in true
        }
        lines += stale.map { "  \($0)" }
        #expect(stale.count == 1)
        expectGolden(lines.joined(separator: "\n"), "check-systemd")
    }

    @Test func launchdMistakes() throws {
        let good = try LaunchdAgent(Samples.job(), on: Samples.host("UTC")).artefact()
        let own = try LaunchdAgent(Samples.job(), on: Samples.host("America/New_York")).artefact()
        let cases = [
            (own, "<string>/usr/local/bin/penstock", "<string>penstock"),
            (good, "/usr/local/bin/penstock", "/opt/penstock"),
            (own, "<string>--quiet</string>", ""), (own, "<string>nightly", "<string>~/nightly"),
            (own, "<string>/srv/penstock</string>", "<string>penstock</string>"),
            (own, "StandardErrorPath", "StandardPath"),
            (own, "StartCalendarInterval", "StartInterval"), (own, "<key>ProcessType</key>", "<key>KeepAlive</key>"),
            (good, "TZ=America/New_York", "TZ=America/New-York-City"),
        ]
        var lines: [String] = []
        for (file, from, to) in cases {
            let text = file.text.replacing(from, with: to)
            try #require(text != file.text, "\(from)")
            let found = LaunchdAgent.check(text) { $0 == "/usr/local/bin/penstock" }
            #expect(!found.isEmpty, "\(to)")
            lines += ["\(from.debugDescription) -> \(to.debugDescription)"] + found.map { "  \($0)" }
        }
        lines += ["another file"] + LaunchdAgent.check(own.text, expected: good) { _ in true }.map { "  \($0)" }
        expectGolden(lines.joined(separator: "\n"), "check-launchd")
    }

    @Test func windowsMistakes() throws {
        var task = try WindowsTask(
            Samples.job(), on: Samples.host("America/New_York"), distribution: "Ubuntu", wrapperFolder: "C:\\penstock")
        task.callsWrapper = false
        let files = try task.artefacts()
        var lines: [String] = []
        for (from, to) in [
            ("    <StartWhenAvailable>true</StartWhenAvailable>\r\n", ""), ("IgnoreNew", "Parallel"),
            ("LeastPrivilege", "HighestAvailable"),
            ("PT6H", "PT0S"), ("<DisallowStartIfOnBatteries>false", "<DisallowStartIfOnBatteries>true"),
            ("T10:00:00Z", "T10:00:00"),
            (" --quiet", ""), ("--cd /srv/penstock ", ""), ("--exec ", ""), ("wsl.exe", "penstock.exe"),
            ("encoding=\"UTF-16\"", "encoding=\"UTF-8\""),
        ] {
            let text = files[0].text.replacing(from, with: to)
            try #require(text != files[0].text, "\(from)")
            let found = WindowsTask.checkTask(WindowsText.utf16(text))
            #expect(!found.isEmpty, "\(to)")
            lines += ["\(from.debugDescription) -> \(to.debugDescription)"] + found.map { "  \($0)" }
        }
        lines += ["UTF-8"] + WindowsTask.checkTask(Array(files[0].text.utf8)).map { "  \($0)" }
        lines +=
            ["another file"] + WindowsTask.checkTask(files[0].bytes + [10, 0], expected: files[0]).map { "  \($0)" }
        for (from, to) in [
            ("ExitCode", "Code"), ("-eq 10", "-eq 11"), ("-RedirectStandardOutput", "-Redirect"), (" --quiet", ""),
            ("penstock nightly", "penst\u{f6}ck nightly"),
        ] {
            let text = files[1].text.replacing(from, with: to)
            try #require(text != files[1].text, "\(from)")
            let found = WindowsTask.checkWrapper(Array(text.utf8))
            #expect(!found.isEmpty, "\(to)")
            lines += ["\(from.debugDescription) -> \(to.debugDescription)"] + found.map { "  \($0)" }
        }
        expectGolden(lines.joined(separator: "\n"), "check-windows")
    }
}
