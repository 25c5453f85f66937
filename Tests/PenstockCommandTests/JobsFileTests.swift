import Foundation
import Orchestrator
import TestGolden
import TestWorld
import Testing

@testable import PenstockCommand

/// The jobs file: its mistakes with their lines, what goes before what, and where it is sought.
@Suite("The jobs file")
struct JobsFileTests {
    /// What is said about a file, and the exit code.
    private func check(_ yaml: String, environment: [String: String] = [:]) async throws -> (code: Int32, said: String)
    {
        try await TemporaryFolder.with(["penstock.yaml": yaml]) { folder in
            let stage = CommandStage(environment, directory: folder)
            let code = await stage.run("config --check")
            return (code, (stage.error + stage.output).replacingOccurrences(of: folder, with: "/work"))
        }
    }

    static let mistakes: [(String, String)] = [
        ("empty", ""), ("no-yaml", "jobs:\n  nightly: {command: update"),
        ("twice", "jobs:\n  a: {command: status}\n  a: {command: status}\n"),
        ("no-jobs", "defaults:\n  wait-lock: 3600\n"), ("part", "job:\n  a: {command: status}\n"),
        ("name", "jobs:\n  My Job:\n    command: update\n"), ("no-command", "jobs:\n  a:\n    providers: equities\n"),
        ("command", "jobs:\n  a:\n    command: updat\n    providers: equities\n"),
        ("key", "jobs:\n  a:\n    command: update\n    providers: equities\n    symbol: AAPL\n"),
        ("meant", "jobs:\n  a:\n    command: update\n    archive: data\n    providers: equities\n"),
        ("default-key", "defaults:\n  wait-lok: 3600\njobs:\n  a: {command: status}\n"),
        ("value", "jobs:\n  a:\n    command: backfill\n    providers: equities\n    start-date: 2024-02-30\n"),
        ("no-value", "jobs:\n  a:\n    command: update\n    providers: equities\n    symbols:\n"),
        ("switch", "jobs:\n  a:\n    command: update\n    providers: equities\n    force: 1\n"),
        ("provider", "jobs:\n  a:\n    command: update\n    providers: equity\n"),
        ("mapping", "jobs:\n  a: update\n"),
        (
            "channel",
            """
            channels:\n  mail: {type: ping, url: "http://127.0.0.1"}\njobs:\n  a:\n    command: status\n    alerts: \
            [mial]\n
            """
        ),
        ("env", "jobs:\n  a:\n    command: update\n    providers: equities\n    user-agent: {env: NOT_SET}\n"),
        ("file", "jobs:\n  a:\n    command: update\n    providers: equities\n    user-agent: {file: nowhere}\n"),
        ("jitter", "jobs:\n  a: {command: update, providers: equities, schedule: \"0 6 * * *\", jitter: x}\n"),
        ("no-schedule", "jobs:\n  a: {command: update, providers: equities, jitter: 300}\n"),
        ("not-text", "jobs: [\u{0}]"),
    ]

    @Test("every mistake is said with its line, and what was meant")
    func mistakes() async throws {
        var text = ""
        for (name, yaml) in Self.mistakes {
            let (code, said) = try await check(yaml)
            text += "\(name): exit \(code)\n\(said)\n"
        }
        expectScreen(text, "jobs-file-mistakes")
    }

    private static let whole = """
        defaults:
          wait-lock: 3600
          log-dir: logs
          alerts: [all]
        channels:
          all: {type: ping, url: "http://127.0.0.1:9"}
        jobs:
          nightly:
            command: update
            providers: equities
            symbols: [AAPL, BRK.B]
            rate-limit-delay: {yahoo: 0.5, sp500: 1}
            upstream:
              yahoo: http://127.0.0.1:8080
            user-agent: {env: AGENT}
            force: yes
            schedule: "0 6 * * 2-6"
            time-zone: America/New_York
          watch:
            command: status
        """

    @Test(
        """
        keys are the flags: lists, names with values, switches, references; a default holds for every job that knows it
        """
    )
    func keys() async throws {
        try await TemporaryFolder.with(["penstock.yaml": Self.whole]) { folder in
            let stage = CommandStage(["AGENT": "me/1.0"], directory: folder)
            #expect(await stage.run("config nightly") == 0)
            expectGolden(stage.output.replacingOccurrences(of: folder, with: "/work"), "config-job")
            let terminal = CommandStage(["AGENT": "me/1.0"], directory: folder, screen: Screen(columns: 80))
            #expect(await terminal.run("config nightly") == 0)
            let table = terminal.output.split(separator: "\n").drop { !$0.hasPrefix("  symbols ") }
            expectGolden(table.joined(separator: "\n"), "80/config-job")
            let json = CommandStage(
                ["AGENT": "me/1.0", "PENSTOCK_WAIT_LOCK": "5", "COPILOT_QUANT_RATE_LIMIT": "0.25"], directory: folder)
            #expect(await json.run("config nightly --json") == 0)
            #expect(json.output.contains("\"value\": \"5\",\n          \"source\": \"PENSTOCK_WAIT_LOCK\""))
            #expect(json.output.contains("\"value\": \"0.25\",\n          \"source\": \"COPILOT_QUANT_RATE_LIMIT\""))
        }
    }

    @Test("a flag of run goes before a variable, a variable before the file, and the file before the default")
    func order() async throws {
        try await TemporaryFolder.with(["penstock.yaml": Self.whole]) { folder in
            func wait(_ environment: [String: String], _ typed: String? = nil) async throws -> Double? {
                let stage = CommandStage(environment.merging(["AGENT": "me"]) { $1 }, directory: folder)
                let file = try Host.$current.withValue(stage.host) {
                    try JobsFilePlace(host: stage.host).required("run")
                }
                var values = SettingValues(environment: stage.host.environment)
                if let typed { values.type(\.waitLock, typed) }
                let execution = try JobExecution(
                    try #require(file.jobs(named: ["nightly"]).first), in: file, typed: values, host: stage.host)
                let request = try #require(execution.request)
                return try Host.$current.withValue(stage.host) {
                    try JobPlanning(request: request, host: stage.host).jobs().first?.job.options.lockWait
                }
            }
            let waits = [
                try await wait([:]), try await wait(["PENSTOCK_WAIT_LOCK": "5"]),
                try await wait(["PENSTOCK_WAIT_LOCK": "5"], "7"),
            ]
            #expect(waits == [3600, 5, 7])
        }
    }

    @Test("each provider's archive: its own variable, then what the file says; references are shown as such")
    func archives() async throws {
        let file = """
            channels:
              c: {type: ping, url: {file: token}}
            directory: below
            jobs:
              both:
                command: backfill
                providers: [equities, kalshi]
                start-date: 2025-01-02
                data-dir: all
                user-agent: {env: AGENT}
            """
        try await TemporaryFolder.with(["penstock.yaml": file, "below/token": "http://127.0.0.1:9\n"]) { folder in
            let stage = CommandStage(["AGENT": "hush", "COPILOT_QUANT_DATA_DIR": "/old"], directory: folder)
            #expect(await stage.run("config both") == 0, "\(stage.error)")
            #expect(
                stage.output.contains("archive             /old")
                    && stage.output.contains("archive             \(folder)/below/all"))
            #expect(stage.output.contains("{env: AGENT}") && !stage.output.contains("hush"))
            let plain = CommandStage(["AGENT": "hush"], directory: folder)
            #expect(await plain.run("config both") == 0)
            #expect(plain.output.ranges(of: "archive             ").count == 1)
            let doctor = CommandStage(["AGENT": "hush"], directory: folder)
            #expect(await doctor.run("doctor --offline") == 78)
            #expect(doctor.output.contains("there is none at \(folder)/below/all"))
        }
    }

    @Test("it is sought here, then in the configuration's directory, whose jobs are below the home directory")
    func places() async throws {
        let jobs = "jobs:\n  a: {command: update, providers: equities}\n"
        try await TemporaryFolder.with([
            ".config/penstock/penstock.yaml": jobs, "here/penstock.yaml": jobs, "elsewhere/x": "",
        ]) {
            folder in
            let here = CommandStage(["HOME": folder], directory: folder + "/here")
            #expect(await here.run("config a") == 0)
            #expect(here.output.contains("\(folder)/here/data/historical"))
            let home = CommandStage(["HOME": folder], directory: folder + "/elsewhere")
            #expect(await home.run("config a") == 0)
            #expect(home.output.contains("\(folder)/data/historical"))
            let named = CommandStage(["HOME": folder], directory: folder + "/elsewhere")
            #expect(await named.run("config a --jobs ../here/penstock.yaml") == 0)
            #expect(named.output.contains("\(folder)/here/data/historical"))
            let none = CommandStage(directory: folder + "/elsewhere")
            #expect(await none.run("run a") == 78)
            #expect(none.error.contains("There is no penstock.yaml in \(folder)/elsewhere"))
            #expect(await none.run("config") == 0)
        }
    }

    @Test("every flag of a verb is a key, but for those of one call")
    func flags() {
        let update = VerbKeys(.update)
        #expect(update["wait-lock"]?.row.takesValue == true)
        #expect(update["force"]?.row.takesValue == false)
        #expect(update["upstream"]?.row.shape == .repeated)
        #expect(update["base-path"]?.row.name == "data-dir")
        #expect(update["price-text"]?.row.shownDefault == "shortest")
        #expect(update["dry-run"] == nil && update["start-date"] == nil && update["provider"] == nil)
        #expect(VerbKeys(.backfill)["resume"]?.row.shownDefault == "yes")
        #expect(!Verb.ofJobs.contains(.convert))
    }

    @Test(
        "a switch that is on by itself is off where the file says so, by either name; its opposite is no way round it")
    func switches() async throws {
        func options(_ keys: String) async throws -> JobOptions? {
            let yaml = "jobs:\n  a: {command: backfill, providers: equities, start-date: 2024-01-02, \(keys)}\n"
            return try await TemporaryFolder.with(["penstock.yaml": yaml]) { folder in
                let stage = CommandStage(directory: folder)
                return try Host.$current.withValue(stage.host) {
                    let file = try JobsFilePlace(host: stage.host).required("run")
                    let job = try #require(file.jobs(named: ["a"]).first)
                    return try JobExecution(job, in: file, host: stage.host).planned.first?.job.options
                }
            }
        }
        #expect(try await options("resume: yes")?.resumes == true)
        #expect(try await options("resume: no")?.resumes == false)
        #expect(try await options("no-resume: yes")?.resumes == false)
        #expect(try await options("no-resume: no")?.resumes == true)
        #expect(try await options("strict: no")?.failsFast == false)
        #expect(try await options("fail-fast: yes")?.failsFast == true)
        #expect(try await options("continue-on-error: no")?.failsFast == true)
        #expect(try await options("continue-on-error: yes, fail-fast: no")?.failsFast == false)
    }

    @Test("what the parser would refuse of a line is refused of a job, at its line")
    func refused() async throws {
        let mistakes = [
            ("command: update, providers: [equities, --force]", "job a: No provider is named '--force'"),
            ("command: update, providers: equities, continue-on-error: yes, fail-fast: yes", "had already been set"),
            ("command: update, providers: equities, start-date: 2024-01-02", "update has no such key"),
            ("command: update, providers: equities, concurrency: 0", "whole number from 1 to 64"),
            ("command: update, providers: equities, dry-run: yes", "update has no such key"),
            ("command: backfill, providers: equities, resume: yes, no-resume: yes", "says it already, by another name"),
            ("command: update, providers: equities, data-dir: a, base-path: b", "says it already, by another name"),
            ("command: status, symbols: AAPL", "status has no such key"),
        ]
        for (job, said) in mistakes {
            let (code, error) = try await check("jobs:\n  a: {\(job)}\n")
            #expect(code == 78 && error.contains("penstock.yaml line 2") && error.contains(said), "\(job): \(error)")
        }
        // Control: the same without the mistake.
        #expect(try await check("jobs:\n  a: {command: update, providers: equities, fail-fast: yes}\n").code == 0)
    }
}
