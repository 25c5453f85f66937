/// An http or https address of which only scheme and host may be shown: paths and queries of webhooks and pings are
/// passwords.
package struct AlertURL: Hashable, Sendable {
    /// "https://hooks.example.org:8443", without a slash at its end.
    package let origin: String
    package let host: String
    package let isEncrypted: Bool
    /// Path and query, with the leading slash.
    let rest: Secret

    var secretText: String { origin + rest.text }

    /// - Parameter allowsPlainHTTP: http to another machine; without it only to this one (tests, a relay).
    /// - Throws: `AlertChannelError`, which does not repeat the address.
    package init(_ text: String, allowsPlainHTTP: Bool = false) throws(AlertChannelError) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else {
            throw AlertChannelError(.invalidURL("it holds spaces, control characters or letters outside ASCII"))
        }
        guard let mark = Self.mark(in: text) else {
            throw AlertChannelError(.invalidURL("it does not begin with https://"))
        }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else {
            throw AlertChannelError(.invalidURL("it does not begin with https://"))
        }
        let remainder = text[mark.upperBound...]
        let end = remainder.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? remainder.endIndex
        let authority = String(remainder[..<end])
        guard !authority.contains("@") else {
            throw AlertChannelError(.invalidURL("it holds a user name; give a token or a header instead"))
        }
        guard !remainder.contains("#") else { throw AlertChannelError(.invalidURL("it has a fragment (#)")) }
        guard let server = ServerName(authority) else {
            throw AlertChannelError(.invalidURL("its host or port is not valid"))
        }
        host = server.host
        isEncrypted = scheme == "https"
        guard isEncrypted || allowsPlainHTTP || server.isLoopback else {
            throw AlertChannelError(.plainHTTP(host: server.host))
        }
        origin = "\(scheme)://\(authority.lowercased())"
        let path = String(remainder[end...])
        rest = Secret(path.hasPrefix("/") ? path : "/" + path)
    }

    /// The place of "://".
    private static func mark(in text: String) -> Range<String.Index>? {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return nil }
        return colon..<text.index(colon, offsetBy: 3)
    }
}

extension AlertURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { origin + "/[secret]" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(reflecting: description) }
}
