import Foundation
import PluginTesting
import TestWorld
import Testing

@testable import PenstockCommand

/// Secrets that are planted wherever an address may hold one: none of them is in anything that is printed or written.
@Suite("Secrets in addresses")
struct SecretTests {
    private static let secret = "HUSH4711"

    /// Where the secret is found, but for the files that its owner wrote.
    private func leaks(_ stage: Stage, _ folder: String, but own: Set<String> = ["penstock.yaml", "token"]) -> [String] {
        var found: [String] = []
        if stage.output.contains(Self.secret) { found.append("output: \(stage.output)") }
        if stage.error.contains(Self.secret) { found.append("error: \(stage.error)") }
        let needle = Data(Self.secret.utf8)
        for case let name as String in FileManager.default.enumerator(atPath: folder) ?? FileManager.DirectoryEnumerator()
        where !own.contains(name) {
            if FileManager.default.contents(atPath: folder + "/" + name)?.range(of: needle) != nil { found.append(name) }
        }
        return found
    }

    private static let addresses = [
        "http://user:HUSH4711@127.0.0.1:1", "http://HUSH4711@127.0.0.1:1", "http://127.0.0.1:1/?apikey=HUSH4711",
        "http://127.0.0.1:1/HUSH4711",
        "http://127.0.0.1:1/a/HUSH4711/b", "http://user:HUSH4711", "http://user:HUSH/HUSH4711@127.0.0.1:1", "127.0.0.1/HUSH4711",
        "ftp://127.0.0.1/HUSH4711", "http://127.0.0.1:HUSH4711/", "http://127.0.0.1:1/#HUSH4711", "http:// /HUSH4711", "HUSH4711://x",
    ]

    @Test("of an upstream, as a flag, as a variable and in the jobs file: in no error, log, record, page or table", arguments: addresses)
    func upstream(_ address: String) async throws {
        let line = "backfill equities --symbols AAPL --start-date 2024-01-02 --rate-limit-delay 0"
        let environment = ["PENSTOCK_NOW": "2024-01-10T23:00:00Z"]
        let typed = address.contains(" ") ? "http://127.0.0.1:1/HUSH4711" : address
        let file = """
            jobs:
              one: {command: backfill, providers: equities, symbols: AAPL, start-date: 2024-01-02, upstream: {yahoo: "\(address)", sp500: "\(address)"}}
            """
        try await Folder.with(["penstock.yaml": file]) { folder in
            for text in [
                line + " --verbose --upstream yahoo=\(typed)", line + " --json --upstream yahoo=\(typed)", line + " --upstream \(typed)",
                "doctor --upstream yahoo=\(typed) --upstream sp500=\(typed)", "doctor --json --upstream yahoo=\(typed)", "config",
                "config --json", "config --check", "run one", "run one --quiet", "status", "status --json", "runs", "runs show 1",
                "coverage equities", "report --output page.html", "verify equities --upstream yahoo=\(typed)", "backfill \(typed)", typed,
                "schedule cron", "schedule systemd",
            ] {
                let stage = Stage(environment, directory: folder)
                _ = await stage.run(text)
                #expect(leaks(stage, folder) == [], "\(text)")
            }
            let stage = Stage(
                environment.merging(["PENSTOCK_UPSTREAM_YAHOO": address, "PENSTOCK_UPSTREAM_YAHO": address]) { $1 }, directory: folder)
            _ = await stage.run(line)
            _ = await stage.run("doctor")
            _ = await stage.run("config")
            #expect(leaks(stage, folder) == [])
        }
    }

    @Test(
        "of a proxy, whether libcurl can use it or not",
        arguments: [
            "http://user:HUSH4711@127.0.0.1:1", "user:HUSH4711@127.0.0.1:1", "odd://user:HUSH4711@127.0.0.1:1",
            "http://user:HUSH4711@127.0.0.1:notaport", "http://user:HUSH4711@", "http://[user:HUSH4711@::1",
        ])
    func proxy(_ proxy: String) async throws {
        try await Folder.with { folder in
            for variable in ["https_proxy", "all_proxy", "http_proxy"] {
                let stage = Stage(
                    ["PENSTOCK_NOW": "2024-01-10T23:00:00Z", variable: proxy, "PENSTOCK_UPSTREAM_YAHOO": "http://upstream.invalid"],
                    directory: folder)
                _ = await stage.run("backfill equities --symbols AAPL --start-date 2024-01-02 --rate-limit-delay 0 --verbose")
                _ = await stage.run("doctor")
                #expect(leaks(stage, folder) == [], "\(variable)")
            }
        }
    }

    @Test("of channels: webhooks, pings and mail, right and wrong, told or not")
    func channels() async throws {
        let channels = [
            "hook: {type: webhook, url: \"http://127.0.0.1:1/services/HUSH4711\"}",
            "hook: {type: webhook, url: \"http://a:HUSH4711@127.0.0.1:1/x\"}",
            "hook: {type: ping, url: \"http://127.0.0.1:1/HUSH4711\"}", "hook: {type: slack, url: \"https://127.0.0.1:1/?token=HUSH4711\"}",
            "hook: {type: ntfy, url: \"http://127.0.0.1:1/HUSH4711\", token: HUSH4711}",
            "hook: {type: email, server: \"127.0.0.1:1\", from: a@example.org, to: b@example.org, user: a, password: HUSH4711, security: none, insecure: true}",
            "hook: {type: email, server: \"a:HUSH4711@127.0.0.1\", from: a@example.org, to: b@example.org}",
            "hook: {type: webhook, url: {file: token}}", "hook: {type: webhook, url: \"HUSH4711\"}",
        ]
        for channel in channels {
            let file = """
                channels:
                  \(channel)
                jobs:
                  lost: {command: update, providers: equities, data-dir: nowhere, alerts: [hook]}
                """
            try await Folder.with(["penstock.yaml": file, "token": "http://127.0.0.1:1/HUSH4711\n"]) { folder in
                for line in [
                    "config --check", "config", "config --json", "run lost", "alert test hook", "doctor --offline", "schedule cron",
                ] {
                    let stage = Stage(["PENSTOCK_NOW": "2024-01-10T23:00:00Z"], directory: folder)
                    _ = await stage.run(line)
                    #expect(leaks(stage, folder) == [], "\(channel): \(line)")
                }
            }
        }
    }

    @Test("of a server that sends on to an address with a secret, or says one in its answer")
    func answers() async throws {
        for answer in [
            FakeAnswer.text("", status: 302, headers: [("Location", "http://user:HUSH4711@elsewhere.invalid/HUSH4711?token=HUSH4711")]),
            .text("see http://user:HUSH4711@proxy.invalid/?apikey=HUSH4711", status: 403),
        ] {
            try await FakeUpstream.serving({ _ in answer }) { upstream in
                try await Folder.with { folder in
                    let stage = Stage(["PENSTOCK_NOW": "2024-01-10T23:00:00Z"], directory: folder)
                    _ = await stage.run(
                        "backfill equities --symbols AAPL --start-date 2024-01-02 --rate-limit-delay 0 --verbose --upstream yahoo=\(upstream.base)"
                    )
                    #expect(stage.error.contains("yahoo") || stage.output.contains("yahoo") || stage.output.contains("AAPL"))
                    #expect(leaks(stage, folder) == [])
                }
            }
        }
    }

    @Test("control: what this suite looks for it finds, on the screen and in a file")
    func control() async throws {
        try await Folder.with(["planted.log": "x HUSH4711 y"]) { folder in
            let stage = Stage(directory: folder)
            #expect(leaks(stage, folder) == ["planted.log"])
            stage.host.console.say("HUSH4711")
            #expect(leaks(stage, folder).count == 2)
        }
    }
}
