import LosslessJSON

/// An address that takes our plain JSON by POST.
struct WebhookChannel: MessageService, Hashable {
    static let keys = ["url*", "headers", "insecure"]

    struct Header: Hashable, Sendable {
        let name: String
        let value: Secret

        init(_ name: String, _ value: Secret) {
            self.name = name
            self.value = value
        }
    }

    let url: AlertURL
    let headers: [Header]

    /// - Throws: `AlertChannelError` for a header that is not one line, or whose name is not a token.
    init(url: AlertURL, headers: [Header] = []) throws(AlertChannelError) {
        for header in headers {
            guard !header.name.isEmpty, header.name.utf8.allSatisfy(Self.isTokenByte) else {
                throw AlertChannelError("\"\(header.name.oneLine(80))\" is no name of a header")
            }
            guard !header.value.text.isEmpty,
                header.value.text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
            else {
                throw AlertChannelError(
                    """
                    the value of the header \(header.name.oneLine(80)) is empty or holds a line break; does its file \
                    end with one?
                    """)
            }
        }
        self.url = url
        self.headers = headers
    }

    /// A header is "Name: value".
    init(_ values: ChannelValues) throws(AlertChannelError) {
        let url = try values.url()
        var headers: [Header] = []
        for text in values.all("headers") {
            guard let mark = text.firstIndex(of: ":") else { throw .invalidValue("headers", allowed: "Name: value") }
            headers.append(
                Header(String(text[..<mark]), Secret(String(text[text.index(after: mark)...].drop { $0 == " " }))))
        }
        try self.init(url: url, headers: headers)
    }

    var place: String { "webhook at \(url)" }

    func order(for message: AlertMessage, at now: Int, token: String) -> AlertOrder? {
        AlertOrder(
            url: Secret(url.secretText), headers: headers.map { ($0.name, $0.value) }, body: message.json,
            redaction: Redaction(url, headers.map(\.value)))
    }

    func meaning(of answer: ServiceAnswer) -> AnswerMeaning { .usual(answer) }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

extension AlertMessage {
    /// All fields as one line of JSON, for a webhook of one's own. Null is what there is not.
    var json: String {
        JSONOutput.object([
            "product": .text("penstock"), "kind": .text(kind.rawValue), "level": .text(level.rawValue),
            "job": .text(job.oneLine(200)), "host": .text(host.oneLine(200)), "time": .text(time.oneLine(100)),
            "subject": .text(subject), "body": .text(body),
            "archive": .text(archive?.oneLine(1_000)), "run": .text(run?.oneLine(100)),
            "exit_code": exitCode.map { .integer(Int($0)) } ?? .null, "meaning": .text(meaning?.oneLine(200)),
            "failures": Self.list(failures), "failure_count": .integer(max(failureCount, failures.count)),
            "standing": Self.list(standing), "standing_count": .integer(max(standingCount, standing.count)),
            "recovered": Self.list(recovered), "recovered_count": .integer(max(recoveredCount, recovered.count)),
            "quarantined": .integer(quarantined),
            "why": .text(why?.oneLine(1_000)), "since": .text(since?.oneLine(100)),
            "advice": .text(advice?.oneLine(1_000)), "log": .text(log?.oneLine(1_000)),
            "is_reminder": .bool(isReminder), "is_late": .bool(isLate),
        ]).text(.ascii)
    }

    private static func list(_ units: [FailedUnit]) -> JSONOutput {
        .array(
            units.prefix(10).map {
                .object(["unit": .text($0.unit.oneLine(200)), "reason": .text($0.reason.oneLine(500))])
            })
    }
}
