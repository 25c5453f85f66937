public import Tabular

/// What a job is about, as its owner says it.
public struct Selection: Hashable, Sendable, Codable {
    /// How many subjects (markets) are followed.
    public enum Limit: Hashable, Sendable, Codable {
        /// As many as the provider says.
        case usual
        case count(Int)
        case all
    }

    /// Symbols as they were typed; of a provider with subjects, what names them. Empty: the provider's own universe.
    public var names: [String]
    /// Market ids as they were typed, `kalshi:` before those of one of several providers. A provider finds its own in
    /// `names`.
    public var subjects: [String]
    public var categories: [String]
    /// `open`, `closed`, `settled` or `all`; nil: not said.
    public var status: String?
    /// Datasets by name; empty: all.
    public var datasets: [String]
    public var limit: Limit
    /// First and last date, both inclusive.
    public var start: Day?
    public var end: Day?

    public init(
        names: [String] = [], subjects: [String] = [], categories: [String] = [], status: String? = nil,
        datasets: [String] = [],
        limit: Limit = .usual, start: Day? = nil, end: Day? = nil
    ) {
        self.names = names
        self.subjects = subjects
        self.categories = categories
        self.status = status
        self.datasets = datasets
        self.limit = limit
        self.start = start
        self.end = end
    }
}
