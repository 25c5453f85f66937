#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What the operating system said no with.
struct SystemFault: Error, Equatable {
    let number: Int32

    init(_ number: Int32) {
        self.number = number
    }

    /// `Permission denied`.
    var words: String { String(cString: strerror(number)) }
}
