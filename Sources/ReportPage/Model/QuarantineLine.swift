/// A row that broke a rule.
public struct QuarantineLine: Sendable, Equatable {
    public var rule: String
    public var dataset: String
    public var unit: String
    public var key: String
    public var reason: String
    /// As the upstream sent it. A long one is cut on the page, and says so.
    public var raw: String
    public var firstSeen: String
    public var lastSeen: String
    public var times: Int

    public init(
        rule: String, dataset: String, unit: String, key: String, reason: String, raw: String, firstSeen: String, lastSeen: String,
        times: Int = 1
    ) {
        self.rule = rule
        self.dataset = dataset
        self.unit = unit
        self.key = key
        self.reason = reason
        self.raw = raw
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.times = times
    }
}
