import Curl
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

/// Transfers by libcurl on one thread: bodies, connections that are kept, refusals, and what is given up.
@Suite("Transfers by libcurl", .timeLimit(.minutes(10)))
struct TransferEngineTests {
    @Test("a hundred at once come back, each with its own answer, over the connections of one thread")
    func many() async throws {
        try await FakeUpstream.serving({ .text($0.target) }) { server in
            let engine = TransferEngine()
            let texts = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for number in 0..<100 {
                    group.addTask {
                        let keeper = Keeper()
                        let end = try await engine.run(
                            Transfer("\(server.base)/\(number)", timeLimit: 60), into: keeper)
                        return (end.status, keeper.text)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(texts.allSatisfy { $0.0 == 200 })
            #expect(Set(texts.map(\.1)) == Set((0..<100).map { "/\($0)" }))
            await engine.shutdown()
        }
    }

    @Test("cancelling one ends it at once and no other; one that was cancelled before it began asks nothing")
    func cancelled() async throws {
        try await FakeUpstream.serving([FakeRoute("/stall", .stallInBody), FakeRoute("*", .text("well"))]) { server in
            let engine = TransferEngine()
            let stalled = Task {
                try await engine.run(Transfer("\(server.base)/stall", timeLimit: 1000), into: Keeper()).status
            }
            while server.requests.isEmpty { await Task.yield() }
            stalled.cancel()
            await #expect(throws: TransferError.cancelled) { try await stalled.value }
            let early = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await engine.run(Transfer("\(server.base)/early", timeLimit: 1000), into: Keeper()).status
            }
            await #expect(throws: TransferError.cancelled) { try await early.value }
            let well = try await engine.run(Transfer("\(server.base)/well", timeLimit: 60), into: Keeper())
            #expect(well.status == 200)
            #expect(server.requests.map(\.path) == ["/stall", "/well"])
            await engine.shutdown()
        }
    }

    @Test(
        """
        one that failed leaves nothing behind for the next: the second try of a name that nobody knows fails as the \
        first did
        """
    )
    func failedBefore() async throws {
        await TransferEngine.serving { engine in
            for _ in 0..<3 {
                let end = try? await engine.run(
                    Transfer("https://no-such-host.invalid/", timeLimit: 60), into: Keeper())
                #expect(end?.code == .hostNotFound, "\(String(describing: end))")
            }
        }
    }

    @Test("shutting down ends what is under way, and nothing begins afterwards")
    func shutdown() async throws {
        try await FakeUpstream.serving([FakeRoute("*", .stallBeforeHead)]) { server in
            let engine = TransferEngine()
            let stalled = Task {
                try await engine.run(Transfer("\(server.base)/", timeLimit: 1000), into: Keeper()).status
            }
            while server.requests.isEmpty { await Task.yield() }
            await engine.shutdown()
            await #expect(throws: TransferError.shutDown) { try await stalled.value }
            await engine.shutdown()
            await #expect(throws: TransferError.shutDown) {
                try await engine.run(Transfer("\(server.base)/", timeLimit: 10), into: Keeper()).status
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test("a receiver that refuses ends its transfer, and the next one is well")
    func refused() async throws {
        try await FakeUpstream.serving([FakeRoute("*", .text("well"))]) { server in
            let engine = TransferEngine()
            let end = try await engine.run(Transfer(server.base, timeLimit: 60), into: Keeper(refuses: true))
            #expect(end.code == .refusedByReceiver)
            let next = try await engine.run(Transfer(server.base, timeLimit: 60), into: Keeper())
            #expect(next.code == .ok)
            await engine.shutdown()
        }
    }

    @Test(
        "no protocol but HTTP's and the mail's, whatever the address says",
        arguments: ["file:///etc/passwd", "ftp://127.0.0.1:9/x"])
    func otherProtocols(_ url: String) async throws {
        let keeper = Keeper()
        let engine = TransferEngine()
        let end = try await engine.run(Transfer(url, timeLimit: 10), into: keeper)
        #expect(end.code == .unsupportedProtocol)
        #expect(keeper.text.isEmpty)
        await engine.shutdown()
    }

    @Test("a program that is started meanwhile does not get the connection")
    func privateSockets() async throws {
        try await FakeUpstream.serving([FakeRoute("*", .stallBeforeHead)]) { server in
            let engine = TransferEngine()
            let stalled = Task {
                try await engine.run(Transfer("\(server.base)/", timeLimit: 1000), into: Keeper()).status
            }
            while server.requests.isEmpty { await Task.yield() }
            let connections = (0..<4096).filter { Self.peerPort(of: $0) == server.port }
            #expect(connections.count == 1)
            for connection in connections { #expect(fcntl(connection, F_GETFD) & FD_CLOEXEC != 0) }
            stalled.cancel()
            _ = try? await stalled.value
            await engine.shutdown()
        }
    }

    /// The port at the other end of a descriptor that is a connection over IPv4.
    private static func peerPort(of descriptor: Int32) -> Int? {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &length) }
        }
        return code == 0 && Int32(address.sin_family) == AF_INET ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }
}

/// Keeps the body, or refuses it.
private final class Keeper: TransferReceiver {
    private let bytes = Mutex<[UInt8]>([])
    private let refuses: Bool

    init(refuses: Bool = false) {
        self.refuses = refuses
    }

    var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }

    func head(_ line: UnsafeRawBufferPointer) -> Bool { true }

    func body(_ new: UnsafeRawBufferPointer) -> Bool {
        bytes.withLock { $0.append(contentsOf: new) }
        return !refuses
    }
}
