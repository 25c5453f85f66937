import PluginTesting

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A connection over which a test sends and receives bytes as it likes, by calls that wait half a minute at the most.
/// It ends with the object.
final class RawClient: Sendable {
    /// How the receiving ended.
    enum Ending: Equatable {
        case enough
        case orderly
        case reset
        case failed(errno: Int32)
    }

    struct Refused: Error { let errno: Int32 }

    private let descriptor: Int32

    init(_ server: FakeUpstream) throws {
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        #if canImport(Darwin)
            var isOn: Int32 = 1
            setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
        #endif
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(server.port).bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        let code = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw Refused(errno: errno) }
    }

    deinit { close(descriptor) }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        #if canImport(Darwin)
            let flags: Int32 = 0
        #else
            let flags = Int32(MSG_NOSIGNAL)
        #endif
        _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, flags) }
    }

    /// So many bytes, or what comes before the end.
    func read(_ count: Int = .max) -> (text: String, ending: Ending) {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var failure: Int32 = 0
            let piece = [UInt8](unsafeUninitializedCapacity: min(count - bytes.count, 1 << 16)) { buffer, count in
                let result = recv(descriptor, buffer.baseAddress, buffer.count, 0)
                if result < 0 { failure = errno }
                count = max(result, 0)
            }
            bytes += piece
            guard piece.isEmpty else { continue }
            let ending: Ending = failure == 0 ? .orderly : failure == ECONNRESET ? .reset : .failed(errno: failure)
            return (String(decoding: bytes, as: UTF8.self), ending)
        }
        return (String(decoding: bytes, as: UTF8.self), .enough)
    }
}
