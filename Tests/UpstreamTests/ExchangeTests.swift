import PluginKit
import Tabular
import Testing

@testable import Upstream

private let fake = UpstreamDeclaration("yahoo", base: "http://fake.test", delay: 0)

@Suite("Replay of exchanges")
struct ReplayTests {
    private func replayed(_ files: [String: String], _ request: Request) async -> Result<RawAnswer, UpstreamError> {
        await TemporaryFolder.with(files) { folder in
            do {
                let replay = try ReplayTransport(directory: folder)
                do throws(UpstreamError) {
                    return .success(try await replay.exchange(request, with: fake))
                } catch {
                    return .failure(error)
                }
            } catch {
                return .failure(UpstreamError(.exchangeFolder, upstream: "yahoo", detail: "\(error)"))
            }
        }
    }

    private func head(_ target: String, _ extra: String = "", received: String = "2026-11-20T21:05:00Z") -> String {
        "GET yahoo \(target)\nreceived: \(received)\n\(extra)\nHTTP 200\nContent-Type: application/json\n\n"
    }

    @Test("the example of docs/exchanges.md works as it is written")
    func example() async throws {
        let text = """
            # Apple, two days
            GET yahoo /v8/finance/chart/AAPL?interval=1d&period1=*&period2=*
            received: 2026-11-20T21:05:00Z

            HTTP 200
            Content-Type: application/json;charset=utf-8

            {"chart":{"result":[],"error":null}}
            """
        let request = Request(
            "yahoo", path: "/v8/finance/chart/AAPL", query: [.init("period2", "2"), .init("interval", "1d"), .init("period1", "1")])
        let answer = try await replayed(["aapl.http": text], request).get()
        #expect(answer.status == 200)
        #expect(answer.headers == ["content-type": "application/json;charset=utf-8"])
        #expect(String(decoding: answer.body, as: UTF8.self) == #"{"chart":{"result":[],"error":null}}"#)
        #expect(answer.received == Instant("2026-11-20T21:05:00Z"))
    }

    @Test("encoded and plain spellings are the same request")
    func spellings() async throws {
        let index = Request("yahoo", path: "/chart/%5EGSPC", query: [.init("events", "div,splits")])
        #expect(try await replayed(["a.http": head("/chart/^GSPC?events=div,splits") + "1"], index).get().body == [49])
        #expect(try await replayed(["a.http": head("/chart/%5EGSPC?events=div%2Csplits") + "1"], index).get().body == [49])
    }

    @Test("a stricter exchange goes before a looser one")
    func strictness() async throws {
        let files = [
            "1.http": head("/chart/*?*") + "anything", "2.http": head("/chart/AAPL?interval=*") + "any interval",
            "3.http": head("/chart/AAPL?interval=1d") + "exact",
        ]
        func body(_ path: String, _ interval: String) async throws -> String {
            let request = Request("yahoo", path: path, query: [.init("interval", interval)])
            return String(decoding: try await replayed(files, request).get().body, as: UTF8.self)
        }
        #expect(try await body("/chart/AAPL", "1d") == "exact")
        #expect(try await body("/chart/AAPL", "1wk") == "any interval")
        #expect(try await body("/chart/MSFT", "1d") == "anything")
    }

    @Test("several answers to one request come in the order of their files, the last one for ever")
    func series() async throws {
        let files = ["a.1.http": head("/x") + "1", "a.2.http": head("/x") + "2"]
        try await TemporaryFolder.with(files) { folder in
            let replay = try ReplayTransport(directory: folder)
            var bodies: [UInt8] = []
            for _ in 1...4 { bodies += try await replay.exchange(Request("yahoo", path: "/x"), with: fake).body }
            #expect(String(decoding: bodies, as: UTF8.self) == "1222")
        }
    }

    @Test("repeat: no ends them")
    func once() async throws {
        try await TemporaryFolder.with(["a.http": head("/x", "repeat: no\n") + "1"]) { folder in
            let replay = try ReplayTransport(directory: folder)
            _ = try await replay.exchange(Request("yahoo", path: "/x"), with: fake)
            let error = await #expect(throws: UpstreamError.self) { try await replay.exchange(Request("yahoo", path: "/x"), with: fake) }
            #expect(error?.code == .unmatchedExchange)
        }
    }

    @Test("an unmatched request is an error that names the nearest exchange and what differs")
    func unmatched() async {
        let files = ["aapl.http": head("/chart/AAPL?interval=1d&range=max") + "1", "spy.http": head("/quote/SPY") + "2"]
        let request = Request("yahoo", path: "/chart/AAPL", query: [.init("interval", "1wk"), .init("events", "div")])
        guard case .failure(let error) = await replayed(files, request) else {
            Issue.record("it was answered")
            return
        }
        #expect(error.code == .unmatchedExchange)
        #expect(error.detail.contains("aapl.http (GET yahoo /chart/AAPL?interval=1d&range=max)"))
        #expect(
            error.detail.hasSuffix(
                "it has interval=1d where interval=1wk was asked; it has range, which was not asked; it lacks events=div"))
    }

    @Test("now is what exchanges.txt says, or else the latest time received")
    func now() async throws {
        let files = ["a.http": head("/a"), "b/c.http": head("/b", received: "2026-11-22T00:00:00Z")]
        try await TemporaryFolder.with(files) { folder in
            let now = try ReplayTransport(directory: folder).now
            #expect(now == Instant("2026-11-22T00:00:00Z"))
        }
        try await TemporaryFolder.with(files.merging(["exchanges.txt": "# when\nnow: 2026-11-23T22:00:00Z\n"]) { $1 }) { folder in
            let now = try ReplayTransport(directory: folder).now
            #expect(now == Instant("2026-11-23T22:00:00Z"))
        }
    }

    @Test("a body may stand in a file of its own")
    func bodyFile() async throws {
        let files = ["a/x.http": head("/x", "body: x.json\n"), "a/x.json": "[1]\n"]
        #expect(try await replayed(files, Request("yahoo", path: "/x")).get().body == Array("[1]\n".utf8))
    }

    @Test(
        "a malformed file is named with its line",
        arguments: [
            ("", "a.http:1: the file is empty"),
            ("POST yahoo /x\n", "a.http:1: the request has to be GET"),
            ("GET yahoo x\n", "a.http:1: the request has to be GET"),
            ("GET yahoo /%zz\n", "a.http:1: the target holds a %"),
            ("GET yahoo /x\n\nHTTP 200\n", "a.http:2: the time is missing"),
            ("GET yahoo /x\nreceived: yesterday\n\n", "a.http:3: \"yesterday\" is not a time"),
            ("GET yahoo /x\nrecieved: 2026-11-20T21:05:00Z\n", "a.http:2: \"recieved\" is not known here; did you mean received?"),
            ("GET yahoo /x\nreceived: 2026-11-20T21:05:00Z\nrepeat: maybe\n\n", "a.http:4: repeat is yes or no"),
            ("GET yahoo /x\nreceived: 2026-11-20T21:05:00Z\n", "the answer is missing"),
            ("GET yahoo /x\nreceived: 2026-11-20T21:05:00Z\n\n200 OK\n", "a.http:4: the answer has to begin with its status"),
            ("GET yahoo /x\nreceived: 2026-11-20T21:05:00Z\n\nHTTP 200\n{}\n", "a.http:5: a line of the form name: value"),
            ("GET yahoo /x\nreceived: 2026-11-20T21:05:00Z\nbody: ../x\n\nHTTP 200\n\n", "body names a file in the same folder"),
        ])
    func malformed(_ text: String, _ message: String) async {
        await TemporaryFolder.with(["a.http": text]) { folder in
            let error = #expect(throws: ExchangeError.self) { try ReplayTransport(directory: folder) }
            #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
        }
    }

    @Test("an empty or a missing folder is an error")
    func noFolder() async {
        await TemporaryFolder.with([:]) { folder in
            #expect(throws: ExchangeError.self) { try ReplayTransport(directory: folder) }
            #expect(throws: ExchangeError.self) { try ReplayTransport(directory: folder + "/missing") }
        }
    }
}

@Suite("Recording of exchanges")
struct RecordingTests {
    @Test("a recording replays to the identical answers, statuses and times")
    func roundTrip() async throws {
        let every = (0...255).map { UInt8($0) } + Array("\r\n\r\nHTTP 200\n\n".utf8)
        let live = EchoTransport { request in
            RawAnswer(
                status: request.path == "/404" ? 404 : 200, headers: ["content-type": "application/json", "set-cookie": "id=hunter2"],
                body: every + Array(request.target.utf8), received: noon)
        }
        let requests = [
            Request("yahoo", path: "/chart/%5EGSPC", query: [.init("events", "div,splits"), .init("crumb", "hunter2")]),
            Request("yahoo", path: "/404"),
            Request("yahoo", path: "/star", query: [.init("q", "*")]),
        ]
        try await TemporaryFolder.with([:]) { folder in
            let recording = try RecordingTransport(wrapping: live, directory: folder + "/new/recording", now: noon.adding(seconds: 9))
            for request in requests { _ = try await recording.exchange(request, with: fake) }
            let replay = try ReplayTransport(directory: folder + "/new/recording")
            #expect(replay.now == noon.adding(seconds: 9))
            for request in requests {
                let answer = try await replay.exchange(request, with: fake)
                let original = try await live.exchange(request, with: fake)
                #expect(answer.body == original.body)
                #expect(answer.status == original.status)
                #expect(answer.received == original.received)
                #expect(answer.headers["set-cookie"] == "redacted")
            }
            let other = Request("yahoo", path: "/star", query: [.init("q", "other")])
            await #expect(throws: UpstreamError.self) { try await replay.exchange(other, with: fake) }
        }
    }

    @Test("no secret is written, and data that sounds like one is")
    func secrets() async throws {
        let live = EchoTransport { _ in
            RawAnswer(status: 200, headers: ["x-api-key": "hunter2", "authorization": "hunter2", "etag": "e"], body: [], received: noon)
        }
        try await TemporaryFolder.with([:]) { folder in
            let recording = try RecordingTransport(wrapping: live, directory: folder)
            let secret = ["apikey", "api_key", "token", "access-token", "crumb", "Signature"].map { Request.QueryItem($0, "hunter2") }
            let query = secret + [.init("clob_token_ids", "123"), .init("keyword", "w")]
            _ = try await recording.exchange(Request("yahoo", path: "/x", query: query, headers: ["Cookie": "hunter2"]), with: fake)
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
        let live = EchoTransport { _ in RawAnswer(status: 200, body: [], received: noon) }
        try await TemporaryFolder.with([:]) { folder in
            var lists: [[String]] = []
            for run in ["a", "b"] {
                let recording = try RecordingTransport(wrapping: live, directory: folder + "/" + run)
                for _ in 1...2 { _ = try await recording.exchange(Request("yahoo", path: "/v8/finance/chart/AAPL"), with: fake) }
                lists.append(try FolderFiles.list(folder + "/" + run))
            }
            #expect(lists[0] == lists[1])
            #expect(lists[0] == ["yahoo_finance-chart-AAPL_c659d350.0001.http", "yahoo_finance-chart-AAPL_c659d350.0002.http"])
        }
    }

    @Test("two recordings do not mix")
    func occupied() async {
        let live = EchoTransport { _ in RawAnswer(status: 200, body: [], received: noon) }
        await TemporaryFolder.with(["a.http": ""]) { folder in
            let error = #expect(throws: ExchangeError.self) { try RecordingTransport(wrapping: live, directory: folder) }
            #expect(error?.code == .occupied)
        }
    }
}

/// Answers from a closure.
private struct EchoTransport: Transport {
    let answer: @Sendable (Request) -> RawAnswer

    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> RawAnswer { answer(request) }
}
