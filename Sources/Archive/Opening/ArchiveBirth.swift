public import Tabular

/// What the first run of an archive fixes. For an archive that exists only `sinks` is looked at: others than its own are refused.
public struct ArchiveBirth: Sendable {
    /// Names of sinks, at least one for a new archive; empty: whatever the archive has.
    public var sinks: [String]
    /// The first day that was asked for; nil where the archive has none.
    public var start: Day?
    public var created: Instant
    /// The database's path, relative to the archive's directory.
    public var database: String

    public static let defaultDatabase = "archive.db"

    public init(sinks: [String], start: Day?, created: Instant, database: String = ArchiveBirth.defaultDatabase) {
        self.sinks = sinks
        self.start = start
        self.created = created
        self.database = database
    }
}
