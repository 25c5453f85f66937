/// A row that broke a rule.
package struct QuarantineLine: Sendable, Equatable {
    package var rule: String
    package var dataset: String
    package var unit: String
    package var key: String
    package var reason: String
    /// As the upstream sent it. A long one is cut on the page, and says so.
    package var raw: String
    package var firstSeen: String
    package var lastSeen: String
    package var times: Int

    package init(
        rule: String, dataset: String, unit: String, key: String, reason: String, raw: String, firstSeen: String,
        lastSeen: String,
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
