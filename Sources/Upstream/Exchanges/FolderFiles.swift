import Host

/// The files of a folder of exchanges, with errors that say which.
enum FolderFiles {
    /// Paths of the ordinary files below a folder, relative to it, in the order of their bytes.
    static func list(_ folder: String) throws(ExchangeError) -> [String] {
        var paths: [String] = []
        try list(folder, below: "", into: &paths)
        return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func list(_ folder: String, below prefix: String, into paths: inout [String]) throws(ExchangeError) {
        let path = prefix.isEmpty ? folder : folder + "/" + prefix
        let names: [String]
        do { names = try NamedPlace.names(in: path) } catch {
            throw ExchangeError(.unreadable, file: path, "the folder cannot be read: \(error.reason)")
        }
        for name in names where !name.hasPrefix(".") {
            let relative = prefix.isEmpty ? name : prefix + "/" + name
            if NamedPlace.isDirectory(folder + "/" + relative) {
                try list(folder, below: relative, into: &paths)
            } else if NamedPlace.exists(folder + "/" + relative) {
                paths.append(relative)
            }
        }
    }

    /// Bytes of a recorded answer, at most.
    private static let longest: Int64 = 1 << 30

    static func isFile(_ path: String) -> Bool { NamedPlace.isFile(path) }

    /// The bytes from an offset on, at most so many.
    static func read(_ path: String, from offset: Int = 0, atMost limit: Int = .max) throws(ExchangeError) -> [UInt8] {
        let file = try naming(path, .unreadable) { () throws(SystemError) in try NamedPlace.open(path) }
        guard let length = file.length else {
            throw ExchangeError(.unreadable, file: path, "it is not an ordinary file")
        }
        let rest = max(0, length - Int64(offset))
        guard limit < .max || rest <= longest else {
            throw ExchangeError(.unreadable, file: path, "it is larger than \(longest >> 20) MiB, which no answer is")
        }
        let range = Int64(offset)..<Int64(offset) + min(rest, Int64(limit))
        return try naming(path, .unreadable) { () throws(SystemError) in try file.read(range) }
    }

    /// The file is there whole or not at all.
    static func write(_ bytes: [UInt8], to path: String) throws(ExchangeError) {
        try naming(path, .unwritable) { () throws(SystemError) in try NamedPlace.replace(path, with: bytes) }
    }

    static func makeFolder(_ path: String) throws(ExchangeError) {
        do { try NamedPlace.makeDirectory(HostPath.resolve(path)) } catch {
            throw ExchangeError(
                .unwritable, file: error.path,
                error.call == .mkdir ? "the folder cannot be made: \(error.reason)" : error.reason)
        }
    }

    private static func naming<T>(
        _ path: String, _ code: ExchangeError.Code, _ body: () throws(SystemError) -> T
    ) throws(ExchangeError) -> T {
        do { return try body() } catch { throw ExchangeError(code, file: path, error.reason) }
    }
}
