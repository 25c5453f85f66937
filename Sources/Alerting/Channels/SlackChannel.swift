import LosslessJSON

/// An incoming webhook of Slack: <https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks>.
struct SlackChannel: MessageService, AddressService {
    let url: AlertURL

    init(url: AlertURL) {
        self.url = url
    }

    var place: String { "Slack at \(url)" }

    func order(for message: AlertMessage, at now: Int, token: String) -> AlertOrder? {
        AlertOrder(url: Secret(url.secretText), body: message.slackJSON, redaction: Redaction(url))
    }

    func meaning(of answer: ServiceAnswer) -> AnswerMeaning { .usual(answer) }
}

extension AlertMessage {
    /// The body of a Slack incoming webhook: the subject as a header, the text in code blocks, so that no mark in it is
    /// formatting.
    ///
    /// Slack allows 150 characters in a header, 3,000 in a section, 50 blocks. `&`, `<` and `>` are escaped: without
    /// them there is no mention, no link and no command.
    var slackJSON: String {
        var blocks: [JSONOutput] = [
            .object([
                "type": .text("header"),
                "text": .object(["type": .text("plain_text"), "text": .text(Self.escaped(subject, limit: 150))]),
            ])
        ]
        for part in Self.parts(of: lines.map { Self.escaped($0, limit: 1_000) }, limit: 2_900).prefix(40) {
            blocks.append(
                .object([
                    "type": .text("section"),
                    "text": .object(["type": .text("mrkdwn"), "text": .text("```\n\(part)\n```")]),
                ]))
        }
        return JSONOutput.object([
            "text": .text(Self.escaped(subject, limit: 3_000)), "blocks": .array(blocks),
        ]).text(.ascii)
    }

    /// Cut between scalars, never within an escape.
    private static func escaped(_ text: String, limit: Int) -> String {
        var escaped = ""
        var count = 0
        for scalar in text.unicodeScalars {
            let piece: String =
                switch scalar {
                case "&": "&amp;"
                case "<": "&lt;"
                case ">": "&gt;"
                // A row of them would end the code block.
                case "`": "'"
                default: String(scalar)
                }
            count += piece.utf16.count
            guard count <= limit else { return escaped }
            escaped += piece
        }
        return escaped
    }

    /// Lines put together as long as they fit. Each of them is shorter than the limit.
    private static func parts(of lines: [String], limit: Int) -> [String] {
        var parts: [String] = []
        for line in lines {
            if let last = parts.last, last.utf16.count + 1 + line.utf16.count <= limit {
                parts[parts.count - 1] = last + "\n" + line
            } else {
                parts.append(line)
            }
        }
        return parts
    }
}
