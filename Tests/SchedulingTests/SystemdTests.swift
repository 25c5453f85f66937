import TestGolden
import TestWorld
import Testing

@testable import Scheduling

/// What systemd is given: units that it takes, and times that are the schedule's.
@Suite struct SystemdTests {
    static let isWanted = Tool.systemdAnalyze.isWanted

    private func units(
        _ job: ScheduledJob, owner: SystemdUnits.Owner = .user, program: String = "/usr/local/bin/penstock"
    ) throws
        -> [Artefact]
    {
        let host = try Samples.host("UTC")
        return try SystemdUnits(owner: owner, failureCommand: [program, "alert", "failed", "%i"], host: host).artefacts(
            [job])
    }

    @Test(
        .enabled(if: isWanted, "systemd-analyze is not installed"),
        arguments: [SystemdUnits.Owner.user, .system(account: "root")])
    func systemdTakesTheUnits(owner: SystemdUnits.Owner) throws {
        let folder = try TemporaryFolder()
        let program = try folder.write("pen stock/100% of it", "#!/bin/sh\n", mode: 0o755)
        var job = try Samples.job(
            "0 6 1,15 3-5 2-6", program: program, arguments: ["run", "a b", "100%", "$HOME", "\"x\"", "it's"])
        job.environment = ["KEY": "50% of \"$x\"", "PLAIN": "1"]
        let files = try units(job, owner: owner, program: program)
        func verify(_ change: (String) -> String) throws -> Tool.Answer {
            for file in files { try folder.write("units/\(file.fileName)", change(file.text)) }
            let places = files.map { "\(folder.path)/units/\($0.fileName)" }
            return try Tool.systemdAnalyze.run(["verify", "--recursive-errors=yes", "--man=no"] + places)
        }
        let good = try verify { $0 }
        #expect(good.status == 0, "\(good.errors)")
        #expect(good.errors.split(separator: "\n").filter { $0.contains("penstock") }.isEmpty, "\(good.errors)")
        // What the checks of this suite warn of is what systemd refuses.
        for (from, to) in [
            ("Restart=on-failure", "Restart=always"), ("SuccessExitStatus=10", "RestartForceExitStatus=69"),
            ("ExecStart=\"/", "ExecStart=\"no/"), ("pen stock", "elsewhere"), ("New_York", "NewYork"),
        ] {
            let bad = try verify { $0.replacing(from, with: to) }
            #expect(bad.status != 0 || bad.errors.contains("penstock"), "\(to): \(bad.errors)")
        }
    }

    @Test func aProgramThatSystemdCannotNameIsRefused() throws {
        var messages: [String] = []
        for program in ["/opt/it's/penstock", "/opt/$x/penstock"] {
            do {
                _ = try units(try Samples.job(program: program))
                Issue.record("taken")
            } catch { messages.append("\(error)") }
        }
        expectGolden(messages.joined(separator: "\n"), "systemd-errors")
    }

    /// The model of the property test is systemd itself.
    @Test(
        .enabled(if: isWanted, "systemd-analyze is not installed"),
        arguments: [
            ("30 2 * * *", "America/New_York"), ("0 2 * * 0", "Europe/Berlin"), ("*/30 1 * * *", "Australia/Lord_Howe"),
            ("0 6 * * 2-6", "America/New_York"), ("0 0 13 * FRI", "Asia/Kathmandu"),
            ("15 */6 * 3,11 *", "America/Santiago"),
            ("0,30 * 8-14 3,11 *", "America/New_York"), ("0 0 * * SUN", "America/Santiago"),
        ])
    func systemdStartsWhenTheScheduleRuns(expression: String, zone: String) throws {
        let schedule = try Schedule(expression, zone: zone)
        let year = Samples.utc(2027, 1, 1)..<Samples.utc(2028, 1, 1)
        let lines = OnCalendar.lines(schedule, years: try Samples.host("UTC").years)
        let answer = try Tool.run(
            [
                "/usr/bin/env", "TZ=UTC", "systemd-analyze", "calendar",
                "--iterations=\(schedule.runs(in: year).count + 2)",
                "--base-time=2026-12-31 23:59:59 UTC",
            ] + lines)
        #expect(answer.status == 0, "\(answer.errors)")
        // `Next elapse: Sun 2027-03-14 07:00:00 UTC`, `Iter. #2: ...`
        let found = answer.output.split(separator: "\n").compactMap { line -> Int? in
            guard line.contains("elapse:") || line.contains("Iter.") else { return nil }
            let words = line.split(separator: " ").suffix(3)
            let date = words.first?.split(separator: "-").compactMap { Int($0) } ?? []
            let time = words.dropFirst().first?.split(separator: ":").compactMap { Int($0) } ?? []
            return date.count == 3 && time.count == 3 ? Samples.utc(date[0], date[1], date[2], time[0], time[1]) : nil
        }
        #expect(Set(found.filter(year.contains)).sorted() == schedule.runs(in: year))
    }

    /// The limit of starts counts the timer's own.
    @Test(arguments: [
        ("0 6 * * *", 1), ("*/15 * * * *", 9), ("0 * * * *", 3), ("55 23 * * *", 1), ("0 23,0,1 * * *", 3),
    ])
    func oftenIsNotTooOften(expression: String, starts: Int) throws {
        #expect(SystemdUnits.mostStarts(of: try Schedule(expression, zone: "UTC"), within: 120) == starts)
        #expect(try units(try Samples.job(expression))[0].text.contains("StartLimitBurst=\(starts + 2)\n"))
    }

    @Test func theFormsOfOnCalendar() throws {
        let years = try Samples.host("UTC").years
        let lines = try [
            "0 6 * * 2-6 America/New_York", "0 6 * * 1-5 UTC", "17 */6 * * * America/New_York", "0 3 1 * * UTC",
            "0 2 * * 0 America/New_York",
            "30 2 * * * Europe/Berlin", "0 0 13 * FRI UTC", "*/20 9-16 * 1,6 SAT-SUN UTC", "0 * * * * America/New_York",
        ].map { text in
            let words = text.split(separator: " ").map(String.init)
            let schedule = try Schedule(words.dropLast().joined(separator: " "), zone: words[5])
            return "\(text)\n" + OnCalendar.lines(schedule, years: years).map { "  \($0)\n" }.joined()
        }
        expectGolden(lines.joined(), "on-calendar")
    }
}
