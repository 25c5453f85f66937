import TestWorld

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Takes connections on loopback, reads what comes first, and closes them: what a host does that refuses a client by
/// how it speaks TLS.
final class ClosingServer: Sendable {
    private let listener: LoopbackListener

    init() throws {
        listener = try LoopbackListener { client in
            var bytes = [UInt8](repeating: 0, count: 4096)
            _ = recv(client, &bytes, bytes.count, 0)
        }
    }

    var port: Int { listener.port }

    /// Nobody is taken any more.
    func stop() { listener.stop() }
}
