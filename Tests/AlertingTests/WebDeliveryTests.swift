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

    @Test("each shape arrives as it was made, once, as JSON", arguments: ["slack", "discord", "webhook", "ntfy"])
    func shapes(_ type: String) async throws {
        let (target, body): (AlertChannel.Target, String) =
            switch type {
            case "slack": (.slack(try url("/a")), Samples.hostile.slackJSON)
            case "discord": (.discord(try url("/a")), Samples.hostile.discordJSON)
            case "webhook":
                (
                    .webhook(try WebhookChannel(url: url("/a?b=c%20d"), headers: [.init("X-Key", Secret("k \"\\ y"))])),
                    Samples.hostile.json
                )
            default:
                (
                    .ntfy(
                        try NtfyChannel(
                            url: "http://127.0.0.1:\(server.port)/my-topic", token: Secret("tk_1"), priority: 5)),
                    Samples.hostile.ntfyJSON(topic: Secret("my-topic"), priority: 5)
                )
            }
        let delivery = await sender().send(Samples.hostile, to: AlertChannel("c", target), at: 0)
        #expect(delivery.description == "c: sent")
        let request = try #require(requests().first)
        #expect(try requests().count == 1)
        #expect(request.method == "POST")
        #expect(request.header("content-type") == ["application/json"])
        #expect(request.body == body)
        #expect(request.json != nil)
        #expect(request.path == (type == "webhook" ? "/a?b=c%20d" : type == "ntfy" ? "/" : "/a"))
        #expect(request.header("x-key") == (type == "webhook" ? ["k \"\\ y"] : []))
        #expect(request.header("authorization") == (type == "ntfy" ? ["Bearer tk_1"] : []))
    }

    @Test("pings: start, success, exit code")
    func ping() async throws {
        let channel = AlertChannel("p", .ping(PingChannel(url: try url("/uuid"))))
        for signal in [PingSignal.start, .success, .failure(code: 69)] {
            #expect(await sender().send(signal, to: channel).isSent)
        }
        #expect(try requests().map { "\($0.method) \($0.path)" } == ["GET /uuid/start", "GET /uuid", "GET /uuid/69"])
        #expect(await sender().send(Samples.test, to: channel, at: 0).outcome == .notApplicable)
    }

    @Test("a passing fault is tried again after a pause")
    func flaky() async throws {
        let delivery = await sender().send(Samples.test, to: AlertChannel("c", .slack(try url("/flaky/2"))), at: 0)
        #expect(delivery.description == "c: sent at try 3")
        #expect(pauses.all == [.seconds(2), .seconds(10)])
        #expect(try requests().count == 3)
    }

    @Test("three tries and no more; what the server says is kept, its secrets are not", arguments: [500, 429])
    func gaveUp(_ status: Int) async throws {
        let channel = AlertChannel(
            "c",
            .webhook(
                try WebhookChannel(
                    url: url("/status/\(status)/s3cr3t-path"), headers: [.init("X-Key", Secret("s3cr3t-key"))])))
        let delivery = await sender().send(Samples.test, to: channel, at: 0)
        #expect(try requests().count == 3)
        #expect(!delivery.description.contains("s3cr3t"))
        expectGolden(delivery.description, "answer-\(status)")
    }

    @Test("what will not pass is tried once", arguments: [302, 401, 404])
    func refused(_ status: Int) async throws {
        let delivery = await sender().send(
            Samples.test, to: AlertChannel("c", .discord(try url("/status/\(status)/s3cr3t-path"))), at: 0)
        #expect(try requests().count == 1)
        #expect(pauses.all.isEmpty)
        expectGolden(delivery.description, "answer-\(status)")
    }

    @Test(
        "a server that never answers; while that lasts, no program is started, and no secret is where other users look")
    func hang() async throws {
        let channel = AlertChannel(
            "c",
            .webhook(try WebhookChannel(url: url("/hang/s3cr3t-path"), headers: [.init("X-Key", Secret("s3cr3t-key"))]))
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
        let channel = AlertChannel("c", .slack(try url("/hang")))
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
            AlertChannel("one", .slack(try url("/a"))), AlertChannel("two", .slack(try url("/status/404"))),
            AlertChannel("three", .discord(try url("/b"))),
        ]
        let deliveries = await sender().send(Samples.test, to: channels, at: 0)
        #expect(deliveries.map(\.channel) == ["one", "two", "three"])
        #expect(deliveries.map(\.isSent) == [true, false, true])
    }

    @Test("nobody listens")
    func nobody() async throws {
        let delivery = await sender().send(
            Samples.test, to: AlertChannel("c", .slack(try AlertURL("http://127.0.0.1:9/s3cr3t"))), at: 0)
        #expect(pauses.all.count == 2)
        guard case .failed(let failure) = delivery.outcome, case .transfer(7, _) = failure.cause else {
            Issue.record("\(delivery)")
            return
        }
        #expect(failure.message.hasSuffix("after 3 tries. Check host and port, and that no firewall is between"))
    }
}
