import LosslessJSON

/// A topic of an ntfy server: <https://docs.ntfy.sh/publish/#publish-as-json>.
struct NtfyChannel: MessageService, Hashable {
    static let keys = ["url*", "token", "priority", "insecure"]

    let server: AlertURL
    /// Who knows it can read and write it on a public server.
    let topic: Secret
    let token: Secret?
    /// 1 (min) to 5 (urgent); nil: by the kind of the alert.
    let priority: Int?

    /// - Parameter url: "https://ntfy.sh/my-topic".
    /// - Throws: `AlertChannelError`.
    init(url: String, token: Secret? = nil, priority: Int? = nil, allowsPlainHTTP: Bool = false)
        throws(AlertChannelError)
    {
        let whole = try AlertURL(url, allowsPlainHTTP: allowsPlainHTTP)
        let topic = whole.rest.text.dropFirst()
        guard (1...64).contains(topic.utf8.count), topic.utf8.allSatisfy(Self.isTopicByte) else {
            throw AlertChannelError(
                """
                the address names no topic. Write https://ntfy.sh/TOPIC, with letters, digits, - and _ in the topic, \
                at most 64
                """)
        }
        if let token, !token.isToken { throw .invalidToken }
        if let priority, !(1...5).contains(priority) {
            throw AlertChannelError("the priority \(priority) is not known; it is 1 (min) to 5 (urgent)")
        }
        server = try AlertURL(whole.origin, allowsPlainHTTP: allowsPlainHTTP)
        self.topic = Secret(String(topic))
        self.token = token
        self.priority = priority
    }

    init(_ values: ChannelValues) throws(AlertChannelError) {
        try self.init(
            url: values.one("url"), token: values.optional("token").map(Secret.init),
            priority: values.number("priority"), allowsPlainHTTP: values.isInsecure())
    }

    var place: String { "ntfy at \(server)" }

    func order(for message: AlertMessage, at now: Int, token: String) -> AlertOrder? {
        AlertOrder(
            url: Secret(server.secretText),
            headers: self.token.map { [("Authorization", Secret("Bearer \($0.text)"))] } ?? [],
            body: message.ntfyJSON(topic: topic, priority: priority),
            redaction: Redaction(server, [topic] + [self.token].compactMap(\.self)))
    }

    func meaning(of answer: ServiceAnswer) -> AnswerMeaning { .usual(answer) }

    private static func isTopicByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}

extension AlertMessage {
    /// The JSON form of a message to ntfy, sent to the root of its server: no header holds a text from outside.
    ///
    /// ntfy takes 4,096 bytes of message; a longer one would arrive as an attached file.
    func ntfyJSON(topic: Secret, priority: Int?) -> String {
        var text = ""
        for line in lines {
            guard text.utf8.count + line.utf8.count < 3_800 else {
                text += "\u{2026}"
                break
            }
            text += text.isEmpty ? line : "\n" + line
        }
        return JSONOutput.object([
            "topic": .text(topic.text), "title": .text(subject), "message": .text(text),
            "priority": .integer(priority ?? usualPriority), "tags": .array([.text(tag)]),
        ]).text(.ascii)
    }

    private var usualPriority: Int {
        switch kind {
        case .failure where level == .failure: 4
        case .staleness: 4
        case .failure, .remark, .quarantine, .clock, .recovery: 3
        case .test: 2
        }
    }

    /// ntfy shows these names as pictures.
    private var tag: String {
        switch kind {
        case .failure where level == .failure: "rotating_light"
        case .failure, .remark, .quarantine: "warning"
        case .staleness: "hourglass"
        case .clock: "alarm_clock"
        case .recovery: "white_check_mark"
        case .test: "bell"
        }
    }
}
