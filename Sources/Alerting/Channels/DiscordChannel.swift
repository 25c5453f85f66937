import LosslessJSON

/// A webhook of Discord: <https://docs.discord.com/developers/resources/webhook#execute-webhook>.
struct DiscordChannel: MessageService, AddressService {
    let url: AlertURL

    init(url: AlertURL) {
        self.url = url
    }

    var place: String { "Discord at \(url)" }

    func order(for message: AlertMessage, at now: Int, token: String) -> AlertOrder? {
        AlertOrder(url: Secret(url.secretText), body: message.discordJSON, redaction: Redaction(url))
    }

    /// Of 429 the header Retry-After says when; the body's `retry_after` is the same with a fraction.
    func meaning(of answer: ServiceAnswer) -> AnswerMeaning { .usual(answer) }
}

extension AlertMessage {
    /// The body of a Discord webhook: the subject as its content, the text as a code block in an embed; nobody is
    /// mentioned, whatever the texts say.
    ///
    /// Discord allows 2,000 characters of content and 4,096 of an embed's description.
    var discordJSON: String {
        var text = ""
        var count = 0
        for line in lines {
            // A row of backticks would end the code block.
            let line = String(String.UnicodeScalarView(line.unicodeScalars.map { $0 == "`" ? "'" : $0 }))
            count += line.utf16.count + 1
            guard count <= 3_900 else {
                text += "\u{2026}\n"
                break
            }
            text += line + "\n"
        }
        return JSONOutput.object([
            "content": .text(Self.unformatted(subject)),
            "embeds": .array([.object(["description": .text("```\n\(text)```"), "color": .integer(color)])]),
            "allowed_mentions": .object(["parse": .array([])]),
        ]).text(.ascii)
    }

    private var color: Int {
        switch kind {
        case .failure where level == .failure: 0xD93025
        case .failure, .remark, .quarantine, .staleness, .clock: 0xF9AB00
        case .recovery: 0x1E8E3E
        case .test: 0x1A73E8
        }
    }

    /// A backslash before each mark of Discord's formatting.
    private static func unformatted(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            if "\\*_~`|>#(<".unicodeScalars.contains(character) { result += "\\" }
            result.unicodeScalars.append(character)
        }
        return result
    }
}
