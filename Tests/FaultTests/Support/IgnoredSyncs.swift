/// Syncs that do nothing, for commands that are broken on purpose.
enum IgnoredSyncs: String, Sendable, CaseIterable {
    /// Of everything.
    case none
    /// Of directories: names are never certain.
    case files
    /// Of all but the database: the record is on the disk before the rows that it speaks of.
    case database

    var description: String {
        switch self {
        case .none: "nothing is synced"
        case .files: "directories are not synced"
        case .database: "only the database is synced"
        }
    }
}
