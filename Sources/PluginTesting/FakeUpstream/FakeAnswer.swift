/// What a `FakeUpstream` does about one request: a script of bytes, waits and endings. Most are made by name:
/// `.json("{}")`, `.text("Too Many Requests")`, `.tooManyRequests(retryAfter: "1")`, `.resetInBody`; the faults stand
/// in `FakeAnswer+Faults.swift`.
public struct FakeAnswer: Sendable, Hashable {
    public enum Step: Sendable, Hashable {
        case send([UInt8])
        case wait(seconds: Double)
        /// One byte at a time.
        case trickle([UInt8], secondsBetween: Double)
        /// An orderly end of the connection.
        case close
        /// An end by RST, without a word.
        case reset
        /// Nothing more, ever; the connection stays open.
        case stall
    }

    public let steps: [Step]

    public init(steps: [Step]) {
        self.steps = steps
    }

    /// A whole, well-formed answer with a length.
    public init(status: Int = 200, headers: [(String, String)] = [], body: [UInt8]) {
        self.init(steps: [
            .send(Self.head(status: status, headers: headers + [("Content-Length", "\(body.count)")]) + body)
        ])
    }

    public static func json(_ text: String, status: Int = 200, headers: [(String, String)] = []) -> FakeAnswer {
        FakeAnswer(
            status: status, headers: [("Content-Type", "application/json;charset=utf-8")] + headers,
            body: Array(text.utf8))
    }

    public static func text(
        _ text: String, status: Int = 200, type: String = "text/plain", headers: [(String, String)] = []
    ) -> FakeAnswer {
        FakeAnswer(status: status, headers: [("Content-Type", type)] + headers, body: Array(text.utf8))
    }

    public static func html(_ text: String, status: Int = 200) -> FakeAnswer {
        .text("<!DOCTYPE html><html><body>\(text)</body></html>", status: status, type: "text/html; charset=utf-8")
    }

    /// The body goes over the wire as a gzip member of it.
    public static func gzip(_ body: [UInt8], type: String = "application/json", headers: [(String, String)] = [])
        -> FakeAnswer
    {
        .encoded(GzipMember.stored(body), type: type, headers: headers)
    }

    /// Bytes that are sent as they are under `Content-Encoding: gzip`.
    static func encoded(_ bytes: [UInt8], type: String = "application/json", headers: [(String, String)] = [])
        -> FakeAnswer
    {
        FakeAnswer(headers: [("Content-Type", type), ("Content-Encoding", "gzip")] + headers, body: bytes)
    }

    /// A whole answer in chunks of the given size.
    public static func chunked(_ body: [UInt8], size: Int = 1000, type: String = "application/json") -> FakeAnswer {
        var bytes = head(headers: [("Content-Type", type), ("Transfer-Encoding", "chunked")])
        for start in stride(from: 0, to: body.count, by: size) {
            let chunk = body[start..<min(start + size, body.count)]
            bytes += Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8)
        }
        return FakeAnswer(steps: [.send(bytes + Array("0\r\n\r\n".utf8))])
    }

    /// The status line, the headers and the blank line.
    static func head(status: Int = 200, headers: [(String, String)]) -> [UInt8] {
        let lines = ["HTTP/1.1 \(status) Fake"] + headers.map { "\($0.0): \($0.1)" }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }
}
