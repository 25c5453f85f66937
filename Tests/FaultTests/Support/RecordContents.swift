import Foundation
import GRDB

/// What an archive's database says, table by table, without what differs from run to run. A table or column that is new is compared until
/// somebody writes down here why it cannot be.
struct RecordContents {
    private(set) var facts: [String: String] = [:]

    /// Runs are counted differently when one was cut short.
    private static let leftOut: Set<String> = ["runs", "run_units", "sqlite_sequence"]
    /// Numbers that count runs, commits, readings and changes. `unit` is told by name.
    private static let leftOutColumns: Set<String> = ["id", "run", "changes", "seals", "seen_walk", "unit"]

    init(reading archive: String) throws {
        let database = try DatabaseQueue(path: archive + "/archive.db")
        try database.write { db in
            facts["database integrity"] = try String.fetchAll(db, sql: "PRAGMA integrity_check").joined(separator: " ")
            facts["database runs under way"] = try String(Int.fetchOne(db, sql: "SELECT count(*) FROM runs WHERE state = 'running'") ?? 0)
            let units = try Self.units(db)
            let tables = try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            for table in tables where !Self.leftOut.contains(table) {
                facts["table \(table)"] = try Self.rows(of: table, units, db).sorted().joined(separator: "\n")
            }
            facts["files that are not as long as recorded"] = try Self.otherLengths(archive, db).joined(separator: " ")
        }
        try database.close()
    }

    /// Names by id, of the forgotten too.
    private static func units(_ db: Database) throws -> [Int64: String] {
        var names: [Int64: String] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT id, name FROM units UNION ALL SELECT unit, name FROM forgotten") {
            names[row[0]] = row[1]
        }
        return names
    }

    private static func rows(of table: String, _ units: [Int64: String], _ db: Database) throws -> [String] {
        try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\"").compactMap { row in
            // A copy is made anew by the run that goes on.
            if table == "archive", ["id", "created"].contains(row["name"] as String?) { return nil }
            // Another run makes other members of the same bytes.
            let isGzip = (["path", "sink"].contains { row.hasColumn($0) && (row[$0] as String?)?.hasSuffix("gz") == true })
            let cells = row.columnNames.compactMap { column -> String? in
                guard !leftOutColumns.contains(column) else { return nil }
                if isGzip, ["length", "tail_sha256", "sha256"].contains(column) { return nil }
                return "\(column)=\(row[column] as DatabaseValue)"
            }
            let unit = row.hasColumn("unit") ? (row["unit"] as Int64?).map { units[$0] ?? "no unit" } ?? "" : ""
            return ([unit] + cells).joined(separator: " ")
        }
    }

    private static func otherLengths(_ archive: String, _ db: Database) throws -> [String] {
        try Row.fetchAll(db, sql: "SELECT path, length FROM files ORDER BY path").compactMap { row in
            let path: String = row[0]
            let attributes = try? FileManager.default.attributesOfItem(atPath: archive + "/" + path)
            return (attributes?[.size] as? NSNumber)?.int64Value ?? 0 == row[1] ? nil : path
        }
    }
}
