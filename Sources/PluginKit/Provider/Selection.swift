public import Tabular

/// What a job is about, as its owner says it.
public struct Selection: Hashable, Sendable, Codable {
    /// Symbols or market ids as they were typed; empty: the provider's own universe.
    public var names: [String]
    public var categories: [String]
    /// A venue's word or ours: `open`, `settled`.
    public var status: String?
    /// Datasets by name; empty: all.
    public var datasets: [String]
    /// How many subjects (markets) are followed, the highest rank first; nil: all of them.
    public var limit: Int?
    /// First and last date, both inclusive.
    public var start: Day?
    public var end: Day?

    public init(
        names: [String] = [], categories: [String] = [], status: String? = nil, datasets: [String] = [], limit: Int? = nil,
        start: Day? = nil, end: Day? = nil
    ) {
        self.names = names
        self.categories = categories
        self.status = status
        self.datasets = datasets
        self.limit = limit
        self.start = start
        self.end = end
    }
}
