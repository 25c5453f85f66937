import PluginKit
import PluginTesting
import Tabular
import Testing
import Upstream

/// What an upstream may answer with, and what that is called.
struct Met: Sendable, CustomTestStringConvertible {
    typealias Kind = UpstreamDiagnosis.Kind

    let answer: FakeAnswer
    let atFirst: Kind?
    let later: Kind?
    let testDescription: String

    init(_ name: String, _ answer: FakeAnswer, _ atFirst: Kind?, later: Kind? = nil) {
        testDescription = name
        self.answer = answer
        self.atFirst = atFirst
        self.later = later ?? atFirst
    }

    static let all = [
        Met("429", .tooManyRequests(), .throttledAtFirst, later: .throttled),
        Met("429 under 200", .tooManyRequestsUnder200, .throttledAtFirst, later: .throttled),
        Met("401", .status(401), .refusedAtFirst, later: .refused),
        Met("403", .status(403), .refusedAtFirst, later: .refused),
        Met("403 with a page", .html("Access denied", status: 403), .refusedAtFirst, later: .refused),
        Met("to consent", .redirect(to: "https://consent.yahoo.test/v2/collectConsent?sessionId=1"), .consent),
        Met("to guce", .redirect(to: "https://guce.yahoo.test/consent"), .consent),
        Met("elsewhere", .redirect(to: "https://portal.hotel.test/login"), .moved),
        Met("to a file", .redirectToFile, .moved),
        Met("a page", .consentPage, .page), Met("text", .text("Internal error"), .errorText),
        Met("an error in JSON", .json(#"{"error":{"code":"internal","message":"sorry"}}"#), .errorText),
        Met("an error in JSON, as text", .json(#"{"error":"upstream connect error"}"#), .errorText),
        Met("empty", .emptyBody, .empty),
        Met("out of a cache", .json("[1]", headers: [("Age", "90000")]), .stale),
        Met("out of two caches", .json("[1]", headers: [("Age", "5"), ("Age", "90000")]), .stale),
        Met("500", .status(500), .serverErrors),
        Met("503 with a page", .html("Will be right back", status: 503), .serverErrors),
        Met("cut", .shorterThanLength, .broken), Met("gzip, damaged", .gzipCorrupt, .broken),
        Met("no HTTP", .badChunkSize, .broken),
        // Of one request, and no fault of the upstream's.
        Met("404", .status(404), nil), Met("400", .status(400, json: #"{"error":"wrong interval"}"#), nil),
        // Data may have members of that name.
        Met("no error", .json(#"{"error":null,"result":[1]}"#), nil),
        Met("no error either", .json(#"{"error":false,"rows":[1]}"#), nil),
        Met(
            "an old error in a long answer",
            .json(#"{"error":"x","rows":[\#([String](repeating: "1", count: 2000).joined(separator: ","))]}"#), nil),
        Met("fresh enough", .json("[1]", headers: [("Age", "3600")]), nil),
        Met("an age that is none", .json("[1]", headers: [("Age", "old")]), nil),
    ]
}

@Suite("What an upstream is met with", .timeLimit(.minutes(10)))
struct DiagnosisTests {
    private func met(_ answer: FakeAnswer, after good: Int) async throws -> [UpstreamDiagnosis] {
        try await FakeUpstream.serving([FakeRoute("/data", FakeAnswer.times(good, .json("[1]"), then: answer))]) {
            server in
            let transport = LiveTransport(largestAnswer: 1 << 20)
            let upstreams = Upstreams(
                [UpstreamDeclaration("fake", base: server.base, delay: 0)], transport: transport,
                clock: ManualClock(noon, isSelfAdvancing: true), seed: 1)
            for _ in 0...good { _ = try? await upstreams.fetch(Request("fake", path: "/data")) }
            await transport.shutdown()
            #expect(
                upstreams.met.diagnoses.allSatisfy { $0.host == "127.0.0.1:\(server.port)" && $0.upstream == "fake" })
            return upstreams.met.diagnoses
        }
    }

    @Test("each thing has its own name, from the first request on and later", arguments: Met.all)
    func kinds(_ thing: Met) async throws {
        #expect(try await met(thing.answer, after: 0).map(\.kind) == [thing.atFirst].compactMap { $0 })
        #expect(try await met(thing.answer, after: 1).map(\.kind) == [thing.later].compactMap { $0 })
    }

    @Test(
        "a connection that is closed in the TLS handshake is told from no network, and from a certificate",
        .enabled(if: NginxServer.isPossible))
    func handshake() async throws {
        let closing = try ClosingServer()
        let server = try await NginxServer("location / { return 200 '[1]'; }")
        for (base, kind) in [
            ("https://127.0.0.1:\(closing.port)", UpstreamDiagnosis.Kind.handshakeClosed), (server.base, .untrusted),
            (try await FakeUpstream.refusedBase(), .outOfReach),
        ] {
            let transport = LiveTransport()
            let upstreams = Upstreams(
                [UpstreamDeclaration("fake", base: base, delay: 0)], transport: transport,
                clock: ManualClock(noon, isSelfAdvancing: true), seed: 1)
            let error = await #expect(throws: UpstreamError.self) {
                try await upstreams.fetch(Request("fake", path: "/data"))
            }
            await transport.shutdown()
            #expect(upstreams.met.diagnoses.map(\.kind) == [kind], "\(String(describing: error))")
        }
        closing.stop()
    }

    @Test("a proxy that is down, or says no, is told from the upstream")
    func proxy() async throws {
        let down = try await FakeUpstream.refusedBase()
        try await FakeUpstream.serving([FakeRoute("*", .status(403))]) { refusing in
            for proxy in [down, refusing.base] {
                let transport = LiveTransport(environment: ["https_proxy": proxy])
                let upstreams = Upstreams(
                    [UpstreamDeclaration("fake", base: "https://upstream.invalid", delay: 0)], transport: transport,
                    clock: ManualClock(noon, isSelfAdvancing: true), seed: 1)
                _ = try? await upstreams.fetch(Request("fake", path: "/data"))
                await transport.shutdown()
                #expect(upstreams.met.diagnoses.map(\.kind) == [.proxy], "\(upstreams.met.diagnoses)")
            }
        }
    }

    @Test("each kind has words, a cause and a way out of its own, in one line; what an error advises is that way out")
    func words() {
        let all = UpstreamDiagnosis.Kind.allCases.map { UpstreamDiagnosis($0, upstream: "fake", host: "fake.test") }
        #expect(Set(all.map(\.met)).count == all.count)
        #expect(all.allSatisfy { !$0.cause.isEmpty && !$0.wayOut.isEmpty && !$0.text.contains("\n") })
        for (kind, word) in [
            (UpstreamDiagnosis.Kind.throttledAtFirst, "--user-agent"), (.throttled, "--rate-limit-delay fake="),
            (.handshakeClosed, "another libcurl"),
            (.consent, "https_proxy"), (.stale, "no_proxy=fake.test"), (.proxy, "https_proxy"),
        ] {
            #expect(UpstreamDiagnosis(kind, upstream: "fake", host: "fake.test").wayOut.contains(word))
        }
        let error = UpstreamError(.handshakeClosed, upstream: "fake", url: "https://fake.test/data")
        #expect(UpstreamDiagnosis(error)?.host == "fake.test")
        #expect(error.message.lowercased().hasSuffix(UpstreamDiagnosis(error)?.wayOut.lowercased() ?? "none"))
        let hinted = UpstreamDiagnosis(.consent, upstream: "fake", otherHost: .untried("https://two.test"))
        #expect(hinted.wayOut.hasSuffix("; its other host is --upstream fake=https://two.test"))
    }

    @Test("a circuit that opened for it is of the same kind, and a tally has each kind once, the commonest first")
    func tally() {
        let refused = UpstreamError(.status, upstream: "fake", status: 503)
        #expect(UpstreamDiagnosis(UpstreamError(.circuitOpen, upstream: "fake", cause: refused))?.kind == .serverErrors)
        #expect(UpstreamDiagnosis(UpstreamError(.circuitOpen, upstream: "fake")) == nil)
        var tally = DiagnosisTally()
        for kind in [UpstreamDiagnosis.Kind.broken, .empty, .empty] {
            tally.add(UpstreamDiagnosis(kind, upstream: "fake"))
        }
        tally.add(UpstreamDiagnosis(.empty, upstream: "other"))
        #expect(tally.diagnoses.map(\.name) == ["fake empty", "fake broken", "other empty"])
        #expect(tally.diagnoses.map(\.fetches) == [2, 1, 1])
    }
}

@Suite("An answer is looked at twice")
struct SecondAnswerTests {
    private struct Run {
        let clock = ManualClock(noon, isSelfAdvancing: true)
        let transport: TwoHosts
        let upstreams: Upstreams

        init(_ steps: [TwoHosts.Step]) {
            transport = TwoHosts(clock: clock) { _, number, _ in steps.dropFirst(number - 1).first ?? .good }
            upstreams = Upstreams(
                [UpstreamDeclaration("fake", base: TwoHosts.first, delay: 0)], transport: transport, clock: clock,
                seed: 1)
        }

        func fetch() async throws(UpstreamError) -> FetchedAnswer {
            try await upstreams.fetch(Request("fake", path: "/data"))
        }
    }

    private static let page = TwoHosts.Step.text("<html>", type: "text/html")

    private static func aged(_ seconds: Int, dated: Instant = noon) -> TwoHosts.Step {
        .answer(
            200, "{}", ["content-type": "application/json", "age": "\(seconds)", "date": HTTPDate.text(dated)])
    }

    @Test("one page, then data: it is an answer, and no refusal was counted; three such fetches open no circuit")
    func page() async throws {
        let run = Run([Self.page, .good, Self.page, .good, Self.page, .good, Self.page, .good])
        for _ in 1...4 { #expect(try await run.fetch().attempts == 2) }
        #expect(run.upstreams.met.diagnoses.isEmpty && !run.upstreams.isGivenUp("fake"))
    }

    @Test("two pages are a refusal, and three fetches of two pages each open the circuit")
    func pages() async {
        let run = Run([TwoHosts.Step](repeating: Self.page, count: 20))
        for code in [UpstreamError.Code.unexpectedMediaType, .unexpectedMediaType, .unexpectedMediaType, .circuitOpen] {
            let error = await #expect(throws: UpstreamError.self) { try await run.fetch() }
            #expect(error?.code == code)
        }
        #expect(run.transport.asked.count == 6)
    }

    @Test("an answer out of a cache is asked for once more by a way that passes caches over")
    func stale() async throws {
        let run = Run([Self.aged(7200), .good])
        #expect(try await run.fetch().attempts == 2)
        #expect(run.transport.asked.map { $0.headers["Cache-Control"] } == [nil, "no-cache"])
        let lasting = Run([Self.aged(7200), Self.aged(7300)])
        let error = await #expect(throws: UpstreamError.self) { try await lasting.fetch() }
        #expect(error?.code == .staleAnswer && error?.what == "the answer has lain in a cache for 7300 s")
        #expect(lasting.upstreams.met.diagnoses.map(\.kind) == [.stale])
    }

    @Test("a cache that does not say how old its answers are is found out by their dates, once a newer one came")
    func dated() async throws {
        let run = Run([Self.aged(0), Self.aged(0, dated: noon.adding(seconds: -86_400)), Self.aged(0)])
        _ = try await run.fetch()
        #expect(try await run.fetch().attempts == 2)
        let slow = Run([Self.aged(0), Self.aged(0, dated: noon.adding(seconds: -3000))])
        _ = try await slow.fetch()
        #expect(try await slow.fetch().attempts == 1)
    }
}

@Suite("Failures by their share")
struct FailureShareTests {
    @Test("eight of the last forty, and a fifth of those seen, open it; two of forty close it")
    func share() {
        var share = FailureShare()
        var opened: [Int] = []
        for number in 1...60 where share.ended(well: number % 4 != 0) { opened.append(number) }
        #expect(opened == [32] && share.isOpen)
        for _ in 1...28 { _ = share.ended(well: true) }
        #expect(share.isOpen)
        for _ in 1...8 { _ = share.ended(well: true) }
        #expect(!share.isOpen)
    }

    @Test("one of twenty does not, for however long; nor do seven at once")
    func few() {
        var share = FailureShare()
        var opened = 0
        for number in 1...2000 where share.ended(well: number % 20 != 0) { opened += 1 }
        var burst = FailureShare()
        for _ in 1...7 where burst.ended(well: false) { opened += 1 }
        #expect(opened == 0 && !burst.isOpen && !share.isOpen)
    }

    /// 490 fetches, of which so many fail with 500; seconds that the waits took, requests, failures.
    private func night(failing: Int) async -> (seconds: Double, requests: Int, failures: Int, notices: [String]) {
        let clock = ManualClock(noon, isSelfAdvancing: true)
        let transport = TwoHosts(clock: clock) { _, _, target in
            let number = Int(target.dropFirst()) ?? 0
            return number * failing / 490 != (number + 1) * failing / 490 ? .status(500) : .good
        }
        let notices = OtherHostTests.NoticeList()
        let upstreams = Upstreams(
            [UpstreamDeclaration("fake", base: TwoHosts.first, delay: 0)], transport: transport, clock: clock, seed: 1,
            notify: { notices.add($0.description) })
        var failures = 0
        for number in 0..<490 where (try? await upstreams.fetch(Request("fake", path: "/\(number)"))) == nil {
            failures += 1
        }
        return (
            clock.now().seconds(since: noon), transport.asked.count, failures,
            notices.all.filter { $0.contains("asked once") }
        )
    }

    @Test("500 for 128 of 490: whoever is well is answered, and the others cost no minutes of waits (A4)")
    func wave() async {
        let night = await night(failing: 128)
        #expect(night.failures == 128)
        // One after the other; before, 128 times four waits were some ten minutes, and with four at once the 183 s of
        // A4.
        #expect(night.seconds < 60, "\(night)")
        #expect(night.requests < 490 + 8 * 4 + 10, "\(night)")
        #expect(night.notices.count == 1)
        #expect(
            night.notices.first?.hasPrefix("fake is asked once for each from now on: 8 of the last ") == true,
            "\(night.notices)")
    }

    @Test("500 for a few of 490: each of them is tried to the end")
    func fewOfMany() async {
        let night = await night(failing: 10)
        #expect(night.failures == 10 && night.requests == 490 + 10 * 4 && night.notices.isEmpty)
    }
}
