import GRDB
package import Tabular

/// A row that a rule set aside, as the record keeps it.
package struct QuarantineRecord: Sendable, Hashable {
    package let provider: String
    package let label: String
    package let dataset: String
    /// The key's parts, joined by a vertical bar.
    package let key: String
    package let rule: String
    /// A sentence; may be empty.
    package let reason: String
    /// As it came.
    package let raw: String
    package let digest: String
    package let firstSeen: Instant
    package let lastSeen: Instant
    package let times: Int

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
package struct QuarantineCount: Sendable, Hashable {
    package let dataset: String
    package let rule: String
    package let rows: Int
}
