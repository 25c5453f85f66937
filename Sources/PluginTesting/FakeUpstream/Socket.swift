import Host

/// A socket that never blocks, raises no SIGPIPE and ends with an exec; closed when nothing holds it any more.
final class Socket: Sendable {
    enum Received {
        case bytes([UInt8])
        case nothing
        /// The peer has closed the connection, or it is lost.
        case end
    }

    private let descriptor: Int32

    /// Takes over what a system call has returned.
    private init(_ descriptor: Int32, from call: String) throws(SocketError) {
        guard descriptor >= 0 else { throw SocketError(call) }
        self.descriptor = descriptor
        guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0, fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else {
            throw SocketError("fcntl")
        }
        #if canImport(Darwin)
            set(SO_NOSIGPIPE, at: SOL_SOCKET, to: Int32(1))
        #endif
    }

    deinit { close(descriptor) }

    /// Listens on a port of 127.0.0.1 that the system chooses.
    static func listening() throws(SocketError) -> Socket {
        let socket = try Socket(socket(AF_INET, stream, 0), from: "socket")
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        let isBound = socket.withGeneric(&address) { bind(socket.descriptor, $0, $1.pointee) == 0 }
        guard isBound else { throw SocketError("bind") }
        guard listen(socket.descriptor, Int32(SOMAXCONN)) == 0 else { throw SocketError("listen") }
        return socket
    }

    /// Two that are connected with each other.
    static func pair() throws(SocketError) -> (Socket, Socket) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, stream, 0, &ends) == 0 else { throw SocketError("socketpair") }
        return (try Socket(ends[0], from: "socketpair"), try Socket(ends[1], from: "socketpair"))
    }

    func port() throws(SocketError) -> Int {
        var address = sockaddr_in()
        let isKnown = withGeneric(&address) { getsockname(descriptor, $0, $1) == 0 }
        guard isKnown else { throw SocketError("getsockname") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// The next connection that waits.
    func accepted() -> Socket? {
        guard let socket = try? Socket(accept(descriptor, nil, nil), from: "accept") else { return nil }
        // Every byte goes when it is sent, not together with the next.
        socket.set(TCP_NODELAY, at: Int32(IPPROTO_TCP), to: Int32(1))
        return socket
    }

    /// Waits until one of them has something to receive, or room for what is to be sent where that is asked for; says
    /// which have.
    static func wait(for sockets: [(socket: Socket, needsRoom: Bool)], until due: ContinuousClock.Instant?) -> [Bool] {
        var entries = sockets.map { socket, needsRoom in
            pollfd(fd: socket.descriptor, events: Int16(needsRoom ? POLLIN | POLLOUT : POLLIN), revents: 0)
        }
        poll(&entries, nfds_t(entries.count), due.map(milliseconds) ?? -1)
        return entries.map { $0.revents != 0 }
    }

    /// A minute at the most.
    private static func milliseconds(until due: ContinuousClock.Instant) -> Int32 {
        let wait = min(max(ContinuousClock.now.duration(to: due), .zero), .seconds(60))
        return Int32((wait / .milliseconds(1)).rounded(.up))
    }

    func receive() -> Received {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
            let result = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if result < 0 { failure = errno }
            count = max(result, 0)
        }
        if Self.isPassing(failure) { return .nothing }
        return bytes.isEmpty ? .end : .bytes(bytes)
    }

    /// How many of the bytes the system has taken; nil when the connection is lost.
    func send(_ bytes: ArraySlice<UInt8>) -> Int? {
        #if canImport(Darwin)
            let flags: Int32 = 0
        #else
            let flags = Int32(MSG_NOSIGNAL)
        #endif
        let result = bytes.withUnsafeBytes { transmit(descriptor, $0.baseAddress, $0.count, flags) }
        if result < 0 { return Self.isPassing(errno) ? 0 : nil }
        return result
    }

    /// An orderly end: what was sent arrives, then the end.
    func endSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Closing will be a reset.
    func resetOnClose() {
        set(SO_LINGER, at: SOL_SOCKET, to: linger(l_onoff: 1, l_linger: 0))
    }

    private func set<Value: BitwiseCopyable>(_ option: Int32, at level: Int32, to value: Value) {
        withUnsafeBytes(of: value) { _ = setsockopt(descriptor, level, option, $0.baseAddress, socklen_t($0.count)) }
    }

    private func withGeneric<Result>(
        _ address: inout sockaddr_in,
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
    ) -> Result {
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
        }
    }

    /// Nothing is lost: it did not come to it now.
    private static func isPassing(_ code: Int32) -> Bool { code == EAGAIN || code == EWOULDBLOCK || code == EINTR }
}

/// A system call on a socket, or for the thread that serves it, that failed.
struct SocketError: Error, CustomStringConvertible {
    let call: String
    let code: Int32

    init(_ call: String, code: Int32 = errno) {
        self.call = call
        self.code = code
    }

    var description: String { "The fake upstream cannot serve on 127.0.0.1: \(call): \(SystemFault(code).reason)" }
}

#if canImport(Glibc)
    private let stream = Int32(SOCK_STREAM.rawValue)
#else
    private let stream = SOCK_STREAM
#endif

/// Under a name that `Socket` does not hide.
private func transmit(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
    send(descriptor, bytes, count, flags)
}
