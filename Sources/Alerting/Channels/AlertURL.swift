/// An http or https address of which only scheme and host may be shown: paths and queries of webhooks and pings are
/// passwords.
struct AlertURL: Hashable, Sendable {
    /// "https://hooks.example.org:8443", without a slash at its end.
    let origin: String
    let host: String
    let isEncrypted: Bool
    /// Path and query, with the leading slash.
    let rest: Secret

    var secretText: String { origin + rest.text }

    /// - Parameter allowsPlainHTTP: http to another machine; without it only to this one (tests, a relay).
    /// - Throws: `AlertChannelError`, which does not repeat the address.
    init(_ text: String, allowsPlainHTTP: Bool = false) throws(AlertChannelError) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else {
            throw AlertChannelError(unusable: "it holds spaces, control characters or letters outside ASCII")
        }
        guard let mark = Self.mark(in: text) else {
            throw AlertChannelError(unusable: "it does not begin with https://")
        }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else {
            throw AlertChannelError(unusable: "it does not begin with https://")
        }
        let remainder = text[mark.upperBound...]
        let end = remainder.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? remainder.endIndex
        let authority = String(remainder[..<end])
        guard !authority.contains("@") else {
            throw AlertChannelError(unusable: "it holds a user name; give a token or a header instead")
        }
        guard !remainder.contains("#") else { throw AlertChannelError(unusable: "it has a fragment (#)") }
        guard let server = ServerName(authority) else {
            throw AlertChannelError(unusable: "its host or port is not valid")
        }
        host = server.host
        isEncrypted = scheme == "https"
        guard isEncrypted || allowsPlainHTTP || server.isLoopback else {
            throw AlertChannelError(
                """
                the address is http://, so that all between here and \(server.host.oneLine(80)) could read and use it. \
                Use https://, or allow it by `insecure: true`
                """)
        }
        origin = "\(scheme)://\(authority.lowercased())"
        let path = String(remainder[end...])
        rest = Secret(path.hasPrefix("/") ? path : "/" + path)
    }

    /// The address of a server below which a service has its paths: "https://matrix.example.org", "https://a.b/matrix".
    ///
    /// - Throws: `AlertChannelError`; also where it has a query.
    init(base text: String, allowsPlainHTTP: Bool) throws(AlertChannelError) {
        try self.init(text, allowsPlainHTTP: allowsPlainHTTP)
        guard !rest.text.contains("?") else {
            throw AlertChannelError(unusable: "it has a query (?), and is that of a server")
        }
    }

    /// A path of the server, each part of it already as it goes over the wire.
    func appending(_ path: String) -> Secret {
        var text = secretText
        while text.hasSuffix("/") { text.removeLast() }
        return Secret(text + path)
    }

    /// The place of "://".
    private static func mark(in text: String) -> Range<String.Index>? {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return nil }
        return colon..<text.index(colon, offsetBy: 3)
    }
}

extension AlertURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String { origin + "/[secret]" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(reflecting: description) }
}

extension AlertChannelError {
    /// The address itself may be a password.
    init(unusable reason: String) {
        self.init("the address is not usable: \(reason). An address is https://HOST/PATH, as the service shows it")
    }
}
