/// Looking at what stands in an archive, and reading it.
extension FileSystem {
    /// What stands at a path.
    package enum Entry: Hashable {
        /// Bytes.
        case file(length: Int64)
        case other
    }

    /// nil: nothing, as far as can be told.
    package func status(_ path: String) -> Entry? {
        guard let (mode, length) = mode(path) else { return nil }
        return mode & S_IFMT == S_IFREG ? .file(length: length) : .other
    }

    /// The length of a file in bytes; nil where there is no plain file.
    package func length(_ path: String) -> Int64? {
        guard case .file(let length) = status(path) else { return nil }
        return length
    }

    /// A whole small file; nil where there is nothing. What is no file, a link among them, is not read.
    package func contents(_ path: String) throws(SystemError) -> [UInt8]? {
        guard let (mode, length) = mode(path) else { return nil }
        guard mode & S_IFMT == S_IFREG else {
            throw SystemError(call: .open, path: absolute(path), errno: mode & S_IFMT == S_IFLNK ? ELOOP : EINVAL)
        }
        return try openForReading(path).read(0..<length)
    }

    /// Names in a directory, sorted; none where there is no directory.
    package func entries(of path: String) throws(SystemError) -> [String] {
        try ifThere { () throws(SystemError) in try openDirectory(path) }?.names() ?? []
    }

    /// A symbolic link to one is none.
    package func isDirectory(_ path: String) -> Bool {
        mode(path).map { $0.mode & S_IFMT == S_IFDIR } ?? false
    }
}
