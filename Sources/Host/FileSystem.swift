/// Files below one directory, by relative path; no link below it is followed (``FilePlace``). Interrupted calls are
/// made again, short writes go on; every error says which call on what.
package struct FileSystem: Sendable {
    /// Absolute, without a slash at its end.
    package let root: String
    package let calls: any SystemCalls

    package init(root: String, calls: any SystemCalls = HostCalls()) {
        self.root = root
        self.calls = calls
    }

    package func absolute(_ path: String) -> String {
        path.isEmpty ? root : path.hasPrefix("/") ? path : root + "/" + path
    }

    /// For reading and writing a file that is there.
    package func openForWriting(_ path: String) throws(SystemError) -> FileDescriptor { try open(path, O_RDWR, .open) }

    /// A new file; fails where anything is at the path.
    package func create(_ path: String) throws(SystemError) -> FileDescriptor {
        try open(path, O_RDWR | O_CREAT | O_EXCL, .create)
    }

    /// An empty file, whatever was at the path; for names that are the archive's own.
    package func createAnew(_ path: String) throws(SystemError) -> FileDescriptor {
        try open(path, O_RDWR | O_CREAT | O_TRUNC, .create)
    }

    /// A file that is made when it is not there.
    package func openOrCreate(_ path: String) throws(SystemError) -> FileDescriptor {
        try open(path, O_RDWR | O_CREAT, .open)
    }

    package func openForReading(_ path: String) throws(SystemError) -> FileDescriptor {
        let place = try place(path, .open)
        let number = HostCalls().open(place, O_RDONLY)
        guard number >= 0 else { throw SystemError(call: .open, path: place.path, errno: errno) }
        return try plain(FileDescriptor(number, path: place.path))
    }

    package func write(_ bytes: [UInt8], to file: FileDescriptor, at offset: Int64) throws(SystemError) {
        let failure = bytes.withUnsafeBytes { buffer -> Int32 in
            var done = 0
            while done < buffer.count {
                let count = calls.write(
                    file.number, UnsafeRawBufferPointer(rebasing: buffer[done...]), at: offset + Int64(done))
                if count > 0 {
                    done += count
                } else if count == 0 || errno != EINTR {
                    return count == 0 ? EIO : errno
                }
            }
            return 0
        }
        guard failure == 0 else { throw SystemError(call: .write, path: file.path, errno: failure) }
    }

    package func truncate(_ file: FileDescriptor, to length: Int64) throws(SystemError) {
        try check(.truncate, file.path) { calls.truncate(file.number, to: length) }
    }

    package func syncData(_ file: FileDescriptor) throws(SystemError) {
        // A sync that failed is not made again: the kernel may have dropped the pages and would report success.
        guard calls.syncData(file.number) == 0 else { throw SystemError(call: .sync, path: file.path, errno: errno) }
    }

    /// False where the system has no such call.
    package func syncAll(_ directory: FileDescriptor) throws(SystemError) -> Bool {
        guard let result = calls.syncAll(directory.number) else { return false }
        guard result == 0 else { throw SystemError(call: .sync, path: directory.path, errno: errno) }
        return true
    }

    /// Makes the entries of a directory durable.
    package func syncDirectory(_ path: String) throws(SystemError) {
        let directory = try openDirectory(path)
        guard calls.syncDirectory(directory.number) == 0 else {
            throw SystemError(call: .sync, path: directory.path, errno: errno)
        }
    }

    package func rename(_ old: String, to new: String) throws(SystemError) {
        let (old, new) = (try place(old, .rename), try place(new, .rename))
        try check(.rename, old.path) { calls.rename(old, to: new) }
    }

    /// nil where something on the way is not there.
    package func ifThere<T>(_ body: () throws(SystemError) -> T) throws(SystemError) -> T? {
        do {
            return try body()
        } catch {
            if error.isAbsence { return nil }
            throw error
        }
    }

    /// Removes a file; one that is not there is no error. Says whether there was one.
    @discardableResult
    package func remove(_ path: String) throws(SystemError) -> Bool {
        guard let place = try ifThere({ () throws(SystemError) in try self.place(path, .remove) }) else { return false }
        while calls.remove(place) != 0 {
            if errno == ENOENT || errno == ENOTDIR { return false }
            if errno != EINTR { throw SystemError(call: .remove, path: place.path, errno: errno) }
        }
        return true
    }

    /// Makes a directory and those above it that are missing. Returns the directories that got a new entry.
    package func makeDirectories(_ path: String) throws(SystemError) -> [String] {
        guard !path.isEmpty, path != "/", status(path) == nil else { return [] }
        let parent = HostPath.parent(of: path)
        var changed = try makeDirectories(parent)
        let place = try place(path, .mkdir)
        guard calls.makeDirectory(place) == 0 || errno == EEXIST else {
            throw SystemError(call: .mkdir, path: place.path, errno: errno)
        }
        changed.append(parent)
        return changed
    }

    private func open(_ path: String, _ flags: Int32, _ call: SystemError.Call) throws(SystemError) -> FileDescriptor {
        let place = try place(path, call)
        while true {
            let number = calls.open(place, flags)
            if number >= 0 { return try plain(FileDescriptor(number, path: place.path)) }
            if errno != EINTR { throw SystemError(call: call, path: place.path, errno: errno) }
        }
    }

    /// A pipe, a device or a directory is no file of an archive.
    private func plain(_ file: FileDescriptor) throws(SystemError) -> FileDescriptor {
        var status = stat()
        guard fstat(file.number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw SystemError(call: .open, path: file.path, errno: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
        }
        return file
    }

    private func check(_ call: SystemError.Call, _ path: String, _ body: () -> Int32) throws(SystemError) {
        while body() != 0 {
            if errno != EINTR { throw SystemError(call: call, path: path, errno: errno) }
        }
    }
}
