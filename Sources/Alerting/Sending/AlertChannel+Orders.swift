extension AlertChannel {
    /// nil for a ping, which takes no messages.
    func order(for message: AlertMessage, at now: Int, token: String) -> CurlOrder? {
        switch target {
        case .email(let email):
            CurlOrder(
                email,
                mail: MailText(
                    from: email.from, to: email.to, subject: message.subject, lines: message.lines, date: now, token: token
                ).bytes)
        case .slack(let url): CurlOrder(url: Secret(url.secretText), body: message.slackJSON, redaction: Redaction(url))
        case .discord(let url): CurlOrder(url: Secret(url.secretText), body: message.discordJSON, redaction: Redaction(url))
        case .ntfy(let ntfy):
            CurlOrder(
                url: Secret(ntfy.server.secretText),
                headers: ntfy.token.map { [("Authorization", Secret("Bearer \($0.text)"))] } ?? [],
                body: message.ntfyJSON(topic: ntfy.topic, priority: ntfy.priority),
                redaction: Redaction(ntfy.server, [ntfy.topic] + [ntfy.token].compactMap(\.self)))
        case .webhook(let webhook):
            CurlOrder(
                url: Secret(webhook.url.secretText), headers: webhook.headers.map { ($0.name, $0.value) }, body: message.json,
                redaction: Redaction(webhook.url, webhook.headers.map(\.value)))
        case .ping: nil
        }
    }

    /// nil for a channel that takes messages, and for a signal that the address has no place for.
    func order(for signal: PingSignal) -> CurlOrder? {
        guard case .ping(let ping) = target, let address = ping.address(for: signal) else { return nil }
        return CurlOrder(url: address, redaction: Redaction(ping.url, [address]))
    }
}
