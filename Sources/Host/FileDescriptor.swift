/// An open file or directory; closed when nothing holds it any more.
package final class FileDescriptor: Sendable {
    package let number: Int32
    /// Absolute.
    package let path: String

    package init(_ number: Int32, path: String) {
        self.number = number
        self.path = path
    }

    deinit { close(number) }

    /// What it is, and how long; nil: the system does not say.
    package var status: (mode: mode_t, length: Int64)? {
        var status = stat()
        return fstat(number, &status) == 0 ? (status.st_mode, Int64(status.st_size)) : nil
    }

    /// Of a plain file, in bytes; nil of anything else.
    package var length: Int64? { status.flatMap { $0.mode & S_IFMT == S_IFREG ? $0.length : nil } }

    /// Exactly the bytes of a range.
    package func read(_ range: Range<Int64>) throws(SystemError) -> [UInt8] {
        var failure: Int32 = 0
        let wanted = Int(range.upperBound - range.lowerBound)
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            while count < wanted {
                let part = pread(
                    number, buffer.baseAddress.map { $0 + count }, wanted - count,
                    off_t(range.lowerBound) + off_t(count))
                if part > 0 {
                    count += part
                } else if part == 0 || errno != EINTR {
                    failure = part == 0 ? EIO : errno
                    return
                }
            }
        }
        guard bytes.count == wanted else { throw SystemError(call: .read, path: path, errno: failure) }
        return bytes
    }

    /// The names in a directory, sorted.
    package func names() throws(SystemError) -> [String] {
        // The stream closes the number that it is given.
        let copy = dup(number)
        guard copy >= 0, let directory = fdopendir(copy) else {
            let reason = errno
            if copy >= 0 { close(copy) }
            throw SystemError(call: .open, path: path, errno: reason)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
                    String(cString: $0)
                }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
