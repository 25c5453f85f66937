import Foundation
import GRDB

/// What an archive's database says, table by table, without what differs from run to run. A table or column that is new
/// is compared until somebody writes down here why it cannot be.
struct RecordContents {
    private(set) var facts: [String: String] = [:]

    /// Runs are counted differently when one was cut short. Of exchanges the view of all answers is compared: which of
    /// them have what in common, and what their units came to, is told by run.
    private static let leftOut: Set<String> = [
        "runs", "exchanges", "exchange_kinds", "run_providers", "run_upstreams", "sqlite_sequence",
    ]
    /// Numbers that count runs, commits, readings, pages of a run and changes. `unit`, `list` and `subject` are told by
    /// name.
    private static let leftOutColumns: Set<String> = [
        "id", "run", "changes", "seals", "seen_walk", "walk", "unit", "list", "subject", "page", "first_run",
        "last_run", "good_run",
    ]

    init(reading archive: String) throws {
        let database = try DatabaseQueue(path: archive + "/archive.db")
        try database.write { db in
            facts["database integrity"] = try String.fetchAll(db, sql: "PRAGMA integrity_check").joined(separator: " ")
            facts["database runs under way"] = try String(
                Int.fetchOne(db, sql: "SELECT count(*) FROM runs WHERE state = 'running'") ?? 0)
            let tables = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' OR name = 'answers' ORDER BY name")
            for table in tables where !Self.leftOut.contains(table) {
                facts["table \(table)"] = try Self.rows(of: table, db).sorted().joined(separator: "\n")
            }
            facts["files that are not as long as recorded"] = try Self.otherLengths(archive, db).joined(separator: " ")
        }
        try database.close()
    }

    /// A text a row, put together by SQLite: thousands of archives are read.
    private static func rows(of table: String, _ db: Database) throws -> [String] {
        let columns = try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table])
        // Another run makes other members of the same bytes.
        let isGzip = ["path", "sink"].filter(columns.contains).map { "coalesce(\"\($0)\", '') LIKE '%gz'" }.joined(
            separator: " OR ")
        var parts = columns.filter { !leftOutColumns.contains($0) }.map { column in
            let text = "' \(column)=' || quote(\"\(column)\")"
            return !isGzip.isEmpty && ["length", "tail_sha256", "tail_length", "sha256"].contains(column)
                ? "CASE WHEN \(isGzip) THEN '' ELSE \(text) END" : text
        }
        if columns.contains("unit") {
            parts.insert("coalesce((SELECT name FROM named WHERE named.id = t.unit), 'no unit')", at: 0)
        }
        if columns.contains("list") {
            parts.append("coalesce(' list=' || (SELECT name FROM named WHERE named.id = t.list), '')")
        }
        if columns.contains("subject") {
            parts.append("coalesce(' of=' || (SELECT s.name FROM subjects s WHERE s.id = t.subject), '')")
        }
        let condition =
            switch table {
            // A copy is made anew by the run that goes on.
            case "archive": " WHERE name NOT IN ('id', 'created')"
            // The facts are read again by the run that goes on.
            case "answers": " WHERE unit NOT IN (SELECT id FROM units WHERE name = 'cutoff')"
            default: ""
            }
        return try String.fetchAll(
            db,
            sql: """
                WITH named(id, name) AS (SELECT id, name FROM units UNION ALL SELECT unit, name FROM forgotten)
                SELECT \(parts.isEmpty ? "''" : parts.joined(separator: " || ")) FROM "\(table)" t\(condition)
                """)
    }

    private static func otherLengths(_ archive: String, _ db: Database) throws -> [String] {
        try Row.fetchAll(db, sql: "SELECT path, length FROM files ORDER BY path").compactMap { row in
            let path: String = row[0]
            let attributes = try? FileManager.default.attributesOfItem(atPath: archive + "/" + path)
            return (attributes?[.size] as? NSNumber)?.int64Value ?? 0 == row[1] ? nil : path
        }
    }
}
