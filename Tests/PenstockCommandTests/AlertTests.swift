import Foundation
import PluginTesting
import TestWorld
import Testing

@testable import PenstockCommand

/// The channels of the jobs file; what is sent how is held by AlertingTests.
@Suite("Alerts of jobs")
struct AlertTests {
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "../../fixtures/equities"
    )
    .standardizedFileURL.path

    private static func file(_ base: String, alerts: String = "[hook, check]") -> String {
        """
        channels:
          hook: {type: webhook, url: "\(base)/hook"}
          check: {type: ping, url: "\(base)/check"}
          secret: {type: slack, url: "\(base)/services/T0/B0/hush"}
        jobs:
          first: {command: backfill, providers: equities, symbols: [KESTL, WICKR], start-date: 2025-01-02, replay: \
        \(fixtures)/backfill, alerts: \(alerts)}
          lost: {command: update, providers: equities, data-dir: nowhere, alerts: \(alerts)}
          quiet: {command: status}
        """
    }

    private func serving(
        _ status: Int = 200, alerts: String = "[hook, check]", _ body: (String, FakeUpstream) async throws -> Void
    )
        async throws
    {
        try await FakeUpstream.serving({ _ in .text("ok", status: status) }) { upstream in
            try await TemporaryFolder.with(["penstock.yaml": Self.file(upstream.base, alerts: alerts)]) { folder in
                try await body(folder, upstream)
            }
        }
    }

    @Test(
        """
        a failure is told once however often it is run; what a run cannot even begin with is told too; a ping has the \
        code, and a remark is none
        """
    )
    func failures() async throws {
        try await serving { folder, upstream in
            #expect(await CommandStage(directory: folder).run("run first --quiet") == 10)
            #expect(upstream.requests.map(\.target) == ["/check/start", "/check", "/hook"])
            #expect(await CommandStage(directory: folder).run("run first --quiet") == 0)
            #expect(upstream.requests.count == 5, "WICKR is known to be unknown, and that is no recovery")
            #expect(await CommandStage(directory: folder).run("run lost --quiet") == 78)
            #expect(upstream.requests.map(\.target).suffix(3) == ["/check/start", "/check/78", "/hook"])
            let logs = try TemporaryFolder.logs(in: folder)
            #expect(logs.contains { $0.contains("alert: hook: sent") && $0.contains("alert: check: sent") })
        }
    }

    @Test(
        """
        an alert that cannot be sent is in the log and on standard error, tried again at the next run, and changes no \
        exit code
        """
    )
    func unsent() async throws {
        try await serving(403, alerts: "[hook]") { folder, upstream in
            let stage = CommandStage(directory: folder)
            #expect(await stage.run("run first --quiet") == 10)
            #expect(stage.error.contains("first: alert hook: not sent: "))
            let logs = try TemporaryFolder.logs(in: folder)
            #expect(logs.contains { $0.contains("alert: hook: not sent: ") })
            #expect(await CommandStage(directory: folder).run("run first --quiet") == 0)
            #expect(upstream.requests.map(\.target) == ["/hook", "/hook"])
        }
    }

    @Test(
        """
        a secret that is not to be had keeps the run from nothing: the other channels are told, and what is wrong is \
        said
        """
    )
    func missingSecret() async throws {
        try await FakeUpstream.serving({ _ in .text("ok") }) { upstream in
            let file = Self.file(upstream.base).replacingOccurrences(
                of: "check: {type: ping, url: \"\(upstream.base)/check\"}",
                with: "check: {type: ping, url: {env: NOT_SET}}")
            try await TemporaryFolder.with(["penstock.yaml": file]) { folder in
                let stage = CommandStage(directory: folder)
                #expect(await stage.run("run first --quiet") == 10)
                #expect(
                    stage.error.contains(
                        "first: penstock.yaml line 3: channels.check.url: the variable NOT_SET is not set"))
                #expect(upstream.requests.map(\.target) == ["/hook"])
                let test = CommandStage(directory: folder)
                #expect(await test.run("alert test first") == 69)
                #expect(test.output.contains("hook: sent") && test.output.contains("NOT_SET is not set"))
                #expect(await CommandStage(directory: folder).run("config --check") == 78)
            }
        }
    }

    @Test("a secret that is refused by what it is for is not in the message")
    func refusedSecret() async throws {
        let file = "jobs:\n  a: {command: update, providers: equities, max-age-days: {env: HUSH}}\n"
        try await TemporaryFolder.with(["penstock.yaml": file]) { folder in
            let stage = CommandStage(["HUSH": "t0psecret"], directory: folder)
            #expect(await stage.run("run a") == 78)
            #expect(
                stage.error.contains("--max-age-days {env: HUSH}: it has to be") && !stage.error.contains("t0psecret"))
        }
    }

    @Test("alert test sends to each channel once, says what did not work without the secret, and ends with 69 then")
    func testing() async throws {
        try await serving { folder, upstream in
            let stage = CommandStage(directory: folder)
            #expect(await stage.run("alert test") == 0)
            #expect(stage.output == "hook: sent\ncheck: sent\n")
            #expect(upstream.requests.map(\.target) == ["/hook", "/check/start", "/check"])
            let none = CommandStage(directory: folder)
            #expect(await none.run("alert test quiet") == 78)
            #expect(none.error.contains("quiet has no alerts"))
        }
        try await serving(404, alerts: "[secret]") { folder, _ in
            let stage = CommandStage(directory: folder)
            #expect(await stage.run("alert test first") == 69)
            #expect(stage.output.hasPrefix("secret: not sent: ") && !stage.output.contains("hush"))
            let config = CommandStage(directory: folder)
            #expect(await config.run("config first") == 0)
            #expect(!(config.output + config.error).contains("hush"))
        }
    }

    @Test("systemd's failure unit: a run that was killed is told, one that ended by itself has told it already")
    func serviceFailure() async throws {
        try await serving(alerts: "[hook]") { folder, upstream in
            let own = [
                "MONITOR_EXIT_CODE": "exited", "MONITOR_EXIT_STATUS": "69", "MONITOR_SERVICE_RESULT": "exit-code",
            ]
            #expect(await CommandStage(own, directory: folder).run("alert failed penstock-first.service") == 0)
            #expect(upstream.requests.isEmpty)
            let killed = [
                "MONITOR_EXIT_CODE": "killed", "MONITOR_EXIT_STATUS": "KILL", "MONITOR_SERVICE_RESULT": "oom-kill",
            ]
            #expect(await CommandStage(killed, directory: folder).run("alert failed first") == 0)
            #expect(upstream.requests.map(\.target) == ["/hook"])
            #expect(await CommandStage(killed, directory: folder).run("alert failed nobody") == 64)
        }
    }

    @Test("a channel with a mistake, a kind that is none: the line, and what was meant")
    func mistakes() async throws {
        var text = ""
        for channel in [
            "{type: emial, to: a@b.c}", "{type: slack}", "{type: ping, url: \"ftp://x\"}",
            "{type: ping, url: \"http://127.0.0.1\", uri: x}",
        ] {
            text += try await said("channels:\n  c: \(channel)\njobs:\n  a: {command: status, alerts: c}\n")
        }
        let ping = "channels:\n  c: {type: ping, url: \"http://127.0.0.1\"}\njobs:\n"
        for alerts in ["{to: c, on: failures}", "{on: failure}", "{to: c, when: now}"] {
            text += try await said(ping + "  a: {command: status, alerts: \(alerts)}\n")
        }
        expectScreen(text, "channel-mistakes")
    }

    private func said(_ file: String) async throws -> String {
        try await TemporaryFolder.with(["penstock.yaml": file]) { folder in
            let stage = CommandStage(directory: folder)
            let code = await stage.run("config --check")
            return "[exit \(code)] \(stage.error)\(stage.output)"
        }
    }
}

extension TemporaryFolder {
    /// The texts of the logs in the usual place.
    fileprivate static func logs(in folder: String) throws -> [String] {
        let logs = "\(folder)/data/logs"
        return try FileManager.default.contentsOfDirectory(atPath: logs).filter { $0.hasSuffix(".log") }.map {
            try String(contentsOfFile: "\(logs)/\($0)", encoding: .utf8)
        }
    }
}
