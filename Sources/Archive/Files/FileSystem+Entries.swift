#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension FileSystem {
    /// Names in a directory, sorted; none where there is no directory.
    package func entries(of path: String) throws(SystemError) -> [String] {
        guard let opened = try ifThere({ () throws(SystemError) in try openDirectory(path) }) else { return [] }
        // The stream closes the number that it is given.
        let number = dup(opened.number)
        guard number >= 0, let directory = fdopendir(number) else {
            let reason = errno
            if number >= 0 { close(number) }
            throw SystemError(call: .open, path: opened.path, errno: reason)
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
    package func isDirectory(_ path: String) -> Bool {
        mode(path).map { $0.mode & S_IFMT == S_IFDIR } ?? false
    }
}

extension SystemError {
    /// Nothing is there.
    package var isAbsence: Bool { errno == ENOENT || errno == ENOTDIR }
}
