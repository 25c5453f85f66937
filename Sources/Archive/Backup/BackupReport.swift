/// What a backup has copied.
public struct BackupReport: Sendable, Hashable {
    /// Absolute.
    public let archive: String
    public let directory: String
    public let units: Int
    public let files: Int
    /// Of the files, the database not among them.
    public let bytes: Int64
    public let databaseBytes: Int64
    public let rows: Int64
    /// The newest run that the copy knows of.
    public let lastRun: Int64?
    /// How often the copy was begun: more than once where a run rewrote files under it.
    public let attempts: Int
}
