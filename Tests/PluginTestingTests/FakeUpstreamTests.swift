import Foundation
import PluginTesting
import Synchronization
import Testing

/// The fake upstream that providers are tested with: order, steps, resets, and what it keeps busy.
@Suite("The fake upstream", .timeLimit(.minutes(5)))
struct FakeUpstreamTests {
    private func answer(_ text: String) -> FakeAnswer { FakeAnswer(steps: [.send(Array(text.utf8))]) }

    @Test("answers requests that come together in their order, and those that follow on the same connection")
    func pipelined() async throws {
        let routes = [
            FakeRoute("/slow", FakeAnswer(steps: [.wait(seconds: 0.05), .send(Array("slow,".utf8))])),
            FakeRoute("/quick", answer("quick,")),
        ]
        try await FakeUpstream.serving(routes) { server in
            let client = try RawClient(server)
            client.write("GET /slow HTTP/1.1\r\n\r\nGET /quick HTTP/1.1\r\n\r\n")
            #expect(client.read(11).text == "slow,quick,")
            client.write("POST /quick HTTP/1.1\r\nContent-Length: 7\r\n\r\n{\"a\":1}")
            #expect(client.read(6).text == "quick,")
            #expect(server.requests.map(\.target) == ["/slow", "/quick", "/quick"])
            #expect(server.requests.map(\.number) == [1, 2, 3])
            #expect(server.requests.last?.body == Array(#"{"a":1}"#.utf8))
        }
    }

    @Test("records what a proxy is asked for as it came")
    func proxied() async throws {
        try await FakeUpstream.serving([FakeRoute("*", answer("."))]) { server in
            let client = try RawClient(server)
            for line in ["CONNECT example.com:443", "GET http://example.com/a?b=c"] {
                client.write("\(line) HTTP/1.1\r\nHost: example.com\r\n\r\n")
                #expect(client.read(1).text == ".")
            }
            #expect(
                server.requests.map { "\($0.method) \($0.target)" } == [
                    "CONNECT example.com:443", "GET http://example.com/a?b=c",
                ])
        }
    }

    @Test("plays the steps in order, byte for byte, and closes with an orderly end")
    func steps() async throws {
        let script = FakeAnswer(steps: [
            .send(Array("HTTP/0.9 what\n".utf8)), .wait(seconds: 0.01),
            .trickle(Array("ever".utf8), secondsBetween: 0.001), .send([]),
            .send(Array("!".utf8)), .close, .send(Array("never".utf8)),
        ])
        try await FakeUpstream.serving([FakeRoute("/", script)]) { server in
            let client = try RawClient(server)
            client.write("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n")
            #expect(client.read() == ("HTTP/0.9 what\never!", .orderly))
        }
    }

    @Test("resets a connection by RST, and closes one on a malformed request without recording it")
    func endings() async throws {
        try await FakeUpstream.serving([FakeRoute("*", .resetBeforeHead)]) { server in
            let reset = try RawClient(server)
            reset.write("GET / HTTP/1.1\r\n\r\n")
            #expect(reset.read() == ("", .reset))
            let malformed = try RawClient(server)
            malformed.write("GET /\r\nwhat else there may be\r\n\r\n")
            #expect(malformed.read() == ("", .orderly))
            #expect(server.requests.count == 1)
        }
    }

    @Test("sends more than the system takes at once")
    func large() async throws {
        let count = 16 << 20
        let routes = [
            FakeRoute(
                "/", FakeAnswer(steps: [.send([UInt8](repeating: 32, count: count)), .send(Array("end".utf8)), .close]))
        ]
        try await FakeUpstream.serving(routes) { server in
            let client = try RawClient(server)
            client.write("GET / HTTP/1.1\r\n\r\n")
            let (text, ending) = client.read()
            #expect(text.utf8.count == count + 3 && text.hasSuffix(" end") && ending == .orderly)
        }
    }

    @Test("asks for one answer after the other, and logs in that order, however many connections there are")
    func serialized() async throws {
        let asked = Mutex<[Int]>([])
        let atOnce = Mutex(0)
        try await FakeUpstream.serving(
            { request in
                let isAlone = atOnce.withLock { count in
                    count += 1
                    return count == 1
                }
                asked.withLock { $0.append(isAlone ? request.number : -1) }
                atOnce.withLock { $0 -= 1 }
                return FakeAnswer(steps: [.send([46])])
            },
            body: { server in
                let clients = try (0..<8).map { _ in try RawClient(server) }
                for turn in 0..<25 {
                    for (number, client) in clients.enumerated() {
                        client.write("GET /\(number)/\(turn) HTTP/1.1\r\n\r\n")
                    }
                }
                for client in clients { #expect(client.read(25).text.count == 25) }
                #expect(asked.withLock { $0 } == Array(1...200))
                #expect(server.requests.map(\.number) == Array(1...200))
                for number in clients.indices {
                    let own = server.requests.map(\.target).filter { $0.hasPrefix("/\(number)/") }
                    #expect(own == (0..<25).map { "/\(number)/\($0)" })
                }
            })
    }

    @Test("keeps none of Swift's threads: tasks go on while the closures of many servers wait for them")
    func poolStaysFree() async throws {
        let entered = Mutex(0)
        let isOpen = Mutex(false)
        var servers: [FakeUpstream] = []
        var clients: [RawClient] = []
        for _ in 0..<ProcessInfo.processInfo.activeProcessorCount * 2 {
            let server = try await FakeUpstream.start { _ in
                entered.withLock { $0 += 1 }
                while !isOpen.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.001) }
                return FakeAnswer(steps: [.send([46])])
            }
            servers.append(server)
            clients.append(try RawClient(server))
            clients.last?.write("GET / HTTP/1.1\r\n\r\n")
        }
        while entered.withLock({ $0 }) < servers.count { try await Task.sleep(for: .milliseconds(1)) }
        isOpen.withLock { $0 = true }
        for client in clients { #expect(client.read(1).text == ".") }
        for server in servers { try await server.stop() }
    }
}
