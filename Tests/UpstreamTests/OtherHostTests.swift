import PluginKit
import PluginTesting
import Synchronization
import Tabular
import TestWorld
import Testing
import Upstream

/// When an upstream's other host is asked instead of its first.
@Suite("The other host of an upstream")
struct OtherHostTests {
    private struct Run {
        let upstreams: Upstreams
        let transport: TwoHosts
        let clock = ManualClock(noon, isSelfAdvancing: true)
        let notices = NoticeList()

        init(
            delay: Double = 0, _ settings: UpstreamSettings = UpstreamSettings(), other: String? = TwoHosts.other,
            _ answer: @escaping @Sendable (_ isOther: Bool, _ number: Int, _ target: String) -> TwoHosts.Step
        ) {
            transport = TwoHosts(clock: clock, answer)
            let notices = notices
            upstreams = Upstreams(
                [UpstreamDeclaration("fake", base: TwoHosts.first, otherBase: other, delay: delay)], settings: settings,
                transport: transport, clock: clock, seed: 1, notify: { notices.add($0.description) })
        }

        func fetch(_ path: String = "/data") async -> Result<FetchedAnswer, UpstreamError> {
            do {
                return .success(try await upstreams.fetch(Request("fake", path: path)))
            } catch {
                return .failure(error)
            }
        }

        func failure() async -> UpstreamError? {
            if case .failure(let error) = await fetch() { error } else { nil }
        }
    }

    final class NoticeList: Sendable {
        private let texts = Mutex<[String]>([])
        var all: [String] { texts.withLock { $0 } }
        func add(_ text: String) { texts.withLock { $0.append(text) } }
    }

    @Test("403 to the first request: the other one is asked, answers for the rest of the run, and is named")
    func refused() async throws {
        let run = Run { isOther, _, _ in isOther ? .good : .status(403) }
        let answer = try await run.fetch().get()
        #expect(answer.url == "https://two.test/data" && answer.attempts == 2)
        for _ in 1...3 { _ = try await run.fetch().get() }
        #expect(run.transport.order == "12222")
        #expect(run.upstreams.hosts == ["fake": "two.test"])
        #expect(run.upstreams.moves == ["fake: two.test answered instead of one.test: HTTP 403"])
        #expect(run.upstreams.met.diagnoses.isEmpty)
        #expect(
            run.notices.all.first?.hasPrefix("fake: two.test is asked instead: fake: HTTP 403") == true,
            "\(run.notices.all)")
    }

    @Test(
        "the first cannot be reached, or fails in the handshake: the other one is asked at once",
        arguments: [
            UpstreamError.Code.unreachable, .hostNotFound, .connectTimeout, .insecureConnection, .handshakeClosed,
        ])
    func outOfReach(_ code: UpstreamError.Code) async throws {
        let run = Run { isOther, _, _ in isOther ? .good : .fault(code) }
        _ = try await run.fetch().get()
        #expect(run.transport.order == "12")
        #expect(run.clock.sleeps.isEmpty)
    }

    @Test(
        "what says nothing of the host has it asked again, and not the other one",
        arguments: [
            TwoHosts.Step.status(401), .status(500), .status(404), .text("<html>", type: "text/html"),
            .fault(.connectionLost),
        ])
    func others(_ step: TwoHosts.Step) async {
        let run = Run { isOther, _, _ in isOther ? .good : step }
        #expect(await run.failure() != nil)
        #expect(!run.transport.order.contains("2"))
    }

    @Test("never after a 429, whatever comes then, and not for one")
    func throttled() async {
        let run = Run { isOther, number, _ in isOther ? .good : number == 1 ? .status(429) : .status(403) }
        #expect(await run.failure()?.code == .clientRefused)
        #expect(run.transport.order == "11")
        let always = Run { isOther, _, _ in isOther ? .good : .status(429) }
        #expect(await always.failure()?.code == .clientRefused)
        #expect(await always.failure()?.code == .circuitOpen)
        #expect(!always.transport.order.contains("2"))
    }

    @Test("not for a 403 once it has answered, be it with a 404")
    func later() async throws {
        let run = Run { isOther, number, _ in isOther || number == 1 ? .good : .status(403) }
        _ = try await run.fetch().get()
        #expect(await run.failure()?.code == .status)
        let absent = Run { isOther, number, _ in isOther ? .good : .status(number == 1 ? 404 : 403) }
        #expect(await absent.failure()?.status == 404)
        #expect(await absent.failure()?.status == 403)
        #expect(run.transport.order == "11" && absent.transport.order == "11")
    }

    @Test("lost in the middle of a run: after all tries, once; what was under way goes there as well")
    func lost() async throws {
        let run = Run { isOther, number, _ in isOther || number == 1 ? .good : .fault(.unreachable) }
        _ = try await run.fetch().get()
        _ = try await run.fetch().get()
        #expect(run.transport.order == "1111112")
        _ = try await run.fetch().get()
        #expect(run.transport.order == "11111122")
        #expect(run.upstreams.hosts == ["fake": "one.test, two.test"])
    }

    @Test("it does no better: the first one is asked as ever, the other one never again, and both are told of")
    func noBetter() async {
        let run = Run { isOther, _, _ in .status(403) }
        let error = await run.failure()
        #expect(run.transport.order == "12")
        #expect(error?.code == .clientRefused)
        #expect(
            error.flatMap { UpstreamDiagnosis($0) }?.said.contains("and its other host, one.test, did no better")
                == true)
        _ = await run.failure()
        _ = await run.failure()
        #expect(run.transport.order == "1211")
        let down = Run { _, _, _ in .fault(.unreachable) }
        #expect(await down.failure()?.code == .unreachable)
        #expect(down.transport.order == "121111")
        #expect(down.upstreams.hosts.isEmpty && down.upstreams.moves.isEmpty)
    }

    @Test("the other one says 429: it has been heard, and there is no going back and forth")
    func throttledThere() async throws {
        let run = Run { isOther, number, _ in
            isOther ? number == 1 ? .status(429, ["retry-after": "5"]) : .good : .status(403)
        }
        _ = try await run.fetch().get()
        #expect(run.transport.order == "122")
        #expect(run.clock.now() == noon.adding(seconds: 5))
    }

    @Test("not where the owner has set the address, by flag or variable, nor in a replay, nor where there is none")
    func notAllowed() async throws {
        var flag = UpstreamSettings()
        try flag.point("fake=https://one.test", known: ["fake"])
        var variable = UpstreamSettings()
        try variable.point(environment: ["PENSTOCK_UPSTREAM_FAKE": "https://one.test"], known: ["fake"])
        var replay = UpstreamSettings()
        replay.usesOtherHosts = false
        for settings in [flag, variable, replay] {
            let run = Run(settings) { isOther, _, _ in isOther ? .good : .status(403) }
            #expect(await run.failure()?.code == .clientRefused)
            #expect(run.transport.order == "1")
        }
        let none = Run(other: nil) { isOther, _, _ in isOther ? .good : .status(403) }
        #expect(await none.failure()?.code == .clientRefused)
    }

    @Test("both go by one pace")
    func pace() async throws {
        let run = Run(delay: 2) { isOther, _, _ in isOther ? .good : .fault(.handshakeClosed) }
        for _ in 1...3 { _ = try await run.fetch().get() }
        #expect(run.transport.asked.map { $0.time.seconds - noon.seconds } == [0, 2, 4, 6])
    }

    @Test("many at once: each is answered by the other one")
    func together() async {
        let run = Run { isOther, _, _ in isOther ? .good : .status(403) }
        let answers = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 { group.addTask { (try? await run.fetch("/\(number)").get()) != nil } }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(answers == 20)
        #expect(run.transport.order.hasPrefix("1") && run.transport.order.hasSuffix("2"))
        #expect(run.upstreams.hosts == ["fake": "two.test"])
    }

    @Test("a recording has the other host's answer in the refusal's place, so that a replay gets what the run got")
    func recorded() async throws {
        let folder = try TemporaryFolder("recording")
        let clock = ManualClock(noon, isSelfAdvancing: true)
        let hosts = TwoHosts(clock: clock) { isOther, _, _ in isOther ? .good : .status(403) }
        let recording = try RecordingTransport(wrapping: hosts, directory: folder.path + "/tape", now: noon)
        let declaration = UpstreamDeclaration("fake", base: TwoHosts.first, otherBase: TwoHosts.other, delay: 0)
        let upstreams = Upstreams([declaration], transport: recording, clock: clock, seed: 1)
        for path in ["/data", "/more"] { _ = try await upstreams.fetch(Request("fake", path: path)) }
        var settings = UpstreamSettings()
        settings.usesOtherHosts = false
        let tape = try ReplayTransport(directory: folder.path + "/tape")
        let replay = Upstreams([declaration], settings: settings, transport: tape, clock: tape.makeClock(), seed: 1)
        for path in ["/data", "/more"] { #expect(try await replay.fetch(Request("fake", path: path)).attempts == 1) }
        // A recording is no host.
        #expect(replay.hosts.isEmpty && replay.moves.isEmpty)
    }
}
