#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

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

    /// Exactly the bytes of a range.
    package func read(_ file: FileDescriptor, _ range: Range<Int64>) throws(SystemError) -> [UInt8] {
        var failure: Int32 = 0
        let wanted = Int(range.upperBound - range.lowerBound)
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            while count < wanted {
                let part = pread(file.number, buffer.baseAddress.map { $0 + count }, wanted - count, off_t(range.lowerBound) + off_t(count))
                if part > 0 {
                    count += part
                } else if part == 0 || errno != EINTR {
                    failure = part == 0 ? EIO : errno
                    return
                }
            }
        }
        guard bytes.count == wanted else { throw SystemError(call: .read, path: file.path, errno: failure) }
        return bytes
    }

    /// A whole small file; nil where there is nothing. What is no file, a link among them, is not read.
    package func contents(_ path: String) throws(SystemError) -> [UInt8]? {
        guard let (mode, length) = mode(path) else { return nil }
        guard mode & S_IFMT == S_IFREG else {
            throw SystemError(call: .open, path: absolute(path), errno: mode & S_IFMT == S_IFLNK ? ELOOP : EINVAL)
        }
        return try read(try openForReading(path), 0..<length)
    }

    /// The directory that holds a path; empty for one that stands in the root.
    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// An absolute path without symbolic links; nil where there is nothing.
    package static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// An absolute path without a slash at its end; a relative one stands under the working directory.
    package static func resolve(_ path: String) -> String {
        var absolute = path
        if !path.hasPrefix("/") {
            let here = getcwd(nil, 0)
            defer { free(here) }
            absolute = (here.map { String(cString: $0) } ?? "") + "/" + path
        }
        var parts: [Substring] = []
        for part in absolute.split(separator: "/") where part != "." {
            // `..` is the system's to follow: with symbolic links it is not the name before.
            parts.append(part)
        }
        return "/" + parts.joined(separator: "/")
    }
}
