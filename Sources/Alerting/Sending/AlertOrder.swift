import Curl

/// One transfer that carries a message or a ping, and what may not be repeated of it.
struct AlertOrder {
    let url: Secret
    let work: Transfer.Work
    var headers: [(String, Secret)] = []
    var login: (user: String, password: Secret)?
    var requiresTLS = false
    /// The file of a mail server's own authority.
    var authorities: String?
    let redaction: Redaction

    var isMail: Bool {
        if case .mail = work { true } else { false }
    }

    /// - Parameter body: posted as JSON; nil: the address is only asked for.
    init(url: Secret, headers: [(String, Secret)] = [], body: String? = nil, redaction: Redaction) {
        self.url = url
        self.redaction = redaction
        work = body.map { .post(Array($0.utf8)) } ?? .get
        self.headers = headers + [("User-Agent", Secret("penstock"))]
        // Without the empty `Expect` libcurl asks before it sends more than a little, and waits for servers that do not
        // answer that.
        if body != nil { self.headers += [("Content-Type", Secret("application/json")), ("Expect", Secret(""))] }
    }

    init(_ email: EmailChannel, mail: [UInt8]) {
        url = Secret("\(email.security == .tls ? "smtps" : "smtp")://\(email.host):\(email.port)")
        work = .mail(message: mail, from: email.from.address, to: email.to.map(\.address))
        if let user = email.user, let password = email.password { login = (user, password) }
        requiresTLS = email.security == .startTLS
        authorities = email.authorities
        redaction = Redaction(email)
    }

    func transfer(within seconds: Int, _ surroundings: Surroundings) -> Transfer {
        var surroundings = surroundings
        if let authorities { surroundings.authorities = authorities }
        return Transfer(
            url.text, work, headers: headers.map { ($0.0, $0.1.text) },
            login: login.map { ($0.user, $0.password.text) },
            requiresTLS: requiresTLS, timeLimit: Double(seconds), surroundings: surroundings)
    }
}

extension AlertChannel {
    /// nil for a ping, which takes no messages.
    func order(for message: AlertMessage, at now: Int, token: String) -> AlertOrder? {
        switch target {
        case .email(let email):
            AlertOrder(
                email,
                mail: MailText(
                    from: email.from, to: email.to, subject: message.subject, lines: message.lines, date: now,
                    token: token
                ).bytes)
        case .slack(let url):
            AlertOrder(url: Secret(url.secretText), body: message.slackJSON, redaction: Redaction(url))
        case .discord(let url):
            AlertOrder(url: Secret(url.secretText), body: message.discordJSON, redaction: Redaction(url))
        case .ntfy(let ntfy):
            AlertOrder(
                url: Secret(ntfy.server.secretText),
                headers: ntfy.token.map { [("Authorization", Secret("Bearer \($0.text)"))] } ?? [],
                body: message.ntfyJSON(topic: ntfy.topic, priority: ntfy.priority),
                redaction: Redaction(ntfy.server, [ntfy.topic] + [ntfy.token].compactMap(\.self)))
        case .webhook(let webhook):
            AlertOrder(
                url: Secret(webhook.url.secretText), headers: webhook.headers.map { ($0.name, $0.value) },
                body: message.json,
                redaction: Redaction(webhook.url, webhook.headers.map(\.value)))
        case .ping: nil
        }
    }

    /// nil for a channel that takes messages, and for a signal that the address has no place for.
    func order(for signal: PingSignal) -> AlertOrder? {
        guard case .ping(let ping) = target, let address = ping.address(for: signal) else { return nil }
        return AlertOrder(url: address, redaction: Redaction(ping.url, [address]))
    }
}
