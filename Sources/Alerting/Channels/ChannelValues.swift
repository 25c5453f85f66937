import Words

/// The keys of a channel in the jobs file, checked against those that its type has.
struct ChannelValues: Sendable {
    private let values: [String: [String]]

    init(_ type: ChannelType, _ values: [String: [String]]) throws(AlertChannelError) {
        let names = type.keys
        for key in values.keys.sorted() where !names.contains(key) {
            throw AlertChannelError(
                "\"\(key.oneLine(40))\" is no key of \(type.rawValue)" + AlertChannelError.choice(key, names))
        }
        for key in type.service.keys where key.hasSuffix("*") {
            let name = String(key.dropLast())
            guard values[name]?.isEmpty == false else {
                throw AlertChannelError(
                    "\(type.rawValue) needs `\(name)`. It has the keys \(names.joined(separator: ", "))")
            }
        }
        self.values = values
    }

    func all(_ key: String) -> [String] { values[key] ?? [] }

    func optional(_ key: String) throws(AlertChannelError) -> String? {
        guard let all = values[key], let first = all.first else { return nil }
        guard all.count == 1 else { throw AlertChannelError("`\(key)` takes one value, not a list") }
        return first
    }

    func one(_ key: String) throws(AlertChannelError) -> String {
        guard let value = try optional(key) else { throw .invalidValue(key, allowed: "a text") }
        return value
    }

    func number(_ key: String) throws(AlertChannelError) -> Int? {
        guard let text = try optional(key) else { return nil }
        guard let number = Int(text) else { throw .invalidValue(key, allowed: "a number") }
        return number
    }

    func flag(_ key: String) throws(AlertChannelError) -> Bool {
        switch try optional(key) {
        case nil, "false": false
        case "true": true
        default: throw AlertChannelError.invalidValue(key, allowed: "true or false")
        }
    }

    /// `insecure: true`: http or mail in the clear to another machine.
    func isInsecure() throws(AlertChannelError) -> Bool { try flag("insecure") }

    /// The address under `url`.
    func url() throws(AlertChannelError) -> AlertURL {
        let isInsecure = try isInsecure()
        return try AlertURL(one("url"), allowsPlainHTTP: isInsecure)
    }
}

extension ChannelType {
    /// Its keys in the jobs file.
    var keys: [String] { service.keys.map { $0.hasSuffix("*") ? String($0.dropLast()) : $0 } }

    init(named name: String) throws(AlertChannelError) {
        guard let known = ChannelType(rawValue: name) else {
            throw AlertChannelError(
                "the type \"\(name.oneLine(40))\" is not known"
                    + AlertChannelError.choice(name, ChannelType.allCases.map(\.rawValue)))
        }
        self = known
    }
}

extension AlertChannelError {
    static func invalidValue(_ key: String, allowed: String) -> AlertChannelError {
        AlertChannelError("`\(key)` is \(allowed)")
    }

    fileprivate static func choice(_ name: String, _ names: [String]) -> String {
        let nearest = Suggestion.nearest(to: name, among: names).map { "; did you mean `\($0)`?" } ?? "."
        return "\(nearest) There are \(names.joined(separator: ", "))"
    }
}
