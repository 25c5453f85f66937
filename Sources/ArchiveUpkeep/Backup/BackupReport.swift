/// What a backup has copied.
package struct BackupReport: Sendable, Hashable {
    /// Absolute.
    package let archive: String
    package let directory: String
    package let units: Int
    package let files: Int
    /// Of the files, the database not among them.
    package let bytes: Int64
    package let databaseBytes: Int64
    package let rows: Int64
    /// The newest run that the copy knows of.
    package let lastRun: Int64?
    /// How often the copy was begun: more than once where a run rewrote files under it.
    package let attempts: Int
}
