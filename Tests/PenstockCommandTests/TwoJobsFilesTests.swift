import Foundation
import TestWorld
import Testing

@testable import PenstockCommand

/// Two jobs files of one account: no scheduler gives the name of one file's job to the other's, and nobody says of a
/// job that it is scheduled where only its namesake is.
@Suite("Two jobs files")
struct TwoJobsFilesTests {
    private static func file(_ job: String) -> String {
        "jobs:\n  \(job): {command: update, providers: equities, schedule: \"0 6 * * *\", time-zone: UTC}\n"
    }

    /// What a line printed, what it said and how it ended, of an account whose home directory is the folder.
    private func type(_ line: String, in folder: String, from place: String = "", _ environment: [String: String] = [:])
        async -> (code: Int32, output: String, said: String)
    {
        let variables = ["HOME": folder, "PENSTOCK_NOW": "2026-11-24T12:00:00Z"].merging(environment) { $1 }
        let stage = CommandStage(variables, directory: folder + place)
        let code = await stage.run(line)
        return (
            code, stage.output.replacingOccurrences(of: folder, with: "/work"),
            stage.error.replacingOccurrences(of: folder, with: "/work")
        )
    }

    @Test("each has failure units of its own, which tell of it by the file that has the job")
    func failureUnits() async throws {
        try await TemporaryFolder.with(["a.yaml": Self.file("bars"), "b.yaml": Self.file("coins")]) { folder in
            for name in ["a", "b"] {
                #expect(await type("schedule systemd --jobs \(name).yaml --output units", in: folder).code == 0)
            }
            for (job, name) in [("bars", "a"), ("coins", "b")] {
                let unit = try String(
                    contentsOfFile: "\(folder)/units/penstock-failure@\(job).service", encoding: .utf8)
                #expect(unit.contains("alert failed %i --jobs \(folder)/\(name).yaml\n"), "\(unit)")
                let service = try String(contentsOfFile: "\(folder)/units/penstock-\(job).service", encoding: .utf8)
                #expect(service.contains("OnFailure=penstock-failure@\(job).service\n"))
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/units").count == 6)
        }
    }

    @Test(
        "a job is not written over its namesake of another file, neither where files go nor where they are installed",
        arguments: [
            ("systemd", "penstock-nightly.service", "/.config/systemd/user"),
            ("launchd", "penstock.nightly.plist", "/Library/LaunchAgents"), ("windows", "penstock-nightly.ps1", nil),
        ])
    func namesakes(scheduler: String, name: String, installed: String?) async throws {
        try await TemporaryFolder.with(["a.yaml": Self.file("nightly"), "b.yaml": Self.file("nightly")]) { folder in
            for place in ["/out", installed].compactMap(\.self) {
                #expect(
                    await type("schedule \(scheduler) --jobs a.yaml --output \(folder)\(place)", in: folder).code == 0)
                let path = "\(folder)\(place)/\(name)"
                let first = try Data(contentsOf: URL(fileURLWithPath: path))
                let line = "schedule \(scheduler) --jobs b.yaml" + (place == "/out" ? " --output out" : "")
                let refused = await type(line, in: folder)
                #expect(refused.code == 78 && refused.output.isEmpty)
                #expect(
                    refused.said.contains(
                        """
                        Error: /work\(place)/\(name) is of /work/a.yaml, and would be replaced
                          name the job of one of the two otherwise, or remove that file where its job is over
                        """), "\(refused.said)")
                #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == first)
                let check = await type("schedule \(scheduler) --jobs b.yaml --check --file \(path)", in: folder)
                #expect(check.code == 78 && check.output.contains("it is of /work/a.yaml"), "\(check.output)")
                // Its own, also by another way to it, are written again.
                #expect(
                    await type("schedule \(scheduler) --jobs a.yaml --output \(folder)\(place)", in: folder).code == 0)
                try FileManager.default.createSymbolicLink(atPath: "\(folder)/c.yaml", withDestinationPath: "a.yaml")
                #expect(await type("schedule \(scheduler) --jobs c.yaml", in: folder).code == 0)
                try FileManager.default.removeItem(atPath: "\(folder)/c.yaml")
                // A file that was moved takes its units along, and another name is free.
                try FileManager.default.moveItem(atPath: "\(folder)/a.yaml", toPath: "\(folder)/d.yaml")
                #expect(await type(line, in: folder).code == 0)
                try FileManager.default.moveItem(atPath: "\(folder)/d.yaml", toPath: "\(folder)/a.yaml")
                try Data(Self.file("other").utf8).write(to: URL(fileURLWithPath: "\(folder)/e.yaml"))
                #expect(await type("schedule \(scheduler) --jobs e.yaml", in: folder).code == 0)
                try FileManager.default.removeItem(atPath: "\(folder)\(place)")
            }
        }
    }

    @Test("jobs without a jobs file are known by their directory; a jobs file in it takes them over")
    func recommended() async throws {
        let files = ["one/penstock.yaml": Self.file("daily-bars"), "two/.keep": ""]
        try await TemporaryFolder.with(files) { folder in
            let line = "schedule systemd --recommended ours --output \(folder)/.config/systemd/user"
            #expect(await type(line, in: folder, from: "/one").code == 0)
            #expect(await type(line, in: folder, from: "/one").code == 0)
            let refused = await type("schedule systemd --recommended ours", in: folder, from: "/two")
            #expect(refused.code == 78 && refused.said.contains("is of /work/one, and would be replaced"))
            #expect(await type("schedule systemd --jobs one/penstock.yaml", in: folder).code == 0)
        }
    }

    @Test("a crontab has a block for each, also where both have a job of one name")
    func crontab() async throws {
        try await TemporaryFolder.with(["a.yaml": Self.file("nightly"), "b.yaml": Self.file("nightly")]) { folder in
            let environment = try FakeCrontab.install(in: folder)
            func blocks() throws -> [Bool] {
                let text = try String(contentsOfFile: "\(folder)/crontab", encoding: .utf8)
                return ["a", "b"].map { text.contains("run nightly --jobs \(folder)/\($0).yaml") }
            }
            for name in ["a", "b", "a"] {
                #expect(await type("schedule cron --jobs \(name).yaml --install", in: folder, environment).code == 0)
            }
            #expect(try blocks() == [true, true])
            #expect(await type("schedule cron --jobs a.yaml --remove", in: folder, environment).code == 0)
            #expect(try blocks() == [false, true])
        }
    }

    @Test("units of an earlier time, whose one template tells of all jobs by the file that was written last")
    func sharedTemplate() async throws {
        try await TemporaryFolder.with(["a.yaml": Self.file("bars"), "data/.keep": ""]) { folder in
            let environment = try FakeCrontab.install(in: folder)
            let units = "\(folder)/.config/systemd/user"
            func write() async -> Int32 {
                await type("schedule systemd --jobs a.yaml --output \(units)", in: folder, environment).code
            }
            func says() async -> String { await type("doctor --offline --jobs a.yaml", in: folder, environment).output }
            #expect(await write() == 0)
            let own = "\(units)/penstock-failure@bars.service"
            let text = try String(contentsOfFile: own, encoding: .utf8)
            try FileManager.default.removeItem(atPath: own)
            let template = URL(fileURLWithPath: "\(units)/penstock-failure@.service")
            try Data(text.utf8).write(to: template)
            #expect(await says().contains("systemd of the user: bars\n"))
            try Data(text.replacing("a.yaml", with: "b.yaml").utf8).write(to: template)
            let said = await says()
            #expect(
                said.contains("a run that is killed would be told by /work/b.yaml, another jobs file"), "\(said)")
            #expect(await write() == 0)
            #expect(await says().contains("systemd of the user: bars\n"))
        }
    }

    @Test("a folder of Windows as WSL has it")
    func mounted() {
        #expect(SchedulerNames.mounted("C:\\penstock") == "/mnt/c/penstock")
        #expect(SchedulerNames.mounted("D:\\my jobs\\penstock\\") == "/mnt/d/my jobs/penstock")
        #expect(SchedulerNames.mounted("penstock") == nil)
    }

    @Test("the doctor takes no job of another file for one of this, and no two of two files for one scheduled twice")
    func doctor() async throws {
        let files = ["a.yaml": Self.file("nightly"), "b.yaml": Self.file("nightly"), "data/.keep": ""]
        try await TemporaryFolder.with(files) { folder in
            let environment = try FakeCrontab.install(in: folder)
            // A crontab's lines are known by their program, which here would be the tests'.
            let program = " --program /usr/local/bin/penstock"
            func says(_ jobs: String) async -> String {
                await type("doctor --offline --jobs \(jobs)", in: folder, environment).output
            }
            #expect(await type("schedule cron --jobs a.yaml --install\(program)", in: folder, environment).code == 0)
            #expect(await says("a.yaml").contains("crontab: nightly\n"))
            #expect(await says("b.yaml").contains("nightly: not in crontab"))
            let units = "\(folder)/.config/systemd/user"
            #expect(await type("schedule systemd --jobs b.yaml --output \(units)", in: folder, environment).code == 0)
            for (jobs, words) in [
                ("a.yaml", "crontab: nightly; systemd of the user: nightly of /work/b.yaml"),
                ("b.yaml", "crontab: nightly of /work/a.yaml; systemd of the user: nightly\n"),
            ] {
                let said = await says(jobs)
                #expect(said.contains(words) && !said.contains("more than once"), "\(said)")
            }
            // One file's job that two schedulers have is still found.
            #expect(await type("schedule cron --jobs b.yaml --install\(program)", in: folder, environment).code == 0)
            #expect(
                await says("b.yaml").contains("nightly: scheduled more than once, by crontab and systemd of the user"))
        }
    }
}
