import GRDB
public import Tabular

/// A row that a rule set aside, as the record keeps it.
public struct QuarantineRecord: Sendable, Hashable {
    public let provider: String
    public let label: String
    public let dataset: String
    /// The key's parts, joined by a vertical bar.
    public let key: String
    public let rule: String
    /// A sentence; may be empty.
    public let reason: String
    /// As it came.
    public let raw: String
    public let digest: String
    public let firstSeen: Instant
    public let lastSeen: Instant
    public let times: Int

    init(row: Row) {
        provider = row[0]
        label = row[1]
        dataset = row[2]
        key = row[3]
        rule = row[4]
        reason = row[5]
        raw = row[6]
        digest = row[7]
        firstSeen = Instant(record: row[8]) ?? Instant(seconds: 0)
        lastSeen = Instant(record: row[9]) ?? Instant(seconds: 0)
        times = row[10]
    }
}

/// How many rows a rule has set aside.
public struct QuarantineCount: Sendable, Hashable {
    public let dataset: String
    public let rule: String
    public let rows: Int
}
