#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An open file or directory; closed when nothing holds it any more.
package final class FileDescriptor: Sendable {
    package let number: Int32
    /// Absolute.
    package let path: String

    package init(_ number: Int32, path: String) {
        self.number = number
        self.path = path
    }

    deinit { close(number) }
}
