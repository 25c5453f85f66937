/// What a provider wants to be asked of an upstream. Always a GET: an archive only reads.
public struct Request: Hashable, Sendable {
    /// The name of the upstream, as its declaration has it.
    public let upstream: String
    /// Begins with `/`; already percent-encoded.
    public let path: String
    /// In the order in which they are sent; names and values as plain text, encoded by the transport.
    public let query: [QueryItem]
    public let headers: [String: String]
    /// Statuses besides 2xx that are answers to this request and reach `read`, such as a 404 that says "unknown
    /// symbol".
    public let answerStatuses: Set<Int>
    /// Media types of a real answer, such as `application/json`; anything else (a consent page) is refused.
    public let mediaTypes: Set<String>
    /// What it costs of the upstream's rate limit; 1 is an ordinary request.
    public let weight: Double

    public init(
        _ upstream: String, path: String, query: [QueryItem] = [], headers: [String: String] = [:],
        answerStatuses: Set<Int> = [],
        mediaTypes: Set<String> = ["application/json"], weight: Double = 1
    ) {
        self.upstream = upstream
        self.path = path
        self.query = query
        self.headers = headers
        self.answerStatuses = answerStatuses
        self.mediaTypes = mediaTypes
        self.weight = weight
    }

    /// Path and query as they go over the wire, after the upstream's base: `/v8/finance/chart/BRK-B?interval=1d`.
    public var target: String {
        guard !query.isEmpty else { return path }
        return path + "?"
            + query.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }.joined(
                separator: "&")
    }

    /// One name and value of a query.
    public struct QueryItem: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }
}
