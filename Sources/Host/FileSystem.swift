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

extension FileSystem {
    /// Removes a directory that is empty, and those above it that become so. What has something in it stays.
    package func removeEmptyDirectories(_ path: String) throws(SystemError) {
        var path = path
        while !path.isEmpty, path != "/", try removeEmptyDirectory(path) { path = HostPath.parent(of: path) }
    }

    /// Removes a directory with all that is in it, the file `last` after all others. Links are removed, not followed.
    package func removeTree(_ path: String, last: String) throws(SystemError) {
        for name in try entries(of: path) where name != last {
            let entry = path + "/" + name
            if isDirectory(entry) { try removeTree(entry, last: last) } else { try remove(entry) }
        }
        try remove(path + "/" + last)
        _ = try removeEmptyDirectory(path)
    }

    /// False when there is none, or something is in it.
    private func removeEmptyDirectory(_ path: String) throws(SystemError) -> Bool {
        guard let place = try ifThere({ () throws(SystemError) in try self.place(path, .remove) }) else { return false }
        while calls.removeDirectory(place) != 0 {
            switch errno {
            case EINTR: continue
            // A directory that something is mounted on is not empty either, as far as this goes.
            case ENOENT, ENOTDIR, ENOTEMPTY, EEXIST, EBUSY: return false
            default: throw SystemError(call: .remove, path: place.path, errno: errno)
            }
        }
        return true
    }
}

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

/// The one way in which a small file takes the place of another.
extension FileSystem {
    /// Whole or not at all: a draft beside it, synced, renamed, its directory synced. What a killed process has left
    /// under the draft's name goes first, and a link that somebody has put there is not written through; a draft that
    /// does not become the file goes again.
    package func replace(_ path: String, with bytes: [UInt8], draft: String? = nil) throws(SystemError) {
        let draft = draft ?? path + ".new"
        do throws(SystemError) {
            try write(bytes, toDraft: draft)
            try rename(draft, to: path)
        } catch {
            _ = try? remove(draft)
            throw error
        }
        try syncDirectory(HostPath.parent(of: path))
    }

    /// The file is closed when this returns.
    private func write(_ bytes: [UInt8], toDraft path: String) throws(SystemError) {
        let file = try createOver(path)
        try write(bytes, to: file, at: 0)
        try syncData(file)
    }

    private func createOver(_ path: String) throws(SystemError) -> FileDescriptor {
        do {
            return try create(path)
        } catch {
            guard error.errno == EEXIST else { throw error }
            try remove(path)
            return try create(path)
        }
    }
}
