/// A file or directory that somebody has named, wherever that is: links on the way to it are followed, as the system
/// follows them. What an archive has made below its own directory is reached by ``FileSystem`` alone, which follows
/// none. Paths are absolute.
package enum NamedPlace {
    // MARK: What stands there

    package static func exists(_ path: String) -> Bool { kind(path) != nil }

    package static func isDirectory(_ path: String) -> Bool { kind(path) == S_IFDIR }

    package static func isFile(_ path: String) -> Bool { kind(path) == S_IFREG }

    /// Whether a file can be put there: nothing is, or a file. A device or a pipe is not to be replaced by one.
    package static func isFileOrFree(_ path: String) -> Bool { kind(path).map { $0 == S_IFREG } ?? true }

    /// The nearest that exists: the path itself, or one above it.
    package static func nearest(_ path: String) -> String {
        var place = path
        while !exists(place), place != "/", !place.isEmpty { place = HostPath.parent(of: place) }
        return place
    }

    private static func kind(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    // MARK: Reading

    /// The names in a directory, sorted.
    package static func names(in directory: String) throws(SystemError) -> [String] {
        try FileSystem(root: directory).openDirectory("").names()
    }

    /// For reading, whatever it is; a pipe that nobody writes to is opened at once.
    package static func open(_ path: String) throws(SystemError) -> FileDescriptor {
        let number = systemOpen(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else { throw SystemError(call: .open, path: path, errno: errno) }
        return FileDescriptor(number, path: path)
    }

    // MARK: Writing

    /// Makes a directory and those above it that are missing, and their names durable: an archive may be made beside
    /// it. One that cannot be written is an error.
    package static func makeDirectory(_ path: String) throws(SystemError) {
        let disk = FileSystem(root: nearest(path), calls: HostCalls(directoryMode: 0o777))
        for changed in try disk.makeDirectories(path) { try disk.syncDirectory(changed) }
        guard isDirectory(path) else { throw SystemError(call: .mkdir, path: path, errno: ENOTDIR) }
        guard access(path, W_OK | X_OK) == 0 else { throw SystemError(call: .open, path: path, errno: errno) }
    }

    /// Puts a file there, whole or not at all and durably (``FileSystem/replace(_:with:draft:)``). Two processes may do
    /// so at once.
    package static func replace(_ path: String, with bytes: [UInt8], mode: mode_t = 0o644) throws(SystemError) {
        let name = HostPath.name(of: path)
        let disk = FileSystem(root: HostPath.parent(of: path), calls: HostCalls(fileMode: mode))
        try disk.replace(name, with: bytes, draft: "\(name).\(getpid()).tmp")
    }

    package static func replace(_ path: String, with text: String, mode: mode_t = 0o644) throws(SystemError) {
        try replace(path, with: Array(text.utf8), mode: mode)
    }
}

private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }
