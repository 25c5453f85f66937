package import PluginKit

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
            delay: delays[declaration.name] ?? delay ?? declaration.delay, burst: declaration.burst,
            concurrency: max(1, concurrency ?? declaration.concurrency), maximumBytes: declaration.maximumBytes,
            deadline: declaration.deadline, maximumAge: declaration.maximumAge)
    }

    /// The variable that says the same as `--upstream NAME=URL`: `PENSTOCK_UPSTREAM_POLYMARKET_DATA`.
    package static func variable(for name: String) -> String {
        variablePrefix + name.uppercased().replacing("-", with: "_")
    }

    static let variablePrefix = "PENSTOCK_UPSTREAM_"
}
