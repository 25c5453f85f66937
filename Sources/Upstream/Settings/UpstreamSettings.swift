package import PluginKit
import Words

/// What the owner of an archive says about upstreams, over what the providers declare.
package struct UpstreamSettings: Sendable, Hashable {
    /// `--upstream NAME=URL`, without a trailing slash.
    package var bases: [String: String] = [:]
    /// `--rate-limit-delay 0.5`: seconds between requests of every upstream that `delays` does not name.
    package var delay: Double?
    /// `--rate-limit-delay yahoo=0.5,sp500=0.02`.
    package var delays: [String: Double] = [:]
    /// `--user-agent`.
    package var userAgent: String?
    /// Requests made again after the first one.
    package var retries = 4
    /// `--concurrency`: exchanges under way at once with any one upstream.
    package var concurrency: Int?

    /// Whether an upstream's other host may be tried; not in a replay, which asks nobody.
    package var usesOtherHosts = true

    package init() {}

    /// The declaration as it is to be used. Whose address is set by its owner has no other host.
    package func applied(to declaration: UpstreamDeclaration) -> UpstreamDeclaration {
        var headers = declaration.headers
        if let userAgent {
            headers = headers.filter { $0.key.lowercased() != "user-agent" }
            headers["User-Agent"] = userAgent
        }
        return UpstreamDeclaration(
            declaration.name, base: bases[declaration.name] ?? declaration.base,
            otherBase: usesOtherHosts && bases[declaration.name] == nil ? declaration.otherBase : nil, headers: headers,
            query: declaration.query, delay: delays[declaration.name] ?? delay ?? declaration.delay,
            burst: declaration.burst,
            concurrency: max(1, concurrency ?? declaration.concurrency), maximumBytes: declaration.maximumBytes,
            deadline: declaration.deadline, maximumAge: declaration.maximumAge)
    }

    /// The variable that says the same as `--upstream NAME=URL`: `PENSTOCK_UPSTREAM_POLYMARKET_DATA`.
    package static func variable(for name: String) -> String {
        variablePrefix + name.uppercased().replacing("-", with: "_")
    }

    static let variablePrefix = "PENSTOCK_UPSTREAM_"
}

extension UpstreamSettings {
    /// Reads one `NAME=URL` of `--upstream`.
    package mutating func point(_ text: String, known: [String]) throws(UpstreamSettingsError) {
        let name = String(text.prefix { $0 != "=" })
        guard text.count > name.count, !name.isEmpty else {
            throw UpstreamSettingsError(
                "--upstream \(Self.shown(text)): it has to be NAME=URL, as in --upstream yahoo=http://127.0.0.1:8080")
        }
        let url = String(text.dropFirst(name.count + 1))
        try point(name, to: url, source: "--upstream \(Self.shown(name))=\(PrintableAddress(url))", known: known)
    }

    /// Reads every `PENSTOCK_UPSTREAM_NAME`. What a flag has said stays.
    package mutating func point(environment: [String: String], known: [String]) throws(UpstreamSettingsError) {
        let variables = Dictionary(known.map { (Self.variable(for: $0), $0) }) { first, _ in first }
        for (variable, value) in environment.sorted(by: { $0.key < $1.key })
        where variable.hasPrefix(Self.variablePrefix) {
            guard let name = variables[variable] else {
                throw UpstreamSettingsError(
                    "\(variable): no upstream has that name\(Suggestion.clause(for: variable, among: variables.keys))")
            }
            guard bases[name] == nil, !value.isEmpty else { continue }
            try point(name, to: value, source: "\(variable)=\(PrintableAddress(value))", known: known)
        }
    }

    /// Reads `0.5` or `yahoo=0.5,sp500=0.02`, or both in one: `0.5,yahoo=1`.
    package mutating func pace(_ text: String, known: [String]) throws(UpstreamSettingsError) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let source = "--rate-limit-delay \(text)"
            guard let separator = part.firstIndex(of: "=") else {
                delay = try Self.seconds(part, source: source)
                continue
            }
            let name = String(part[..<separator])
            try Self.check(name, source: source, known: known)
            delays[name] = try Self.seconds(part[part.index(after: separator)...], source: source)
        }
    }

    private mutating func point(_ name: String, to url: String, source: String, known: [String])
        throws(UpstreamSettingsError)
    {
        try Self.check(name, source: source, known: known)
        guard let address = WebAddress(url) else {
            throw UpstreamSettingsError(
                """
                \(source): \(WebAddress.fault(of: url) ?? "not an address"), as in --upstream \
                \(name)=http://127.0.0.1:8080
                """
            )
        }
        bases[name] = address.description
    }

    private static func check(_ name: String, source: String, known: [String]) throws(UpstreamSettingsError) {
        guard !known.contains(name) else { return }
        throw UpstreamSettingsError(
            "\(source): there is no upstream \"\(shown(name))\"\(Suggestion.clause(for: name, among: known))")
    }

    /// A name as it was typed; what does not look like one may be an address with a secret in it.
    private static func shown(_ name: String) -> String {
        name.utf8.count <= 40 && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
            ? name : PrintableAddress(name).description
    }

    private static func seconds(_ text: Substring, source: String) throws(UpstreamSettingsError) -> Double {
        guard let value = Double(text), value.isFinite, (0...86_400).contains(value) else {
            throw UpstreamSettingsError(
                "\(source): \"\(text)\" is not a number of seconds from 0 to 86400; write 0.5, or yahoo=0.5,sp500=0.02")
        }
        return value
    }
}

/// A setting that cannot be followed; the message names it and shows a right one.
package struct UpstreamSettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    package let message: String

    init(_ message: String) {
        self.message = message
    }

    package var description: String { message }
}
