import GRDB
public import PluginKit
public import Tabular

/// A subject (a market) as the archive knows it.
public struct SubjectRecord: Sendable, Hashable {
    public let id: Int64
    public let provider: String
    public let name: String
    public let label: String
    /// JSON.
    public let note: String
    /// Larger comes first.
    public let rank: Double?
    /// Whether a list has to show it again.
    public let isListed: Bool
    /// When a page showed it last.
    public let seen: Instant
    /// Since when it is followed; nil: it is only known.
    public let followed: Instant?
    /// Whether a person had it forgotten.
    public let isForgotten: Bool
    /// Why the upstream does not have it any more; nil while it does.
    public let cause: Reason?

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
