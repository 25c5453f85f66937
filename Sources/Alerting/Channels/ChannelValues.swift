/// The keys of a channel in the jobs file, checked against those that its type has.
struct ChannelValues {
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
