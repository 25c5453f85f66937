public import Tabular

/// What `archive.json` says: which archive this is, where its record is, and what it is made of.
public struct ArchiveIdentity: Sendable, Hashable, Codable {
    /// Random, the same in `archive.json` and `archive.db`.
    public let id: String
    /// Of the tables and files; an archive of a newer format is refused.
    public internal(set) var format: Int
    /// Relative to the archive's directory.
    public let database: String
    /// In the order in which they were named. The record's are the truth; `archive.json` follows it.
    public internal(set) var sinks: [String]
    public let created: Instant

    init(id: String, format: Int, database: String, sinks: [String], created: Instant) {
        self.id = id
        self.format = format
        self.database = database
        self.sinks = sinks
        self.created = created
    }
}
