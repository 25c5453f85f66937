import TestGolden
import Testing

@testable import Scheduling

/// Schedules in cron's five fields and a zone: which times they mean, and which are refused.
@Suite struct ScheduleTests {
    private func next(_ expression: String, _ zone: String, after instant: Int) throws -> Int? {
        try Schedule(expression, zone: zone).next(after: instant)
    }

    @Test func aRunIsAtTheZonesHour() throws {
        // Summer and winter.
        #expect(
            try next("0 6 * * 2-6", "America/New_York", after: Samples.utc(2026, 7, 6)) == Samples.utc(2026, 7, 7, 10))
        #expect(
            try next("0 6 * * 2-6", "America/New_York", after: Samples.utc(2026, 12, 7)) == Samples.utc(2026, 12, 8, 11)
        )
        // After means after.
        #expect(try next("0 6 * * *", "UTC", after: Samples.utc(2026, 1, 1, 6)) == Samples.utc(2026, 1, 2, 6))
    }

    @Test func aSkippedTimeRunsRightAfter() throws {
        let schedule = try Schedule("30 2 * * *", zone: "America/New_York")
        let night = Samples.utc(2027, 3, 14)..<Samples.utc(2027, 3, 15)
        #expect(schedule.runs(in: night) == [Samples.utc(2027, 3, 14, 7)])
        // Several skipped times are one run, and one that is due then anyway stays one.
        #expect(
            try Schedule("*/10 2,3 * * *", zone: "America/New_York").runs(in: night).first
                == Samples.utc(2027, 3, 14, 7))
        #expect(try Schedule("*/10 2,3 * * *", zone: "America/New_York").runs(in: night).count == 6)
    }

    @Test func aRepeatedTimeRunsOnce() throws {
        let night = Samples.utc(2026, 11, 1)..<Samples.utc(2026, 11, 2)
        #expect(
            try Schedule("30 1 * * *", zone: "America/New_York").runs(in: night) == [Samples.utc(2026, 11, 1, 5, 30)])
        // Half an hour, on Lord Howe.
        let lordHowe = try Schedule("*/15 1 * * *", zone: "Australia/Lord_Howe")
        #expect(lordHowe.runs(in: Samples.utc(2027, 4, 3, 12)..<Samples.utc(2027, 4, 4)).count == 4)
    }

    @Test func dayAndWeekdayMeanEither() throws {
        let runs = try Schedule("0 0 13 * FRI", zone: "UTC").runs(
            in: Samples.utc(2026, 11, 1)..<Samples.utc(2026, 12, 1))
        #expect(runs == [6, 13, 20, 27].map { Samples.utc(2026, 11, $0) })
        let both = try Schedule("0 0 14 * FRI", zone: "UTC").runs(
            in: Samples.utc(2026, 11, 1)..<Samples.utc(2026, 12, 1))
        #expect(both == [6, 13, 14, 20, 27].map { Samples.utc(2026, 11, $0) })
    }

    @Test(arguments: [
        ("@daily", "0 0 * * *"), ("@hourly", "0 * * * *"), ("@weekly", "0 0 * * 7"), ("@monthly", "0 0 1 * *"),
        ("@annually", "0 0 1 JAN *"),
        ("0 6 * * mon-fri", "0 6 * * 1-5"), ("0 6 * * 5-7", "0 6 * * 0,5,6"), ("0 6 * * fri-sun", "0 6 * * 5,6,7"),
        ("*/20 0-5/2 * * *", "0,20,40 0,2,4 * * *"), ("  5   4 *\t* * ", "5 4 * * *"),
        ("0 0 1 jan,DEC *", "0 0 1 1,12 *"),
        ("0 6 * * 0-7", "0 6 * * *"),
    ]) func waysToSayTheSame(one: String, other: String) throws {
        let span = Samples.utc(2027, 1, 1)..<Samples.utc(2027, 4, 1)
        #expect(try Schedule(one, zone: "UTC").runs(in: span) == Schedule(other, zone: "UTC").runs(in: span))
        #expect(try !Schedule(one, zone: "UTC").runs(in: span).isEmpty)
    }

    @Test func theMachineHasAZone() throws {
        #expect(try !ZoneClock.ofMachine().name.isEmpty)
    }

    @Test func leapDaysComeAgain() throws {
        #expect(try next("0 0 29 2 *", "UTC", after: Samples.utc(2028, 3, 1)) == Samples.utc(2032, 2, 29))
    }

    /// Every message names the field, the value, what is allowed and an example.
    @Test func refusals() {
        let expressions = [
            "0 6 * *", "0 6 * * * root", "", "60 6 * * *", "0 24 * * *", "0 6 0 * *", "0 6 * 13 *", "0 6 * * 8",
            "0 6 * * MO",
            "0 6 * FEBR *",
            "*/0 6 * * *", "*/x 6 * * *", "5/15 6 * * *", "0 22-2 * * *", "0 6 * * 6-1", "0 6,,7 * * *", "0 6 L * *",
            "0 6 ? * *",
            "-5 6 * * *",
            "+5 6 * * *", "@reboot", "@noon", "0 0 31 2,4 *", "0 6 */2 * 1", "0 6 1 * */2",
        ]
        var lines: [String] = []
        for expression in expressions {
            do throws(SchedulingError) {
                _ = try CronExpression(expression)
                Issue.record("'\(expression)' was taken")
            } catch { lines += ["'\(expression)'", "  \(error)"] }
        }
        for zone in [
            "America/NewYork", "new_york", "EST", "GMT+5", "America/new_york", "Berlin", "", "Europe/Berlin; rm",
            "../etc/passwd",
        ] {
            do throws(SchedulingError) {
                _ = try ZoneClock(named: zone)
                Issue.record("'\(zone)' was taken")
            } catch { lines += ["'\(zone)'", "  \(error)"] }
        }
        expectGolden(lines.joined(separator: "\n"), "schedule-errors")
    }

    @Test func namesThatAreNoFileNamesAreRefused() throws {
        var lines: [String] = []
        func attempt(_ what: String, _ body: () throws -> Void) {
            do {
                try body()
                Issue.record("\(what) was taken")
            } catch { lines.append("\(error)") }
        }
        let schedule = try Schedule("@daily", zone: "UTC")
        for name in ["", "../x", "a b", ".hidden", "-x", "a/b", "a@b", "é", "x.", String(repeating: "x", count: 65)] {
            attempt(name) {
                _ = try ScheduledJob(
                    name: name, summary: "", schedule: schedule, arguments: ["/p"], directory: "/d", logDirectory: "/l")
            }
        }
        for (program, directory, logs) in [
            ("penstock", "/d", "/l"), ("/p", "d", "/l"), ("/p", "/d", "~/l"), ("/p\n", "/d", "/l"),
            ("/p", "/d\\", "/l"),
        ] {
            attempt(program) {
                _ = try ScheduledJob(
                    name: "a", summary: "", schedule: schedule, arguments: [program], directory: directory,
                    logDirectory: logs)
            }
        }
        attempt("no command") {
            _ = try ScheduledJob(
                name: "a", summary: "", schedule: schedule, arguments: [], directory: "/d", logDirectory: "/l")
        }
        attempt("a variable") {
            var job = try Samples.job()
            job.environment = ["1A": "x"]
            _ = try CronTab.block([job], name: "x", on: try Samples.host("UTC"))
        }
        let twice = [try Samples.job(), try Samples.job("@daily")]
        attempt("one name twice") { _ = try CronTab.block(twice, name: "x", on: try Samples.host("UTC")) }
        attempt("one name twice") {
            _ = try SystemdUnits(owner: .user, failureCommand: ["/p"], host: Samples.host("UTC")).artefacts(twice)
        }
        expectGolden(lines.joined(separator: "\n"), "job-errors")
    }
}
