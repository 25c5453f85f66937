#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file for another program that only this user can read (0600), under a name that nobody can know before.
public struct PrivateFile: Sendable {
    /// Absolute where the folder was.
    public let path: String

    /// - Parameter folder: an existing folder, as a rule that of temporary files.
    /// - Throws: `PrivateFileError`.
    public init(_ bytes: [UInt8], in folder: String) throws(PrivateFileError) {
        var template = Array((folder.hasSuffix("/") ? folder : folder + "/").utf8.map { CChar(bitPattern: $0) })
        template += "penstock-XXXXXX".utf8.map { CChar(bitPattern: $0) } + [0]
        // mkstemp makes it with mode 0600, whatever the umask.
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw PrivateFileError(folder: folder, errno: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written) }
            if count > 0 {
                written += count
            } else if errno != EINTR {
                let error = PrivateFileError(folder: folder, errno: errno)
                close(descriptor)
                unlink(path)
                throw error
            }
        }
        close(descriptor)
    }

    public func remove() { unlink(path) }
}
