import Curl

/// What the environment says of the way to the upstreams, for who looks at it before a run does: proxies and
/// certificates, by the variables that name them. What is used is decided in one place, which asks for them too
/// (`Surroundings`).
package struct WayOut: Sendable {
    package struct Proxy: Sendable, Hashable {
        /// Of the addresses that are asked through it: `https`.
        package let scheme: String
        package let variable: String
        /// Scheme, host and port; never a user or a password.
        package let place: String
        /// What is wrong with it; nil: it may be one.
        package let fault: String?
    }

    package struct Certificates: Sendable, Hashable {
        /// nil: libcurl's own place.
        package let variable: String?
        package let path: String
        package let isFolder: Bool
    }

    /// By scheme, of the addresses that upstreams have.
    package let proxies: [Proxy]
    /// `no_proxy` and its hosts; nil: none.
    package let exceptions: (variable: String, hosts: String)?
    /// `HTTP_PROXY` alone is set, which nobody reads; see `http_proxy`.
    package let hasUnreadProxy: Bool
    /// The variables that say something of it.
    package let variables: [String]
    private let named: [Surroundings.Named]

    package init(environment: [String: String]) {
        let surroundings = Surroundings(environment: environment)
        let used = surroundings.proxies.filter { ["http", "https"].contains($0.key) }.sorted { $0.key < $1.key }
        proxies = used.map { scheme, named in
            let hasScheme = named.value.contains("://")
            let place = PrintableAddress(hasScheme ? named.value : "http://" + named.value).description
            return Proxy(scheme: scheme, variable: named.variable, place: place, fault: Self.fault(of: place))
        }
        exceptions = surroundings.exceptions.map { ($0.variable, $0.value) }
        hasUnreadProxy = environment["HTTP_PROXY"]?.isEmpty == false && surroundings.proxies["http"] == nil
        named = surroundings.certificates
        variables = Set(
            used.map(\.value.variable) + [surroundings.exceptions?.variable].compactMap(\.self) + named.map(\.variable)
        )
        .sorted()
    }

    /// Where certificates are looked for: what variables name, or else where the system's libcurl has them.
    package var certificates: [Certificates] {
        if !named.isEmpty {
            return named.map {
                Certificates(variable: $0.variable, path: $0.value, isFolder: $0.variable == "SSL_CERT_DIR")
            }
        }
        guard let (file, folder) = Surroundings.systemAuthorities() else { return [] }
        return [
            file.map { Certificates(variable: nil, path: $0, isFolder: false) },
            folder.map { Certificates(variable: nil, path: $0, isFolder: true) },
        ]
        .compactMap(\.self)
    }

    private static let schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]

    private static func fault(of place: String) -> String? {
        guard let mark = place.firstRange(of: "://") else { return "it is no address" }
        let scheme = String(place[..<mark.lowerBound])
        guard schemes.contains(scheme) else { return "no proxy speaks \(scheme)://" }
        return place[mark.upperBound...].hasPrefix("[no host]") ? "it names no host" : nil
    }
}
