import Testing

@testable import Scheduling

/// What is written for a scheduler starts a job at the instants of its schedule and at no other.
@Suite struct SchedulerPropertyTests {
    static let zones = [
        "America/New_York", "Europe/London", "Europe/Berlin", "UTC", "Asia/Kolkata", "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Australia/Sydney", "America/Santiago", "Pacific/Chatham", "Asia/Tokyo", "America/Phoenix", "America/St_Johns",
        "Europe/Lisbon",
        "America/Chicago",
    ]

    @Test(arguments: 0..<200) func writtenFormsRunWhenTheScheduleDoes(seed: Int) throws {
        var dice = Dice(UInt64(seed))
        let schedule = try Schedule(dice.expression(), zone: dice.pick(Self.zones))
        let host = try Samples.host(seed % 4 == 0 ? schedule.zone.name : dice.pick(Self.zones))
        var job = try Samples.job()
        job = try ScheduledJob(
            name: "a", summary: "", schedule: schedule, arguments: job.arguments, directory: "/d", logDirectory: "/d/l")
        let spans = Samples.spans([schedule.zone, host.zone])
        let runs = spans.map { Set(schedule.runs(in: $0)) }
        let comment: Comment = "\(schedule) on \(host.zone.name)"

        let calendar = OnCalendar.lines(schedule, years: host.years)
        for (span, runs) in zip(spans, runs) {
            let found = try calendar.map { try SchedulerModels.systemd($0, in: span) }.reduce(into: Set<Int>()) {
                $0.formUnion($1)
            }
            try #require(found == runs, comment)
        }
        try checkCron(job, host: host, spans: spans, runs: runs, comment: comment)

        let plan = HostPlan(schedule, on: host, mindsClocks: false)
        let entries = LaunchdAgent.entries(plan)
        guard entries.count <= LaunchdAgent.mostEntries else { return }
        for (span, runs) in zip(spans, runs) {
            let found = SchedulerModels.launchd(entries, zone: host.zone, in: span).filter { instant in
                !plan.isGuarded || plan.parts.contains { $0.zoneGuard?.allows(schedule.zone.local(instant)) ?? false }
            }
            try #require(found == runs, comment)
        }
        try checkWindows(job, host: host, spans: spans, runs: runs, comment: comment)
    }

    /// A start within the hour by which clocks are set after each run, at the very minute on other days, and no other
    /// one.
    private func checkWindows(
        _ job: ScheduledJob, host: ScheduleHost, spans: [Range<Int>], runs: [Set<Int>], comment: Comment
    ) throws {
        let triggers = try WindowsTask(job, on: host, distribution: "Ubuntu", wrapperFolder: "C:\\penstock").triggers
        for (span, runs) in zip(spans, runs) {
            let last = SchedulerModels.slot(job.schedule, at: span.lowerBound - 60)
            let found = SchedulerModels.started(
                SchedulerModels.windows(triggers, in: span), schedule: job.schedule, last: last)
            if job.schedule.zone.changes(in: span.lowerBound - 86_400..<span.upperBound).isEmpty {
                try #require(Set(found) == runs, "Windows: \(comment)")
            } else {
                for start in found {
                    try #require(
                        runs.contains { (0...3_600).contains(start - $0) } || start - span.lowerBound < 3_600,
                        "Windows, \(start): \(comment)")
                }
            }
        }
    }

    private func checkCron(
        _ job: ScheduledJob, host: ScheduleHost, spans: [Range<Int>], runs: [Set<Int>], comment: Comment
    ) throws {
        let plan = HostPlan(job.schedule, on: host, mindsClocks: true)
        let text = try CronTab.block([job], name: "x", on: host).text
        let lines = text.split(separator: "\n").map(String.init).filter {
            $0.first.map { $0.isNumber || $0 == "*" } ?? false
        }
        let guards = lines.map { line in
            plan.parts.compactMap(\.zoneGuard).first {
                line.contains($0.shell(log: CronLines.log(job)).split(separator: "%").joined(separator: "\\%") + "; cd")
            }
        }
        try #require(guards.allSatisfy { ($0 != nil) == plan.isGuarded })
        for (span, runs) in zip(spans, runs) {
            var found: [Int] = []
            for (line, zoneGuard) in zip(lines, guards) {
                found += SchedulerModels.cron(line, zone: host.zone, in: span).filter {
                    zoneGuard?.allows(job.schedule.zone.local($0)) ?? true
                }
            }
            try #require(Set(found).count == found.count, "two lines at once: \(comment)")
            try #require(Set(found) == runs, comment)
        }
    }

    /// The property sees what the conditions and the line for the skipped hour are there for.
    @Test func withoutTheConditionsTheRunsAreOthers() throws {
        let schedule = try Schedule("30 2 * * *", zone: "America/New_York")
        let host = try Samples.host("UTC")
        let plan = HostPlan(schedule, on: host, mindsClocks: false)
        let spans = Samples.spans([schedule.zone])
        let runs = spans.flatMap { schedule.runs(in: $0) }
        func found(_ parts: ArraySlice<HostPlan.Part>, guarded: Bool) -> [Int] {
            spans.flatMap { span in
                SchedulerModels.launchd(LaunchdEntry.entries(parts.flatMap(\.lines)), zone: host.zone, in: span).filter
                { instant in
                    !guarded || parts.contains { $0.zoneGuard?.allows(schedule.zone.local(instant)) ?? false }
                }.sorted()
            }
        }
        #expect(found(plan.parts[...], guarded: true) == runs)
        #expect(found(plan.parts[...], guarded: false) != runs)
        #expect(found(plan.parts.prefix(1), guarded: true) != runs)
        let calendar = OnCalendar.lines(schedule, years: host.years)
        #expect(try spans.flatMap { try SchedulerModels.systemd(calendar[0], in: $0).sorted() } != runs)
    }

    /// Morocco sets its clocks by the moon; nothing can be written in advance, and the text says so.
    @Test func aZoneWithoutAYearlyRuleIsNamed() throws {
        let host = try Samples.host("UTC")
        let night = try ScheduledJob(
            name: "a", summary: "", schedule: Schedule("30 2 * * *", zone: "Africa/Casablanca"), arguments: ["/p"],
            directory: "/d",
            logDirectory: "/l")
        let day = try ScheduledJob(
            name: "a", summary: "", schedule: Schedule("30 12 * * *", zone: "Africa/Casablanca"), arguments: ["/p"],
            directory: "/d",
            logDirectory: "/l")
        for (job, isNamed) in [(night, true), (day, false)] {
            #expect(try CronTab.block([job], name: "x", on: host).text.contains("by no yearly rule") == isNamed)
            #expect(try LaunchdAgent(job, on: host).artefact().text.contains("by no yearly rule") == isNamed)
            let units = SystemdUnits(owner: .user, failureCommand: ["/p"], host: host)
            #expect(try units.artefacts([job])[1].text.contains("by no yearly rule") == isNamed)
        }
    }

    /// Nearly all random schedules can be written for launchd; the property above is not empty.
    @Test func mostSchedulesFit() throws {
        var fitting = 0
        for seed in 0..<200 {
            var dice = Dice(UInt64(seed))
            let schedule = try Schedule(dice.expression(), zone: dice.pick(Self.zones))
            if LaunchdAgent.entries(HostPlan(schedule, on: try Samples.host("UTC"), mindsClocks: false)).count <= 500 {
                fitting += 1
            }
        }
        #expect(fitting > 150)
    }
}
