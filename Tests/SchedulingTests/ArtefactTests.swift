import TestGolden
import Testing

@testable import Scheduling

/// What is written for each scheduler, every form as a person reads it.
@Suite struct ArtefactTests {
    private func text(_ artefacts: [Artefact]) -> String {
        artefacts.map { artefact in
            let plain = artefact.text.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n")
            return "==== \(artefact.fileName)\n\(plain)" + artefact.install.map { "  $ \($0)\n" }.joined()
        }.joined(separator: "\n")
    }

    private var recommended: [ScheduledJob] {
        get throws {
            try RecommendedJobs(
                program: "/usr/local/bin/penstock", directory: "/srv/penstock", logDirectory: "/srv/penstock/data/logs"
            )
            .better().map(\.job)
        }
    }

    @Test(arguments: ["America/New_York", "UTC", "Europe/Berlin"]) func cron(zone: String) throws {
        let block = try CronTab.block(recommended, name: "/srv/penstock/penstock.yaml", on: Samples.host(zone))
        expectGolden(text([block]), "cron-\(zone.split(separator: "/").last ?? "")")
    }

    @Test func cronInTheHoursOfTheClocks() throws {
        let jobs = try RecommendedJobs(
            program: "/usr/local/bin/penstock", directory: "/srv/penstock", logDirectory: "/srv/logs"
        ).original()
            .map(\.job)
        expectGolden(
            text([try CronTab.block(jobs, name: "the original set", on: Samples.host("UTC"))]), "cron-original")
    }

    @Test func systemd() throws {
        let failure = ["/usr/local/bin/penstock", "alert", "failed", "%i", "--jobs", "/srv/penstock/penstock.yaml"]
        let units = SystemdUnits(
            owner: .system(account: "penstock"), failureCommand: failure, host: try Samples.host("UTC"))
        expectGolden(text(try units.artefacts([recommended[0]])), "systemd-system")
        let mine = SystemdUnits(owner: .user, failureCommand: failure, host: try Samples.host("UTC"))
        let weekly = try RecommendedJobs(
            program: "/usr/local/bin/penstock", directory: "/srv/penstock", logDirectory: "/srv/logs"
        )
        .original()[1].job
        expectGolden(text(try mine.artefacts([weekly])), "systemd-user")
    }

    @Test func launchd() throws {
        expectGolden(
            text([try LaunchdAgent(recommended[0], on: Samples.host("America/New_York")).artefact()]), "launchd")
        expectGolden(
            text([try LaunchdAgent(recommended[3], on: Samples.host("Europe/Berlin")).artefact()]), "launchd-elsewhere")
    }

    @Test func windows() throws {
        func task(_ zone: String) throws -> WindowsTask {
            try WindowsTask(
                recommended[0], on: Samples.host(zone), distribution: "Ubuntu", wrapperFolder: "C:\\penstock")
        }
        expectGolden(text(try task("America/New_York").artefacts()), "windows")
        expectGolden(text(try task("Europe/Berlin").artefacts()), "windows-elsewhere")
        var direct = try task("America/New_York")
        direct.callsWrapper = false
        expectGolden(text([try direct.artefacts()[0]]), "windows-direct")
    }

    @Test func recommendedJobs() throws {
        let jobs = RecommendedJobs(
            program: "/usr/local/bin/penstock", directory: "/srv/penstock", logDirectory: "/srv/penstock/data/logs")
        let lines = try (jobs.original() + jobs.better()).map { one in
            "\(one.job.schedule)  \(one.job.title)\n  \(one.job.arguments.joined(separator: " "))\n  \(one.why)\n"
        }
        expectGolden(lines.joined(), "recommended-jobs")
        // None of ours at an hour of the clocks, and none of one archive less than an hour after another.
        let host = try Samples.host("America/New_York")
        for one in try jobs.better() where one.job.schedule.expression.hours.count < 24 {
            #expect(!ClockHours(of: one.job.schedule, years: host.years).isTouched, "\(one.job.name)")
        }
        let equities = try jobs.better().filter { !$0.job.arguments.contains("kalshi") }
        let starts = equities.flatMap { $0.job.schedule.runs(in: Samples.utc(2027, 1, 1)..<Samples.utc(2028, 1, 1)) }
            .sorted()
        #expect(zip(starts, starts.dropFirst()).allSatisfy { $0.1 - $0.0 >= 3_600 })
        #expect(try jobs.original().contains { ClockHours(of: $0.job.schedule, years: host.years).isTouched })
    }
}
