/// A base URL taken apart: scheme, host, port and the path before every request's own.
struct WebAddress: Hashable, CustomStringConvertible {
    let scheme: String
    /// Lower case; an IPv6 address in its brackets.
    let host: String
    let port: Int
    /// Empty, or begins with a slash and does not end with one.
    let path: String

    /// Nil when `fault(of:)` has something to say.
    init?(_ text: String) {
        guard Self.fault(of: text) == nil else { return nil }
        let parts = Self.parts(text)
        var path = parts.path.prefix { $0 != "?" && $0 != "#" }
        while path.last == "/" { path.removeLast() }
        self.scheme = parts.scheme
        self.host = parts.host.lowercased()
        self.port = parts.port.map { Int($0) ?? 0 } ?? (parts.scheme == "https" ? 443 : 80)
        self.path = String(path)
    }

    /// What is wrong with an address, in words; nil when nothing is.
    static func fault(of text: String) -> String? {
        let parts = parts(text)
        guard parts.scheme == "http" || parts.scheme == "https" else {
            return "the address has to begin with http:// or https://"
        }
        guard !parts.authority.contains("@") else { return "the address must not hold a user or a password" }
        guard !parts.host.isEmpty, parts.host.utf8.allSatisfy(isHostByte) else { return "the address has no host" }
        if let port = parts.port, !(Int(port).map { (1...65_535).contains($0) } ?? false) {
            // What is no number may be the beginning of a password.
            return Int(port) == nil ? "its port is not a number" : "the port \(port) is not one of 1 to 65535"
        }
        guard text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            return "the address holds a character that has to be percent-encoded"
        }
        guard !parts.path.contains(where: { $0 == "?" || $0 == "#" }) else {
            return "the address must end before any ? or #"
        }
        return nil
    }

    /// `http://host:8080/prefix`; the port only where it is not the scheme's own.
    var description: String { origin + path }

    var origin: String {
        let isUsual = port == (scheme == "https" ? 443 : 80)
        return "\(scheme)://\(host)" + (isUsual ? "" : ":\(port)")
    }

    func hasSameOrigin(as other: WebAddress) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: ":"):
            true
        default: false
        }
    }

    private struct Parts {
        var scheme = ""
        var authority = ""
        var host = ""
        var port: String?
        var path = ""
    }

    private static func parts(_ text: String) -> Parts {
        var parts = Parts()
        guard let colon = text.firstRange(of: "://") else { return parts }
        parts.scheme = text[..<colon.lowerBound].lowercased()
        let rest = text[colon.upperBound...]
        parts.authority = String(rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" })
        parts.path = String(rest.dropFirst(parts.authority.count))
        let afterBrackets = parts.authority.lastIndex(of: "]") ?? parts.authority.startIndex
        if let portColon = parts.authority[afterBrackets...].lastIndex(of: ":") {
            parts.host = String(parts.authority[..<portColon])
            parts.port = String(parts.authority[parts.authority.index(after: portColon)...])
        } else {
            parts.host = parts.authority
        }
        return parts
    }
}
