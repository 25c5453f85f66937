import Curl
import PluginKit
import PluginTesting
import Testing
import Upstream

/// Proxies that the environment names, and hosts that are excepted from them.
@Suite("What the environment says of the way out", .timeLimit(.minutes(10)))
struct SurroundingsTests {
    @Test(
        "a proxy is the scheme's own, then everybody's; an empty one is none",
        arguments: [
            (["https_proxy": "http://p:1"], "https://a.test/", "http://p:1"),
            (["HTTPS_PROXY": "http://p:2"], "https://a.test/", "http://p:2"),
            (["https_proxy": "", "HTTPS_PROXY": "http://p:2"], "https://a.test/", "http://p:2"),
            (["https_proxy": "http://p:1"], "http://a.test/", ""),
            (["http_proxy": "http://p:3"], "http://a.test/", "http://p:3"),
            // A web server hands its callers' header `Proxy` on under this name.
            (["HTTP_PROXY": "http://p:3"], "http://a.test/", ""),
            (["ALL_PROXY": "http://p:4"], "http://a.test/", "http://p:4"),
            (["all_proxy": "http://p:5", "https_proxy": "http://p:1"], "https://a.test/", "http://p:1"),
            (["all_proxy": "socks5h://p:5"], "smtp://mail.test:587", "socks5h://p:5"),
            (["all_proxy": ""], "https://a.test/", ""),
            ([:], "https://a.test/", ""),
        ] as [([String: String], String, String)])
    func proxies(_ environment: [String: String], _ url: String, _ proxy: String) {
        #expect(Surroundings(environment: environment).proxy(for: url) == proxy)
    }

    @Test(
        "this machine is never asked through a proxy",
        arguments: [
            ("http://127.0.0.1:8080/x", true), ("http://127.9.9.9/", true), ("http://[::1]:80/", true),
            ("http://LOCALHOST:1", true),
            ("http://localhost./", true), ("http://fake.localhost/", true), ("http://127.0.0.1.evil.test/", false),
            ("http://127.evil/", false), ("http://localhost.evil.test/", false),
            ("http://user@127.0.0.1@evil.test/", false),
            ("http://evil.test/127.0.0.1", false), ("http://evil.test?localhost", false),
        ])
    func loopback(_ url: String, _ isLoopback: Bool) {
        #expect(Surroundings(environment: ["all_proxy": "http://p:1"]).proxy(for: url).isEmpty == isLoopback)
    }

    private func ask(_ base: String, _ environment: [String: String]) async -> Result<Answer, UpstreamError> {
        let transport = LiveTransport(environment: environment)
        let outcome: Result<Answer, UpstreamError>
        do throws(UpstreamError) {
            outcome = .success(
                try await transport.exchange(
                    Request("fake", path: "/data"),
                    with: UpstreamDeclaration("fake", base: base, delay: 0, deadline: 20)))
        } catch {
            outcome = .failure(error)
        }
        await transport.shutdown()
        return outcome
    }

    private func body(_ outcome: Result<Answer, UpstreamError>) -> String? {
        if case .success(let answer) = outcome { String(decoding: answer.response.body, as: UTF8.self) } else { nil }
    }

    private func code(_ outcome: Result<Answer, UpstreamError>) -> UpstreamError.Code? {
        if case .failure(let error) = outcome { error.code } else { nil }
    }

    @Test("plain HTTP goes to the proxy with its whole address, TLS through a tunnel")
    func used() async throws {
        try await FakeUpstream.serving([FakeRoute("*", .json("[1]"))]) { proxy in
            let plain = await ask("http://upstream.invalid", ["http_proxy": proxy.base])
            #expect(body(plain) == "[1]")
            let secure = await ask("https://upstream.invalid", ["https_proxy": proxy.base])
            #expect(code(secure) != nil)
            #expect(
                proxy.requests.map { "\($0.method) \($0.target)" }.prefix(2) == [
                    "GET http://upstream.invalid/data", "CONNECT upstream.invalid:443",
                ])
        }
    }

    @Test("a host that is excepted is asked without it, and so is this machine")
    func excepted() async throws {
        try await FakeUpstream.serving([FakeRoute("*", .json("[1]"))]) { server in
            #expect(
                code(
                    await ask(
                        "http://upstream.invalid", ["http_proxy": server.base, "no_proxy": "example.org,.invalid"]))
                    == .hostNotFound
            )
            #expect(server.requests.isEmpty)
            let own = await ask(server.base, ["http_proxy": try await FakeUpstream.refusedBase()])
            #expect(body(own) == "[1]")
        }
    }

    @Test("a proxy that refuses, and one that is not there, are told")
    func refused() async throws {
        try await FakeUpstream.serving([FakeRoute("*", .status(407))]) { proxy in
            guard case .failure(let error) = await ask("https://upstream.invalid", ["https_proxy": proxy.base]) else {
                Issue.record("a tunnel that was refused gave an answer")
                return
            }
            #expect(error.code == .unreachable)
            #expect(error.message.contains("407") && error.message.contains("proxy"))
        }
        let nobody = try await FakeUpstream.refusedBase()
        guard case .failure(let closed) = await ask("http://upstream.invalid", ["http_proxy": nobody]) else {
            Issue.record("a proxy that is not there gave an answer")
            return
        }
        #expect(closed.code == .unreachable)
        #expect(closed.message.contains("proxy") && !closed.message.contains("no connection: upstream.invalid"))
        guard case .failure(let error) = await ask("http://upstream.invalid", ["http_proxy": "http://proxy.invalid:1"])
        else {
            Issue.record("a proxy that nobody knows gave an answer")
            return
        }
        #expect(error.code == .hostNotFound)
        #expect(error.message.contains("proxy"))
    }
}
