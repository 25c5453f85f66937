/// Mail by an SMTP server.
package struct EmailChannel: Hashable, Sendable {
    /// With brackets when it is an IPv6 address.
    package let host: String
    package let port: Int
    package let security: MailSecurity
    package let user: String?
    package let password: Secret?
    package let from: MailAddress
    /// At least one.
    package let to: [MailAddress]
    /// An absolute path: a PEM file of the authorities to trust instead of the system's.
    package let authorities: String?

    /// - Parameters:
    ///   - server: "mail.example.org" or "mail.example.org:2525".
    ///   - from: "alerts@example.org" or "Penstock <alerts@example.org>"; so are those of `to`.
    ///   - allowsPlainText: with `MailSecurity.none`, a server that is not this machine.
    /// - Throws: `AlertChannelError`.
    package init(
        server: String, security: MailSecurity = .startTLS, user: String? = nil, password: Secret? = nil, from: String,
        to: [String],
        authorities: String? = nil, allowsPlainText: Bool = false
    ) throws(AlertChannelError) {
        guard let name = ServerName(server) else { throw AlertChannelError(.invalidServer(server)) }
        host = name.host
        port = name.port ?? security.defaultPort
        self.security = security
        if security == .none, !name.isLoopback {
            guard allowsPlainText else { throw AlertChannelError(.plainMail(host: host)) }
            guard password == nil else { throw AlertChannelError(.passwordInTheClear(host: host)) }
        }
        switch (user, password) {
        case (nil, nil): break
        case (.some(let user), .some(let password)):
            guard !user.isEmpty, Self.isOneLine(user) else { throw AlertChannelError(.invalidUser) }
            guard !password.text.isEmpty, Self.isOneLine(password.text) else {
                throw AlertChannelError(.invalidPassword)
            }
        case (nil, _): throw AlertChannelError(.passwordWithoutUser)
        case (_, nil): throw AlertChannelError(.userWithoutPassword)
        }
        self.user = user
        self.password = password
        self.from = try MailAddress(from)
        guard !to.isEmpty else { throw AlertChannelError(.noRecipients) }
        var recipients: [MailAddress] = []
        for text in to {
            let address = try MailAddress(text)
            if !recipients.contains(where: { $0.address == address.address }) { recipients.append(address) }
        }
        self.to = recipients
        if let authorities, !authorities.hasPrefix("/") || !Self.isOneLine(authorities) {
            throw AlertChannelError(.relativeAuthorities(authorities))
        }
        self.authorities = authorities
    }

    private static func isOneLine(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
}

/// How the way to a mail server is kept private.
package enum MailSecurity: String, CaseIterable, Hashable, Sendable {
    /// In the clear, then TLS before anything else is said, or nothing is sent (port 587).
    case startTLS = "starttls"
    /// TLS from the first byte (port 465).
    case tls
    /// In the clear (port 25): to this machine; to another one only when asked for, and never with a password.
    case none

    var defaultPort: Int {
        switch self {
        case .startTLS: 587
        case .tls: 465
        case .none: 25
        }
    }

    /// - Throws: `AlertChannelError` that lists the names.
    package init(named name: String) throws(AlertChannelError) {
        guard let known = MailSecurity(rawValue: name.lowercased()) else {
            throw AlertChannelError(.unknownSecurity(name))
        }
        self = known
    }
}
