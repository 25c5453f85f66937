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
    private func leaks(_ stage: CommandStage, _ folder: String, but own: Set<String> = ["penstock.yaml", "token"])
        -> [String]
    {
        var found: [String] = []
        if stage.output.contains(Self.secret) { found.append("output: \(stage.output)") }
        if stage.error.contains(Self.secret) { found.append("error: \(stage.error)") }
        let needle = Data(Self.secret.utf8)
        for case let name as String in FileManager.default.enumerator(atPath: folder)
            ?? FileManager.DirectoryEnumerator()
        where !own.contains(name) {
            if FileManager.default.contents(atPath: folder + "/" + name)?.range(of: needle) != nil {
                found.append(name)
            }
        }
        return found
    }

    /// `HOST` is a server that answers each question with a page for people, which is told at once and with its
    /// address.
    private static let addresses = [
        "http://user:HUSH4711@HOST", "http://HUSH4711@HOST", "http://HOST/?apikey=HUSH4711", "http://HOST/HUSH4711",
        "http://HOST/a/HUSH4711/b",
        "http://user:HUSH4711", "http://user:HUSH/HUSH4711@HOST", "HOST/HUSH4711", "ftp://HOST/HUSH4711",
        "http://127.0.0.1:HUSH4711/",
        "http://HOST/#HUSH4711", "http://\\HUSH4711", "HUSH4711://x",
    ]

    private func serving(_ answer: FakeAnswer, _ body: (String) async throws -> Void) async throws {
        try await FakeUpstream.serving({ _ in answer }) { upstream in try await body(String(upstream.base.dropFirst(7)))
        }
    }

    @Test(
        "of an upstream, as a flag, as a variable and in the jobs file: in no error, log, record, page or table",
        arguments: addresses)
    func upstream(_ pattern: String) async throws {
        let environment = ["PENSTOCK_NOW": "2024-01-10T23:00:00Z"]
        let line = "backfill equities --symbols AAPL --start-date 2024-01-02 --rate-limit-delay 0"
        try await serving(.text("<html>no</html>", type: "text/html")) { host in
            let address = pattern.replacing("HOST", with: host)
            let file = """
                jobs:
                  one: {command: backfill, providers: equities, symbols: AAPL, start-date: 2024-01-02, \
                rate-limit-delay: 0, upstream: {yahoo: '\(address)', sp500: '\(address)'}}
                """
            try await TemporaryFolder.with(["penstock.yaml": file]) { folder in
                for text in [
                    line + " --verbose --upstream yahoo=\(address)", line + " --json --upstream yahoo=\(address)",
                    line + " --upstream \(address)",
                    "doctor equities --upstream yahoo=\(address) --upstream sp500=\(address)",
                    "doctor equities --json --upstream yahoo=\(address) --upstream sp500=\(address)", "config",
                    "config --json",
                    "config --check",
                    "run one", "run one --quiet", "status", "status --json", "runs", "runs show 1", "coverage equities",
                    "report --output \(folder)/page.html", "verify equities --upstream yahoo=\(address)",
                    "backfill \(address)", address,
                    "schedule cron", "schedule systemd",
                ] {
                    let stage = CommandStage(environment, directory: folder)
                    _ = await stage.run(text)
                    #expect(leaks(stage, folder) == [], "\(text)")
                }
                let stage = CommandStage(
                    environment.merging([
                        "PENSTOCK_UPSTREAM_YAHOO": address, "PENSTOCK_UPSTREAM_SP500": address,
                        "PENSTOCK_UPSTREAM_YAHO": address,
                    ]) { $1 }, directory: folder)
                _ = await stage.run(line)
                _ = await stage.run("doctor equities")
                _ = await stage.run("config")
                #expect(leaks(stage, folder) == [])
            }
        }
    }

    @Test(
        "of a proxy, whether libcurl can use it or not",
        arguments: [
            "http://user:HUSH4711@127.0.0.1:1", "user:HUSH4711@127.0.0.1:1", "odd://user:HUSH4711@127.0.0.1:1",
            "http://user:HUSH4711@127.0.0.1:notaport", "http://user:HUSH4711@", "http://[user:HUSH4711@::1",
        ])
    func proxy(_ proxy: String) async throws {
        try await TemporaryFolder.with { folder in
            for variable in ["all_proxy", "http_proxy"] {
                let stage = CommandStage(["PENSTOCK_NOW": "2024-01-10T23:00:00Z", variable: proxy], directory: folder)
                _ = await stage.run(
                    "doctor equities --upstream yahoo=http://upstream.invalid --upstream sp500=http://upstream.invalid")
                #expect(stage.output.contains("http://upstream.invalid"))
                #expect(leaks(stage, folder) == [], "\(variable)")
            }
        }
    }

    @Test(
        "of channels: webhooks, pings and mail, right and wrong, told or not",
        arguments: [
            "type: webhook, url: 'http://HOST/services/HUSH4711'", "type: webhook, url: 'http://a:HUSH4711@HOST/x'",
            "type: ping, url: 'http://HOST/HUSH4711'", "type: slack, url: 'http://HOST/?token=HUSH4711'",
            "type: ntfy, url: 'http://HOST/HUSH4711', token: HUSH4711",
            """
            type: email, server: 'HOST', from: a@example.org, to: b@example.org, user: a, password: HUSH4711, \
            security: none, insecure: true
            """,
            "type: email, server: 'a:HUSH4711@HOST', from: a@example.org, to: b@example.org",
            "type: webhook, url: {file: token}",
            "type: webhook, url: HUSH4711",
        ])
    func channels(_ pattern: String) async throws {
        try await serving(.text("no", status: 403)) { host in
            let channel = pattern.replacing("HOST", with: host)
            let file = """
                channels:
                  hook: {\(channel)}
                jobs:
                  lost: {command: update, providers: equities, data-dir: nowhere, alerts: [hook]}
                """
            try await TemporaryFolder.with(["penstock.yaml": file, "token": "http://\(host)/HUSH4711\n"]) { folder in
                for line in [
                    "config --check", "config", "config --json", "run lost", "alert test lost", "doctor --offline",
                    "schedule cron",
                ] {
                    let stage = CommandStage(["PENSTOCK_NOW": "2024-01-10T23:00:00Z"], directory: folder)
                    _ = await stage.run(line)
                    #expect(leaks(stage, folder) == [], "\(channel): \(line)")
                }
            }
        }
    }

    @Test("of a server that sends on to an address with a secret, or says one in its answer")
    func answers() async throws {
        for answer in [
            FakeAnswer.text(
                "moved", status: 302,
                headers: [("Location", "http://user:HUSH4711@elsewhere.invalid/HUSH4711?token=HUSH4711")]),
            .text("see http://user:HUSH4711@proxy.invalid/?apikey=HUSH4711", status: 403),
        ] {
            try await FakeUpstream.serving({ _ in answer }) { upstream in
                try await TemporaryFolder.with { folder in
                    let stage = CommandStage(["PENSTOCK_NOW": "2024-01-10T23:00:00Z"], directory: folder)
                    _ = await stage.run(
                        """
                        backfill equities --symbols AAPL --start-date 2024-01-02 --rate-limit-delay 0 --verbose \
                        --upstream yahoo=\(upstream.base)
                        """
                    )
                    #expect(
                        stage.error.contains("yahoo") || stage.output.contains("yahoo") || stage.output.contains("AAPL")
                    )
                    #expect(leaks(stage, folder) == [])
                }
            }
        }
    }

    @Test("control: what this suite looks for it finds, on the screen and in a file")
    func control() async throws {
        try await TemporaryFolder.with(["planted.log": "x HUSH4711 y"]) { folder in
            let stage = CommandStage(directory: folder)
            #expect(leaks(stage, folder) == ["planted.log"])
            stage.host.console.say("HUSH4711")
            #expect(leaks(stage, folder).count == 2)
        }
    }
}
