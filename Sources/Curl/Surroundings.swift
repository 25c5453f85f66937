import CCurl

/// What the environment says of the way out: proxies, and whose certificates are trusted. As the users of the program
/// curl know it; libcurl itself reads only a part of it, and from the process, where a test cannot say otherwise.
package struct Surroundings: Sendable, Hashable {
    /// A variable and what it says; never empty.
    package struct Named: Sendable, Hashable {
        package let variable: String
        package let value: String
    }

    /// By the scheme of the address that is asked.
    package let proxies: [String: Named]
    /// Hosts that are asked without a proxy, as curl takes them apart.
    package let exceptions: Named?
    /// A file and a directory of certificates; nil: the system's.
    package var authorities: String?
    let authorityFolder: String?
    /// The variables that named them.
    package let certificates: [Named]

    /// - Parameter environment: `https_proxy`, `HTTPS_PROXY`, `http_proxy` (only in lower case: a web server's
    ///   `HTTP_PROXY` is a header of whoever asks it), `all_proxy`, `ALL_PROXY`, `no_proxy`, `NO_PROXY`,
    ///   `CURL_CA_BUNDLE`, `SSL_CERT_FILE`, `SSL_CERT_DIR`. An empty value is none.
    package init(environment: [String: String] = [:]) {
        func first(_ names: String...) -> Named? {
            names.lazy.compactMap { name in environment[name].map { Named(variable: name, value: $0) } }.first {
                !$0.value.isEmpty
            }
        }
        let all = first("all_proxy", "ALL_PROXY")
        proxies = [
            "http": first("http_proxy") ?? all, "https": first("https_proxy", "HTTPS_PROXY") ?? all,
            "smtp": first("smtp_proxy", "SMTP_PROXY") ?? all, "smtps": first("smtps_proxy", "SMTPS_PROXY") ?? all,
        ].compactMapValues(\.self)
        exceptions = first("no_proxy", "NO_PROXY")
        let file = first("CURL_CA_BUNDLE", "SSL_CERT_FILE")
        let folder = first("CURL_CA_BUNDLE") == nil ? first("SSL_CERT_DIR") : nil
        authorities = file?.value
        authorityFolder = folder?.value
        certificates = [file, folder].compactMap(\.self)
    }

    /// Where libcurl looks for certificates when no variable names any, as it was built; nil where it has none or is
    /// not there.
    package static func systemAuthorities() -> (file: String?, folder: String?)? {
        guard TransferEngine.trouble == nil else { return nil }
        return (
            ccurl_authority_file().map { String(cString: $0) }, ccurl_authority_folder().map { String(cString: $0) }
        )
    }

    /// The proxy on the way to an address, before the exceptions; empty: none. This machine itself is never asked
    /// through one.
    package func proxy(for url: String) -> String {
        guard let colon = url.firstRange(of: "://"), let proxy = proxies[url[..<colon.lowerBound].lowercased()]?.value
        else { return "" }
        return Self.isLoopback(Self.host(url[colon.upperBound...])) ? "" : proxy
    }

    /// libcurl's words without the users and passwords of proxies, which it repeats whole where it cannot read them.
    package func hiding(_ words: String) -> String {
        var words = words
        for proxy in Set(proxies.values.map(\.value)) {
            let place = proxy.firstRange(of: "://").map { proxy[$0.upperBound...] } ?? proxy[...]
            guard let at = place.lastIndex(of: "@") else { continue }
            let user = place[..<at]
            let password = user.firstIndex(of: ":").map { user[user.index(after: $0)...] } ?? ""
            for secret in [Substring(proxy), place, user, password] where secret.count >= 3 {
                words = words.replacing(secret, with: "[secret]")
            }
        }
        return words
    }

    private static func host(_ rest: Substring) -> Substring {
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let place = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        return place.hasPrefix("[") ? place.dropFirst().prefix { $0 != "]" } : place.prefix { $0 != ":" }
    }

    private static func isLoopback(_ host: Substring) -> Bool {
        var host = host.lowercased()
        if host.hasSuffix(".") { host.removeLast() }
        if host == "localhost" || host.hasSuffix(".localhost") || host == "::1" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers.first == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }
}
