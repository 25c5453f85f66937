import Foundation
import PluginTesting
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a fake upstream leaves behind. Each test is in a process of its own, where nothing else opens and closes
/// descriptors, begins threads or handles signals.
@Suite("What a fake upstream leaves behind", .timeLimit(.minutes(5)))
struct LeftoverTests {
    @Test("is nothing, whatever each connection was at when it was stopped, and its peer sees the end")
    func stopped() async {
        await #expect(processExitsWith: .success) {
            let before = OpenSockets.all()
            let routes = [
                FakeRoute("/stall", .stallInBody),
                FakeRoute("/wait", FakeAnswer(steps: [.send([46]), .wait(seconds: 3600)])),
                FakeRoute("/trickle", .trickled(secondsBetween: 3600)),
                FakeRoute("/quick", .trickled(secondsBetween: 0)),
                FakeRoute("/unread", FakeAnswer(steps: [.send([UInt8](repeating: 46, count: 1 << 26))])),
                FakeRoute("/kept", .json("{}")),
            ]
            let server = try await FakeUpstream.start(routes)
            var clients: [RawClient] = []
            for route in routes {
                let client = try RawClient(server)
                client.write("GET \(route.path) HTTP/1.1\r\n\r\n")
                #expect(client.read(1).ending == .enough)
                clients.append(client)
            }
            let silent = try RawClient(server)
            silent.write("GET / HTT")
            #expect(OpenSockets.all().count >= before.count + 2 * clients.count)
            try await server.stop()
            try await server.stop()
            for client in clients + [silent] { #expect([.orderly, .reset].contains(client.read().ending)) }
            #expect(throws: RawClient.Refused.self) { try RawClient(server) }
            clients = []
            #expect(OpenSockets.all().subtracting(before).count <= 1, "the silent client's own")
        }
    }

    #if os(Linux)
        @Test("is no thread")
        func threads() async {
            await #expect(processExitsWith: .success) {
                @Sendable func threads() throws -> Int {
                    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
                }
                let before = try threads()
                var servers: [FakeUpstream] = []
                for _ in 0..<64 { servers.append(try await FakeUpstream.start([])) }
                #expect(try threads() >= before + 64)
                for server in servers { try await server.stop() }
                // The last may still be on its way out; Swift's own come when they are needed.
                #expect(try await becomes { try threads() <= before + 16 })
            }
        }
    #endif

    @Test("is no descriptor in a program that was begun meanwhile")
    func closedOnExec() async {
        await #expect(processExitsWith: .success) {
            let before = OpenSockets.all()
            try await FakeUpstream.serving([FakeRoute("/", .json("{}"))]) { server in
                let client = try RawClient(server)
                client.write("GET / HTTP/1.1\r\n\r\n")
                #expect(client.read(1).ending == .enough)
                let own = OpenSockets.all().subtracting(before)
                #expect(own.count >= 5, "the client, its connection, the listener and two for the stop")
                #expect(own.allSatisfy { fcntl($0, F_GETFD) & FD_CLOEXEC != 0 })
            }
        }
    }

    @Test("is no SIGPIPE when the peer goes while it is answered")
    func brokenPipe() async {
        await #expect(processExitsWith: .success) {
            signal(SIGPIPE, SIG_DFL)
            let client = Mutex<RawClient?>(nil)
            let answer = FakeAnswer(steps: [FakeAnswer.Step](repeating: .send([46]), count: 3))
            try await FakeUpstream.serving(
                { request in
                    if request.path == "/last" { client.withLock { $0 = nil } }
                    return answer
                },
                body: { server in
                    client.withLock { $0 = try? RawClient(server) }
                    client.withLock { $0?.write("GET /last HTTP/1.1\r\n\r\n") }
                    while client.withLock({ $0 != nil }) { try await Task.sleep(for: .milliseconds(1)) }
                    let next = try RawClient(server)
                    next.write("GET /next HTTP/1.1\r\n\r\n")
                    #expect(next.read(3) == ("...", .enough))
                })
        }
    }
}

/// What this process has open. Whether something becomes so: looked at until it is, for a minute at most, so that what
/// never does fails and waits for nobody.
private func becomes(_ condition: () throws -> Bool) async throws -> Bool {
    for _ in 0..<6_000 {
        if try condition() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return try condition()
}

/// All that a fake has open are sockets; what else a process has open, its runtime opens when it likes.
private enum OpenSockets {
    static func all() -> Set<Int32> {
        Set(
            (0..<4096).filter { descriptor in
                var status = stat()
                return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
            })
    }
}
