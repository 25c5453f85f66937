import LosslessJSON

/// A channel or chat of Microsoft Teams, by the webhook of a workflow ("Post to a channel when a webhook request is
/// received"):
/// <https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using>.
///
/// The workflow answers 202 when it has taken the request; what it made of it is in its run history.
struct TeamsChannel: MessageService, AddressService {
    let url: AlertURL

    /// - Throws: `AlertChannelError` for an address of an Office 365 connector: Microsoft has retired them.
    init(url: AlertURL) throws(AlertChannelError) {
        guard !Self.isRetired(url.host) else {
            throw AlertChannelError(
                """
                the address is of an Office 365 connector, and Microsoft has retired these. Make a workflow in Teams \
                ("Post to a channel when a webhook request is received") and write its address
                """)
        }
        self.url = url
    }

    var place: String { "Microsoft Teams at \(url)" }

    func order(for message: AlertMessage, at now: Int, token: String) -> AlertOrder? {
        AlertOrder(url: Secret(url.secretText), body: message.teamsJSON, redaction: Redaction(url))
    }

    /// Workflows say `{"error":{"code":"...","message":"..."}}`.
    func meaning(of answer: ServiceAnswer) -> AnswerMeaning {
        switch answer.status {
        case 400: .never("Check that the workflow is turned on and begins with a webhook request of Teams")
        case 401, 403:
            .never("The workflow does not take this address; copy it again, and let anyone trigger it")
        case 404, 410:
            .never("The workflow is not there any more; make a new one and put its address into the jobs file")
        default: .usual(answer)
        }
    }

    private static func isRetired(_ host: String) -> Bool {
        host == "outlook.office.com" || host == "outlook.office365.com" || host.hasSuffix(".webhook.office.com")
    }
}

extension AlertMessage {
    /// The body of a workflow's webhook: an Adaptive Card in an attachment, each line a `TextRun`, which knows no
    /// Markdown: <https://learn.microsoft.com/en-us/adaptive-cards/schema-explorer/text-run>.
    ///
    /// A message may have about 28 KB, marks included: <https://learn.microsoft.com/en-us/connectors/teams/>.
    var teamsJSON: String {
        let title = JSONOutput.members(["weight": .string("Bolder"), "color": .string(cardColor)])
        var rows = [Self.row(subject, title, "Default")]
        var size = 600 + rows[0].text(.ascii).utf8.count
        var spacing = "Medium"
        for line in lines {
            // An empty run is nothing: the next line keeps its distance instead.
            guard !line.isEmpty else {
                spacing = "Medium"
                continue
            }
            let indent = line.prefix { $0 == " " }.count
            let text = String(repeating: "\u{A0}", count: indent) + line.dropFirst(indent)
            let row = Self.row(text, JSONOutput.members(["fontType": .string("Monospace")]), spacing)
            size += row.text(.ascii).utf8.count + 1
            guard size <= 26_000 else {
                rows.append(Self.row("\u{2026}", [], "None"))
                break
            }
            rows.append(row)
            spacing = "None"
        }
        let card = JSONOutput.object([
            "$schema": .string("http://adaptivecards.io/schemas/adaptive-card.json"),
            "type": .string("AdaptiveCard"), "version": .string("1.4"),
            "msteams": .object(["width": .string("Full")]), "body": .array(rows),
        ])
        return JSONOutput.object([
            "type": .string("message"),
            "attachments": .array([
                .object([
                    "contentType": .string("application/vnd.microsoft.card.adaptive"), "contentUrl": .null,
                    "content": card,
                ])
            ]),
        ]).text(.ascii)
    }

    private static func row(_ text: String, _ look: [JSONOutput.Member], _ spacing: String) -> JSONOutput {
        .object([
            "type": .string("RichTextBlock"), "spacing": .string(spacing),
            "inlines": .array([
                .object(JSONOutput.members(["type": .string("TextRun"), "text": .string(text)]) + look)
            ]),
        ])
    }

    private var cardColor: String {
        switch kind {
        case .failure where level == .failure: "Attention"
        case .failure, .remark, .quarantine, .staleness, .clock: "Warning"
        case .recovery: "Good"
        case .test: "Accent"
        }
    }
}
