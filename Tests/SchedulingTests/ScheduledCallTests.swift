import Testing

@testable import Scheduling

/// What a scheduler's file starts is read back from it as it was meant, whatever a path is called.
@Suite struct ScheduledCallTests {
    private static let file = "/srv/it's 100% $HOME & more/b.yaml"

    private func job(zone: String) throws -> ScheduledJob {
        try Samples.job(
            zone: zone, program: "/opt/pen stock/penstock", directory: "/srv/it's 100% $HOME",
            arguments: ["run", "nightly", "--jobs", Self.file])
    }

    /// With a condition for the zone and without one.
    @Test(arguments: ["America/New_York", "UTC"]) func everyForm(zone: String) throws {
        let (job, host) = (try job(zone: zone), try Samples.host("UTC"))
        let failure = [job.arguments[0], "alert", "failed", "%i", "--jobs", Self.file]
        let units = try SystemdUnits(owner: .user, failureCommand: failure, host: host).artefacts([job])
        let agent = try LaunchdAgent(job, on: host).artefact()
        let tasks = try WindowsTask(job, on: host, distribution: "Ubuntu", wrapperFolder: "C:\\penstock").artefacts()
        for file in [units[0], agent, tasks[1]] {
            let call = try #require(ScheduledCall(fileName: file.fileName, bytes: file.bytes), "\(file.fileName)")
            #expect(call.jobs == ["nightly"] && call.jobsFile == Self.file, "\(file.fileName): \(call)")
            #expect(call.directory == "/srv/it's 100% $HOME", "\(file.fileName): \(call)")
        }
        #expect(ScheduledCall(fileName: units[2].fileName, bytes: units[2].bytes)?.jobsFile == Self.file)
        for file in [units[1], tasks[0]] { #expect(ScheduledCall(fileName: file.fileName, bytes: file.bytes) == nil) }
        let block = try CronTab.block([job], name: "x", on: host)
        let calls = ScheduledCall.all(inCrontab: block.bytes)
        #expect(calls.count == 2, "its line and @reboot")
        for call in calls {
            #expect(
                call
                    == ScheduledCall(
                        words: ["/opt/penstock", "run", "nightly", "--jobs", Self.file],
                        directory: "/srv/it's 100% $HOME"), "\(call)")
        }
    }

    @Test func handWrittenLines() {
        let lines = """
            # 0 6 * * * penstock run no --jobs no.yaml
              \t# 0 6 * * * penstock run no --jobs no.yaml
            MAILTO=jane
            0 6 * * * cd / && penstock run a b --quiet --jobs=c.yaml 2>&1
            0 7 * * * /usr/bin/penstock backup run /backups
            0 8 * * * /usr/bin/true run
            """
        #expect(
            ScheduledCall.all(inCrontab: Array(lines.utf8)) == [
                ScheduledCall(words: ["penstock", "run", "a", "b", "--jobs", "c.yaml"], directory: "/"),
                ScheduledCall(words: ["penstock", "backup", "run"], directory: nil),
            ])
    }
}
