import Foundation
import PluginTesting
import Synchronization
import TestWorld
import Testing

/// Secrets that are known, so that they can be looked for wherever the command could leave them.
@Suite("Secrets of channels", .timeLimit(.minutes(10)))
struct CanaryTests {
    @Test(
        """
        are in no file, output, argument or environment, with or without success; a mail server and four hosts got \
        them all the same
        """,
        .enabled(
            if: NightDesk.hasMail && TestProgram.openssl != nil,
            "needs openssl and a python3 with aiosmtpd (PENSTOCK_TEST_PYTHON)"),
        arguments: [200, 404])
    func nowhere(_ status: Int) async throws {
        try await CanaryCage.opened(answering: status) { cage in
            for line in [
                "config nightly", "alert test nightly", "run nightly --verbose", "run nightly --log-format json",
                "doctor --offline",
            ] {
                let outcome = try await cage.run(line)
                #expect(
                    CanaryCage.found(in: outcome.output + outcome.errors).isEmpty,
                    "\(line): \(outcome.output)\(outcome.errors)")
                let isTold = line.hasPrefix("alert")
                #expect(!isTold || outcome.exitCode == (status == 200 ? 0 : 69), "\(outcome.output)\(outcome.errors)")
            }
            #expect(cage.sights.isEmpty, "\(cage.sights)")
            #expect(cage.leaks.isEmpty, "\(cage.leaks)")
            // The negative controls: every secret was used and came to where it belongs, and the same search finds what
            // is there.
            let told = Set(CanaryCage.found(in: cage.requests.joined(separator: "\n")))
            #expect(told == Set(CanaryCage.all).subtracting([CanaryCage.mail]), "\(told)")
            // The test, and the first run's failure; the second's is the same trouble.
            #expect(cage.subjects.count == (status == 200 ? 2 : 0), "\(cage.subjects)")
            #expect(cage.leaks(in: "home/.config").count == CanaryCage.all.count - 1)
            #expect(cage.files("home/market/data/logs", with: "not sent").isEmpty == (status == 200))
        }
    }
}

/// A machine with one job that tells several kinds of channel. Whenever the command asks for something, it is looked at
/// from beside.
final class CanaryCage: Sendable {
    static let mail = "canary-mail-5f1c"
    static let slack = "canary-slack-88d2"
    static let ntfy = "canary-ntfy-01be"
    static let header = "canary-header-c4d7"
    static let ping = "canary-ping-6a90"
    static let topic = "canary-topic-b3e8"
    /// The one that is in a variable: the user has passed it.
    static let variable = topic
    static let all = [mail, slack, ntfy, header, ping, topic]

    private struct State {
        var process: Int32?
        var requests: [String] = []
        var sights: [String] = []
    }

    private let folder: TemporaryFolder
    private let state: Mutex<State>

    /// What was asked for, with headers and body, as text.
    var requests: [String] { state.withLock(\.requests) }
    /// What could be seen and should not.
    var sights: [String] { state.withLock(\.sights) }
    /// Of the mails that arrived.
    var subjects: [String] {
        folder.files(under: "mails").filter { $0.hasSuffix(".eml") }.map {
            ((try? folder.text("mails/\($0)")) ?? "").split(whereSeparator: \.isNewline).first {
                $0.hasPrefix("Subject")
            }.map(String.init)
                ?? ""
        }
    }

    private init() throws {
        folder = try TemporaryFolder("canary")
        state = Mutex(State())
        for name in ["temporary", "mails", "certificates", "home/market"] { try folder.folder(name) }
    }

    /// - Parameter status: of what the hosts of the channels answer; with anything but 200 they repeat all that they
    ///   were told, and the mail server knows no such password.
    static func opened(answering status: Int, _ body: (CanaryCage) async throws -> Void) async throws {
        let cage = try CanaryCage()
        let market = FakeMarket(now: NightDesk.start)
        market.list("AAPL", "MSFT")
        market.change("MSFT") { $0.refusal = (200, "{\"chart\":7}") }
        let authority = try CertificateAuthority(in: "\(cage.folder.path)/certificates")
        let server = try PythonServer(
            python: try #require(TestProgram.mailPython), script: NightDesk.support + "/smtp_server.py",
            [
                "\(cage.folder.path)/mails", "--security", "starttls", "--certificate", authority.certificate, "--key",
                authority.key,
                "--user",
                "jane", "--password", status == 200 ? mail : "another",
            ])
        defer { withExtendedLifetime(server) {} }
        try await FakeUpstream.serving(
            { request in
                let text = cage.look(request)
                guard !request.target.hasPrefix("/sent/") else {
                    return .text(status == 200 ? "" : text, status: status)
                }
                let answer = market.answer(String(request.target.dropFirst(9)))
                return .text(answer.body, status: answer.status, type: answer.type)
            },
            body: { upstream in
                try cage.write(upstream.base, mailPort: server.port, authority.authorities)
                try await body(cage)
            })
    }

    private func write(_ base: String, mailPort: Int, _ authorities: String) throws {
        let secrets = [
            "mail": Self.mail, "slack": "https://hooks.slack.com/services/T0/B0/\(Self.slack)", "ntfy": Self.ntfy,
            "header": Self.header,
            "ping": "https://hc-ping.com/\(Self.ping)",
        ]
        for (name, text) in secrets { try folder.write("home/.config/penstock/\(name)", text + "\n", mode: 0o600) }
        let place = "~/.config/penstock"
        try folder.write(
            "home/market/penstock.yaml",
            """
            channels:
              mail:
                {type: email, server: "localhost:\(mailPort)", from: a@example.com, to: b@example.com, user: jane,
                 password: {file: \(place)/mail}, ca-file: \(authorities)}
              team: {type: slack, url: {file: \(place)/slack}}
              phone: {type: ntfy, url: {env: NTFY_URL}, token: {file: \(place)/ntfy}}
              desk: {type: webhook, url: "https://desk.example.org/hook", headers: {X-Key: {file: \(place)/header}}}
              pulse: {type: ping, url: {file: \(place)/ping}}
            jobs:
              nightly:
                {command: backfill, providers: equities, symbols: [AAPL, MSFT], start-date: 2026-11-02, \
            rate-limit-delay: 0,
                 upstream: {yahoo: \(base)/equities, sp500: \(base)/equities}, alerts: [mail, team, phone, desk, pulse]}

            """)
        try folder.write("base", base)
    }

    /// Runs a command in the directory of the jobs file.
    func run(_ line: String) async throws -> PenstockProcess.Outcome {
        state.withLock { $0.process = nil }
        let process = try PenstockProcess(
            line.split(separator: " ").map(String.init), in: "\(folder.path)/home/market",
            environment: [
                "HOME": "\(folder.path)/home", "TMPDIR": "\(folder.path)/temporary", "PENSTOCK_NOW": NightDesk.start,
                "NTFY_URL": "https://ntfy.sh/\(Self.variable)",
                "LD_PRELOAD": try PenstockProcess.built("libCurlStandIn.so").path,
                "CURL_STAND_IN": try folder.text("base"),
            ])
        state.withLock { $0.process = process.id }
        return try await process.wait()
    }

    /// Looks at the command while it waits for this answer; what it was told, as text.
    private func look(_ request: FakeRequest) -> String {
        var process = state.withLock(\.process)
        while process == nil {
            usleep(1000)
            process = state.withLock(\.process)
        }
        let headers = request.headers.sorted { $0.key < $1.key }.map { "\($0): \($1)" }
        let text = ([request.target] + headers + [String(decoding: request.body, as: UTF8.self)]).joined(
            separator: "\n")
        let found = process.map(seen) ?? []
        state.withLock { state in
            state.requests.append(text)
            state.sights += found
        }
        return text
    }

    /// What others on this machine can see.
    private func seen(_ process: Int32) -> [String] {
        let command = RunningPrograms.Seen(process)
        let children = RunningPrograms.children(of: process)
        let passed = command.environment.filter { $0.hasPrefix("NTFY_URL=") }
        var texts: [String] = command.arguments + command.environment.filter { !passed.contains($0) }
        for child in children { texts += child.arguments + child.environment }
        let isBlind = command.arguments.isEmpty || !passed.contains { $0.hasSuffix(Self.variable) }
        return texts.filter { !Self.found(in: $0).isEmpty } + leaks(in: "temporary")
            + (isBlind ? ["nothing of the command"] : [])
    }

    /// Files that hold a secret, of all that the command may write: its home but for the secrets, and where temporary
    /// files are.
    var leaks: [String] { leaks(in: "temporary") + leaks(in: "home").filter { !$0.hasPrefix("home/.config/") } }

    func leaks(in name: String) -> [String] { files(name) { !Self.found(in: $0).isEmpty } }

    func files(_ name: String, with text: String) -> [String] { files(name) { $0.range(of: Data(text.utf8)) != nil } }

    /// One that is gone meanwhile is none.
    private func files(_ name: String, where isMeant: (Data) -> Bool) -> [String] {
        folder.files(under: name).map { "\(name)/\($0)" }.filter {
            (try? Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\($0)"))).map(isMeant) ?? false
        }
    }

    static func found(in text: String) -> [String] { found(in: Data(text.utf8)) }

    /// The secrets in there: as they are, or as a mail server is told them.
    private static func found(in bytes: Data) -> [String] {
        all.filter { secret in
            let login = Data("\0jane\0\(secret)".utf8)
            return [Data(secret.utf8), Data(secret.utf8).base64EncodedData(), login.base64EncodedData()].contains {
                bytes.range(of: $0) != nil
            }
        }
    }
}
