import PluginKit
import PluginTesting
import Testing
import Upstream

/// Fetches from an upstream that cuts, stalls, resets and lies: a whole answer or an error of its own.
@Suite("Fetching from a faulty upstream", .timeLimit(.minutes(10)))
struct FaultThenGoodTests {
    static let faults: [(String, FakeAnswer)] = [
        ("reset before the head", .resetBeforeHead), ("reset in the body", .resetInBody),
        ("shorter than its length", .shorterThanLength),
        ("longer than its length", .longerThanLength), ("gzip cut", .gzipCut), ("wrong checksum", .gzipWrongChecksum),
        ("bad chunks", .badChunkSize),
        ("429", .tooManyRequests()), ("429, seconds", .tooManyRequests(retryAfter: "1")),
        ("429, absurd", .tooManyRequests(retryAfter: "99999999999")),
        ("429, negative", .tooManyRequests(retryAfter: "-1")),
        ("429, date", .tooManyRequests(retryAfter: "Fri, 01 Jan 2100 00:00:00 GMT")),
        ("429 under 200", .tooManyRequestsUnder200), ("500", .status(500)), ("502 in JSON", .status(502, json: "{}")),
        ("503 in HTML", .html("Be right back", status: 503)),
        ("408", .status(408)), ("empty", .emptyBody), ("cut without a length", .cutWithoutLength),
    ]

    @Test("twice a fault, then good: the good answer comes, whole", arguments: faults.indices)
    func recovered(_ index: Int) async throws {
        let (name, fault) = Self.faults[index]
        try await FakeUpstream.serving([FakeRoute("/data", FakeAnswer.times(2, fault, then: .json("[1,2,3]")))]) {
            server in
            let transport = LiveTransport(largestAnswer: 1 << 20)
            let upstreams = Upstreams(
                [UpstreamDeclaration("fake", base: server.base, delay: 0, deadline: 20)], transport: transport,
                clock: ManualClock(noon, isSelfAdvancing: true), seed: 1)
            let outcome = try? await upstreams.fetch(Request("fake", path: "/data"))
            await transport.shutdown()
            #expect(outcome?.response.body == Array("[1,2,3]".utf8), "\(name)")
            #expect(outcome?.attempts == 3, "\(name)")
            #expect(server.requests.count == 3, "\(name)")
        }
    }
}

/// A fault that never ends, and what a fetch says in the end: from the first request on, and after a good answer.
struct LastingFault: Sendable, CustomTestStringConvertible {
    let name: String
    let answer: FakeAnswer
    let atFirst: UpstreamError.Code
    let later: UpstreamError.Code

    init(_ name: String, _ answer: FakeAnswer, _ code: UpstreamError.Code, later: UpstreamError.Code? = nil) {
        self.name = name
        self.answer = answer
        self.atFirst = code
        self.later = later ?? code
    }

    var testDescription: String { name }

    static let all: [LastingFault] =
        [
            LastingFault("429", .tooManyRequests(), .clientRefused, later: .throttled),
            LastingFault("429, seconds", .tooManyRequests(retryAfter: "5"), .clientRefused, later: .throttled),
            LastingFault("429, absurd", .tooManyRequests(retryAfter: "99999999999"), .clientRefused, later: .throttled),
            LastingFault("429, negative", .tooManyRequests(retryAfter: "-5"), .clientRefused, later: .throttled),
            LastingFault(
                "429, date", .tooManyRequests(retryAfter: "Fri, 01 Jan 2100 00:00:00 GMT"), .clientRefused,
                later: .throttled),
            LastingFault("429 under 200", .tooManyRequestsUnder200, .clientRefused, later: .throttled),
            LastingFault("plain text under 200", .text("temporarily closed"), .unexpectedMediaType),
            LastingFault("a page under 200", .consentPage, .unexpectedMediaType),
            LastingFault("empty under 200", .emptyBody, .emptyBody),
            LastingFault("no length, and cut", .cutWithoutLength, .connectionLost),
        ]
        + [401, 403].flatMap { status in
            [
                LastingFault("\(status)", .status(status), .clientRefused, later: .status),
                LastingFault("\(status) in JSON", .status(status, json: "{}"), .clientRefused, later: .status),
            ]
        }
        + [400, 404, 408, 500, 502, 503].flatMap { status in
            [
                LastingFault("\(status)", .status(status), .status),
                LastingFault("\(status) in JSON", .status(status, json: "{}"), .status),
                LastingFault("\(status) in HTML", .html("no", status: status), .status),
            ]
        }
        + FaultCase.all.filter { $0.code != .deadline && $0.code != .tooLarge }.map {
            LastingFault($0.name, $0.answer, $0.code)
        }
}

@Suite("A fault that does not end", .timeLimit(.minutes(10)))
struct LastingFaultTests {
    private func code(_ fault: LastingFault, after good: Int) async throws -> UpstreamError.Code? {
        try await FakeUpstream.serving([FakeRoute("/data", FakeAnswer.times(good, .json("[1]"), then: fault.answer))]) {
            server in
            let transport = LiveTransport(largestAnswer: 1 << 20)
            let upstreams = Upstreams(
                [UpstreamDeclaration("fake", base: server.base, delay: 0)], transport: transport,
                clock: ManualClock(noon, isSelfAdvancing: true), seed: 1)
            var code: UpstreamError.Code?
            do throws(UpstreamError) {
                for _ in 0...good { _ = try await upstreams.fetch(Request("fake", path: "/data")) }
            } catch {
                code = error.code
            }
            await transport.shutdown()
            return code
        }
    }

    @Test("fails a fetch with its own error, and never gives an answer", arguments: LastingFault.all)
    func lasting(_ fault: LastingFault) async throws {
        #expect(try await code(fault, after: 0) == fault.atFirst)
        #expect(try await code(fault, after: 1) == fault.later)
    }

    @Test("a refused connection is tried again and stays one")
    func refused() async throws {
        let transport = LiveTransport()
        let upstreams = Upstreams(
            [UpstreamDeclaration("fake", base: try await FakeUpstream.refusedBase(), delay: 0)], transport: transport,
            clock: ManualClock(noon, isSelfAdvancing: true), seed: 1)
        let error = await #expect(throws: UpstreamError.self) {
            try await upstreams.fetch(Request("fake", path: "/data"))
        }
        await transport.shutdown()
        #expect(error?.code == .unreachable)
        #expect(error?.attempts == 5)
    }
}

@Suite("A body without a length", .timeLimit(.minutes(10)))
struct LengthlessTests {
    private func fetch(_ answer: FakeAnswer, mediaType: String) async throws -> FetchedAnswer {
        try await FakeUpstream.serving([FakeRoute("*", answer)]) { server in
            let transport = LiveTransport()
            let upstreams = Upstreams(
                [UpstreamDeclaration("fake", base: server.base, delay: 0)], transport: transport,
                clock: ManualClock(noon, isSelfAdvancing: true), seed: 1)
            do {
                let fetched = try await upstreams.fetch(Request("fake", path: "/", mediaTypes: [mediaType]))
                await transport.shutdown()
                return fetched
            } catch {
                await transport.shutdown()
                throw error
            }
        }
    }

    private func lengthless(_ body: String, type: String) -> FakeAnswer {
        FakeAnswer(steps: [
            .send(Array("HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nConnection: close\r\n\r\n\(body)".utf8)), .close,
        ])
    }

    @Test("is whole where its JSON is", arguments: ["[1,2]", "{\"a\":1}\n"])
    func whole(_ body: String) async throws {
        let fetched = try await fetch(lengthless(body, type: "application/json"), mediaType: "application/json")
        #expect(fetched.response.body == Array(body.utf8))
        #expect(!fetched.warnings.contains(.lengthNotProved))
    }

    @Test("is cut where its JSON is", arguments: ["[1,2", "{\"a\":", "[tru", "[\"a", "[-", "[\"\\u00", "[1,"])
    func cut(_ body: String) async {
        let error = await #expect(throws: UpstreamError.self) {
            try await fetch(lengthless(body, type: "application/vnd.x+json"), mediaType: "application/vnd.x+json")
        }
        #expect(error?.code == .connectionLost)
        #expect(error?.message.contains("it has no length, and its JSON ends too early") == true)
    }

    @Test("is passed on with a warning where nothing can tell")
    func unknown() async throws {
        let table = try await fetch(lengthless("a,b\n1,", type: "text/csv"), mediaType: "text/csv")
        #expect(table.warnings.contains(.lengthNotProved))
        let wrong = try await fetch(
            lengthless("[NaN, 1, 2, 3, 4, 5]", type: "application/json"), mediaType: "application/json")
        #expect(wrong.warnings.contains(.lengthNotProved))
    }
}
