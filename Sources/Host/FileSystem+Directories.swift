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
