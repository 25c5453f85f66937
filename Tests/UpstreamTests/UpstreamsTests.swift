import PluginKit
import PluginTesting
import Synchronization
import Tabular
import Testing
import Upstream

/// A fetch from its request to its answer: tries, refusals, pauses, counts.
@Suite("Fetching")
struct UpstreamsTests {
    private struct Run {
        let upstreams: Upstreams
        let transport: ScriptedTransport
        let clock: ManualClock

        init(_ steps: [ScriptedTransport.Step], delay: Double = 0) {
            clock = ManualClock(noon, isSelfAdvancing: true)
            transport = ScriptedTransport(steps, clock: clock)
            upstreams = Upstreams(
                [UpstreamDeclaration("fake", base: "http://fake.test", delay: delay)], transport: transport,
                clock: clock, seed: 1)
        }

        func fetch(_ request: Request = Request("fake", path: "/data")) async -> Result<FetchedAnswer, UpstreamError> {
            do {
                return .success(try await upstreams.fetch(request))
            } catch {
                return .failure(error)
            }
        }

        func failure(_ request: Request = Request("fake", path: "/data")) async -> UpstreamError? {
            guard case .failure(let error) = await fetch(request) else { return nil }
            return error
        }
    }

    @Test("an answer comes with its digest and counts")
    func success() async throws {
        let run = Run([.good])
        let fetched = try await run.fetch().get()
        #expect(fetched.response.body == Array("{}".utf8))
        #expect(fetched.attempts == 1)
        #expect(fetched.sha256 == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
        #expect(fetched.url == "http://fake.test/data")
        #expect(fetched.warnings.isEmpty)
        #expect(run.upstreams.counts["fake"]?.requests == 1)
        #expect(run.upstreams.counts["fake"]?.bodyBytes == 2)
    }

    @Test("a fault or two, then good", arguments: [408, 425, 500, 502, 503])
    func retried(_ status: Int) async throws {
        let run = Run([.status(status), .fault(.connectionLost), .good])
        let fetched = try await run.fetch().get()
        #expect(fetched.attempts == 3)
        #expect(run.clock.sleeps.count == 2)
        #expect(run.upstreams.counts["fake"]?.retries == 2)
        #expect(run.upstreams.counts["fake"]?.failures == 0)
    }

    @Test("tries end: 1 + retries")
    func exhausted() async {
        let run = Run([.status(503)])
        let error = await run.failure()
        #expect(error?.code == .status)
        #expect(error?.status == 503)
        #expect(error?.attempts == 5)
        let message =
            "fake: HTTP 503 (it says: no), after 5 requests; asked: http://fake.test/data. The next run asks again; "
        #expect(error?.message.hasPrefix(message) == true)
    }

    @Test("no second try for what will be the same", arguments: [400, 404, 410, 422])
    func final(_ status: Int) async {
        let run = Run([.status(status)])
        #expect(await run.failure()?.status == status)
        #expect(run.transport.asked.count == 1)
    }

    @Test("a status that the provider names is an answer, if it is of its media type")
    func answerStatus() async throws {
        let request = Request("fake", path: "/data", answerStatuses: [404])
        let named = Run([.answer(404, #"{"error":1}"#, ["content-type": "application/json"])])
        #expect(try await named.fetch(request).get().response.status == 404)
        let page = Run([.answer(404, "<html>", ["content-type": "text/html"])])
        #expect(await page.failure(request)?.code == .status)
    }

    @Test("429s wait as asked, use up no tries, and may outnumber the retries")
    func throttled() async throws {
        let run = Run(
            [.good] + [ScriptedTransport.Step](repeating: .status(429, ["retry-after": "10"]), count: 5) + [.good])
        _ = try await run.fetch().get()
        let fetched = try await run.fetch().get()
        #expect(fetched.attempts == 6)
        // The fourth and the fifth are longer than asked: ten seconds had not helped three times.
        #expect(run.transport.asked.last == noon.adding(seconds: 10 + 10 + 10 + 18 + 54))
        #expect(run.upstreams.counts["fake"]?.throttles == 5)
    }

    @Test(
        "a 429 pauses for what Retry-After says, up to a cap; what says nothing counts as absent",
        arguments: [
            ("7", 7), ("0", 0), ("Tue, 14 Nov 2023 22:14:20 GMT", 60), ("999999999999", 300),
            ("Fri, 01 Jan 2100 00:00:00 GMT", 300),
            ("-5", 2), ("Tue, 14 Nov 2023 22:12:20 GMT", 2), ("soon", 2), (nil, 2),
        ] as [(String?, Int64)])
    func retryAfter(_ text: String?, _ seconds: Int64) async throws {
        let run = Run([.good, .status(429, text.map { ["retry-after": $0] } ?? [:]), .good])
        _ = try await run.fetch().get()
        #expect(try await run.fetch().get().attempts == 2)
        #expect(run.transport.asked == [noon, noon, noon.adding(seconds: seconds)])
        #expect(run.upstreams.counts["fake"]?.failures == 0)
    }

    @Test("429s leave all tries for real faults")
    func throttledThenFaulty() async throws {
        let throttles = [ScriptedTransport.Step](repeating: .status(429, ["retry-after": "1"]), count: 4)
        let run = Run([.good] + throttles + [ScriptedTransport.Step](repeating: .status(503), count: 4) + [.good])
        _ = try await run.fetch().get()
        #expect(try await run.fetch().get().attempts == 9)
    }

    @Test(
        "refused by 401 or 403 from the first request on: the advice is another client, not another pace",
        arguments: [401, 403])
    func clientRefused(_ status: Int) async {
        let run = Run([.status(status)])
        let error = await run.failure()
        #expect(error?.code == .clientRefused)
        #expect(error?.message.contains("--user-agent") == true)
        #expect(run.transport.asked.count == 1)
    }

    @Test("429 from the first request on: a few pauses, then the client is refused and the upstream given up")
    func clientThrottled() async {
        let run = Run([.status(429)])
        #expect(await run.failure()?.code == .clientRefused)
        #expect(run.transport.asked.count == 3)
        #expect(await run.failure()?.code == .circuitOpen)
        #expect(run.transport.asked.count == 3)
    }

    @Test("429 from the first request on and then good is good")
    func clientThrottledAtFirst() async throws {
        let run = Run([.status(429), .status(429), .good])
        #expect(try await run.fetch().get().attempts == 3)
    }

    @Test("after repeated refusals the circuit opens; other upstreams go on")
    func circuit() async throws {
        let clock = ManualClock(noon, isSelfAdvancing: true)
        let transport = ScriptedTransport([.good, .status(403), .status(403), .status(403), .good], clock: clock)
        let declarations = ["fake", "other"].map { UpstreamDeclaration($0, base: "http://\($0).test", delay: 0) }
        let upstreams = Upstreams(declarations, transport: transport, clock: clock, seed: 1)
        _ = try await upstreams.fetch(Request("fake", path: "/"))
        for _ in 1...3 {
            let error = await #expect(throws: UpstreamError.self) {
                try await upstreams.fetch(Request("fake", path: "/"))
            }
            #expect(error?.code == .status)
        }
        let error = await #expect(throws: UpstreamError.self) { try await upstreams.fetch(Request("fake", path: "/")) }
        #expect(error?.code == .circuitOpen)
        #expect(
            error?.message
                == """
                fake: not asked any more in this run: 3 refusals in a row, the last HTTP 403; asked: http://fake.test/
                """
        )
        #expect(try await upstreams.fetch(Request("other", path: "/")).attempts == 1)
    }

    @Test("an upstream that is down is given up after a few fetches")
    func down() async {
        let run = Run([.fault(.unreachable)])
        for _ in 1...5 { #expect(await run.failure()?.code == .unreachable) }
        #expect(await run.failure()?.code == .circuitOpen)
        #expect(run.transport.asked.count == 25)
    }

    @Test("a page instead of data is no success, and says what came")
    func consentPage() async {
        let run = Run([
            .text("<!DOCTYPE html>\n\t<html>Before   you\u{7} continue</html>", type: "text/html; charset=utf-8")
        ])
        let error = await run.failure()
        #expect(error?.code == .unexpectedMediaType)
        #expect(error?.excerpt == "<!DOCTYPE html> <html>Before you continue</html>")
        #expect(error?.attempts == 2, "the first one may have been an accident")
        #expect(run.transport.asked.count == 2)
    }

    @Test("'Too Many Requests' under 200 is a 429", arguments: ["text/plain", "application/json", "text/html", ""])
    func throttledUnder200(_ type: String) async throws {
        let run = Run([.text("Too Many Requests\r\n", type: type), .good])
        #expect(try await run.fetch().get().attempts == 2)
        #expect(run.upstreams.counts["fake"]?.throttles == 1)
    }

    @Test("an empty body is no answer, also under an answer's status")
    func emptyBody() async {
        let run = Run([.text("", type: "application/json")])
        #expect(await run.failure()?.code == .emptyBody)
        #expect(run.transport.asked.count == 5)
    }

    @Test("an upstream that nobody declared is named")
    func unknown() async {
        let error = await Run([.good]).failure(Request("fkae", path: "/"))
        #expect(error?.code == .unknownUpstream)
        #expect(error?.message == "fkae: no such upstream is declared; known are fake")
    }

    @Test("pauses, retries and giving up are told, the last once")
    func notices() async throws {
        let clock = ManualClock(noon, isSelfAdvancing: true)
        let transport = ScriptedTransport(
            [.status(429, ["retry-after": "7"]), .status(503), .good, .status(403)], clock: clock)
        let notices = Mutex<[String]>([])
        let upstreams = Upstreams(
            [UpstreamDeclaration("fake", base: "http://fake.test", delay: 0)], transport: transport, clock: clock,
            seed: 1,
            notify: { notice in notices.withLock { $0.append(notice.description) } })
        _ = try await upstreams.fetch(Request("fake", path: "/"))
        for _ in 1...5 {
            await #expect(throws: UpstreamError.self) { try await upstreams.fetch(Request("fake", path: "/")) }
        }
        let told = notices.withLock { $0 }
        #expect(told.count == 3)
        #expect(told.first?.hasPrefix("fake is left alone for 7.0 s: fake: too many requests (HTTP 429)") == true)
        #expect(told.dropFirst().first?.hasPrefix("again in 0.") == true)
        #expect(told.last == "fake is not asked any more in this run: 3 refusals in a row, the last HTTP 403")
    }

    @Test("secrets stay out of errors")
    func secrets() async {
        let request = Request("fake", path: "/data", query: [.init("apikey", "hunter2"), .init("s", "aapl")])
        let error = await Run([.status(404)]).failure(request)
        #expect(error?.url == "http://fake.test/data?apikey=*&s=aapl")
    }

    @Test("a request whose every answer is a 429 ends, though others get theirs")
    func starved() async throws {
        let clock = ManualClock(noon, isSelfAdvancing: true)
        let alternating = (0..<60).map { $0 % 2 == 0 ? ScriptedTransport.Step.status(429) : .good }
        let transport = ScriptedTransport([.good] + alternating, clock: clock)
        let upstreams = Upstreams(
            [UpstreamDeclaration("fake", base: "http://fake.test", delay: 0)], transport: transport, clock: clock,
            seed: 1)
        _ = try await upstreams.fetch(Request("fake", path: "/"))
        #expect(try await upstreams.fetch(Request("fake", path: "/")).attempts == 2)
    }
}
