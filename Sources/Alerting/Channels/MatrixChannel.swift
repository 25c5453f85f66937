import LosslessJSON

/// A room of Matrix, by the client-server API of a homeserver, as an account that is in the room and not encrypted:
/// <https://spec.matrix.org/v1.18/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid>.
struct MatrixChannel: MessageService {
    static let keys = ["url*", "room*", "token*", "insecure"]

    /// The homeserver's, as `/.well-known/matrix/client` has it: "https://matrix.example.org".
    let server: AlertURL
    /// "!opaque:example.org", or "!opaque" from room version 12 on.
    let room: String
    /// The account's access token.
    let token: Secret

    /// - Throws: `AlertChannelError`.
    init(url: String, room: String, token: Secret, allowsPlainHTTP: Bool = false) throws(AlertChannelError) {
        guard !room.hasPrefix("#") else {
            throw AlertChannelError(
                """
                "\(room.oneLine(80))" is an alias of a room. Write the room's ID, which begins with !, from its settings
                """)
        }
        guard room.hasPrefix("!"), (2...255).contains(room.utf8.count),
            room.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            throw AlertChannelError("`room` is the ID of a room, as in !abcdef:example.org, from the room's settings")
        }
        guard token.isToken else { throw .invalidToken }
        server = try AlertURL(base: url, allowsPlainHTTP: allowsPlainHTTP)
        self.room = room
        self.token = token
    }

    init(_ values: ChannelValues) throws(AlertChannelError) {
        try self.init(
            url: values.one("url"), room: values.one("room"), token: Secret(values.one("token")),
            allowsPlainHTTP: values.isInsecure())
    }

    var place: String { "Matrix room \(room) at \(server)" }

    /// The message's token is the transaction's identifier: a server that had the message before takes it for the same
    /// one: <https://spec.matrix.org/v1.18/client-server-api/#transaction-identifiers>.
    func order(for message: AlertMessage, at now: Int, token: String) -> AlertOrder? {
        let room = Redaction.percentEncoded(room)
        return AlertOrder(
            url: server.appending("/_matrix/client/v3/rooms/\(room)/send/m.room.message/penstock-\(token)"),
            headers: [("Authorization", Secret("Bearer \(self.token.text)"))], body: message.matrixJSON, isPut: true,
            redaction: Redaction(server, [self.token]))
    }

    /// `{"errcode":"M_LIMIT_EXCEEDED","error":"...","retry_after_ms":2000}`:
    /// <https://spec.matrix.org/v1.18/client-server-api/#standard-error-response>. The header Retry-After goes before
    /// `retry_after_ms`, which is deprecated from version 1.10 on.
    func meaning(of answer: ServiceAnswer) -> AnswerMeaning {
        let code = try? answer.json?["errcode"]?.string()
        switch (answer.status, code) {
        case (_, "M_LIMIT_EXCEEDED"), (429, _):
            let wait = (try? answer.json?["retry_after_ms"]?.integer()).map { Int(clamping: ($0 + 999) / 1_000) }
            return .usual(ServiceAnswer(status: 429, retryAfter: answer.retryAfter ?? wait))
        case (_, "M_UNKNOWN_TOKEN"), (_, "M_MISSING_TOKEN"), (401, _):
            return .never("The access token is not accepted any more; log in again and put the new one in its place")
        case (403, _): return .never("The account may not write into the room; invite it and let it join")
        case (404, _):
            return .never("No homeserver is at the address; https://SERVER/.well-known/matrix/client says where it is")
        default: return .usual(answer)
        }
    }
}

extension AlertMessage {
    /// The content of an `m.room.message`: plain text, and the same as HTML in which nothing of the text is a mark:
    /// <https://spec.matrix.org/v1.18/client-server-api/#mtext>. `m.mentions` is empty: nobody is mentioned, whatever
    /// the texts say.
    ///
    /// An event may have 65,536 bytes: <https://spec.matrix.org/v1.18/client-server-api/#size-limits>. Both texts
    /// together stay below that, with each mark of JSON escaped.
    var matrixJSON: String {
        var plain = ""
        var html = ""
        for line in lines {
            let escaped = line.htmlEscaped
            guard html.utf8.count + escaped.utf8.count < 14_000 else {
                plain += "\n\u{2026}"
                html += "\n\u{2026}"
                break
            }
            plain += (plain.isEmpty ? "" : "\n") + line
            html += (html.isEmpty ? "" : "\n") + escaped
        }
        return JSONOutput.object([
            "msgtype": .string("m.text"), "body": .string("\(subject)\n\n\(plain)"),
            "format": .string("org.matrix.custom.html"),
            "formatted_body": .string("<p><strong>\(subject.htmlEscaped)</strong></p><pre><code>\(html)</code></pre>"),
            "m.mentions": .object([]),
        ]).text(.ascii)
    }
}
