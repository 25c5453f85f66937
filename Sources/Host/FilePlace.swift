/// Where something stands or is to stand: a name in a directory that is open. No link on the way to it was followed,
/// and none that has its name is, so that nobody who may write into an archive can have another file written.
package struct FilePlace: Sendable {
    package let directory: FileDescriptor
    package let name: String

    /// Absolute.
    package var path: String { directory.path == "/" ? "/" + name : directory.path + "/" + name }
}

extension FileSystem {
    /// The place of a path. Below the root no link is followed; the root itself, and what its owner has put elsewhere
    /// (a database that `--db-path` named), may be reached by links.
    package func place(_ path: String, _ call: SystemError.Call) throws(SystemError) -> FilePlace {
        let absolute = absolute(path)
        guard let parts = inside(absolute), let name = parts.last else {
            let parent = HostPath.parent(of: absolute)
            return FilePlace(
                directory: try openOwn(parent.isEmpty ? "/" : parent, for: call),
                name: String(
                    absolute[(absolute.lastIndex(of: "/").map(absolute.index(after:)) ?? absolute.startIndex)...]))
        }
        var directory = try openOwn(root, for: call)
        for part in parts.dropLast() {
            directory = try openBelow(FilePlace(directory: directory, name: String(part)), for: call)
        }
        return FilePlace(directory: directory, name: String(name))
    }

    /// A directory for reading its names or for syncing them.
    package func openDirectory(_ path: String) throws(SystemError) -> FileDescriptor {
        let absolute = absolute(path)
        guard inside(absolute) != nil else { return try openOwn(absolute, for: .open) }
        return try openBelow(try place(path, .open), for: .open)
    }

    /// What stands at a path, without following a link; nil: nothing, as far as can be told.
    package func mode(_ path: String) -> (mode: mode_t, length: Int64)? {
        var status = stat()
        if absolute(path) == root {
            guard lstat(root, &status) == 0 else { return nil }
        } else {
            do {
                let place = try place(path, .stat)
                guard fstatat(place.directory.number, place.name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
            } catch {
                // Behind a link something may stand, and it is not the archive's.
                return error.errno == ELOOP ? (mode_t(S_IFLNK), 0) : nil
            }
        }
        return (status.st_mode, Int64(status.st_size))
    }

    /// Why nothing can be told of what stands at a path: this user may not enter a directory on the way to it. nil: it
    /// can be told.
    package func refusal(_ path: String) -> SystemError? {
        do {
            let place = try place(path, .stat)
            var status = stat()
            guard fstatat(place.directory.number, place.name, &status, AT_SYMLINK_NOFOLLOW) != 0,
                errno == EACCES || errno == EPERM
            else {
                return nil
            }
            return SystemError(call: .stat, path: place.path, errno: errno)
        } catch {
            return error.isRefusal ? error : nil
        }
    }

    /// The parts of a path below the root; nil: it is the root, or stands elsewhere.
    private func inside(_ absolute: String) -> [Substring]? {
        let prefix = root == "/" ? root : root + "/"
        guard absolute.hasPrefix(prefix) else { return nil }
        let parts = absolute.dropFirst(prefix.count).split(separator: "/").filter { $0 != "." }
        return parts.isEmpty || parts.contains("..") ? nil : parts
    }

    /// A directory that a user has named.
    private func openOwn(_ path: String, for call: SystemError.Call) throws(SystemError) -> FileDescriptor {
        let number = systemOpen(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { throw SystemError(call: call, path: path, errno: errno) }
        return FileDescriptor(number, path: path)
    }

    private func openBelow(_ place: FilePlace, for call: SystemError.Call) throws(SystemError) -> FileDescriptor {
        let number = systemOpen(place, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard number >= 0 else {
            let reason = errno
            var status = stat()
            let isLink =
                fstatat(place.directory.number, place.name, &status, AT_SYMLINK_NOFOLLOW) == 0
                && status.st_mode & S_IFMT == S_IFLNK
            throw SystemError(call: call, path: place.path, errno: isLink ? ELOOP : reason)
        }
        return FileDescriptor(number, path: place.path)
    }
}

private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }
private func systemOpen(_ place: FilePlace, _ flags: Int32) -> Int32 {
    openat(place.directory.number, place.name, flags)
}
