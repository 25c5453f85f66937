/// A named host that a provider asks: where it is, what it wants to be told, and how often it may be asked.
public struct UpstreamDeclaration: Hashable, Sendable {
    /// `yahoo`, `sp500`: the name in `--upstream NAME=URL` and `--rate-limit-delay NAME=SECONDS`.
    public let name: String
    /// Scheme, host and the part of the path that is common to all requests; without a trailing slash.
    public let base: String
    /// The same upstream at another host, which is tried once where the first one cannot be reached or refuses from the
    /// start; nil: it has none.
    public let otherBase: String?
    /// Sent with every request. `User-Agent` is replaced by `--user-agent`. `{env:NAME}` and `{file:PATH}` stand for a
    /// secret that is in a variable or a file: `Bearer {env:VENUE_TOKEN}`. It is put in just before a request goes out.
    public let headers: [String: String]
    /// Added to the query of every request as it goes out, and nowhere else: `["api_key": "{env:VENUE_KEY}"]`.
    public let query: [String: String]
    /// Seconds between requests of weight 1.
    public let delay: Double
    /// How many requests may be made at once after a pause, before the delay is felt.
    public let burst: Int
    /// Exchanges under way at the same time.
    public let concurrency: Int
    /// Largest answer that is accepted, after inflation.
    public let maximumBytes: Int
    /// Seconds that one whole exchange, first byte to last, may take.
    public let deadline: Double
    /// Seconds that an answer may have lain in a cache (its `Age`) before it is refused: what is read is taken to be of
    /// the present.
    public let maximumAge: Double

    public init(
        _ name: String, base: String, otherBase: String? = nil, headers: [String: String] = [:],
        query: [String: String] = [:], delay: Double,
        burst: Int = 1,
        concurrency: Int = 2, maximumBytes: Int = 32 << 20, deadline: Double = 60, maximumAge: Double = 3600
    ) {
        self.name = name
        self.base = base
        self.otherBase = otherBase
        self.headers = headers
        self.query = query
        self.delay = delay
        self.burst = burst
        self.concurrency = concurrency
        self.maximumBytes = maximumBytes
        self.deadline = deadline
        self.maximumAge = maximumAge
    }

    /// The same at another address, which has no other host.
    public func at(base: String) -> UpstreamDeclaration {
        UpstreamDeclaration(
            name, base: base, headers: headers, query: query, delay: delay, burst: burst, concurrency: concurrency,
            maximumBytes: maximumBytes,
            deadline: deadline, maximumAge: maximumAge)
    }
}
