/// Channels as the jobs file has them: the keys of each type, and a channel made of their values.
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

/// The keys of a channel in the jobs file, checked against those that its type has.
private struct ChannelValues {
    private let values: [String: [String]]

    init(type: String, values: [String: [String]]) throws(AlertChannelError) {
        guard let known = AlertChannel.keys.first(where: { $0.type == type })?.keys else {
            throw AlertChannelError(.unknownType(type))
        }
        let names = known.map { $0.hasSuffix("*") ? String($0.dropLast()) : $0 }
        for key in values.keys.sorted() where !names.contains(key) {
            throw AlertChannelError(.unknownKey(key, type: type))
        }
        for key in known where key.hasSuffix("*") {
            let name = String(key.dropLast())
            guard values[name]?.isEmpty == false else { throw AlertChannelError(.missingKey(name, type: type)) }
        }
        self.values = values
    }

    func all(_ key: String) -> [String] { values[key] ?? [] }

    func optional(_ key: String) throws(AlertChannelError) -> String? {
        guard let all = values[key], let first = all.first else { return nil }
        guard all.count == 1 else { throw AlertChannelError(.severalValues(key)) }
        return first
    }

    func one(_ key: String) throws(AlertChannelError) -> String {
        guard let value = try optional(key) else { throw AlertChannelError(.invalidValue(key, allowed: "a text")) }
        return value
    }

    func number(_ key: String) throws(AlertChannelError) -> Int? {
        guard let text = try optional(key) else { return nil }
        guard let number = Int(text) else { throw AlertChannelError(.invalidValue(key, allowed: "a number")) }
        return number
    }

    func flag(_ key: String) throws(AlertChannelError) -> Bool {
        switch try optional(key) {
        case nil, "false": false
        case "true": true
        default: throw AlertChannelError(.invalidValue(key, allowed: "true or false"))
        }
    }

    /// "Name: value".
    func headers() throws(AlertChannelError) -> [WebhookChannel.Header] {
        var headers: [WebhookChannel.Header] = []
        for text in all("headers") {
            guard let mark = text.firstIndex(of: ":") else {
                throw AlertChannelError(.invalidValue("headers", allowed: "Name: value"))
            }
            headers.append(
                .init(String(text[..<mark]), Secret(String(text[text.index(after: mark)...].drop { $0 == " " }))))
        }
        return headers
    }
}
