#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Directories, and files that are written whole, without Foundation.
enum FileBytes {
    /// Makes a directory and those above it. Their names are durable: an archive may be made beside it.
    static func makeDirectory(_ path: String) throws(SystemFault) {
        var made = ""
        for part in path.split(separator: "/") {
            let parent = made
            made += "/" + part
            guard mkdir(made, 0o777) != 0 else {
                try sync(parent + "/")
                continue
            }
            // Looking whether it is there has an error of its own.
            let fault = errno
            if fault != EEXIST, !isDirectory(made) { throw SystemFault(fault) }
        }
        guard isDirectory(path) else { throw SystemFault(ENOTDIR) }
        guard access(path, W_OK | X_OK) == 0 else { throw SystemFault(errno) }
    }

    private static func sync(_ directory: String) throws(SystemFault) {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFault(errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemFault(errno) }
    }

    /// The names in a directory, sorted; none of one that cannot be read.
    static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Writes a file beside its place and moves it there: whoever reads it sees the old or the new one, whole.
    static func replace(_ path: String, with text: String, mode: mode_t = 0o644) throws(SystemFault) {
        try replace(path, with: Array(text.utf8), mode: mode)
    }

    static func replace(_ path: String, with bytes: [UInt8], mode: mode_t = 0o644) throws(SystemFault) {
        let draft = "\(path).\(getpid()).tmp"
        // What a killed process of that number left goes; a link that somebody put there is not written through.
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw SystemFault(errno) }
        let fault = Terminal.write(bytes, to: descriptor)
        close(descriptor)
        if let fault {
            unlink(draft)
            throw fault
        }
        guard rename(draft, path) == 0 else {
            let fault = SystemFault(errno)
            unlink(draft)
            throw fault
        }
    }

    /// Whether a file can be put there: nothing is, or a file. A device or a pipe is not to be replaced by one.
    static func isFileOrFree(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0
    }

    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
