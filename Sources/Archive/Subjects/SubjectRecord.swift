import GRDB
package import PluginKit
package import Tabular

/// A subject (a market) as the archive knows it.
package struct SubjectRecord: Sendable, Hashable {
    package let id: Int64
    package let provider: String
    package let name: String
    package let label: String
    /// JSON.
    package let note: String
    /// Larger comes first.
    package let rank: Double?
    /// Whether a list has to show it again.
    package let isListed: Bool
    /// When a page showed it last.
    package let seen: Instant
    /// Since when it is followed; nil: it is only known.
    package let followed: Instant?
    /// Whether a person had it forgotten.
    package let isForgotten: Bool
    /// Why the upstream does not have it any more; nil while it does.
    package let cause: Reason?

    static let columns = "id, provider, name, label, note, rank, list IS NOT NULL, seen, followed, cause, cause_detail, is_forgotten"

    init(row: Row) {
        id = row[0]
        provider = row[1]
        name = row[2]
        label = row[3]
        note = row[4]
        rank = row[5]
        isListed = row[6]
        seen = Instant(record: row[7]) ?? Instant(seconds: 0)
        followed = Instant(record: row[8])
        isForgotten = row[11]
        cause = (row[9] as String?).map { Reason($0, row[10] ?? "") }
    }
}
