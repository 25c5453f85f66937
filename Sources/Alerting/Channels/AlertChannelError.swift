import Words

/// Why a channel cannot be used as it is set up: the facts, none of them a secret. `AlertChannelError+Wording.swift`
/// has the words.
package struct AlertChannelError: Error, Hashable, Sendable {
    package enum Fault: Hashable, Sendable {
        /// With the reason; the address itself may be a password.
        case invalidURL(String)
        case plainHTTP(host: String)
        case invalidServer(String)
        case unknownSecurity(String)
        case plainMail(host: String)
        case passwordInTheClear(host: String)
        case userWithoutPassword
        case passwordWithoutUser
        case invalidUser
        case invalidPassword
        case noRecipients
        case invalidAddress(String)
        case relativeAuthorities(String)
        case noTopic
        case invalidToken
        case invalidPriority(Int)
        case invalidHeaderName(String)
        case invalidHeaderValue(String)
        case unknownType(String)
        case unknownKey(String, type: String)
        case missingKey(String, type: String)
        case severalValues(String)
        case invalidValue(String, allowed: String)
    }

    package let fault: Fault

    package init(_ fault: Fault) {
        self.fault = fault
    }
}

extension AlertChannelError: CustomStringConvertible {
    package var description: String { message }

    /// What is wrong and what to do about it, in one line.
    package var message: String {
        switch fault {
        case .invalidURL(let reason):
            "the address is not usable: \(reason). An address is https://HOST/PATH, as the service shows it"
        case .plainHTTP(let host):
            """
            the address is http://, so that all between here and \(host.oneLine(80)) could read and use it. Use \
            https://, or allow it by `insecure: true`
            """
        case .invalidServer(let server):
            """
            "\(Self.place(server).oneLine(80))" is no mail server. Write HOST or HOST:PORT, as in smtp.example.org:587
            """
        case .unknownSecurity(let name):
            """
            the security "\(name.oneLine(40))" is not known; there are \
            \(MailSecurity.allCases.map(\.rawValue).joined(separator: ", ")) (starttls is port 587, tls is port 465)
            """
        case .plainMail(let host):
            """
            security `none` sends mail in the clear to \(host.oneLine(80)). Use starttls or tls, or allow it by \
            `insecure: true`
            """
        case .passwordInTheClear(let host):
            """
            a password is not sent in the clear to \(host.oneLine(80)). Use starttls or tls, or leave user and \
            password away
            """
        case .userWithoutPassword:
            "there is a user and no password. Give both, the password by env: or file:, or neither"
        case .passwordWithoutUser: "there is a password and no user. Give both or neither"
        case .invalidUser: "the user is empty or holds a control character, which cannot be sent"
        case .invalidPassword:
            "the password is empty or holds a line break or another control character; does its file end with one?"
        case .noRecipients: "nobody is named under `to`. Give at least one address"
        case .invalidAddress(let address):
            """
            "\(address.oneLine(80))" is no mail address. Write someone@example.org or Name <someone@example.org>, in \
            ASCII
            """
        case .relativeAuthorities(let path): "the file of authorities \"\(path.oneLine(200))\" is not an absolute path"
        case .noTopic:
            """
            the address names no topic. Write https://ntfy.sh/TOPIC, with letters, digits, - and _ in the topic, at \
            most 64
            """
        case .invalidToken:
            """
            the token is empty, or holds a space, a line break or a character outside ASCII; does its file end with one?
            """
        case .invalidPriority(let priority): "the priority \(priority) is not known; it is 1 (min) to 5 (urgent)"
        case .invalidHeaderName(let name): "\"\(name.oneLine(80))\" is no name of a header"
        case .invalidHeaderValue(let name):
            "the value of the header \(name.oneLine(80)) is empty or holds a line break; does its file end with one?"
        case .unknownType(let type):
            "the type \"\(type.oneLine(40))\" is not known" + Self.choice(type, AlertChannel.keys.map(\.type))
        case .unknownKey(let key, let type):
            "\"\(key.oneLine(40))\" is no key of \(type)" + Self.choice(key, Self.keys(of: type))
        case .missingKey(let key, let type):
            "\(type) needs `\(key)`. It has the keys \(Self.keys(of: type).joined(separator: ", "))"
        case .severalValues(let key): "`\(key)` takes one value, not a list"
        case .invalidValue(let key, let allowed): "`\(key)` is \(allowed)"
        }
    }

    private static func keys(of type: String) -> [String] {
        AlertChannel.keys.first { $0.type == type }?.keys.map { $0.hasSuffix("*") ? String($0.dropLast()) : $0 } ?? []
    }

    private static func choice(_ name: String, _ names: [String]) -> String {
        let nearest = Suggestion.nearest(to: name, among: names).map { "; did you mean `\($0)`?" } ?? "."
        return "\(nearest) There are \(names.joined(separator: ", "))"
    }

    /// Without a user and a password.
    private static func place(_ server: String) -> String {
        server.lastIndex(of: "@").map { String(server[server.index(after: $0)...]) } ?? server
    }
}
