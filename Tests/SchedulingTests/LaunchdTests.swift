import Foundation
import TestGolden
import TestWorld
import Testing

@testable import Scheduling

/// What launchd is given: lists that its own tools read, and times that are the schedule's.
@Suite struct LaunchdTests {
    private func job() throws -> ScheduledJob {
        var job = try Samples.job(
            directory: "/Users/me/a & b <c>", logs: "/Users/me/\"logs\"", arguments: ["run", "it's -- & <x>"])
        job.environment = ["A&B_": "x"]
        job.environment = ["KEY": "1 < 2 && \"3\""]
        return job
    }

    @Test(
        .enabled(if: Tool.plutil.isWanted && Tool.python.isWanted, "plutil or python3 is not installed"),
        arguments: ["UTC", "America/New_York"])
    func toolsReadWhatWasMeant(zone: String) throws {
        let folder = try TemporaryFolder()
        let artefact = try LaunchdAgent(job(), on: Samples.host(zone)).artefact()
        let file = try folder.write(artefact.fileName, artefact.bytes)
        let lint = try Tool.plutil.run(["-lint", file])
        #expect(lint.status == 0, "\(lint.output)\(lint.errors)")
        let script = "import json,plistlib,sys; print(json.dumps(plistlib.load(open(sys.argv[1],'rb'))))"
        let read = try Tool.python.run(["-c", script, file])
        #expect(read.status == 0, "\(read.errors)")
        let plist = try #require(try JSONSerialization.jsonObject(with: Data(read.output.utf8)) as? [String: Any])
        let arguments = try #require(plist["ProgramArguments"] as? [String])
        #expect(
            arguments.suffix(8) == [
                "/usr/local/bin/penstock", "run", "it's -- & <x>", "--quiet", "--wait-lock", "3600", "--jitter", "300",
            ])
        #expect(arguments.first == (zone == "UTC" ? "/bin/sh" : "/usr/local/bin/penstock"))
        #expect(plist["WorkingDirectory"] as? String == "/Users/me/a & b <c>")
        #expect((plist["EnvironmentVariables"] as? [String: String])?["KEY"] == "1 < 2 && \"3\"")
        #expect(plist["ProcessType"] as? String == "Background")
        let entries = try #require(plist["StartCalendarInterval"] as? [[String: Int]])
        #expect(entries.count == (zone == "UTC" ? 10 : 5))
        #expect(entries.first?["Hour"] == (zone == "UTC" ? 10 : 6))
        #expect(
            try Tool.plutil.run([
                "-lint", try folder.write("bad.plist", artefact.text.replacingOccurrences(of: "&amp;", with: "&")),
            ]).status
                != 0)
    }

    /// The script in front lets the command through when one of its conditions holds, with its words as they are.
    @Test func theScriptRunsTheCommandAtTheRightTimeOnly() throws {
        let folder = try TemporaryFolder()
        try folder.write("bin/date", "#!/bin/sh\nexec /usr/bin/date -d \"@${NOW:?}\" \"$@\"\n", mode: 0o755)
        let plan = HostPlan(
            try Schedule("30 2 * * *", zone: "America/New_York"), on: try Samples.host("UTC"), mindsClocks: false)
        func output(_ now: Int) throws -> String {
            let words = ["/bin/sh", "-c", LaunchdAgent.script(plan), "penstock", "/bin/echo", "it's a %", "b"]
            return try Tool.run(words, environment: ["PATH": "\(folder.path)/bin:/usr/bin:/bin", "NOW": "\(now)"])
                .output
        }
        #expect(plan.parts.count == 2)
        #expect(try output(Samples.utc(2027, 7, 6, 6, 30)) == "it's a % b\n")
        #expect(try output(Samples.utc(2027, 7, 6, 7, 30)) == "")
        // The night in which 2:30 is skipped, and the Sunday after.
        #expect(try output(Samples.utc(2027, 3, 14, 7, 0)) == "it's a % b\n")
        #expect(try output(Samples.utc(2027, 3, 21, 7, 0)) == "")
    }

    @Test func tooManyEntriesAreRefused() throws {
        do {
            _ = try LaunchdAgent(Samples.job("*/5 * * * 1-5"), on: Samples.host("UTC")).artefact()
            Issue.record("taken")
        } catch { expectGolden("\(error)", "launchd-errors") }
        // Without a condition an hour that does not matter needs no entry of its own.
        let plan = HostPlan(try Schedule("*/5 * * * *", zone: "UTC"), on: try Samples.host("UTC"), mindsClocks: false)
        #expect(LaunchdAgent.entries(plan).count == 12)
    }
}
