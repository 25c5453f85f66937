import Tabular

/// `exchanges.txt` in a folder of exchanges: what is true of all of them. One line so far: `now: 2026-11-23T22:00:00Z`.
enum ExchangeIndex {
    static let name = "exchanges.txt"

    /// Nil when there is no such file.
    static func now(in folder: String) throws(ExchangeError) -> Instant? {
        guard try FolderFiles.list(folder).contains(name) else { return nil }
        let path = folder + "/" + name
        var now: Instant?
        let text = String(decoding: try FolderFiles.read(path, atMost: 65_536), as: UTF8.self)
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard line.hasPrefix("now:"), let time = Instant(line.dropFirst(4).drop { $0 == " " }) else {
                throw ExchangeError(
                    .malformed, file: path, line: index + 1,
                    "the line has to be a time like now: 2026-11-23T22:00:00Z, or a # comment")
            }
            now = time
        }
        return now
    }

    static func write(now: Instant, to folder: String) throws(ExchangeError) {
        try FolderFiles.write(Array("now: \(now)\n".utf8), to: folder + "/" + name)
    }
}
