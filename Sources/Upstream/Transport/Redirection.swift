/// Where a redirect leads, judged: only to the same scheme, host and port, at most three times, never to a place
/// already visited.
struct Redirection {
    static let longest = 3

    enum Verdict: Equatable {
        case follow(String)
        case elsewhere(String)
        case loop(String)
    }

    private let origin: WebAddress
    private var visited: [String]

    /// - Parameter url: the whole address of the first request.
    init(from url: String, at origin: WebAddress) {
        self.origin = origin
        self.visited = [url]
    }

    /// Whether the status sends the client on to its `Location`.
    static func isRedirect(_ status: Int) -> Bool { [301, 302, 303, 307, 308].contains(status) }

    mutating func follow(_ location: String) -> Verdict {
        guard let target = resolve(location) else { return .elsewhere(shown(location)) }
        guard !visited.contains(target) else { return .loop("\(origin.origin) again and again") }
        guard visited.count <= Self.longest else {
            return .loop("more than \(Self.longest) times within \(origin.origin)")
        }
        visited.append(target)
        return .follow(target)
    }

    /// Paths and queries of redirects may be secrets: only where they lead is shown.
    private func shown(_ location: String) -> String {
        PrintableAddress(location.hasPrefix("//") ? origin.scheme + ":" + location : location).description
    }

    /// The whole address on the same origin, or nil when it is another one.
    private func resolve(_ location: String) -> String? {
        let bare = String(location.prefix { $0 != "#" })
        if bare.hasPrefix("//") { return resolve(origin.scheme + ":" + bare) }
        if bare.hasPrefix("/") { return origin.origin + bare }
        if let colon = bare.firstIndex(of: ":"), !bare[..<colon].contains(where: { $0 == "/" || $0 == "?" }) {
            let base = String(bare.prefix { $0 != "?" })
            guard let address = WebAddress(base), address.hasSameOrigin(as: origin) else { return nil }
            let path = bare.dropFirst(address.scheme.count + 3).drop { $0 != "/" && $0 != "?" }
            return origin.origin + (path.hasPrefix("/") ? "" : "/") + path
        }
        let current = String((visited.last ?? "").prefix { $0 != "?" })
        if bare.hasPrefix("?") { return current + bare }
        guard let slash = current.lastIndex(of: "/") else { return nil }
        return current[...slash] + bare
    }
}
