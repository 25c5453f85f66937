import PluginKit
import PluginTesting
import Tabular
import Testing
import Upstream

/// Requests that go out beside those that were asked for: seen, counted, and paid for in the pace.
@Suite("What goes out beyond one request for one exchange", .timeLimit(.minutes(10)))
struct RepeatedRequestTests {
    private func declaration(_ server: FakeUpstream, delay: Double = 0) -> UpstreamDeclaration {
        UpstreamDeclaration("fake", base: server.base, delay: delay, deadline: 20)
    }

    /// The second request comes over the kept connection, which is closed without a word.
    private let deadConnection = FakeRoute("/data", .json("[1]"), .closeBeforeHead, .json("[2]"))

    @Test("a request that the client repeats because a kept connection was dead is seen")
    func deadKeptConnection() async throws {
        try await FakeUpstream.serving([deadConnection]) { server in
            let transport = LiveTransport()
            let first = try await transport.exchange(Request("fake", path: "/data"), with: declaration(server))
            let second = try await transport.exchange(Request("fake", path: "/data"), with: declaration(server))
            await transport.shutdown()
            #expect(first.requests == 1)
            #expect(second.requests == 2)
            #expect(second.response.body == Array("[2]".utf8))
            #expect(server.requests.count == 3)
        }
    }

    @Test("it counts, and its place in the pace is taken: the next one waits for it")
    func pace() async throws {
        try await FakeUpstream.serving([deadConnection]) { server in
            let clock = ManualClock(noon, isSelfAdvancing: true)
            let transport = LiveTransport(clock: clock)
            let upstreams = Upstreams([declaration(server, delay: 10)], transport: transport, clock: clock, seed: 1)
            for _ in 0..<3 { _ = try await upstreams.fetch(Request("fake", path: "/data")) }
            await transport.shutdown()
            let counts = try #require(upstreams.counts["fake"])
            #expect(server.requests.count == 4)
            #expect(counts.requests == 4)
            #expect(counts.retries == 0)
            // Places at 0 and 10 s; the repeat takes the one at 20 s, so the third fetch has the one at 30 s.
            #expect(clock.now() == Instant(microseconds: noon.microseconds + 30_000_000))
        }
    }

    @Test("redirects count too, also where they end in an error")
    func redirects() async throws {
        let routes = [
            FakeRoute("/old", .redirect(to: "/new")), FakeRoute("/new", .json("[1]")),
            FakeRoute("/loop", .redirect(to: "/loop")),
        ]
        try await FakeUpstream.serving(routes) { server in
            let transport = LiveTransport()
            let answer = try await transport.exchange(Request("fake", path: "/old"), with: declaration(server))
            let error = await #expect(throws: UpstreamError.self) {
                try await transport.exchange(Request("fake", path: "/loop"), with: declaration(server))
            }
            await transport.shutdown()
            #expect(answer.requests == 2)
            #expect(error?.attempts == server.requests.count - 2)
        }
    }
}
