import Foundation
import TestWorld
import Testing

@testable import PenstockCommand

/// `penstock schedule`: what it prints for each scheduler, and what it does to a crontab.
@Suite("penstock schedule")
struct ScheduleTests {
    private static let file = """
        channels:
          mail: {type: ping, url: {env: PING_URL}}
        jobs:
          bars: {command: update, providers: equities, schedule: "0 6 * * 2-6", time-zone: America/New_York, jitter: \
        300, alerts: mail}
          refresh: {command: update, providers: equities, force: true, schedule: "30 7 * * 0", time-zone: UTC, \
        summary: all asked again}
          typed: {command: status}
        """
    private static let others = "MAILTO=jane@example.com\r\n0 5 * * * /usr/bin/true 100\\%\n# last"

    /// What a line printed, what it said and how it ended; of a host in UTC whose program is /opt/penstock.
    private func type(_ line: String, in folder: String, environment: [String: String] = [:]) async -> (
        code: Int32, output: String, said: String
    ) {
        let variables = ["PING_URL": "http://127.0.0.1:9", "PENSTOCK_NOW": "2026-11-24T12:00:00Z"].merging(environment)
        { $1 }
        let stage = CommandStage(variables, directory: folder)
        let code = await stage.run("\(line) --program /opt/penstock")
        return (
            code, stage.output.replacingOccurrences(of: folder, with: "/work"),
            stage.error.replacingOccurrences(of: folder, with: "/work")
        )
    }

    @Test(
        """
        each scheduler's artefacts are printed with the jobs file's absolute path, and what a scheduler will not know \
        is said
        """
    )
    func printing() async throws {
        try await TemporaryFolder.with(["penstock.yaml": Self.file]) { folder in
            for scheduler in ["cron", "systemd", "launchd", "windows"] {
                let (code, output, said) = await type("schedule \(scheduler)", in: folder)
                #expect(code == 0, "\(said)")
                // A plist has a line for each word.
                let words = output.replacing("</string>\n    <string>", with: " ").replacing(
                    "</string>\n\t\t<string>", with: " ")
                for part in [
                    "run bars --jobs /work/penstock.yaml --quiet --wait-lock 3600",
                    "run refresh --jobs /work/penstock.yaml",
                ] {
                    #expect(words.contains(part), "\(scheduler): \(part)")
                }
                #expect(!output.contains("typed"))
                #expect(
                    said.contains("penstock.yaml reads PING_URL from the environment, which a scheduler does not have"))
                #expect(said.contains("PENSTOCK_NOW is set here"))
            }
            let cron = await type("schedule cron bars", in: folder)
            #expect(cron.output.contains("--jitter 300") && !cron.output.contains("refresh"))
        }
    }

    @Test(
        """
        a job that only looks is not made up for at a start, before the updates beside it have run; unless the file \
        says so
        """
    )
    func looks() async throws {
        func starts(_ keys: String, _ verb: String) async throws -> [Bool] {
            let file = """
                jobs:
                  bars: {command: update, providers: equities, schedule: "0 6 * * 2-6", time-zone: UTC}
                  check: {command: \(verb), schedule: "0 9 * * *", time-zone: UTC\(keys)}
                """
            return try await TemporaryFolder.with(["penstock.yaml": file]) { folder in
                let cron = await type("schedule cron", in: folder).output.split(separator: "\n").filter {
                    $0.hasPrefix("@reboot")
                }
                #expect(cron.contains { $0.contains("run bars ") })
                let systemd = await type("schedule systemd check", in: folder).output
                let windows = await type("schedule windows check", in: folder).output
                return [
                    cron.contains { $0.contains("run check ") }, systemd.contains("Persistent=true"),
                    windows.contains("<StartWhenAvailable>true"),
                ]
            }
        }
        for verb in ["status", "coverage"] {
            #expect(try await starts("", verb) == [false, false, false])
            #expect(try await starts(", catch-up: true", verb) == [true, true, true])
        }
    }

    @Test("the brief's lines and ours, without a jobs file; another zone")
    func recommended() async throws {
        try await TemporaryFolder.with { folder in
            let brief = await type("schedule cron --recommended brief --time-zone UTC", in: folder)
            let times = brief.output.split(separator: "\n").filter { $0.hasPrefix("0 ") }.map {
                $0.split(separator: " ").prefix(5).joined(separator: " ")
            }
            #expect(times.count == 4)
            for line in ["0 6 * * 1-5", "0 2 * * 0", "0 3 1 * *", "0 */6 * * *"] {
                #expect(brief.output.contains("# Runs at: \(line) UTC"), "\(line)")
            }
            let ours = await type("schedule cron --recommended ours", in: folder)
            #expect(ours.output.contains("# Runs at: 0 6 * * 2-6 America/New_York"))
            #expect(ours.said.contains("Friday's bar is there on Saturday morning"))
        }
    }

    @Test(
        """
        --install puts a block among the other lines and touches none of them; twice is once; a changed job replaces \
        it; --remove takes it out
        """
    )
    func installing() async throws {
        let noted = Self.others + "\n"
        try await TemporaryFolder.with(["penstock.yaml": Self.file]) { folder in
            let crontab = try FakeCrontab.install(in: folder, holding: noted)
            func stored() throws -> String { try String(contentsOfFile: "\(folder)/crontab", encoding: .utf8) }
            #expect(await type("schedule cron --check", in: folder, environment: crontab).code == 78)
            #expect(await type("schedule cron --install", in: folder, environment: crontab).code == 0)
            let first = try stored()
            #expect(first.hasPrefix(noted) && first.count > noted.count && first.hasSuffix("<<<\n"))
            #expect(FileManager.default.fileExists(atPath: "\(folder)/data/logs"))
            let again = await type("schedule cron --install", in: folder, environment: crontab)
            #expect(again.output.contains("nothing was changed"))
            let second = try stored()
            #expect(second == first)
            // /opt/penstock is not there, and the check says so of each line.
            let check = await type("schedule cron --check", in: folder, environment: crontab)
            #expect(check.code == 78 && check.output.contains("/opt/penstock"))
            try Data(Self.file.replacingOccurrences(of: "0 6 * * 2-6", with: "5 6 * * 2-6").utf8).write(
                to: URL(fileURLWithPath: "\(folder)/penstock.yaml"))
            #expect(
                await type("schedule cron --check", in: folder, environment: crontab).output.contains(
                    "differs from what would be written now"))
            #expect(await type("schedule cron --install", in: folder, environment: crontab).code == 0)
            let changed = try stored()
            #expect(changed.contains("# Runs at: 5 6 * * 2-6") && !changed.contains("# Runs at: 0 6 * * 2-6"))
            #expect(changed.ranges(of: ">>> penstock").count == 1)
            #expect(await type("schedule cron --remove", in: folder, environment: crontab).code == 0)
            let rest = try stored()
            #expect(rest == noted)
            #expect(
                await type("schedule cron --remove", in: folder, environment: crontab).output.contains(
                    "nothing was changed"))
        }
    }

    @Test("a crontab with a block that somebody cut in half is left alone")
    func cutBlock() async throws {
        try await TemporaryFolder.with(["penstock.yaml": Self.file]) { folder in
            let cut = "# >>> penstock: \(folder)/penstock.yaml >>>\n0 6 * * * x\n"
            let crontab = try FakeCrontab.install(in: folder, holding: cut)
            let refused = await type("schedule cron --install", in: folder, environment: crontab)
            #expect(refused.code != 0 && refused.said.contains("\nError: "))
            let kept = try String(contentsOfFile: "\(folder)/crontab", encoding: .utf8)
            #expect(kept == cut)
        }
    }

    @Test("--output writes the files as bytes; --check --file reads them again; wrong usage")
    func files() async throws {
        try await TemporaryFolder.with(["penstock.yaml": Self.file]) { folder in
            #expect(await type("schedule windows bars --output out", in: folder).code == 0)
            let task = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/out/penstock-bars.xml"))
            #expect(task.prefix(2) == Data([0xFF, 0xFE]))
            #expect(
                await type(
                    "schedule windows bars --check --file out/penstock-bars.xml --file out/penstock-bars.ps1",
                    in: folder
                ).code == 0)
            try Data(task.dropFirst(2)).write(to: URL(fileURLWithPath: "\(folder)/out/penstock-bars.xml"))
            #expect(await type("schedule windows bars --check --file out/penstock-bars.xml", in: folder).code == 78)
            var text = ""
            for line in [
                "schedule systemd --install", "schedule cron --install --remove", "schedule cron typed",
                "schedule cron nobody",
                "schedule systemd --check", "schedule cron bars --install", "schedule cron --recommended ours bars",
                "schedule cron --recommended ours --time-zone Mars/Base",
            ] {
                let (code, _, said) = await type(line, in: folder)
                let lines = said.split(separator: "\n").filter {
                    !$0.contains("PING_URL") && !$0.contains("PENSTOCK_NOW")
                }
                text += "$ penstock \(line)\n[exit \(code)]\n\(lines.joined(separator: "\n"))\n\n"
            }
            expectScreen(text, "schedule-usage")
        }
        try await TemporaryFolder.with([
            "penstock.yaml": "jobs:\n  a: {command: update, providers: equities, schedule: \"61 6 * * *\"}\n"
        ]) {
            folder in
            let wrong = await type("schedule cron", in: folder)
            #expect(wrong.code == 78 && wrong.said.hasPrefix("Error: penstock.yaml line 2, job a: "))
            #expect(await CommandStage(directory: folder).run("config --check") == 78)
        }
    }
}
