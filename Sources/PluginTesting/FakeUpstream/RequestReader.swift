/// Reads HTTP/1.1 requests out of bytes that come in any pieces. Strict: what two servers could understand in two ways
/// is malformed.
struct RequestReader {
    struct Malformed: Error {}

    /// What comes next.
    private enum Part {
        case requestLine
        case header
        case body(count: Int)
        case chunkSize
        case chunk(count: Int)
        case trailer
        case end
    }

    private var input: [UInt8] = []
    /// So much of the input is read.
    private var position = 0
    private var part = Part.requestLine
    private var request = FakeRequest()

    mutating func feed(_ bytes: [UInt8]) {
        input.removeFirst(position)
        position = 0
        input += bytes
    }

    /// The next request that is there as a whole.
    mutating func next() throws(Malformed) -> FakeRequest? {
        while try readPart() {
            guard case .end = part else { continue }
            defer { (part, request) = (.requestLine, FakeRequest()) }
            return request
        }
        return nil
    }

    /// False when its bytes are not all there.
    private mutating func readPart() throws(Malformed) -> Bool {
        switch part {
        case .body(let count):
            guard let bytes = take(count) else { return false }
            request.body = Array(bytes)
            part = .end
        case .chunk(let count):
            guard let bytes = take(count + 2) else { return false }
            guard bytes.suffix(2).elementsEqual("\r\n".utf8) else { throw Malformed() }
            request.body += bytes.dropLast(2)
            part = .chunkSize
        case .requestLine, .header, .chunkSize, .trailer, .end:
            guard let line = try takeLine() else { return false }
            part = try read(line)
        }
        return true
    }

    /// Returns what comes behind the line.
    private mutating func read(_ line: String) throws(Malformed) -> Part {
        switch part {
        case .requestLine: return try readRequestLine(line)
        case .header: return line.isEmpty ? try body() : try readHeader(line)
        case .chunkSize:
            let count = try Self.length(line.prefix { $0 != ";" }, radix: 16)
            return count == 0 ? .trailer : .chunk(count: count)
        case .trailer: return line.isEmpty ? .end : .trailer
        case .body, .chunk, .end: return part
        }
    }

    private mutating func readRequestLine(_ line: String) throws(Malformed) -> Part {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, Self.isToken(words[0]), !words[1].isEmpty, ["HTTP/1.1", "HTTP/1.0"].contains(words[2])
        else {
            throw Malformed()
        }
        request.method = String(words[0])
        request.target = String(words[1])
        return .header
    }

    private mutating func readHeader(_ line: String) throws(Malformed) -> Part {
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isToken(parts[0]) else { throw Malformed() }
        let value = String(parts[1].drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        request.headers[parts[0].lowercased()] = value
        return .header
    }

    /// What comes behind the headers.
    private func body() throws(Malformed) -> Part {
        switch (request.headers["transfer-encoding"]?.lowercased(), request.headers["content-length"]) {
        case (nil, nil): .body(count: 0)
        case (nil, let length?): .body(count: try Self.length(length[...], radix: 10))
        case ("chunked", nil): .chunkSize
        default: throw Malformed()
        }
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard input.count - position >= count else { return nil }
        defer { position += count }
        return input[position..<position + count]
    }

    /// A line without its end; bytes that no line can have are malformed before it is whole, so that TLS is not waited
    /// for.
    private mutating func takeLine() throws(Malformed) -> String? {
        let rest = input[position...]
        let line = rest.prefix { $0 != UInt8(ascii: "\n") }
        let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        guard text.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == UInt8(ascii: "\t") }) else { throw Malformed() }
        if line.count == rest.count { return nil }
        if text.count == line.count { throw Malformed() }
        position += line.count + 1
        return String(decoding: text, as: UTF8.self)
    }

    /// Digits only, and no more than fits into the memory of a test.
    private static func length(_ text: Substring, radix: Int) throws(Malformed) -> Int {
        guard let first = text.first, first.isHexDigit, let count = Int(text, radix: radix), count <= 1 << 30 else {
            throw Malformed()
        }
        return count
    }

    private static func isToken(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
