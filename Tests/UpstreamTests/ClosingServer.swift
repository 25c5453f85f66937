import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Takes connections on loopback, reads what comes first, and closes them: what a host does that refuses a client by how it speaks TLS.
final class ClosingServer: Sendable {
    let port: Int
    private let listener: Int32

    struct Fault: Error { let errno: Int32 }

    init() throws {
        #if canImport(Darwin)
            listener = socket(AF_INET, SOCK_STREAM, 0)
        #else
            listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard bound else { throw Fault(errno: errno) }
        port = Int(in_port_t(bigEndian: address.sin_port))
        Thread.run {
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                var bytes = [UInt8](repeating: 0, count: 4096)
                _ = recv(client, &bytes, bytes.count, 0)
                close(client)
            }
        }
    }

    /// Ends the thread: nobody is taken any more.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// A thread that waits in the system's calls and holds none of the pool's.
    private enum Thread {
        static func run(_ body: @escaping @Sendable () -> Void) {
            let box = Unmanaged.passRetained(Box(body))
            #if canImport(Darwin)
                var thread: pthread_t?
            #else
                var thread = pthread_t()
            #endif
            pthread_create(
                &thread, nil,
                { argument in
                    #if canImport(Darwin)
                        let box = Unmanaged<Box>.fromOpaque(argument)
                    #else
                        guard let argument else { return nil }
                        let box = Unmanaged<Box>.fromOpaque(argument)
                    #endif
                    box.takeRetainedValue().body()
                    return nil
                }, box.toOpaque())
        }

        private final class Box: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
    }
}
