import PluginKit
import PluginTesting
import Testing
import Upstream

/// Exchanges over HTTP with a server on this machine: bodies, redirects, deadlines, errors by name.
@Suite("The live transport", .timeLimit(.minutes(10)))
struct LiveTransportTests {
    private func withTransport<Result>(_ body: (LiveTransport) async throws -> Result) async throws -> Result {
        let transport = LiveTransport(largestAnswer: 8 << 20, connectTimeout: 2)
        do {
            let result = try await body(transport)
            await transport.shutdown()
            return result
        } catch {
            await transport.shutdown()
            throw error
        }
    }

    private func upstream(_ base: String, headers: [String: String] = [:], deadline: Double = 20) -> UpstreamDeclaration
    {
        UpstreamDeclaration("fake", base: base, headers: headers, delay: 0, deadline: deadline)
    }

    private func body(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) } }

    @Test("brings whole bodies, plain, in chunks and in gzip, over one connection")
    func bodies() async throws {
        let bytes = body(165_000)
        let routes = [
            FakeRoute("/plain", FakeAnswer(headers: [("Content-Type", "application/json")], body: bytes)),
            FakeRoute("/chunked", .chunked(bytes, size: 1013)), FakeRoute("/gzip", .gzip(bytes)),
        ]
        try await FakeUpstream.serving(routes) { server in
            try await withTransport { transport in
                for path in ["/plain", "/chunked", "/gzip"] {
                    let answer = try await transport.exchange(Request("fake", path: path), with: upstream(server.base))
                    #expect(answer.response.body == bytes, "\(path)")
                    #expect(answer.response.headers["content-type"] == "application/json")
                    #expect(
                        answer.response.headers.keys.allSatisfy {
                            !$0.hasPrefix("penstock") && !$0.hasPrefix("content-l") && !$0.hasPrefix("transfer")
                        })
                    #expect(answer.isLengthProved)
                    #expect(path == "/gzip" ? answer.wireBytes > bytes.count : answer.wireBytes == bytes.count)
                }
            }
        }
    }

    @Test("sends the target as the provider encoded it, the upstream's headers, and what it accepts")
    func request() async throws {
        try await FakeUpstream.serving([FakeRoute("*", .json("{}"))]) { server in
            try await withTransport { transport in
                let request = Request(
                    "fake", path: "/v8/chart/%5EGSPC", query: [.init("events", "div,splits"), .init("q", "a b&c")])
                _ = try await transport.exchange(
                    request, with: upstream(server.base + "/prefix", headers: ["X-From": "declaration"]))
            }
            let seen = try #require(server.requests.first)
            #expect(seen.target == "/prefix/v8/chart/%5EGSPC?events=div%2Csplits&q=a%20b%26c")
            #expect(seen.query == ["events": "div,splits", "q": "a b&c"])
            #expect(seen.method == "GET")
            #expect(seen.headers["x-from"] == "declaration")
            #expect(seen.headers["accept-encoding"] == "gzip")
            #expect(seen.headers["accept"] == "application/json, */*;q=0.1")
            #expect(seen.headers["user-agent"] == "penstock")
        }
    }

    @Test("follows a redirect on the same origin")
    func redirect() async throws {
        let routes = [FakeRoute("/old", .redirect(to: "/new?x=1", status: 308)), FakeRoute("/new", .json("[1]"))]
        try await FakeUpstream.serving(routes) { server in
            try await withTransport { transport in
                let answer = try await transport.exchange(Request("fake", path: "/old"), with: upstream(server.base))
                #expect(answer.response.body == Array("[1]".utf8))
            }
        }
    }

    @Test("names the place to which it was sent away")
    func consent() async throws {
        try await FakeUpstream.serving([FakeRoute("*", .redirect(to: "https://consent.fake.test/v2?x", status: 307))]) {
            server in
            try await withTransport { transport in
                let error = await #expect(throws: UpstreamError.self) {
                    try await transport.exchange(Request("fake", path: "/"), with: upstream(server.base))
                }
                #expect(
                    error?.message.contains("redirects to https://consent.fake.test, which is not the same origin")
                        == true)
            }
        }
    }

    @Test("a closed port is unreachable, at once and by name")
    func refused() async throws {
        let base = try await FakeUpstream.refusedBase()
        try await withTransport { transport in
            let error = await #expect(throws: UpstreamError.self) {
                try await transport.exchange(Request("fake", path: "/"), with: upstream(base))
            }
            #expect(error?.code == .unreachable, "\(String(describing: error?.cause))")
            #expect(error?.message.contains("--upstream fake=URL") == true)
        }
    }

    @Test("a name that nobody knows is told apart")
    func unknownHost() async throws {
        try await withTransport { transport in
            let error = await #expect(throws: UpstreamError.self) {
                try await transport.exchange(Request("fake", path: "/"), with: upstream("http://no-such-host.invalid"))
            }
            #expect(error?.code == .hostNotFound, "\(String(describing: error?.cause)) \(error?.detail ?? "")")
        }
    }

    @Test("plain HTTP where TLS was meant is told apart")
    func insecure() async throws {
        try await FakeUpstream.serving([]) { server in
            try await withTransport { transport in
                let base = "https://127.0.0.1:\(server.port)"
                let error = await #expect(throws: UpstreamError.self) {
                    try await transport.exchange(Request("fake", path: "/"), with: upstream(base, deadline: 5))
                }
                #expect(
                    error.map { [.insecureConnection, .handshakeClosed, .connectionLost].contains($0.code) } == true,
                    "\(String(describing: error))")
            }
        }
    }

    @Test("cancelling ends an exchange that would not end")
    func cancelled() async throws {
        try await FakeUpstream.serving([FakeRoute("*", .stallInBody)]) { server in
            try await withTransport { transport in
                let code = await withTaskGroup(of: UpstreamError.Code?.self) { group in
                    group.addTask {
                        do throws(UpstreamError) {
                            _ = try await transport.exchange(
                                Request("fake", path: "/"), with: upstream(server.base, deadline: 1000))
                            return nil
                        } catch {
                            return error.code
                        }
                    }
                    while server.requests.isEmpty { await Task.yield() }
                    group.cancelAll()
                    return await group.next() ?? nil
                }
                #expect(code == .cancelled)
            }
        }
    }

    @Test("it is the deadline that ends a trickled body: without it, the exchange is still under way")
    func deadlineIsTheGuard() async throws {
        try await FakeUpstream.serving([FakeRoute("*", .trickled(secondsBetween: 0.05))]) { server in
            try await withTransport { transport in
                let winner = await withTaskGroup(of: String.self) { group in
                    group.addTask {
                        _ = try? await transport.exchange(
                            Request("fake", path: "/"), with: upstream(server.base, deadline: 1000))
                        return "exchange"
                    }
                    group.addTask {
                        try? await Task.sleep(for: .seconds(1))
                        return "still under way"
                    }
                    let winner = await group.next()
                    group.cancelAll()
                    return winner
                }
                #expect(winner == "still under way")
                let error = await #expect(throws: UpstreamError.self) {
                    try await transport.exchange(Request("fake", path: "/"), with: upstream(server.base, deadline: 0.3))
                }
                #expect(error?.code == .deadline)
            }
        }
    }

    @Test("after shutdown it says so")
    func shutdown() async throws {
        let transport = LiveTransport()
        await transport.shutdown()
        await transport.shutdown()
        let error = await #expect(throws: UpstreamError.self) {
            try await transport.exchange(Request("fake", path: "/"), with: upstream("http://127.0.0.1:9"))
        }
        #expect(error?.code == .shutDown)
    }

    @Test("an address that is none is refused before anything is sent")
    func invalid() async throws {
        try await withTransport { transport in
            let error = await #expect(throws: UpstreamError.self) {
                try await transport.exchange(Request("fake", path: "/"), with: upstream("file:///etc"))
            }
            #expect(error?.code == .invalidURL)
        }
    }
}
