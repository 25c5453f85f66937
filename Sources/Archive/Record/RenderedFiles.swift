import GRDB
import Host
package import Tabular

/// A file that is made from the record, and what it was last made from.
package struct RenderedFile: Hashable, Sendable {
    /// Relative to the archive.
    package let path: String
    /// The changes of its table that are in it.
    package let changes: Int64
    package let length: Int64
    package let sha256: String

    /// `equities` of `equities/constituents.csv`; empty for a file of the whole archive.
    package var provider: String { HostPath.parent(of: path) }
    /// `constituents` of `equities/constituents.csv`
    package var dataset: String { String(path.dropFirst(provider.count + 1).prefix { $0 != "." }) }
}

/// The record's own tables of rows and the files that were made from them: tables `entity_tables`, `kept_series` and
/// `rendered_files`.
extension Record {
    package func renderedFile(_ path: String) throws -> RenderedFile? {
        try renderedFiles(where: "path = ?", [path]).first
    }

    /// Those of one dataset each, or those of the whole archive.
    package func renderedFiles(ofEntities: Bool) throws -> [RenderedFile] {
        try renderedFiles(where: ofEntities ? "changes >= 0" : "changes < 0", [])
    }

    package func renderedFiles() throws -> [RenderedFile] { try renderedFiles(where: "1", []) }

    private func renderedFiles(where condition: String, _ arguments: [(any DatabaseValueConvertible)?]) throws
        -> [RenderedFile]
    {
        try read { db in
            let rows = try db.rows(
                "SELECT path, changes, length, sha256 FROM rendered_files WHERE \(condition) ORDER BY path", arguments)
            var files: [RenderedFile] = []
            while let row = try rows.next() {
                files.append(RenderedFile(path: row[0], changes: row[1], length: row[2], sha256: row[3]))
            }
            return files
        }
    }

    /// Whether a path is a series' or was rendered.
    package func isKnown(_ path: String) throws -> Bool {
        try read { db in
            try db.integer("SELECT 1 FROM files WHERE path = ?", [path]) != nil
                || db.integer("SELECT 1 FROM rendered_files WHERE path = ?", [path]) != nil
        }
    }

    func save(_ file: RenderedFile) throws {
        try write { db in
            try db.run(
                "INSERT OR REPLACE INTO rendered_files (path, changes, length, sha256) VALUES (?, ?, ?, ?)",
                [file.path, file.changes, file.length, file.sha256])
        }
    }

    /// Whether there was one.
    func forgetRendered(_ path: String) throws -> Bool {
        try write { db in
            try db.run("DELETE FROM rendered_files WHERE path = ?", [path])
            return db.changesCount > 0
        }
    }

    /// Of a copy, which has none of them.
    package func forgetAllRendered() throws {
        try write { db in
            try db.run("DELETE FROM rendered_files")
            try ArchiveValue.renderedQuarantine.write(nil, db)
        }
    }

    /// What is rendered: lists of entities and series that are kept in the record, with the number of their changes.
    private static let renderedTables = """
        (SELECT provider, dataset, changes FROM entity_tables UNION ALL SELECT provider, dataset, changes FROM \
        kept_series)
        """

    /// Those that have rows, with their columns, and how often they have changed.
    func renderedLists() throws -> [RenderedList] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT provider, dataset, changes FROM \(Record.renderedTables) WHERE changes > 0
                ORDER BY provider, dataset
                """)
            var lists: [(provider: String, dataset: String, changes: Int64)] = []
            while let row = try rows.next() { lists.append((row[0], row[1], row[2])) }
            return try lists.compactMap { list in
                try Schema.fetch(db, provider: list.provider, dataset: list.dataset).map {
                    RenderedList(provider: list.provider, dataset: list.dataset, schema: $0, changes: list.changes)
                }
            }
        }
    }

    /// One, with the columns that it has; nil: the record does not know it.
    package func renderedList(_ dataset: String, of provider: String) throws -> RenderedList? {
        try read { db in
            let changes = try db.integer(
                "SELECT changes FROM \(Record.renderedTables) WHERE provider = ? AND dataset = ?", [provider, dataset])
            guard let changes, let schema = try Schema.fetch(db, provider: provider, dataset: dataset) else {
                return nil
            }
            return RenderedList(provider: provider, dataset: dataset, schema: schema, changes: changes)
        }
    }

    /// The names of all of them, `equities/constituents`.
    func renderedListNames() throws -> [String] {
        try read { db in
            try String.fetchAll(db, sql: "SELECT provider || '/' || dataset FROM \(Record.renderedTables) ORDER BY 1")
        }
    }

    /// Its rows in key order, in batches of a bounded size.
    package func forEachBatch(of list: RenderedList, _ body: (Batch) throws -> Void) throws {
        let table = EntityTable(provider: list.provider, dataset: list.dataset, schema: list.schema)
        try read { db in try table.read(db) { try body($0) } }
    }
}

/// A list of entities, or a series that is kept in the record, as the record has it.
package struct RenderedList: Sendable {
    package let provider: String
    package let dataset: String
    package let schema: Schema
    package let changes: Int64

    /// The table's name.
    package var table: String { SQLName.table(provider, dataset) }
}
