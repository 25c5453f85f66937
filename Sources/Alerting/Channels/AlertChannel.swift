/// A way to tell somebody, under the name that the owner gave it.
package struct AlertChannel: Hashable, Sendable {
    package enum Target: Hashable, Sendable {
        case email(EmailChannel)
        /// An incoming webhook.
        case slack(AlertURL)
        /// A webhook.
        case discord(AlertURL)
        case ntfy(NtfyChannel)
        case webhook(WebhookChannel)
        /// Takes signals of runs, no messages.
        case ping(PingChannel)
    }

    /// One line, unlike that of the job's other channels; the state of the alerts names channels by it.
    package let name: String
    package let target: Target

    package init(_ name: String, _ target: Target) {
        self.name = name
        self.target = target
    }

    package var isPing: Bool {
        if case .ping = target { true } else { false }
    }
}

extension AlertChannel: CustomStringConvertible, CustomDebugStringConvertible {
    /// Where it leads, without its secrets.
    package var description: String {
        switch target {
        case .email(let email):
            """
            \(name): mail to \(email.to.map(\.address).joined(separator: ", ")) by \(email.host):\(email.port) \
            (\(email.security.rawValue))
            """
        case .slack(let url): "\(name): Slack at \(url)"
        case .discord(let url): "\(name): Discord at \(url)"
        case .ntfy(let ntfy): "\(name): ntfy at \(ntfy.server)"
        case .webhook(let webhook): "\(name): webhook at \(webhook.url)"
        case .ping(let ping): "\(name): ping at \(ping.url)"
        }
    }

    package var debugDescription: String { description }
}
