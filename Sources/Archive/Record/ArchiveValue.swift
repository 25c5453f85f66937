import GRDB

/// The single values of the record: table `archive`.
enum ArchiveValue: String {
    case id, format, created, start
    /// Names of the sinks, joined by commas; what `archive.json` says of them follows from it.
    case sinks
    /// The sink that a conversion is filling and that is not one of the archive's yet; what it wrote goes when the archive is opened next.
    case filling
    /// The run that has begun and not ended; set in the transaction that begins it. While it is set at the next start, files may have tails.
    case openRun = "open_run"
    /// What `quarantine.jsonl` was last rendered from.
    case renderedQuarantine = "rendered_quarantine"

    func read(_ db: Database) throws -> String? {
        try String.fetchOne(db.cachedStatement(sql: "SELECT value FROM archive WHERE name = ?"), arguments: [rawValue])
    }

    /// nil removes it.
    func write(_ value: String?, _ db: Database) throws {
        guard let value else {
            return try db.cachedStatement(sql: "DELETE FROM archive WHERE name = ?").execute(arguments: [rawValue])
        }
        try db.cachedStatement(
            sql: "INSERT INTO archive (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        )
        .execute(arguments: [rawValue, value])
    }
}
