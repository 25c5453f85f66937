import Host
import Synchronization
import Words

/// A file that a user has named, read whole: never more of it than a bound, and never for ever. It may be a link, a
/// pipe (`<(...)`), a terminal (`/dev/stdin`): what matters is what comes out of it. A signal that asks to stop ends
/// the reading.
struct NamedFile {
    enum Fault: Error, Equatable {
        case system(SystemFault)
        case tooLarge(limit: Int)
        /// Nothing came out of a pipe for so many seconds.
        case silent(seconds: Int)
        case stopped
        case utf16
        case notText

        /// `Permission denied`.
        var words: String {
            switch self {
            case .system(let fault): fault.reason
            case .tooLarge(let limit): "it is larger than \(Figures.bytes(limit)), which none of its kind is"
            case .silent(let seconds): "nothing has come out of it for \(seconds) s: nobody writes to it"
            case .stopped: "stopped before all of it had come"
            case .utf16: "it is UTF-16 text, not UTF-8: save it as UTF-8"
            case .notText: "it is not UTF-8 text"
            }
        }
    }

    let path: String
    /// Bytes that a file of its kind has at most.
    let limit: Int
    /// Seconds in which something has to come; a person at a terminal may think as long as he likes.
    var patience = 300.0

    /// A list of names, a jobs file, a unit of a scheduler.
    static let longest = 8 << 20
    private static let slice = 0.1

    func bytes() throws(Fault) -> [UInt8] {
        let file = try opened()
        let length = file.length
        guard length ?? 0 <= limit else { throw .tooLarge(limit: limit) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            if length == nil { try wait(file.number) }
            let count = buffer.withUnsafeMutableBytes { read(file.number, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            guard count > 0 else {
                if errno == EINTR || errno == EAGAIN { continue }
                throw .system(SystemFault(errno))
            }
            guard bytes.count + count <= limit else { throw .tooLarge(limit: limit) }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    /// The bytes as text, without the mark that some editors put before it.
    func text() throws(Fault) -> String {
        let bytes = try bytes()
        guard !Self.isUTF16(bytes) else { throw .utf16 }
        let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        // No text that anybody writes has a zero byte.
        guard !bytes.contains(0), let text = String(validating: isMarked ? bytes[3...] : bytes[...], as: UTF8.self)
        else { throw .notText }
        return text
    }

    /// By its mark, or by a zero byte beside each letter.
    private static func isUTF16(_ bytes: [UInt8]) -> Bool {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return true }
        let pairs = bytes.prefix(256)
        return pairs.count > 1
            && [0, 1].contains { zero in pairs.indices.allSatisfy { ($0 % 2 == zero) == (pairs[$0] == 0) } }
    }

    private func wait(_ descriptor: Int32) throws(Fault) {
        let isPatient = isatty(descriptor) == 1
        var waited = 0.0
        while true {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&entry, 1, Int32(Self.slice * 1000))
            if Signals.isStopping { throw .stopped }
            if ready > 0 { return }
            guard ready == 0 || errno == EINTR else { throw .system(SystemFault(errno)) }
            waited += Self.slice
            if waited >= patience, !isPatient { throw .silent(seconds: Int(patience)) }
        }
    }

    private func opened() throws(Fault) -> FileDescriptor {
        do { return try NamedPlace.open(path) } catch { throw .system(SystemFault(error.errno)) }
    }
}
