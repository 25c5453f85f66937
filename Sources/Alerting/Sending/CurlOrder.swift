/// One transfer for curl: its settings, the file to upload, and what may not be repeated of it.
struct CurlOrder {
    static let statusMark = "penstock-status:"

    let config: CurlConfig
    /// The mail; it holds no secret. `CurlCall` puts it in a private file.
    let upload: [UInt8]?
    let redaction: Redaction
    let isMail: Bool

    /// - Parameters:
    ///   - body: posted as JSON; nil: the address is only asked for.
    init(url: Secret, headers: [(String, Secret)] = [], body: String? = nil, redaction: Redaction) {
        var config = Self.common(protocols: url.text.hasPrefix("https:") ? "=https" : "=http")
        config.set("url", url.text)
        for (name, value) in headers { config.set("header", "\(name): \(value.text)") }
        if let body {
            config.set("header", "Content-Type: application/json")
            // Without it curl asks before it sends more than a little, and waits for servers that do not answer that.
            config.set("header", "Expect:")
            config.set("data-raw", body)
        }
        self.config = config
        upload = nil
        self.redaction = redaction
        isMail = false
    }

    init(_ email: EmailChannel, mail: [UInt8]) {
        var config = Self.common(protocols: email.security == .tls ? "=smtps" : "=smtp")
        config.set("url", "\(email.security == .tls ? "smtps" : "smtp")://\(email.host):\(email.port)")
        if email.security == .startTLS { config.set("ssl-reqd") }
        if let authorities = email.authorities { config.set("cacert", authorities) }
        if let user = email.user, let password = email.password { config.set("user", "\(user):\(password.text)") }
        config.set("mail-from", email.from.address)
        for recipient in email.to { config.set("mail-rcpt", recipient.address) }
        // The server's words are headers to curl.
        config.set("dump-header", "-")
        self.config = config
        upload = mail
        redaction = Redaction(email)
        isMail = true
    }

    private static func common(protocols: String) -> CurlConfig {
        var config = CurlConfig()
        config.set("silent")
        config.set("show-error")
        config.set("globoff")
        config.set("proto", protocols)
        config.set("connect-timeout", "10")
        config.set("user-agent", "penstock")
        // The status is asked for instead of `--fail`, which would drop the server's words (`--fail-with-body` is not in every curl).
        config.set("write-out", "%{stderr}\n\(statusMark)%{http_code}\n")
        return config
    }
}
