package import PluginKit

/// An address as it may be shown: scheme, host and port. A user, a password, a path (of a mirror, a webhook) and a
/// query may be secrets, and are in no message, log, record or page.
package struct PrintableAddress: Hashable, Sendable, CustomStringConvertible {
    /// `http://host:8080`; `[no address]` for what is none.
    package let description: String

    /// - Parameter text: as its owner wrote it; it need not be a whole address.
    package init(_ text: String) {
        guard let mark = text.firstRange(of: "://") else {
            description = "[no address]"
            return
        }
        let scheme = text[..<mark.lowerBound]
        guard (1...10).contains(scheme.count),
            scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+") })
        else {
            description = "[no address]"
            return
        }
        var place = text[mark.upperBound...].prefix { !"/?#\\".contains($0) }
        if let at = place.lastIndex(of: "@") { place = place[place.index(after: at)...] }
        // `http://user:password` without its host: what stands behind the colon is a port only if it is a number.
        let afterBrackets = place.lastIndex(of: "]") ?? place.startIndex
        if let colon = place[afterBrackets...].lastIndex(of: ":"), Int(place[place.index(after: colon)...]) == nil {
            place = place[..<colon]
        }
        let isHost = place.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) && byte > 0x40
                || ".-_[]:".utf8.contains(byte)
        }
        description =
            "\(scheme.lowercased())://"
            + (isHost && !place.isEmpty && place.utf8.count < 300 ? place.lowercased() : "[no host]")
    }

    /// The address of a request: scheme and host of the upstream, whose own path is the owner's, and the provider's
    /// path and query without the values of secrets.
    package static func text(of request: Request, at base: String) -> String {
        let rest = base.firstRange(of: "://").map { base[$0.upperBound...] } ?? base[...]
        let hasPath = rest.contains { $0 == "/" || $0 == "?" }
        return PrintableAddress(base).description + (hasPath ? "/..." : "") + target(of: request)
    }

    /// `query2.finance.yahoo.com`, or `127.0.0.1:8080`; empty where there is none.
    static func host(of url: String) -> String {
        guard let mark = url.firstRange(of: "://") else { return "" }
        return String(url[mark.upperBound...].prefix { !"/?#".contains($0) })
    }

    /// Path and query with `*` for every secret value.
    package static func target(of request: Request) -> String { SecretNames.redactedTarget(of: request) }

    /// Text of any origin (a server's answer, libcurl's words, what a person typed) without users, passwords and the
    /// values of secret query items in the addresses that it holds.
    package static func scrubbed(_ text: String) -> String {
        guard text.contains("://") else { return text }
        var output = ""
        var rest = text[...]
        while let mark = rest.firstRange(of: "://") {
            output += rest[..<mark.upperBound]
            rest = rest[mark.upperBound...]
            let address = rest.prefix { !$0.isWhitespace && !"'\"<>`".contains($0) }
            rest = rest[address.endIndex...]
            output += scrubbed(address: address)
        }
        return output + rest
    }

    private static func scrubbed(address: Substring) -> String {
        var rest = address
        let authority = rest.prefix { !"/?#".contains($0) }
        if let at = authority.lastIndex(of: "@") {
            rest = rest[authority.index(after: at)...]
        } else if let colon = authority.lastIndex(of: ":"),
            Int(authority[authority.index(after: colon)...].prefix { $0.isNumber }) == nil,
            !authority.hasSuffix("]"), let at = rest.lastIndex(of: "@")
        {
            // A password with a slash in it.
            rest = rest[rest.index(after: at)...]
        }
        guard let question = rest.firstIndex(of: "?") else { return String(rest) }
        let items: [String] = rest[rest.index(after: question)...].split(
            separator: "&", omittingEmptySubsequences: false
        ).map {
            (item: Substring) -> String in
            let name = String(item.prefix { $0 != "=" })
            return name.count < item.count && SecretNames.isSecret(query: name) ? name + "=*" : String(item)
        }
        return String(rest[..<question]) + "?" + items.joined(separator: "&")
    }
}
