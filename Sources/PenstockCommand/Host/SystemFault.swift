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

    /// Of an output that was written to: whoever started the program has closed it, where the system only says that a number is no file's.
    var wordsOfOutput: String { [EINVAL, EBADF].contains(number) ? "it is closed" : words }
}
