#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The `errno` values that mean something here.
enum ErrorNumber {
    static let connectionReset = ECONNRESET
    static let connectionAborted = ECONNABORTED
    static let brokenPipe = EPIPE

    /// The system's words: `Connection refused`.
    static func words(_ number: CInt) -> String { String(cString: strerror(number)) }
}
