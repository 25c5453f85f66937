import GRDB
import PluginKit
import TableRows
import Tabular

/// Series whose rows are kept in the record itself, one table for all units, whatever the sinks are, and rendered to
/// one file: table `kept_series`. A dataset becomes one when it says so (``Dataset/Home``) and no sink has a part of
/// it, and stays one.
extension Record {
    /// By which the parts of these series are known. No sink has this name.
    package static let ownSink = SinkManifest.reserved

    package func keeps(_ dataset: String, of provider: String) throws -> Bool {
        let key = "\(provider)/\(dataset)"
        if let known = kept[key] { return known }
        let isKept = try read { db in
            try db.integer("SELECT 1 FROM kept_series WHERE provider = ? AND dataset = ?", [provider, dataset]) != nil
        }
        // What is not may become one, by the hand of the one who writes.
        if isKept || !database.configuration.readonly { kept[key] = isKept }
        return isKept
    }

    /// A series is about to have its first part: a dataset that says so is kept here from now on, unless a sink has
    /// parts of it from before.
    func keepWhereDeclared(_ dataset: Dataset, of provider: String) throws {
        guard dataset.home == .record, try !keeps(dataset.name, of: provider) else { return }
        if try unitsWithParts(of: dataset.name, of: provider, after: 0, limit: 1).isEmpty {
            try keepHere(dataset.name, of: provider)
        }
    }

    /// The parts of a series are here from now on.
    func keepHere(_ dataset: String, of provider: String) throws {
        try write { db in
            try db.run("INSERT INTO kept_series (provider, dataset, changes) VALUES (?, ?, 0)", [provider, dataset])
        }
        kept["\(provider)/\(dataset)"] = true
    }

    /// Rows of it are others than those of its files.
    func noteChange(ofKept dataset: String, of provider: String) throws {
        try write { db in
            try db.run(
                "UPDATE kept_series SET changes = changes + 1 WHERE provider = ? AND dataset = ?", [provider, dataset])
        }
    }

    /// The table is there with the columns that the dataset has now, so that all of it can be rendered with them.
    func prepareKept(_ dataset: Dataset, of provider: String) throws {
        try write { db in
            try db.prepareTable(
                SQLName.table(provider, dataset.name), columns: TableRows.columns(of: dataset.schema),
                key: dataset.schema.keyNames, isClustered: true)
        }
    }

    /// The ids of a provider's units that have parts of a dataset, behind one, at most `limit`.
    func unitsWithParts(of dataset: String, of provider: String, after id: Int64, limit: Int) throws -> [Int64] {
        try read { db in
            try Int64.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT u.id FROM units u WHERE u.provider = ?1 AND u.id > ?3 AND (
                            EXISTS (SELECT 1 FROM files p WHERE p.unit = u.id AND p.dataset = ?2)
                            OR EXISTS (SELECT 1 FROM table_parts p WHERE p.unit = u.id AND p.dataset = ?2))
                        ORDER BY u.id LIMIT ?4
                        """), arguments: [provider, dataset, id, limit])
        }
    }

    /// A part that is rows of a table goes on in the record: the rows stay where they are.
    func takeOver(_ part: SeriesPart) throws {
        try writeParts { db in
            try db.run("UPDATE table_parts SET sink = ? WHERE id = ?", [Record.ownSink, part.id])
        }
    }
}
