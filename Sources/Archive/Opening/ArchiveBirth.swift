package import Tabular

/// What the first run of an archive fixes. For an archive that exists only `sinks` is looked at: others than its own
/// are refused.
package struct ArchiveBirth: Sendable {
    /// Names of sinks, at least one for a new archive; empty: whatever the archive has.
    package var sinks: [String]
    /// The first day that was asked for; nil where the archive has none.
    package var start: Day?
    package var created: Instant
    /// The database's path, relative to the archive's directory.
    package var database: String

    package static let defaultDatabase = "archive.db"

    package init(sinks: [String], start: Day?, created: Instant, database: String = ArchiveBirth.defaultDatabase) {
        self.sinks = sinks
        self.start = start
        self.created = created
        self.database = database
    }
}
