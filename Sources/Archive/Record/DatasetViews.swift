import GRDB
import PluginKit

/// The views that datasets declare, in the database: each is the union of the selects that were declared under its
/// name.
enum DatasetViews {
    /// Makes a dataset's views, or makes them anew where it declares them otherwise than before.
    static func declare(_ dataset: Dataset, of provider: String, table: String, _ db: Database) throws {
        let old = try names(of: provider, dataset.name, db)
        try db.run("DELETE FROM dataset_views WHERE provider = ? AND dataset = ?", [provider, dataset.name])
        for view in dataset.views {
            let select = view.select.replacing("{table}", with: SQLName.quote(table))
            try db.run(
                "INSERT INTO dataset_views (name, provider, dataset, definition) VALUES (?, ?, ?, ?)",
                [view.name, provider, dataset.name, select])
        }
        for name in Set(old + dataset.views.map(\.name)).sorted() { try make(name, db) }
    }

    /// Takes all of them away.
    static func dropAll(_ db: Database) throws {
        for name in try String.fetchAll(db, sql: "SELECT DISTINCT name FROM dataset_views ORDER BY name") {
            try db.execute(sql: "DROP VIEW IF EXISTS \(SQLName.quote(name))")
        }
        try db.run("DELETE FROM dataset_views")
    }

    private static func names(of provider: String, _ dataset: String, _ db: Database) throws -> [String] {
        try String.fetchAll(
            db.cachedStatement(sql: "SELECT name FROM dataset_views WHERE provider = ? AND dataset = ?"),
            arguments: [provider, dataset])
    }

    private static func make(_ name: String, _ db: Database) throws {
        let selects = try String.fetchAll(
            db.cachedStatement(sql: "SELECT definition FROM dataset_views WHERE name = ? ORDER BY provider, dataset"),
            arguments: [name])
        // Each stands in parentheses of its own, because a select may begin with WITH.
        let union = selects.map { "SELECT * FROM (\($0))" }.joined(separator: " UNION ALL ")
        let definition = "CREATE VIEW \(SQLName.quote(name)) AS \(union)"
        let known = try db.text("SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?", [name])
        guard known != definition else { return }
        if known != nil { try db.execute(sql: "DROP VIEW \(SQLName.quote(name))") }
        if !selects.isEmpty { try db.execute(sql: definition) }
    }
}

extension Record {
    /// Makes a dataset's views over its table, or makes them anew where it declares them otherwise than before.
    func declareViews(_ dataset: Dataset, of provider: String) throws {
        let table = SQLName.table(provider, dataset.name)
        guard prepared.insert("views of \(table)").inserted else { return }
        try write { db in try DatasetViews.declare(dataset, of: provider, table: table, db) }
    }
}
