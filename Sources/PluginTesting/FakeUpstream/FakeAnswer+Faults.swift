/// The faults of real upstreams, by name.
extension FakeAnswer {
    private static let body = Array(#"{"data":[1,2,3,4,5,6,7,8,9,10]}"#.utf8)
    private static let type = ("Content-Type", "application/json")

    private static func sized(_ length: Int) -> [UInt8] { head(headers: [type, ("Content-Length", "\(length)")]) }

    // MARK: Statuses

    /// 429 in plain text; the header is sent as given: seconds, a date, absurdly large, negative, or absent.
    public static func tooManyRequests(retryAfter: String? = nil) -> FakeAnswer {
        .text("Too Many Requests\r\n", status: 429, headers: retryAfter.map { [("Retry-After", $0)] } ?? [])
    }

    public static func status(_ status: Int, json: String? = nil) -> FakeAnswer {
        guard let json else { return FakeAnswer(status: status, body: []) }
        return .json(json, status: status)
    }

    // MARK: Success that is none

    public static let tooManyRequestsUnder200 = FakeAnswer.text("Too Many Requests")
    public static let consentPage = FakeAnswer.html("Before you continue: we use cookies")
    public static let emptyBody = FakeAnswer.json("")

    // MARK: The connection

    public static let resetBeforeHead = FakeAnswer(steps: [.reset])
    public static let closeBeforeHead = FakeAnswer(steps: [.close])
    /// Part of the body, then RST.
    public static let resetInBody = FakeAnswer(steps: [
        .send(sized(body.count) + body.prefix(10)), .wait(seconds: 0.02), .reset,
    ])
    public static let stallBeforeHead = FakeAnswer(steps: [.stall])
    public static let stallInBody = FakeAnswer(steps: [.send(sized(body.count) + body.prefix(10)), .stall])
    /// The head, then one byte a second: never silent for long and never done.
    public static func trickled(secondsBetween: Double = 1) -> FakeAnswer {
        FakeAnswer(steps: [
            .send(sized(100_000)),
            .trickle([UInt8](repeating: UInt8(ascii: " "), count: 100_000), secondsBetween: secondsBetween),
        ])
    }

    // MARK: Lengths

    public static let shorterThanLength = FakeAnswer(steps: [.send(sized(body.count + 20) + body), .close])
    public static let longerThanLength = FakeAnswer(steps: [.send(sized(body.count - 10) + body)])
    /// Ends with the connection, in the middle; nothing in HTTP tells that it was cut.
    public static let cutWithoutLength = FakeAnswer(steps: [.send(head(headers: [type]) + body.prefix(10)), .close])
    public static let wholeWithoutLength = FakeAnswer(steps: [.send(head(headers: [type]) + body), .close])
    /// A chunk size that is no number.
    public static let badChunkSize = FakeAnswer(
        steps: [
            .send(
                head(headers: [type, ("Transfer-Encoding", "chunked")])
                    + Array("5\r\n{\"a\":\r\nZZ\r\n1}\r\n0\r\n\r\n".utf8))
        ])
    public static let cutChunks = FakeAnswer(
        steps: [
            .send(head(headers: [type, ("Transfer-Encoding", "chunked")]) + Array("5\r\n{\"a\":\r\n".utf8)), .close,
        ])
    public static let hugeHeaders = FakeAnswer(
        headers: [type, ("X-Padding", String(repeating: "x", count: 1 << 20))], body: body)

    // MARK: gzip

    /// Half of the member under a matching length.
    public static let gzipCut = FakeAnswer.encoded(Array(GzipMember.stored(body).prefix(20)))
    public static let gzipCorrupt = FakeAnswer.encoded(GzipMember.damaged(body))
    public static let gzipWrongChecksum = FakeAnswer.encoded(GzipMember.wrongChecksum(body))
    public static let gzipWithTrailingBytes = FakeAnswer.encoded(GzipMember.stored(body) + Array("trailing".utf8))
    /// A few kilobytes on the wire that inflate to so many bytes of zeros.
    public static func gzipBomb(inflatedBytes: Int) -> FakeAnswer { .encoded(GzipMember.zeros(inflatedBytes)) }

    // MARK: Redirects

    public static func redirect(to location: String, status: Int = 302) -> FakeAnswer {
        FakeAnswer(status: status, headers: [("Location", location)], body: [])
    }

    public static let redirectToFile = FakeAnswer.redirect(to: "file:///etc/passwd")

    /// The same answer several times, then another one for ever; for `FakeRoute`.
    public static func times(_ count: Int, _ fault: FakeAnswer, then good: FakeAnswer) -> [FakeAnswer] {
        [FakeAnswer](repeating: fault, count: count) + [good]
    }
}
