import Foundation
import TestWorld
import Testing

@testable import Scheduling

/// A machine without the zone that a job is scheduled in: `date` shows UTC without a word, and the hour test would end
/// with 0 for ever, or let a wrong hour through.
@Suite struct ZoneDataTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder("zone data")
        try folder.write("bin/penstock", "#!/bin/sh\necho called\n", mode: 0o755)
        try folder.write("bin/date", "#!/bin/sh\nexec /usr/bin/date -d \"@${NOW:?}\" \"$@\"\n", mode: 0o755)
        try folder.write("logs/keep", "")
    }

    private func run(_ command: String, at now: Int, path: String? = nil, lacksData: Bool) throws -> Tool.Answer {
        var environment = ["HOME": "/nowhere", "PATH": path ?? "\(folder.path)/bin:/usr/bin:/bin", "NOW": "\(now)"]
        // What the C library looks up, on a machine that has no such package.
        if lacksData { environment["TZDIR"] = "/nowhere" }
        return try Tool.run(["/bin/sh", "-c", command], environment: environment, directory: "/")
    }

    private func command(_ zone: String, hour: Int = 6) throws -> String {
        let job = try Samples.job(
            "0 \(hour) * * *", zone: zone, program: "\(folder.path)/bin/penstock", directory: folder.path,
            logs: "\(folder.path)/logs",
            arguments: ["run", "nightly"])
        let host = try Samples.host(zone.hasPrefix("Asia/") ? "America/New_York" : "Asia/Tokyo")
        let lines = try CronTab.block([job], name: "x", on: host).text.split(separator: "\n").map(String.init)
        let line = try #require(lines.first { $0.contains("set -- $(TZ=\(zone) date") })
        let fields = line.split(separator: " ", maxSplits: 5)
        return fields[5].replacingOccurrences(of: "\\%", with: "%")
    }

    @Test(
        "at no hour of the day a line without its zone's data says nothing",
        arguments: ["America/New_York", "Europe/London", "Asia/Kathmandu", "US/Eastern", "America/North_Dakota/Center"])
    func neverSilent(zone: String) throws {
        let command = try command(zone)
        for month in [1, 7] {
            for hour in 0..<24 {
                let now = Samples.utc(2027, month, 6, hour)
                let answer = try run(command, at: now, lacksData: true)
                #expect(answer.status != 0 || answer.output.contains("no zone data"), "\(hour): \(answer.output)")
                #expect(
                    answer.output
                        == "penstock: no zone data for \(zone) here, so its hour is not known: install tzdata\n")
            }
        }
        // It is kept in the job's log too, where nobody reads cron's mail.
        #expect(try folder.text("logs/cron-nightly-2027-07.log").contains("no zone data for \(zone)"))
    }

    @Test("with the data a wrong hour is silent, and the right one runs")
    func control() throws {
        let command = try command("America/New_York")
        let wrong = try run(command, at: Samples.utc(2027, 7, 6, 7), lacksData: false)
        #expect(wrong.status == 0 && wrong.output + wrong.errors == "")
        #expect(try run(command, at: Samples.utc(2027, 7, 6, 10), lacksData: false).output == "called\n")
    }

    @Test("the line ends with 78")
    func code() throws {
        let plan = HostPlan(
            try Schedule("0 6 * * *", zone: "America/New_York"), on: try Samples.host("UTC"), mindsClocks: true)
        let shell = try #require(plan.parts.first?.zoneGuard).shell()
        #expect(try run(shell, at: Samples.utc(2027, 7, 6, 10), lacksData: true).status == 78)
        // No `date` at all: the same.
        #expect(try run(shell, at: 0, path: "/nowhere", lacksData: false).status == 78)
        #expect(try run(shell + "; exit 7", at: Samples.utc(2027, 7, 6, 10), lacksData: false).status == 7)
    }

    @Test("launchd's script runs nothing at an hour that it does not know, and ends with 78")
    func launchd() throws {
        // Two conditions: the night in which the time is skipped has its own.
        let plan = HostPlan(
            try Schedule("30 2 * * *", zone: "America/New_York"), on: try Samples.host("UTC"), mindsClocks: false)
        try #require(plan.parts.count == 2)
        for hour in 0..<24 {
            let words = ["/bin/sh", "-c", LaunchdAgent.script(plan), "penstock", "/bin/echo", "called"]
            let answer = try Tool.run(
                words,
                environment: [
                    "PATH": "\(folder.path)/bin:/usr/bin:/bin", "NOW": "\(Samples.utc(2027, 7, 6, hour, 30))",
                    "TZDIR": "/nowhere",
                ])
            #expect(answer.status == 78 && !answer.output.contains("called") && answer.output.contains("no zone data"))
        }
    }

    @Test("a zone that is UTC all year needs no data, and is not asked for them")
    func always() throws {
        let plan = HostPlan(
            try Schedule("0 6 * * *", zone: "Africa/Abidjan"), on: try Samples.host("America/New_York"),
            mindsClocks: true)
        let shell = try #require(plan.parts.first?.zoneGuard).shell()
        #expect(try run(shell + "; exit 7", at: Samples.utc(2027, 7, 6, 6), lacksData: true).status == 7)
        #expect(try run(shell + "; exit 7", at: Samples.utc(2027, 7, 6, 7), lacksData: true).status == 0)
    }
}
