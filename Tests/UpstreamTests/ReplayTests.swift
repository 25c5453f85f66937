import Foundation
import PluginKit
import Tabular
import TestWorld
import Testing
import Upstream

/// Replay of exchanges from a folder: which answers a request, in which order, and what an unmatched one is told.
@Suite("Replay of exchanges")
struct ReplayTests {
    private func replayed(_ files: [String: String], _ request: Request) async -> Result<Answer, UpstreamError> {
        do {
            return .success(
                try await TemporaryFolder.with(files) { folder in
                    try await ReplayTransport(directory: folder).exchange(request, with: fakeYahoo)
                })
        } catch let error as UpstreamError {
            return .failure(error)
        } catch {
            return .failure(UpstreamError(.exchangeFolder, upstream: "yahoo", detail: "\(error)"))
        }
    }

    private func head(_ target: String, _ extra: String = "", received: String = "2026-11-20T21:05:00Z") -> String {
        "GET yahoo \(target)\nreceived: \(received)\n\(extra)\nHTTP 200\nContent-Type: application/json\n\n"
    }

    @Test("the example of docs/exchanges.md works as it is written there")
    func example() async throws {
        let document = try RepositoryFile.text("docs/exchanges.md")
        let blocks = document.split(separator: "```\n", omittingEmptySubsequences: false)
        // The line break before the closing fence is the document's, not the body's.
        let text = String(try #require(blocks.dropFirst().first?.dropLast()))
        let request = Request(
            "yahoo", path: "/v8/finance/chart/AAPL",
            query: [.init("period2", "2"), .init("interval", "1d"), .init("period1", "1")])
        let answer = try await replayed(["aapl.http": text], request).get()
        #expect(answer.response.status == 200)
        #expect(answer.response.headers == ["content-type": "application/json;charset=utf-8"])
        #expect(String(decoding: answer.response.body, as: UTF8.self) == #"{"chart":{"result":[],"error":null}}"#)
        #expect(answer.response.received == Instant("2026-11-20T21:05:00Z"))
    }

    @Test("encoded and plain spellings are the same request")
    func spellings() async throws {
        let index = Request("yahoo", path: "/chart/%5EGSPC", query: [.init("events", "div,splits")])
        #expect(
            try await replayed(["a.http": head("/chart/^GSPC?events=div,splits") + "1"], index).get().response.body == [
                49
            ])
        #expect(
            try await replayed(["a.http": head("/chart/%5EGSPC?events=div%2Csplits") + "1"], index).get().response.body
                == [49])
    }

    @Test("a stricter exchange goes before a looser one")
    func strictness() async throws {
        let files = [
            "1.http": head("/chart/*?*") + "anything", "2.http": head("/chart/AAPL?interval=*") + "any interval",
            "3.http": head("/chart/AAPL?interval=1d") + "exact",
        ]
        func body(_ path: String, _ interval: String) async throws -> String {
            let request = Request("yahoo", path: path, query: [.init("interval", interval)])
            return String(decoding: try await replayed(files, request).get().response.body, as: UTF8.self)
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
            for _ in 1...4 {
                bodies += try await replay.exchange(Request("yahoo", path: "/x"), with: fakeYahoo).response.body
            }
            #expect(String(decoding: bodies, as: UTF8.self) == "1222")
        }
    }

    @Test("repeat: no ends them")
    func once() async throws {
        try await TemporaryFolder.with(["a.http": head("/x", "repeat: no\n") + "1"]) { folder in
            let replay = try ReplayTransport(directory: folder)
            _ = try await replay.exchange(Request("yahoo", path: "/x"), with: fakeYahoo)
            let error = await #expect(throws: UpstreamError.self) {
                try await replay.exchange(Request("yahoo", path: "/x"), with: fakeYahoo)
            }
            #expect(error?.code == .unmatchedExchange)
        }
    }

    @Test("an unmatched request is an error that names the nearest exchange and what differs")
    func unmatched() async {
        let files = [
            "aapl.http": head("/chart/AAPL?interval=1d&range=max") + "1", "spy.http": head("/quote/SPY") + "2",
        ]
        let request = Request("yahoo", path: "/chart/AAPL", query: [.init("interval", "1wk"), .init("events", "div")])
        guard case .failure(let error) = await replayed(files, request) else {
            Issue.record("it was answered")
            return
        }
        #expect(error.code == .unmatchedExchange)
        #expect(error.detail.contains("aapl.http (GET yahoo /chart/AAPL?interval=1d&range=max)"))
        #expect(
            error.detail.hasSuffix(
                """
                it has interval=1d where interval=1wk was asked; it has range, which was not asked; it lacks events=div
                """
            ))
    }

    @Test(
        "the nearest is the one with the same path, then a slip away, then the one with most in common",
        arguments: [
            ("yahoo", "/chart/AAPL", "aapl.http"), ("yahoo", "/chart/APPL", "aapl.http"),
            ("yahoo", "/quote/AAPL", "spy.http"),
            ("yahoo", "/chart/TSLA/x", "0.http"),
        ])
    func nearest(_ upstream: String, _ path: String, _ file: String) async {
        let files = [
            "0.http": head("/chart/MSFT"), "aapl.http": head("/chart/AAPL?range=max"), "spy.http": head("/quote/SPY"),
            "tsla.http": head("/other/a/b/TSLA"),
        ]
        guard case .failure(let error) = await replayed(files, Request(upstream, path: path)) else {
            Issue.record("it was answered")
            return
        }
        #expect(error.detail.contains(file), "\(error.detail)")
        #expect(error.message.contains("no recorded exchange answers this request"))
    }

    @Test("an upstream without exchanges is told apart from a request without one")
    func otherUpstream() async {
        let files = ["a.http": "GET sp500 /x\nreceived: 2026-11-20T21:05:00Z\n\nHTTP 200\n\n"]
        guard case .failure(let error) = await replayed(files, Request("yahoo", path: "/x")) else {
            Issue.record("it was answered")
            return
        }
        #expect(error.code == .unmatchedExchange)
        #expect(error.detail.hasSuffix("has none for yahoo, only for sp500"))
    }

    @Test("now is what exchanges.txt says, or else the latest time received")
    func now() async throws {
        let files = ["a.http": head("/a"), "b/c.http": head("/b", received: "2026-11-22T00:00:00Z")]
        try await TemporaryFolder.with(files) { folder in
            let now = try ReplayTransport(directory: folder).now
            #expect(now == Instant("2026-11-22T00:00:00Z"))
        }
        try await TemporaryFolder.with(files.merging(["exchanges.txt": "# when\nnow: 2026-11-23T22:00:00Z\n"]) { $1 }) {
            folder in
            let now = try ReplayTransport(directory: folder).now
            #expect(now == Instant("2026-11-23T22:00:00Z"))
        }
    }

    @Test("a body may stand in a file of its own")
    func bodyFile() async throws {
        let files = ["a/x.http": head("/x", "body: x.json\n"), "a/x.json": "[1]\n"]
        #expect(try await replayed(files, Request("yahoo", path: "/x")).get().response.body == Array("[1]\n".utf8))
    }

    @Test(
        "a malformed file is named with its line",
        arguments: [
            ("", "a.http:1: the file is empty"),
            ("POST yahoo /x\n", "a.http:1: the request has to be GET"),
            ("GET yahoo x\n", "a.http:1: the request has to be GET"),
            ("GET yahoo /%zz\n", "a.http:1: the target holds a %"),
            ("GET yahoo /x\n\nHTTP 200\n", "a.http:2: the time is missing"),
            ("GET yahoo /x\nreceived: yesterday\n\n", "a.http:2: \"yesterday\" is not a time"),
            (
                "GET yahoo /x\nrecieved: 2026-11-20T21:05:00Z\n",
                "a.http:2: \"recieved\" is not known here; did you mean received?"
            ),
            ("GET yahoo /x\nreceived: 2026-11-20T21:05:00Z\nrepeat: maybe\n\n", "a.http:3: repeat is yes or no"),
            ("GET yahoo /x\nreceived: 2026-11-20T21:05:00Z\nlength: 7\n\n", "a.http:3: length is known or unknown"),
            ("GET yahoo /x\nreceived: 2026-11-20T21:05:00Z\n", "the answer is missing"),
            (
                "GET yahoo /x\nreceived: 2026-11-20T21:05:00Z\n\n200 OK\n",
                "a.http:4: the answer has to begin with its status"
            ),
            (
                "GET yahoo /x\nreceived: 2026-11-20T21:05:00Z\n\nHTTP 200\n{}\n",
                "a.http:5: a line of the form name: value"
            ),
            (
                "GET yahoo /x\nreceived: 2026-11-20T21:05:00Z\nbody: ../x\n\nHTTP 200\n\n",
                "a.http:3: body names a file in the same folder"
            ),
            (
                "GET yahoo /x\nreceived: 2026-11-20T21:05:00Z\nbody: b.json\n\nHTTP 200\n\n",
                "a.http:3: there is no file b.json for the body"
            ),
            (
                "GET yahoo /x\nreceived: 2026-11-20T21:05:00Z\nreceived: 2026-11-20T21:05:00Z\n",
                "a.http:3: received is there twice"
            ),
            (
                "GET yahoo /x\nreceived: 2026-11-20T21:05:00Z\n\nHTTP 99\n\n",
                "a.http:4: the answer has to begin with its status"
            ),
            (
                "GET yahoo /x\nreceived: 2026-11-20T21:05:00Z\n\nHTTP 200\nx: " + String(repeating: "x", count: 70_000),
                "the head has no end within 65536 bytes"
            ),
        ])
    func malformed(_ text: String, _ message: String) async throws {
        try await TemporaryFolder.with(["a.http": text]) { folder in
            let error = #expect(throws: ExchangeError.self) { try ReplayTransport(directory: folder) }
            #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
        }
    }

    @Test(
        "a malformed exchanges.txt is named with its line", arguments: ["now: today\n", "then: 2026-11-23T22:00:00Z\n"])
    func malformedIndex(_ line: String) async throws {
        try await TemporaryFolder.with(["a.http": head("/x"), "exchanges.txt": "# when\n" + line]) { folder in
            let error = #expect(throws: ExchangeError.self) { try ReplayTransport(directory: folder) }
            #expect(
                error?.description.contains("exchanges.txt:2: the line has to be a time") == true,
                "\(error?.description ?? "")")
        }
    }

    @Test("the clock of a replay stands at its now, and a wait moves it on at once")
    func clock() async throws {
        try await TemporaryFolder.with(["a.http": head("/a")]) { folder in
            let replay = try ReplayTransport(directory: folder)
            let clock = replay.makeClock()
            #expect(clock.now() == replay.now)
            try await clock.sleep(until: replay.now.adding(seconds: 86_400))
            #expect(clock.now() == replay.now.adding(seconds: 86_400))
        }
    }

    @Test("an empty or a missing folder is an error")
    func noFolder() async throws {
        try await TemporaryFolder.with([:]) { folder in
            #expect(throws: ExchangeError.self) { try ReplayTransport(directory: folder) }
            #expect(throws: ExchangeError.self) { try ReplayTransport(directory: folder + "/missing") }
        }
    }
}

/// An upstream that nobody reaches.
let fakeYahoo = UpstreamDeclaration("yahoo", base: "http://fake.test", delay: 0)

/// A file of this repository, for tests that hold a document to its word.
private enum RepositoryFile {
    static func text(_ path: String, from source: String = #filePath) throws -> String {
        let root = URL(filePath: source).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return String(decoding: try Data(contentsOf: root.appending(path: path)), as: UTF8.self)
    }
}
