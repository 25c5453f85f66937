import LosslessJSON

/// A chat, group or channel of Telegram that a bot writes into: <https://core.telegram.org/bots/api#sendmessage>.
struct TelegramChannel: MessageService {
    static let keys = ["token*", "chat*", "topic", "url", "insecure"]

    static let usualServer = "https://api.telegram.org"

    /// Telegram's own, or a Bot API server of one's own.
    let server: AlertURL
    /// As @BotFather gives it: "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11".
    let token: Secret
    /// A number, negative of groups and channels, or "@name" of a public channel or group.
    let chat: String
    /// `message_thread_id`: a topic of a group that is a forum.
    let topic: Int?

    /// - Throws: `AlertChannelError`.
    init(
        token: Secret, chat: String, topic: Int? = nil, url: String = TelegramChannel.usualServer,
        allowsPlainHTTP: Bool = false
    ) throws(AlertChannelError) {
        guard Self.isToken(token.text) else {
            throw AlertChannelError(
                """
                the token is none of a bot: that is a number, a colon and letters, digits, - and _, as @BotFather \
                gives it. Does its file end with a line break?
                """)
        }
        guard Self.isChat(chat) else {
            throw AlertChannelError(
                """
                `chat` is a number, as in -1001234567890, or "@NAME" of a public channel. Write to the bot, or add it \
                to the group, and look for chat.id in \(Self.usualServer)/botTOKEN/getUpdates
                """)
        }
        if let topic, topic < 1 { throw .invalidValue("topic", allowed: "the number of a group's topic, from 1 on") }
        server = try AlertURL(base: url, allowsPlainHTTP: allowsPlainHTTP)
        self.token = token
        self.chat = chat
        self.topic = topic
    }

    init(_ values: ChannelValues) throws(AlertChannelError) {
        try self.init(
            token: Secret(values.one("token")), chat: values.one("chat"), topic: values.number("topic"),
            url: values.optional("url") ?? Self.usualServer, allowsPlainHTTP: values.isInsecure())
    }

    var place: String { "Telegram chat \(chat)\(topic.map { ", topic \($0)" } ?? "") at \(server)" }

    func order(for message: AlertMessage, at now: Int, token: String) -> AlertOrder? {
        // Of the token only the part behind the bot's number is secret by itself.
        let secret = self.token.text.split(separator: ":").dropFirst().map { Secret(String($0)) }
        return AlertOrder(
            url: server.appending("/bot\(self.token.text)/sendMessage"),
            body: message.telegramJSON(chat: chat, topic: topic), redaction: Redaction(server, [self.token] + secret))
    }

    /// `{"ok":false,"error_code":429,"description":"...","parameters":{"retry_after":34}}`, or `migrate_to_chat_id` of
    /// a group that has become a supergroup: <https://core.telegram.org/bots/api#making-requests>,
    /// <https://core.telegram.org/bots/api#responseparameters>.
    func meaning(of answer: ServiceAnswer) -> AnswerMeaning {
        let parameters = answer.json?["parameters"]
        if let seconds = try? parameters?["retry_after"]?.integer() {
            return .usual(ServiceAnswer(status: 429, retryAfter: Int(clamping: seconds)))
        }
        if let chat = try? parameters?["migrate_to_chat_id"]?.integer() {
            return .never("The group has become a supergroup; write chat: \(chat) into the jobs file")
        }
        switch answer.status {
        case 400:
            return .never("Check `chat`, and that somebody wrote to the bot or that it was added to the group")
        case 401, 404: return .never("The token is not accepted any more; @BotFather shows the present one")
        case 403: return .never("The bot was blocked or removed; let it into the chat again")
        default: return .usual(answer)
        }
    }

    private static func isToken(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[0].allSatisfy { (0x30...0x39).contains($0) }
            && !parts[1].isEmpty && parts[1].allSatisfy { isNameByte($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isChat(_ text: String) -> Bool {
        if let number = Int(text) { return number != 0 && !text.hasPrefix("+") }
        return text.hasPrefix("@") && (2...65).contains(text.utf8.count) && text.utf8.dropFirst().allSatisfy(isNameByte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"): true
        default: false
        }
    }
}

extension AlertMessage {
    /// The body of `sendMessage`: the subject as code and the text as a preformatted block, so that no name in it is a
    /// mention, no word a link or a command.
    ///
    /// Telegram takes 4,096 characters, counted without the marks of the format. In HTML `&`, `<` and `>` are escaped,
    /// and nothing else: <https://core.telegram.org/bots/api#html-style>.
    func telegramJSON(chat: String, topic: Int?) -> String {
        var text = ""
        var count = subject.utf16.count + 1
        for line in lines {
            count += line.utf16.count + 1
            guard count <= 4_000 else {
                text += "\n\u{2026}"
                break
            }
            text += (text.isEmpty ? "" : "\n") + line.htmlEscaped
        }
        let thread = topic.map { JSONOutput.members(["message_thread_id": .integer($0)]) } ?? []
        return JSONOutput.object(
            JSONOutput.members(["chat_id": Int(chat).map { .integer($0) } ?? .string(chat)]) + thread
                + JSONOutput.members([
                    "text": .string("<code>\(subject.htmlEscaped)</code>\n<pre>\(text)</pre>"),
                    "parse_mode": .string("HTML"), "link_preview_options": .object(["is_disabled": .bool(true)]),
                ])
        ).text(.ascii)
    }
}

extension String {
    /// With `&`, `<` and `>` as entities: text between tags of HTML.
    var htmlEscaped: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
