/// A way to tell somebody, under the name that the owner gave it.
package struct AlertChannel: Sendable {
    /// One line, unlike that of the job's other channels; the state of the alerts names channels by it.
    package let name: String
    let service: any AlertService

    init(_ name: String, _ service: any AlertService) {
        self.name = name
        self.service = service
    }

    /// A channel of the jobs file.
    ///
    /// - Parameters:
    ///   - values: by key; a list for `to` and for `headers` ("Name: value").
    /// - Throws: `AlertChannelError`, without the values of keys that may be secrets.
    package init(name: String, type: String, values: [String: [String]]) throws(AlertChannelError) {
        let known = try ChannelType(named: type)
        self.init(name, try known.service.init(ChannelValues(known, values)))
    }

    package var isPing: Bool { service is PingChannel }
}

extension AlertChannel: CustomStringConvertible, CustomDebugStringConvertible {
    /// Where it leads, without its secrets.
    package var description: String { "\(name): \(service.place)" }

    package var debugDescription: String { description }
}

/// The types of channels that the jobs file may name. One that is listed here and built by no file does not compile.
enum ChannelType: String, CaseIterable, Hashable, Sendable {
    case email, slack, discord, telegram, teams, matrix, ntfy, webhook, ping

    /// What is built of its settings: the whole of a type is in that one file.
    var service: any AlertService.Type {
        switch self {
        case .email: EmailChannel.self
        case .slack: SlackChannel.self
        case .discord: DiscordChannel.self
        case .telegram: TelegramChannel.self
        case .teams: TeamsChannel.self
        case .matrix: MatrixChannel.self
        case .ntfy: NtfyChannel.self
        case .webhook: WebhookChannel.self
        case .ping: PingChannel.self
        }
    }
}

/// What the file of a type of channels has to say: its settings, what it makes of them, how it is shown, what it sends,
/// and what the answers to that mean. What a type leaves out does not compile.
protocol AlertService: Sendable {
    /// Its keys in the jobs file; a `*` marks those that must be there.
    static var keys: [String] { get }

    init(_ values: ChannelValues) throws(AlertChannelError)

    /// Where it leads, without its secrets: `Slack at https://hooks.slack.com/[secret]`.
    var place: String { get }

    /// nil: it takes no messages.
    ///
    /// - Parameters:
    ///   - now: seconds since 1970, for the date of a mail.
    ///   - token: unlike that of every other message, and the same for each try of this one.
    func order(for message: AlertMessage, at now: Int, token: String) -> AlertOrder?

    /// nil: it takes no signals, or has no place for this one.
    func order(for signal: PingSignal) -> AlertOrder?

    /// What an answer of its server means, that is none of success.
    func meaning(of answer: ServiceAnswer) -> AnswerMeaning
}

/// What takes messages, and no signals of a start or an end.
protocol MessageService: AlertService {}

extension MessageService {
    func order(for signal: PingSignal) -> AlertOrder? { nil }
}

/// What its address alone says all about.
protocol AddressService: AlertService {
    init(url: AlertURL) throws(AlertChannelError)
}

extension AddressService {
    static var keys: [String] { ["url*", "insecure"] }

    init(_ values: ChannelValues) throws(AlertChannelError) {
        try self.init(url: values.url())
    }
}
