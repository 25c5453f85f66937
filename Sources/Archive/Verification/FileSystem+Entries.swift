#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension FileSystem {
    /// Names in a directory, sorted; none where there is no directory.
    func entries(of path: String) throws(SystemError) -> [String] {
        let absolute = absolute(path)
        guard let directory = opendir(absolute) else {
            if errno == ENOENT || errno == ENOTDIR { return [] }
            throw SystemError(call: .open, path: absolute, errno: errno)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// A symbolic link to one is none.
    func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return lstat(absolute(path), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

extension SystemError {
    /// Nothing is there.
    var isAbsence: Bool { errno == ENOENT || errno == ENOTDIR }
}
