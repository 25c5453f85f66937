import Curl
import Gzip
import Synchronization
import Tabular

/// Gathers one answer as it comes over the wire, on the engine's thread; when it has ended, whoever waited for it
/// inflates what travelled as gzip.
///
/// What it may hold is checked here and nowhere else: bytes on the wire and inflated, the head's size, the encoding,
/// and that a gzip body ends where its checksum says.
final class AnswerCollector: TransferReceiver {
    enum Fault: Error, Hashable {
        case tooLarge(String)
        case headTooLarge
        case unknownEncoding(String)
        case damagedGzip(String)
        /// zlib could not work; it says nothing about the bytes.
        case zlib(String)
    }

    private struct State {
        var head = AnswerHead()
        var headBytes = 0
        var isHeadOver = false
        var body: [UInt8] = []
        var isGzip = false
        var fault: Fault?
    }

    /// Far more than any server needs.
    private static let headLimit = 256 << 10

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: bytes of the body, on the wire and inflated.
    init(limit: Int) {
        self.limit = limit
    }

    var fault: Fault? { state.withLock { $0.fault } }

    func head(_ line: UnsafeRawBufferPointer) -> Bool {
        state.withLock { state in
            if line.starts(with: "HTTP/".utf8) {
                // The answer behind an interim one begins anew.
                state.head = AnswerHead()
                state.isHeadOver = false
            }
            // Fields behind the body come late: nothing that was said before is taken back by them.
            guard !state.isHeadOver else { return true }
            state.headBytes += line.count
            guard state.headBytes <= Self.headLimit else {
                state.fault = .headTooLarge
                return false
            }
            let text = line.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
            guard text.isEmpty else {
                state.head.add(String(decoding: text, as: UTF8.self))
                return true
            }
            state.isHeadOver = true
            state.fault = begin(&state)
            return state.fault == nil
        }
    }

    func body(_ bytes: UnsafeRawBufferPointer) -> Bool {
        state.withLock { state in
            guard state.body.count + bytes.count <= limit else {
                state.fault = .tooLarge("more than \(limit) bytes on the wire")
                return false
            }
            state.body.append(contentsOf: bytes)
            return true
        }
    }

    /// The answer, when the transfer has ended well. Throws a `Fault` where the body is not whole.
    func answer(_ end: TransferEnd, requests: Int, received: Instant) throws(Fault) -> Answer {
        let (head, sent, isGzip) = state.withLock { state in
            defer { state.body = [] }
            return (state.head, state.body, state.isGzip)
        }
        return Answer(
            status: end.status, headers: head.lasting, body: isGzip ? try GzipBody.inflated(sent, limit: limit) : sent,
            received: received,
            wireBytes: sent.count, requests: requests,
            isLengthProved: end.hasFrames || head.tellsLength || end.status == 204 || end.status == 304)
    }

    /// Where a redirect leads.
    var location: String? { state.withLock { $0.head["location"] } }

    /// The head is whole: what it says of the body.
    private func begin(_ state: inout State) -> Fault? {
        let encodings = (state.head["content-encoding"] ?? "").lowercased().split { $0 == "," || $0 == " " }.filter {
            $0 != "identity"
        }
        if let unknown = encodings.first(where: { $0 != "gzip" && $0 != "x-gzip" }) ?? encodings.dropFirst().first {
            return .unknownEncoding(String(unknown))
        }
        let length = state.head["content-length"].flatMap { Int($0) } ?? 0
        guard length <= limit else { return .tooLarge("more than \(limit) bytes") }
        state.body.reserveCapacity(length)
        state.isGzip = !encodings.isEmpty
        return nil
    }
}

/// The fields of a head.
private struct AnswerHead {
    /// Fields that tell how the body travelled; when they are shown to anybody it is inflated and whole.
    private static let travelling: Set<String> = [
        "content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive",
    ]

    private var fields: [String: String] = [:]
    private var last: String?

    subscript(name: String) -> String? { fields[name] }

    var tellsLength: Bool {
        ["content-length", "transfer-encoding", "content-encoding"].contains { fields[$0] != nil }
    }

    /// Lower-case names; repeated fields are joined by a comma and a space.
    var lasting: [String: String] { fields.filter { !Self.travelling.contains($0.key) } }

    /// A line without its end; the status line has no colon before its first space.
    mutating func add(_ line: String) {
        if line.first == " " || line.first == "\t" {
            if let last { fields[last, default: ""] += " " + Self.trimmed(line[...]) }
            return
        }
        guard !line.hasPrefix("HTTP/"), let colon = line.firstIndex(of: ":") else { return }
        let name = line[..<colon].lowercased()
        let value = Self.trimmed(line[line.index(after: colon)...])
        fields[name] = fields[name].map { $0 + ", " + value } ?? value
        last = name
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }
}

/// A body that travels as gzip: one member or several, and nothing behind them. An empty one is empty.
private enum GzipBody {
    private static let pieceBytes = 128 << 10

    static func inflated(_ bytes: [UInt8], limit: Int) throws(AnswerCollector.Fault) -> [UInt8] {
        do {
            return try bytes.withUnsafeBufferPointer { try inflated($0, limit: limit) }
        } catch let fault as AnswerCollector.Fault {
            throw fault
        } catch {
            throw .zlib("\(error)")
        }
    }

    private static func inflated(_ input: UnsafeBufferPointer<UInt8>, limit: Int) throws -> [UInt8] {
        var inflater = try Inflater()
        var body: [UInt8] = []
        body.reserveCapacity(min(limit, input.count * 4))
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: pieceBytes) { piece in
            var position = 0
            while position < input.count {
                guard input[position] == 0x1F else {
                    throw AnswerCollector.Fault.damagedGzip("there are bytes behind its end")
                }
                inflater.reset()
                try inflateMember(input, at: &position, &inflater, into: &body, by: piece, limit: limit)
            }
        }
        return body
    }

    private static func inflateMember(
        _ input: UnsafeBufferPointer<UInt8>, at position: inout Int, _ inflater: inout Inflater,
        into body: inout [UInt8],
        by piece: UnsafeMutableBufferPointer<UInt8>, limit: Int
    ) throws {
        while true {
            var count = 0
            let outcome = try inflater.inflate(input, at: &position, into: piece, &count)
            guard body.count + count <= limit else {
                throw AnswerCollector.Fault.tooLarge("it inflates to more than \(limit) bytes")
            }
            body.append(contentsOf: piece[..<count])
            switch outcome {
            case .end: return
            case .damage(let words): throw AnswerCollector.Fault.damagedGzip(words)
            case .more where count < piece.count && position == input.count:
                throw AnswerCollector.Fault.damagedGzip("it ends inside of a member")
            case .more: continue
            }
        }
    }
}
