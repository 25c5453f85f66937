package import Tabular

/// What `archive.json` says: which archive this is, where its record is, and what it is made of.
package struct ArchiveIdentity: Sendable, Hashable, Codable {
    /// Random, the same in `archive.json` and `archive.db`.
    package let id: String
    /// Of the tables and files; an archive of a newer format is refused.
    package var format: Int
    /// Relative to the archive's directory.
    package let database: String
    /// In the order in which they were named. The record's are the truth; `archive.json` follows it.
    package var sinks: [String]
    package let created: Instant

    package init(id: String, format: Int, database: String, sinks: [String], created: Instant) {
        self.id = id
        self.format = format
        self.database = database
        self.sinks = sinks
        self.created = created
    }
}
