import Curl

/// Mail by an SMTP server (RFC 5321), as a submission with a login (RFC 6409, RFC 4954) or to a relay.
struct EmailChannel: MessageService, Hashable {
    static let keys = ["server*", "from*", "to*", "security", "user", "password", "ca-file", "insecure"]

    /// With brackets when it is an IPv6 address.
    let host: String
    let port: Int
    let security: MailSecurity
    let user: String?
    let password: Secret?
    let from: MailAddress
    /// At least one.
    let to: [MailAddress]
    /// An absolute path: a PEM file of the authorities to trust instead of the system's.
    let authorities: String?

    /// - Parameters:
    ///   - server: "mail.example.org" or "mail.example.org:2525".
    ///   - from: "alerts@example.org" or "Penstock <alerts@example.org>"; so are those of `to`.
    ///   - allowsPlainText: with `MailSecurity.none`, a server that is not this machine.
    /// - Throws: `AlertChannelError`.
    init(
        server: String, security: MailSecurity = .startTLS, user: String? = nil, password: Secret? = nil, from: String,
        to: [String],
        authorities: String? = nil, allowsPlainText: Bool = false
    ) throws(AlertChannelError) {
        guard let name = ServerName(server) else { throw AlertChannelError.invalidServer(server) }
        host = name.host
        port = name.port ?? security.defaultPort
        self.security = security
        if security == .none, !name.isLoopback {
            guard allowsPlainText else {
                throw AlertChannelError(
                    """
                    security `none` sends mail in the clear to \(host.oneLine(80)). Use starttls or tls, or allow it \
                    by `insecure: true`
                    """)
            }
            guard password == nil else {
                throw AlertChannelError(
                    """
                    a password is not sent in the clear to \(host.oneLine(80)). Use starttls or tls, or leave user and \
                    password away
                    """)
            }
        }
        switch (user, password) {
        case (nil, nil): break
        case (.some(let user), .some(let password)):
            guard !user.isEmpty, Self.isOneLine(user) else {
                throw AlertChannelError("the user is empty or holds a control character, which cannot be sent")
            }
            guard !password.text.isEmpty, Self.isOneLine(password.text) else {
                throw AlertChannelError(
                    """
                    the password is empty or holds a line break or another control character; does its file end \
                    with one?
                    """)
            }
        case (nil, _): throw AlertChannelError("there is a password and no user. Give both or neither")
        case (_, nil):
            throw AlertChannelError(
                "there is a user and no password. Give both, the password by env: or file:, or neither")
        }
        self.user = user
        self.password = password
        self.from = try MailAddress(from)
        guard !to.isEmpty else {
            throw AlertChannelError("nobody is named under `to`. Give at least one address")
        }
        var recipients: [MailAddress] = []
        for text in to {
            let address = try MailAddress(text)
            if !recipients.contains(where: { $0.address == address.address }) { recipients.append(address) }
        }
        self.to = recipients
        if let authorities, !authorities.hasPrefix("/") || !Self.isOneLine(authorities) {
            throw AlertChannelError(
                "the file of authorities \"\(authorities.oneLine(200))\" is not an absolute path")
        }
        self.authorities = authorities
    }

    init(_ values: ChannelValues) throws(AlertChannelError) {
        try self.init(
            server: values.one("server"),
            security: values.optional("security").map(MailSecurity.init(named:)) ?? .startTLS,
            user: values.optional("user"), password: values.optional("password").map(Secret.init),
            from: values.one("from"), to: values.all("to"), authorities: values.optional("ca-file"),
            allowsPlainText: values.isInsecure())
    }

    var place: String {
        "mail to \(to.map(\.address).joined(separator: ", ")) by \(host):\(port) (\(security.rawValue))"
    }

    func order(for message: AlertMessage, at now: Int, token: String) -> AlertOrder? {
        let mail = MailText(
            from: from, to: to, subject: message.subject, lines: message.lines, date: now, token: token)
        var order = AlertOrder(
            url: Secret("\(security == .tls ? "smtps" : "smtp")://\(host):\(port)"),
            work: .mail(message: mail.bytes, from: from.address, to: to.map(\.address)), redaction: Redaction(self))
        if let user, let password { order.login = (user, password) }
        order.requiresTLS = security == .startTLS
        order.authorities = authorities
        return order
    }

    /// None comes over HTTP: `prospect(ofReply:)` says what a mail server means.
    func meaning(of answer: ServiceAnswer) -> AnswerMeaning { .usual(answer) }

    /// What a mail server's reply means (RFC 5321, section 4.2.1): 4yz is "later", 5yz is "never".
    ///
    /// - Parameter words: "550 5.1.1 no such user", "535-5.7.8 ..."; nil where they are no reply of a refusal.
    static func prospect(ofReply words: String) -> DeliveryProspect? {
        let head = Array(words.utf8.prefix(4))
        guard head.count >= 3, head[1...2].allSatisfy({ (0x30...0x39).contains($0) }),
            head.count == 3 || head[3] == UInt8(ascii: " ") || head[3] == UInt8(ascii: "-")
        else { return nil }
        return switch head[0] {
        case UInt8(ascii: "4"): .soon(after: nil)
        case UInt8(ascii: "5"): .never
        default: nil
        }
    }

    private static func isOneLine(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
}

/// How the way to a mail server is kept private.
enum MailSecurity: String, CaseIterable, Hashable, Sendable {
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
    init(named name: String) throws(AlertChannelError) {
        guard let known = MailSecurity(rawValue: name.lowercased()) else {
            throw AlertChannelError(
                """
                the security "\(name.oneLine(40))" is not known; there are \
                \(MailSecurity.allCases.map(\.rawValue).joined(separator: ", ")) (starttls is port 587, tls is port 465)
                """)
        }
        self = known
    }
}

extension AlertChannelError {
    fileprivate static func invalidServer(_ server: String) -> AlertChannelError {
        // Without a user and a password.
        let place = server.lastIndex(of: "@").map { String(server[server.index(after: $0)...]) } ?? server
        return AlertChannelError(
            """
            "\(place.oneLine(80))" is no mail server. Write HOST or HOST:PORT, as in smtp.example.org:587
            """)
    }
}

extension Redaction {
    init(_ email: EmailChannel) {
        guard let password = email.password else {
            self.init([])
            return
        }
        self.init([password.text, "\0\(email.user ?? "")\0\(password.text)", "\(email.user ?? ""):\(password.text)"])
    }
}
