import Foundation
import TestGolden
import TestWorld
import Testing

@testable import Scheduling

/// The lines as cron runs them: a bare environment, another directory, `\%` turned into `%`.
@Suite struct CronLineTests {
    private let folder: TemporaryFolder
    private let bin: String

    init() throws {
        folder = try TemporaryFolder("it's a % folder")
        bin = "\(folder.path)/bin"
        // Says how it was called; fails when told so.
        try folder.write(
            "bin/penstock",
            """
            #!/bin/sh\n{ pwd; echo "home=$HOME key=$KEY"; for word in "$@"; do echo "[$word]"; done; } > \
            "$0.called"\n[ ! -e "$0.fails" ] || { echo 'what failed, and what to do' >&2; exit 69; }\n
            """,
            mode: 0o755)
        try folder.write("bin/date", "#!/bin/sh\nexec /usr/bin/date -d \"@${NOW:?}\" \"$@\"\n", mode: 0o755)
        try folder.write("bin/sleep", "#!/bin/sh\nexit 0\n", mode: 0o755)
        try folder.write("logs/keep", "")
        try folder.write("work dir/keep", "")
    }

    private func job(_ expression: String = "0 6 * * 2-6", zone: String = "America/New_York") throws -> ScheduledJob {
        var job = try Samples.job(
            expression, zone: zone, program: "\(bin)/penstock", directory: "\(folder.path)/work dir",
            logs: "\(folder.path)/logs",
            arguments: ["run", "nightly", "--jobs", "/a b/100%/it's $HOME `id`.yaml"])
        job.environment = ["KEY": "a 'b' %c"]
        job.keepLogs = 30
        return job
    }

    private func commands(_ job: ScheduledJob, on zone: String) throws -> [String] {
        try CronTab.block([job], name: "x", on: Samples.host(zone)).text.split(separator: "\n").map(String.init)
            .filter { $0.first.map { $0.isNumber || $0 == "*" || $0 == "@" } ?? false }
            .map { line in
                let command =
                    line.hasPrefix("@")
                    ? String(line.dropFirst("@reboot ".count)) : String(line.split(separator: " ", maxSplits: 5)[5])
                return command.replacingOccurrences(of: "\\%", with: "%")
            }
    }

    private func run(_ command: String, at now: Int) throws -> Tool.Answer {
        let environment = [
            "HOME": "/nowhere", "LOGNAME": "me", "SHELL": "/bin/sh", "PATH": "\(bin):/usr/bin:/bin", "NOW": "\(now)",
        ]
        return try Tool.run(["/bin/sh", "-c", command], environment: environment, directory: "/")
    }

    private func called() throws -> String? {
        defer { try? FileManager.default.removeItem(atPath: "\(bin)/penstock.called") }
        return try? folder.text("bin/penstock.called")
    }

    @Test func aQuietSuccessPrintsNothingAndTheCallIsWhole() throws {
        for command in try commands(job(), on: "America/New_York") {
            let answer = try run(command, at: Samples.utc(2026, 12, 8, 11))
            #expect(answer.status == 0)
            #expect(answer.output + answer.errors == "")
            #expect(
                try called() == """
                    \(folder.path)/work dir
                    home=/nowhere key=a 'b' %c
                    [run]
                    [nightly]
                    [--jobs]
                    [/a b/100%/it's $HOME `id`.yaml]
                    [--quiet]
                    [--wait-lock]
                    [3600]
                    [--jitter]
                    [300]
                    [--keep-logs]
                    [30]

                    """)
        }
        #expect(try commands(job(), on: "America/New_York").count == 2)
    }

    @Test func aFailureIsBothMailedAndLoggedByMonth() throws {
        try folder.write("bin/penstock.fails", "")
        let command = try #require(try commands(job(), on: "America/New_York").first)
        #expect(try run(command, at: Samples.utc(2026, 12, 8, 11)).output == "what failed, and what to do\n")
        #expect(try run(command, at: Samples.utc(2027, 1, 8, 11)).output == "what failed, and what to do\n")
        #expect(try folder.text("logs/cron-nightly-2026-12.log") == "what failed, and what to do\n")
        #expect(
            folder.files(under: "logs") == ["cron-nightly-2026-12.log", "cron-nightly-2027-01.log", "keep"])
    }

    @Test func aMissingDirectoryIsMailed() throws {
        var job = try job()
        job = try ScheduledJob(
            name: "x", summary: "", schedule: job.schedule, arguments: job.arguments, directory: "/nowhere/at/all",
            logDirectory: job.logDirectory)
        let answer = try run(try #require(try commands(job, on: "America/New_York").first), at: Samples.now)
        #expect(answer.errors.contains("/nowhere/at/all"))
        #expect(try called() == nil)
    }

    /// On a machine in UTC the line starts at 10 and at 11; the condition lets one of them through.
    @Test func anotherZonesHourIsKeptAllYear() throws {
        let commands = try commands(job(), on: "UTC")
        func runs(_ month: Int, _ day: Int, _ hour: Int) throws -> Bool {
            let answer = try run(commands[0], at: Samples.utc(2026, month, day, hour))
            #expect(answer.output + answer.errors == "")
            return try called() != nil
        }
        #expect(try runs(7, 7, 10))
        #expect(try !runs(7, 7, 11))
        #expect(try runs(12, 8, 11))
        #expect(try !runs(12, 8, 10))
        // A Sunday.
        #expect(try !runs(12, 6, 11))
    }

    /// What sh makes of the condition is what the tests of other suites take it for.
    @Test(arguments: [
        ("30 1,2 * * *", "America/New_York"), ("*/15 1 8-14 3,11 0", "America/New_York"),
        ("15,45 1-2 * * *", "Australia/Lord_Howe"),
        ("*/10 * 1,31 * FRI-SUN", "Asia/Kathmandu"), ("0 0 * 1-11 6,0", "America/Santiago"),
    ]) func shAgreesWithTheModel(expression: String, zone: String) throws {
        let schedule = try Schedule(expression, zone: zone)
        let plan = HostPlan(schedule, on: try Samples.host(zone == "UTC" ? "Asia/Tokyo" : "UTC"), mindsClocks: false)
        let guards = plan.parts.compactMap(\.zoneGuard)
        try #require(!guards.isEmpty)
        var dice = Dice(7)
        let year = Samples.utc(2027, 1, 1)..<Samples.utc(2028, 1, 1)
        let runs = schedule.runs(in: year)
        var instants =
            (0..<15).map { _ in dice.pick(runs) } + (0..<10).map { _ in year.lowerBound + dice.roll(365 * 96) * 900 }
        for change in schedule.zone.changes(in: year) {
            instants += [-4, -2, 0, 1, 2, 3, 4, 6].map { change.instant + $0 * 900 }
        }
        var passed = 0
        for zoneGuard in guards {
            let loop =
                """
                for NOW in \(instants.map(String.init).joined(separator: " ")); do (\(zoneGuard.shell()); exit 7); \
                echo $?; done
                """
            let answer = try run(loop, at: 0)
            let statuses = answer.output.split(separator: "\n")
            try #require(statuses.count == instants.count && answer.errors == "")
            for (instant, status) in zip(instants, statuses) {
                #expect(
                    (status == "7") == zoneGuard.allows(schedule.zone.local(instant)), "\(instant) \(zoneGuard.shell())"
                )
                if status == "7" { passed += 1 }
            }
        }
        #expect(passed > 10)
    }

    @Test func whatCronCannotCarryIsRefused() throws {
        let host = try Samples.host("UTC")
        var messages: [String] = []
        for arguments in [["run", "a\\b"], [String](repeating: "--symbols=ABCDEFGH", count: 60)] {
            do {
                _ = try CronTab.block([try Samples.job(arguments: arguments)], name: "x", on: host)
                Issue.record("taken")
            } catch { messages.append("\(error)") }
        }
        expectGolden(messages.joined(separator: "\n"), "crontab-errors")
    }

    /// A refresh asks for everything again: nobody wants that after each start.
    @Test func forcedJobsDoNotRunAfterAStart() throws {
        let forced = try Samples.job(arguments: ["update", "equities", "--force"])
        #expect(try !commands(forced, on: "UTC").contains { $0.hasPrefix("sleep") })
        var plain = try Samples.job()
        #expect(try commands(plain, on: "UTC").contains { $0.hasPrefix("sleep") })
        plain.catchesUp = false
        #expect(try !commands(plain, on: "UTC").contains { $0.hasPrefix("sleep") })
    }
}
