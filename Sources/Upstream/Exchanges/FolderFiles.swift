#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The few file calls that exchanges need.
enum FolderFiles {
    /// Paths of the ordinary files below a folder, relative to it, in the order of their bytes.
    static func list(_ folder: String) throws(ExchangeError) -> [String] {
        var paths: [String] = []
        try list(folder, below: "", into: &paths)
        return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func list(_ folder: String, below prefix: String, into paths: inout [String]) throws(ExchangeError) {
        let path = prefix.isEmpty ? folder : folder + "/" + prefix
        guard let stream = opendir(path) else { throw ExchangeError(.unreadable, file: path, "the folder cannot be read: \(reason())") }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            guard !name.hasPrefix(".") else { continue }
            let relative = prefix.isEmpty ? name : prefix + "/" + name
            var status = stat()
            guard stat(folder + "/" + relative, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR { try list(folder, below: relative, into: &paths) } else { paths.append(relative) }
        }
    }

    /// Bytes of a recorded answer, at most.
    private static let longest = 1 << 30

    static func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// The bytes from an offset on, at most so many.
    static func read(_ path: String, from offset: Int = 0, atMost limit: Int = .max) throws(ExchangeError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw ExchangeError(.unreadable, file: path, reason()) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw ExchangeError(.unreadable, file: path, "it is not an ordinary file")
        }
        guard limit < .max || Int(status.st_size) - offset <= longest else {
            throw ExchangeError(.unreadable, file: path, "it is larger than \(longest >> 20) MiB, which no answer is")
        }
        let wanted = max(0, min(limit, Int(status.st_size) - offset))
        var failure: String?
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            while count < wanted, let base = buffer.baseAddress {
                let got = pread(descriptor, base + count, wanted - count, off_t(offset + count))
                if got < 0 {
                    if errno == EINTR { continue }
                    failure = reason()
                }
                guard got > 0 else { break }
                count += got
            }
        }
        if let failure { throw ExchangeError(.unreadable, file: path, failure) }
        return bytes
    }

    /// The file is there whole or not at all.
    static func write(_ bytes: [UInt8], to path: String) throws(ExchangeError) {
        let draft = path + ".part"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ExchangeError(.unwritable, file: draft, reason()) }
        var written = 0
        var failure: String?
        bytes.withUnsafeBytes { buffer in
            while written < buffer.count, failure == nil, let base = buffer.baseAddress {
                #if canImport(Glibc)
                    let count = Glibc.write(descriptor, base + written, buffer.count - written)
                #elseif canImport(Musl)
                    let count = Musl.write(descriptor, base + written, buffer.count - written)
                #else
                    let count = Darwin.write(descriptor, base + written, buffer.count - written)
                #endif
                if count >= 0 { written += count } else if errno != EINTR { failure = reason() }
            }
        }
        if close(descriptor) != 0, failure == nil { failure = reason() }
        if failure == nil, rename(draft, path) != 0 { failure = reason() }
        guard let failure else { return }
        unlink(draft)
        throw ExchangeError(.unwritable, file: path, failure)
    }

    static func makeFolder(_ path: String) throws(ExchangeError) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/" + part
            guard mkdir(made, 0o755) != 0, errno != EEXIST else { continue }
            throw ExchangeError(.unwritable, file: made, "the folder cannot be made: \(reason())")
        }
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
