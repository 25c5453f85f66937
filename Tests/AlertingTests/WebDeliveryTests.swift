import Foundation
import Synchronization
import TestGolden
import TestWorld
import Testing

@testable import Alerting

/// Messages and pings that go over HTTP to a server on this machine: tries, pauses, deadlines, secrets.
@Suite(.enabled(if: TestProgram.python != nil, "needs python3"))
struct WebDeliveryTests {
    private struct Request: Decodable {
        let method: String
        let path: String
        let headers: [[String]]
        let body: String

        func header(_ name: String) -> [String] { headers.filter { $0.first?.lowercased() == name }.compactMap(\.last) }
        var json: [String: Any]? { try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] }
    }

    private let bench: TemporaryFolder
    private let server: PythonServer
    private let pauses = PauseLog()

    init() throws {
        bench = try TemporaryFolder("alerting")
        server = try PythonServer(TestProgram.python, "web_server.py", [try bench.folder("requests")])
    }

    private func url(_ path: String) throws -> AlertURL { try AlertURL("http://127.0.0.1:\(server.port)\(path)") }
    private func requests() throws -> [Request] { try bench.records(Request.self, in: "requests") }

    private func sender(timeLimit: Int = 20) -> AlertSender {
        let log = pauses
        return AlertSender(
            environment: ProcessInfo.processInfo.environment, timeLimit: timeLimit, pauses: [.seconds(2), .seconds(10)]
        ) {
            log.note($0)
        }
    }

    @Test(
        "each shape arrives as it was made, once, as JSON",
        arguments: ChannelType.allCases.filter { $0 != .email && $0 != .ping })
    func shapes(_ type: ChannelType) async throws {
        let message = Samples.hostile
        let base = "http://127.0.0.1:\(server.port)"
        let (service, body): (any AlertService, String) =
            switch type {
            case .slack: (SlackChannel(url: try url("/a")), message.slackJSON)
            case .discord: (DiscordChannel(url: try url("/a")), message.discordJSON)
            case .teams: (try TeamsChannel(url: url("/a")), message.teamsJSON)
            case .telegram:
                (
                    try TelegramChannel(token: Secret("1:x"), chat: "-100", topic: 7, url: base),
                    message.telegramJSON(chat: "-100", topic: 7)
                )
            case .matrix: (try MatrixChannel(url: base, room: "!a:b", token: Secret("tk_1")), message.matrixJSON)
            case .webhook:
                (
                    try WebhookChannel(url: url("/a?b=c%20d"), headers: [.init("X-Key", Secret("k \"\\ y"))]),
                    message.json
                )
            case .ntfy:
                (
                    try NtfyChannel(url: base + "/my-topic", token: Secret("tk_1"), priority: 5),
                    message.ntfyJSON(topic: Secret("my-topic"), priority: 5)
                )
            case .email, .ping: fatalError("no message over HTTP")
            }
        let delivery = await sender().send(message, to: AlertChannel("c", service), at: 0)
        #expect(delivery.description == "c: sent")
        let request = try #require(requests().first)
        #expect(try requests().count == 1)
        #expect(request.method == (type == .matrix ? "PUT" : "POST"))
        #expect(request.header("content-type") == ["application/json"])
        #expect(request.body == body)
        #expect(request.json != nil)
        let path =
            switch type {
            case .webhook: "/a?b=c%20d"
            case .ntfy: "/"
            case .telegram: "/bot1:x/sendMessage"
            case .matrix: "/_matrix/client/v3/rooms/%21a%3Ab/send/m.room.message/penstock-TOKEN"
            default: "/a"
            }
        #expect(request.path.replacing(/penstock-[0-9a-z]+$/, with: "penstock-TOKEN") == path)
        #expect(request.header("x-key") == (type == .webhook ? ["k \"\\ y"] : []))
        #expect(request.header("authorization") == (type == .ntfy || type == .matrix ? ["Bearer tk_1"] : []))
    }

    @Test("pings: start, success, exit code")
    func ping() async throws {
        let channel = AlertChannel("p", PingChannel(url: try url("/uuid")))
        for signal in [PingSignal.start, .success, .failure(code: 69)] {
            #expect(await sender().send(signal, to: channel).isSent)
        }
        #expect(try requests().map { "\($0.method) \($0.path)" } == ["GET /uuid/start", "GET /uuid", "GET /uuid/69"])
        #expect(await sender().send(Samples.test, to: channel, at: 0).outcome == .notApplicable)
    }

    @Test("a passing fault is tried again after a pause")
    func flaky() async throws {
        let channel = AlertChannel("c", SlackChannel(url: try url("/flaky/2")))
        let delivery = await sender().send(Samples.test, to: channel, at: 0)
        #expect(delivery.description == "c: sent at try 3")
        #expect(pauses.all == [.seconds(2), .seconds(10)])
        #expect(try requests().count == 3)
    }

    @Test("a service that says when is asked again then")
    func later() async throws {
        func base(_ answer: String) -> String {
            let hex = answer.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return "http://127.0.0.1:\(server.port)/once/429/\(hex)"
        }
        let answer = #"{"ok":false,"error_code":429,"parameters":{"retry_after":7}}"#
        let telegram = try TelegramChannel(token: Secret("1:x"), chat: "2", url: base(answer))
        #expect(await sender().send(Samples.test, to: AlertChannel("c", telegram), at: 0).outcome == .sent(tries: 2))
        #expect(pauses.all == [.seconds(7)])
    }

    @Test("Matrix: the second try is the same transaction, the next message another")
    func transaction() async throws {
        let channel = AlertChannel(
            "c",
            try MatrixChannel(url: "http://127.0.0.1:\(server.port)/busy/30", room: "!a:b", token: Secret("t")))
        #expect(await sender().send(Samples.test, to: channel, at: 0).outcome == .sent(tries: 2))
        #expect(pauses.all == [.seconds(30)])
        #expect(await sender().send(Samples.test, to: channel, at: 0).outcome == .sent(tries: 1))
        let paths = try requests().map(\.path)
        #expect(paths.count == 3 && paths[0] == paths[1] && paths[1] != paths[2])
    }

    @Test("a service that says in an hour is not waited for, and the message is not given up")
    func muchLater() async throws {
        let delivery = await sender().send(
            Samples.test, to: AlertChannel("c", SlackChannel(url: try url("/busy/3600"))), at: 0)
        #expect(delivery.isFailed && delivery.refusal == nil)
        #expect(try requests().count == 1 && pauses.all.isEmpty)
    }

    @Test("three tries and no more; what the server says is kept, its secrets are not", arguments: [500, 429])
    func gaveUp(_ status: Int) async throws {
        let channel = AlertChannel(
            "c",
            try WebhookChannel(
                url: url("/status/\(status)/s3cr3t-path"), headers: [.init("X-Key", Secret("s3cr3t-key"))]))
        let delivery = await sender().send(Samples.test, to: channel, at: 0)
        #expect(try requests().count == 3)
        #expect(!delivery.description.contains("s3cr3t"))
        #expect(delivery.refusal == nil, "it may pass")
        expectGolden(delivery.description, "answer-\(status)")
    }

    @Test("what will not pass is tried once", arguments: [302, 401, 404])
    func refused(_ status: Int) async throws {
        let delivery = await sender().send(
            Samples.test, to: AlertChannel("c", DiscordChannel(url: try url("/status/\(status)/s3cr3t-path"))), at: 0)
        #expect(try requests().count == 1)
        #expect(pauses.all.isEmpty)
        #expect(delivery.refusal != nil, "it is given up")
        expectGolden(delivery.description, "answer-\(status)")
    }

    @Test(
        "a server that never answers; while that lasts, no program is started, and no secret is where other users look")
    func hang() async throws {
        let channel = AlertChannel(
            "c",
            try WebhookChannel(url: url("/hang/s3cr3t-path"), headers: [.init("X-Key", Secret("s3cr3t-key"))])
        )
        let sender = AlertSender(
            environment: ["PATH": "/usr/bin", "SMTP_PASSWORD": "s3cr3t-env"], timeLimit: 3, pauses: [])
        let before = Set(RunningPrograms.children(of: RunningPrograms.this.id).map(\.id))
        async let delivery = sender.send(Samples.test, to: channel, at: 0)
        while try requests().isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        let children = RunningPrograms.children(of: RunningPrograms.this.id)
        for process in children + [RunningPrograms.this] {
            #expect(!(process.arguments + process.environment).contains { $0.contains("s3cr3t-") })
        }
        #expect(children.allSatisfy { before.contains($0.id) || !$0.arguments.contains { $0.hasSuffix("curl") } })
        // The negative control: the same look finds the server of this test, and this process's environment.
        #expect(children.contains { $0.arguments.contains { $0.hasSuffix("web_server.py") } })
        #expect(RunningPrograms.this.environment.contains { $0.hasPrefix("PATH=") })
        let text = await delivery.description
        #expect(text.hasPrefix("c: not sent: curl's error 28: Operation timed out after 3"))
        #expect(text.hasSuffix("The server is slow or a firewall drops the connection; check host and port"))
    }

    @Test("a run that is stopped does not wait for its alerts")
    func stopped() async throws {
        let sender = AlertSender(environment: [:], timeLimit: 1000, pauses: [])
        let channel = AlertChannel("c", SlackChannel(url: try url("/hang")))
        let delivery = try await withThrowingTaskGroup(of: AlertDelivery.self) { group in
            group.addTask { await sender.send(Samples.test, to: channel, at: 0) }
            while try requests().isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            group.cancelAll()
            return try #require(await group.next())
        }
        #expect(delivery.description == "c: not sent: stopped before it was sent; it is tried again at the next run")
    }

    @Test("all channels at once, the answers in their order")
    func several() async throws {
        let channels = [
            AlertChannel("one", SlackChannel(url: try url("/a"))),
            AlertChannel("two", SlackChannel(url: try url("/status/404"))),
            AlertChannel("three", DiscordChannel(url: try url("/b"))),
        ]
        let deliveries = await sender().send(Samples.test, to: channels, at: 0)
        #expect(deliveries.map(\.channel) == ["one", "two", "three"])
        #expect(deliveries.map(\.isSent) == [true, false, true])
    }

    @Test("nobody listens")
    func nobody() async throws {
        let delivery = await sender().send(
            Samples.test, to: AlertChannel("c", SlackChannel(url: try AlertURL("http://127.0.0.1:9/s3cr3t"))), at: 0)
        #expect(pauses.all.count == 2)
        guard case .failed(let failure) = delivery.outcome, case .transfer(7, _) = failure.cause else {
            Issue.record("\(delivery)")
            return
        }
        #expect(failure.message.hasSuffix("after 3 tries. Check host and port, and that no firewall is between"))
    }
}
