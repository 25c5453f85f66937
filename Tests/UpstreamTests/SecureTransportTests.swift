import Foundation
import PluginKit
import PluginTesting
import TestWorld
import Testing
import Upstream

/// TLS and HTTP/2, with an nginx on this machine.
@Suite(
    "TLS and HTTP/2, with nginx", .enabled(if: NginxServer.isPossible, "needs nginx and openssl"),
    .timeLimit(.minutes(10)))
struct SecureTransportTests {
    typealias Outcome = Result<Answer, UpstreamError>

    private static let numbers = (0..<20_000).map { "\($0)\n" }.joined()
    private static let ok = "location / { return 200 '[1]'; }"

    private func upstream(_ base: String, deadline: Double = 60) -> UpstreamDeclaration {
        UpstreamDeclaration("fake", base: base, delay: 0, concurrency: 16, deadline: deadline)
    }

    private func exchange(_ path: String, _ transport: LiveTransport, _ upstream: UpstreamDeclaration) async -> Outcome
    {
        do throws(UpstreamError) {
            return .success(try await transport.exchange(Request("fake", path: path), with: upstream))
        } catch {
            return .failure(error)
        }
    }

    /// All at once; the outcomes in the order of the paths.
    private func exchanges(_ paths: [String], _ transport: LiveTransport, _ upstream: UpstreamDeclaration) async
        -> [Outcome]
    {
        await withTaskGroup(of: (Int, Outcome).self, returning: [Outcome].self) { group in
            for (index, path) in paths.enumerated() {
                group.addTask { (index, await exchange(path, transport, upstream)) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// One exchange with a transport of its own.
    private func ask(_ base: String, _ environment: [String: String] = [:]) async -> Outcome {
        let transport = LiveTransport(environment: environment)
        let outcome = await exchange("/", transport, upstream(base))
        await transport.shutdown()
        return outcome
    }

    private func text(_ outcome: Outcome) -> String? {
        if case .success(let answer) = outcome { String(decoding: answer.response.body, as: UTF8.self) } else { nil }
    }

    private func code(_ outcome: Outcome) -> UpstreamError.Code? {
        if case .failure(let error) = outcome { error.code } else { nil }
    }

    private func requests(_ outcomes: [Outcome]) -> Int { outcomes.reduce(0) { $0 + ((try? $1.get().requests) ?? 0) } }

    // MARK: Whose certificate

    @Test(
        """
        a certificate that nobody vouches for is refused, and taken where its authority is named, in each way that \
        curl knows
        """
    )
    func trust() async throws {
        let server = try await NginxServer(Self.ok)
        let other = try TemporaryFolder("authority")
        let stranger = try CertificateAuthority(in: other.path).authorities
        let own = server.authority.authorities
        let ownFolder = try server.authority.makeFolder("\(other.path)/folder")
        for environment in [
            [:], ["SSL_CERT_FILE": stranger], ["CURL_CA_BUNDLE": stranger, "SSL_CERT_FILE": own],
            ["CURL_CA_BUNDLE": stranger, "SSL_CERT_DIR": ownFolder], ["SSL_CERT_DIR": other.path],
            ["SSL_CERT_FILE": other.path + "/none"],
        ] {
            let outcome = await ask(server.base, environment)
            #expect(code(outcome) == .insecureConnection, "\(environment): \(outcome)")
        }
        for environment in [
            ["SSL_CERT_FILE": own], ["SSL_CERT_DIR": ownFolder], ["CURL_CA_BUNDLE": own, "SSL_CERT_FILE": stranger],
        ] {
            let outcome = await ask(server.base, environment)
            #expect(text(outcome) == "[1]", "\(environment): \(outcome)")
        }
        // Who was refused has asked nothing.
        #expect(try await server.log(of: 3).count == 3)
    }

    @Test("a certificate for another name is refused, though its authority is trusted")
    func otherName() async throws {
        let server = try await NginxServer(Self.ok, names: "DNS:elsewhere.test,IP:127.0.0.2")
        #expect(code(await ask(server.base, server.trust)) == .insecureConnection)
        let right = try await NginxServer(Self.ok)
        #expect(text(await ask(right.base, right.trust)) == "[1]")
    }

    @Test(
        """
        HTTP in the clear on a port of TLS, and TLS on one in the clear: the first is the server's refusal, the second \
        no secure connection
        """
    )
    func wrongPort() async throws {
        let secure = try await NginxServer(Self.ok)
        let refused = await ask("http://127.0.0.1:\(secure.port)", secure.trust)
        #expect(try refused.get().response.status == 400)
        #expect(text(refused)?.contains("plain HTTP request was sent to HTTPS port") == true)
        let clear = try await NginxServer(Self.ok, listen: "")
        #expect(code(await ask(clear.base, clear.trust)) == .insecureConnection)
        #expect(text(await ask("http://127.0.0.1:\(clear.port)")) == "[1]")
    }

    // MARK: What is spoken

    @Test(
        """
        HTTP/2 where the host offers it, else HTTP/1.1: the body is exact, plain and by gzip, and one after the other \
        go over one connection
        """,
        arguments: [("ssl http2", "HTTP/2.0"), ("ssl", "HTTP/1.1")])
    func spoken(_ listen: String, _ version: String) async throws {
        let server = try await NginxServer(
            "location /plain { alias files/numbers; } location /gzip { gzip on; alias files/numbers; }",
            files: ["numbers": Self.numbers],
            listen: listen)
        let transport = LiveTransport(environment: server.trust)
        for path in ["/plain", "/gzip", "/gzip", "/plain"] {
            let answer = try await exchange(path, transport, upstream(server.base)).get()
            #expect(answer.response.body == Array(Self.numbers.utf8))
            #expect(
                path == "/plain"
                    ? answer.wireBytes == answer.response.body.count : answer.wireBytes < answer.response.body.count / 2
            )
            #expect(answer.isLengthProved)
            #expect(answer.requests == 1)
            #expect(
                answer.response.headers["content-encoding"] == nil
                    && answer.response.headers["content-type"] == "application/json")
        }
        await transport.shutdown()
        let log = try await server.log(of: 4)
        #expect(log.map(\.version) == [String](repeating: version, count: 4))
        #expect(Set(log.map(\.connection)).count == 1)
    }

    /// A lane of sixteen and 64 fetches, at a host that refuses more than so many streams at once; what nginx logged.
    private func lane(limit: Int) async throws -> [NginxServer.Line] {
        try await FakeUpstream.serving({ request in
            FakeAnswer(steps: [.wait(seconds: 0.1)] + FakeAnswer.json("[\"\(request.path)\"]").steps)
        }
        ) { slow in
            let server = try await NginxServer("limit_conn all \(limit); location / { proxy_pass \(slow.base); }")
            var settings = UpstreamSettings()
            settings.retries = 0
            var limits = Circuit.Limits()
            limits.failures = .max
            let upstreams = Upstreams(
                [upstream(server.base)], settings: settings, transport: LiveTransport(environment: server.trust),
                limits: limits, seed: 1)
            // With a connection that is there already all others are streams of it.
            _ = try await upstreams.fetch(Request("fake", path: "/first"))
            await withTaskGroup { group in
                for number in 0..<64 {
                    group.addTask {
                        let body = try? await upstreams.fetch(Request("fake", path: "/\(number)")).response.body
                        #expect(body == nil || body == Array("[\"/\(number)\"]".utf8))
                    }
                }
            }
            await upstreams.shutdown()
            return try await server.log(of: 65)
        }
    }

    @Test(
        """
        sixteen at once are streams of one connection, and never more than the lane's sixteen; a host that takes eight \
        refuses some
        """
    )
    func streams() async throws {
        let log = try await lane(limit: 16)
        #expect(log.map(\.status) == [Int](repeating: 200, count: 65))
        #expect(Set(log.map(\.version)) == ["HTTP/2.0"])
        #expect(Set(log.map(\.connection)).count == 1)
        #expect(Set(log.map(\.path)).count == 65)
        #expect(try await lane(limit: 8).contains { $0.status == 503 })
    }

    // MARK: How it ends

    @Test(
        """
        a stream that breaks, and one that is given up, are alone with it: the others of the connection are whole, and \
        it is kept
        """
    )
    func brokenStream() async throws {
        let routes = [
            FakeRoute("/cut", .shorterThanLength), FakeRoute("/stall", .stallInBody),
            FakeRoute("*", .json("[1]")),
        ]
        try await FakeUpstream.serving(routes) { origin in
            let server = try await NginxServer("location / { proxy_pass \(origin.base); proxy_buffering off; }")
            let transport = LiveTransport(environment: server.trust)
            let upstream = upstream(server.base)
            let hasty = self.upstream(server.base, deadline: 0.5)
            #expect(text(await exchange("/first", transport, upstream)) == "[1]")
            async let stalled = exchange("/stall", transport, hasty)
            let outcomes = await exchanges(["/a", "/cut", "/b", "/c"], transport, upstream)
            #expect(outcomes.map(text) == ["[1]", nil, "[1]", "[1]"])
            #expect(code(outcomes[1]) == .connectionLost, "\(outcomes)")
            #expect(code(await stalled) == .deadline)
            #expect(text(await exchange("/last", transport, upstream)) == "[1]")
            await transport.shutdown()
            let log = try await server.log(of: 7)
            #expect(log.count == 7 && Set(log.map(\.connection)).count == 1, "\(log)")
        }
    }

    @Test(
        "a server that dies fails each of its streams by itself, none is asked again, and other hosts are as they were")
    func killed() async throws {
        let server = try await NginxServer(
            """
            location /slow { alias files/numbers; limit_rate 1k; } location /count { return 200 $connection_requests; }
            """,
            files: ["numbers": Self.numbers])
        let other = try await NginxServer(Self.ok)
        let bundle = try TemporaryFolder("bundle")
        let both = try [server, other].map { try String(contentsOfFile: $0.authority.authorities, encoding: .utf8) }
            .joined()
        let transport = LiveTransport(environment: ["SSL_CERT_FILE": try bundle.write("both.pem", both)])
        let upstream = upstream(server.base)
        #expect(text(await exchange("/count", transport, upstream)) == "1")
        async let outcomes = exchanges([String](repeating: "/slow", count: 8), transport, upstream)
        // When nginx has counted them, and has answered once more, their heads are here too: they were sent before.
        var polls = 1
        while text(await exchange("/count", transport, upstream)) != "\(1 + 8 + polls)" { polls += 1 }
        #expect(text(await exchange("/count", transport, upstream)) == "\(1 + 8 + polls + 1)")
        server.kill()
        for outcome in await outcomes {
            #expect(code(outcome) == .connectionLost, "\(outcome)")
            if case .failure(let error) = outcome { #expect(error.attempts == 1) }
        }
        #expect(text(await exchange("/", transport, self.upstream(other.base))) == "[1]")
        #expect(code(await exchange("/count", transport, upstream)) == .unreachable)
        await transport.shutdown()
    }

    @Test(
        """
        a server that says goodbye after each few requests costs nothing: all are answered, over other connections, \
        and each request counts
        """
    )
    func goodbye() async throws {
        let server = try await NginxServer("keepalive_requests 3; \(Self.ok)")
        let transport = LiveTransport(environment: server.trust)
        var outcomes: [Outcome] = []
        for _ in 0..<10 { outcomes.append(await exchange("/", transport, upstream(server.base))) }
        await transport.shutdown()
        #expect(outcomes.map(text) == [String?](repeating: "[1]", count: 10))
        let log = try await server.log(of: 10)
        #expect(log.count == requests(outcomes))
        #expect(Set(log.map(\.connection)).count == 4)
    }

    @Test(
        "streams that a goodbye has refused are asked again by libcurl itself, answered once, and both requests count")
    func refusedStreams() async throws {
        let server = try await NginxServer("keepalive_requests 5; \(Self.ok)")
        var answered = 0
        var asked = 0
        // A volley goes out faster than the goodbye comes back; more than one where this machine is that slow.
        for _ in 0..<20 where asked == answered {
            let transport = LiveTransport(environment: server.trust)
            let first = await exchange("/", transport, upstream(server.base))
            let outcomes =
                [first] + (await exchanges([String](repeating: "/", count: 16), transport, upstream(server.base)))
            await transport.shutdown()
            #expect(outcomes.map(text) == [String?](repeating: "[1]", count: 17), "\(outcomes)")
            answered += 17
            asked += requests(outcomes)
        }
        // nginx logs what it answers, not what it refuses.
        #expect(try await server.log(of: answered).count == answered)
        #expect(asked > answered)
    }
}

@Suite("What the tests of TLS need")
struct SecureTransportToolTests {
    @Test("in CI nothing is left out for want of a program", .enabled(if: TestProgram.isCI))
    func present() {
        #expect(TestProgram.nginx != nil, "nginx is needed")
        #expect(TestProgram.openssl != nil, "openssl is needed")
    }
}
