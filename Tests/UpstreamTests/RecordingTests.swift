import PluginKit
import PluginTesting
import Tabular
import TestWorld
import Testing

@testable import Upstream

/// Recordings of a run's exchanges: they replay to the same answers, and hold no secret.
@Suite("Recording of exchanges")
struct RecordingTests {
    @Test("a recording replays to the identical answers, statuses and times")
    func roundTrip() async throws {
        let every = (0...255).map { UInt8($0) } + Array("\r\n\r\nHTTP 200\n\n".utf8)
        let live = EchoTransport { request in
            Answer(
                status: request.path == "/404" ? 404 : 200,
                headers: ["content-type": "application/json", "set-cookie": "id=hunter2"],
                body: every + Array(request.target.utf8), received: noon)
        }
        let requests = [
            Request(
                "yahoo", path: "/chart/%5EGSPC", query: [.init("events", "div,splits"), .init("crumb", "hunter2")]),
            Request("yahoo", path: "/404"),
            Request("yahoo", path: "/star", query: [.init("q", "*")]),
        ]
        try await TemporaryFolder.with([:]) { folder in
            let recording = try RecordingTransport(
                wrapping: live, directory: folder + "/new/recording", now: noon.adding(seconds: 9))
            for request in requests { _ = try await recording.exchange(request, with: fakeYahoo) }
            let replay = try ReplayTransport(directory: folder + "/new/recording")
            #expect(replay.now == noon.adding(seconds: 9))
            for request in requests {
                let answer = try await replay.exchange(request, with: fakeYahoo)
                let original = try await live.exchange(request, with: fakeYahoo)
                #expect(answer.response.body == original.response.body)
                #expect(answer.response.status == original.response.status)
                #expect(answer.response.received == original.response.received)
                #expect(answer.response.headers["set-cookie"] == "redacted")
            }
            let other = Request("yahoo", path: "/star", query: [.init("q", "other")])
            await #expect(throws: UpstreamError.self) { try await replay.exchange(other, with: fakeYahoo) }
        }
    }

    @Test(
        "by a clock that is wrong, a recording has the upstream's times, as the run had that it is of",
        arguments: [18_000.0, -7_200, 40])
    func wrongClock(_ ahead: Double) async throws {
        let date = HTTPDate.text(noon.setBack(by: ahead))
        let live = EchoTransport { _ in
            Answer(
                status: 200, headers: ["content-type": "application/json", "date": date], body: Array("{}".utf8),
                received: noon)
        }
        try await TemporaryFolder.with([:]) { folder in
            let recording = try RecordingTransport(wrapping: live, directory: folder, now: noon)
            _ = try await recording.exchange(Request("yahoo", path: "/a"), with: fakeYahoo)
            let replay = try ReplayTransport(directory: folder)
            let answer = try await replay.exchange(Request("yahoo", path: "/a"), with: fakeYahoo)
            #expect(replay.now == noon.setBack(by: ahead) && answer.response.received == replay.now)
        }
    }

    @Test("what came over the wire, in whatever coding, replays to the identical bytes", .timeLimit(.minutes(10)))
    func live() async throws {
        let bytes = (0..<150_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let routes = [
            FakeRoute("/plain", FakeAnswer(headers: [("Content-Type", "application/json")], body: bytes)),
            FakeRoute("/chunked", .chunked(bytes, size: 1013)), FakeRoute("/gzip", .gzip(bytes)),
            FakeRoute("/slow", .tooManyRequests(retryAfter: "30"), .json("[1]")),
            FakeRoute("/none", .json("{}", status: 404)),
            FakeRoute("/cut", .cutWithoutLength, .wholeWithoutLength),
        ]
        let requests = ["/plain", "/chunked", "/gzip", "/slow", "/none", "/cut"].map {
            Request("yahoo", path: $0, answerStatuses: [404])
        }
        try await TemporaryFolder.with([:]) { folder in
            let recorded = try await FakeUpstream.serving(routes) { server in
                let transport = LiveTransport()
                do {
                    let recording = try RecordingTransport(wrapping: transport, directory: folder, now: noon)
                    let clock = ManualClock(noon, isSelfAdvancing: true)
                    let digests = try await digests(requests, base: server.base, recording, clock)
                    await recording.shutdown()
                    return digests
                } catch {
                    await transport.shutdown()
                    throw error
                }
            }
            let replay = try ReplayTransport(directory: folder)
            #expect(replay.now == noon)
            #expect(try await digests(requests, base: "http://nowhere.invalid", replay, replay.makeClock()) == recorded)
            #expect(try FolderFiles.list(folder).count == 9)
        }
    }

    private func digests(
        _ requests: [Request], base: String, _ transport: any Transport, _ clock: any UpstreamClock
    ) async throws -> [String] {
        let upstreams = Upstreams(
            [UpstreamDeclaration("yahoo", base: base, delay: 0)], transport: transport, clock: clock, seed: 1)
        var digests: [String] = []
        for request in requests {
            let fetched = try await upstreams.fetch(request)
            digests.append(
                "\(fetched.response.status) \(fetched.attempts) \(fetched.sha256) \(fetched.response.received)")
        }
        return digests
    }

    @Test("no secret is written, and data that sounds like one is")
    func secrets() async throws {
        let live = EchoTransport { _ in
            Answer(
                status: 200, headers: ["x-api-key": "hunter2", "authorization": "hunter2", "etag": "e"], body: [],
                received: noon)
        }
        try await TemporaryFolder.with([:]) { folder in
            let recording = try RecordingTransport(wrapping: live, directory: folder)
            let secret = ["apikey", "api_key", "token", "access-token", "crumb", "Signature"].map {
                Request.QueryItem($0, "hunter2")
            }
            let query = secret + [.init("clob_token_ids", "123"), .init("keyword", "w")]
            _ = try await recording.exchange(
                Request("yahoo", path: "/x", query: query, headers: ["Cookie": "hunter2"]), with: fakeYahoo)
            let files = try FolderFiles.list(folder)
            #expect(files.count == 1)
            let text = String(decoding: try FolderFiles.read(folder + "/" + (files.first ?? "")), as: UTF8.self)
            #expect(!text.contains("hunter2"))
            #expect(text.contains("clob_token_ids=123&keyword=w"))
            #expect(text.contains("etag: e"))
        }
    }

    @Test("names are the same each time, and each answer to one request has its own")
    func names() async throws {
        let live = EchoTransport { _ in Answer(status: 200, body: [], received: noon) }
        try await TemporaryFolder.with([:]) { folder in
            var lists: [[String]] = []
            for run in ["a", "b"] {
                let recording = try RecordingTransport(wrapping: live, directory: folder + "/" + run)
                for _ in 1...2 {
                    _ = try await recording.exchange(Request("yahoo", path: "/v8/finance/chart/AAPL"), with: fakeYahoo)
                }
                lists.append(try FolderFiles.list(folder + "/" + run))
            }
            #expect(lists[0] == lists[1])
            #expect(
                lists[0] == [
                    "yahoo_finance-chart-AAPL_c659d350.0001.http", "yahoo_finance-chart-AAPL_c659d350.0002.http",
                ])
        }
    }

    @Test("two recordings do not mix")
    func occupied() async throws {
        let live = EchoTransport { _ in Answer(status: 200, body: [], received: noon) }
        try await TemporaryFolder.with(["a.http": ""]) { folder in
            let error = #expect(throws: ExchangeError.self) {
                try RecordingTransport(wrapping: live, directory: folder)
            }
            #expect(error?.code == .occupied)
        }
    }
}

/// Answers from a closure.
private struct EchoTransport: Transport {
    let answer: @Sendable (Request) -> Answer

    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> Answer {
        answer(request)
    }
}
