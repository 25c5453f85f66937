#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A temporary file that could not be made.
public struct PrivateFileError: Error, Hashable, Sendable, CustomStringConvertible {
    public let folder: String
    public let errno: Int32

    public var description: String {
        "no temporary file can be made in \(folder): \(String(cString: strerror(errno))). Free some space there, or set TMPDIR to a folder that this user may write to"
    }
}
