import Foundation

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A port of loopback on which a test's own server takes one connection after the other, on a thread that holds none of
/// the pool's.
package final class LoopbackListener: Sendable {
    package struct Fault: Error { public let errno: Int32 }

    package let port: Int
    private let descriptor: Int32

    /// - Parameter talk: is handed each connection, which is closed afterwards.
    package init(_ talk: @escaping @Sendable (_ client: Int32) -> Void) throws {
        #if canImport(Darwin)
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw Fault(errno: errno) }
        (self.descriptor, port) = (descriptor, Int(in_port_t(bigEndian: address.sin_port)))
        Thread.detachNewThread {
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0 else { return }
                talk(client)
                close(client)
            }
        }
    }

    /// Ends the thread: nobody is taken any more. To be called once.
    package func stop() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }
}
