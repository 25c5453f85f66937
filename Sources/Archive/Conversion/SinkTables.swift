import GRDB

/// The tables of an archive's table sink: one for every series dataset. Tables of entities are not among them.
enum SinkTables {
    static func names(_ db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT provider || '_' || dataset FROM dataset_columns
                WHERE (provider, dataset) NOT IN (SELECT provider, dataset FROM entity_tables) ORDER BY 1
                """)
    }

    /// Those that there are, with all views.
    static func drop(_ db: Database) throws {
        try DatasetViews.dropAll(db)
        for name in try names(db) { try db.execute(sql: "DROP TABLE IF EXISTS \(SQLName.quote(name))") }
    }
}
