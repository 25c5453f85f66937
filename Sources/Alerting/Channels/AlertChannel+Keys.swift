extension AlertChannel {
    /// The types of channels and the keys of each, as the jobs file has them; a `*` marks those that must be there.
    package static let keys: [(type: String, keys: [String])] = [
        ("email", ["server*", "from*", "to*", "security", "user", "password", "ca-file", "insecure"]),
        ("slack", ["url*", "insecure"]), ("discord", ["url*", "insecure"]),
        ("ntfy", ["url*", "token", "priority", "insecure"]),
        ("webhook", ["url*", "headers", "insecure"]), ("ping", ["url*", "insecure"]),
    ]

    /// A channel of the jobs file.
    ///
    /// - Parameters:
    ///   - values: by key; a list for `to` and for `headers` ("Name: value").
    /// - Throws: `AlertChannelError`, without the values of keys that may be secrets.
    package init(name: String, type: String, values: [String: [String]]) throws(AlertChannelError) {
        let values = try ChannelValues(type: type, values: values)
        let isInsecure = try values.flag("insecure")
        let target: Target
        switch type {
        case "email":
            target = .email(
                try EmailChannel(
                    server: values.one("server"),
                    security: values.optional("security").map(MailSecurity.init(named:)) ?? .startTLS,
                    user: values.optional("user"), password: values.optional("password").map(Secret.init),
                    from: values.one("from"),
                    to: values.all("to"), authorities: values.optional("ca-file"), allowsPlainText: isInsecure))
        case "ntfy":
            target = .ntfy(
                try NtfyChannel(
                    url: values.one("url"), token: values.optional("token").map(Secret.init),
                    priority: values.number("priority"),
                    allowsPlainHTTP: isInsecure))
        default:
            let url = try AlertURL(values.one("url"), allowsPlainHTTP: isInsecure)
            switch type {
            case "slack": target = .slack(url)
            case "discord": target = .discord(url)
            case "webhook": target = .webhook(try WebhookChannel(url: url, headers: values.headers()))
            default: target = .ping(PingChannel(url: url))
            }
        }
        self.init(name, target)
    }
}
