import ArgumentParser

/// How upstreams are asked.
struct UpstreamArguments: ParsableArguments {
    @Option(
        name: .customLong("rate-limit-delay"),
        help: ArgumentHelp(
            "Seconds between requests, for all upstreams or by name: 0.5 or yahoo=0.5,sp500=1.", valueName: "seconds"))
    var rateLimitDelay: String?

    @Option(
        name: .customLong("user-agent"), help: ArgumentHelp("Sent instead of the provider's own.", valueName: "text"))
    var userAgent: String?

    @Option(
        help: ArgumentHelp(
            "Ask another address: a mirror, a proxy, a test server. May be repeated.", valueName: "name=url"))
    var upstream: [String] = []

    @Option(
        help: ArgumentHelp("Answer from a folder of exchanges, without the network.", valueName: "dir"),
        completion: .directory)
    var replay: String?

    @Option(
        help: ArgumentHelp("Write every exchange to a new folder, for --replay.", valueName: "dir"),
        completion: .directory)
    var record: String?

    /// As they were typed.
    var typed: [String] {
        let options = [
            ("rate-limit-delay", rateLimitDelay), ("user-agent", userAgent), ("replay", replay), ("record", record),
        ]
        return options.flatMap { name, value in value.map { ["--\(name)=\($0)"] } ?? [] }
            + upstream.map { "--upstream=\($0)" }
    }
}
