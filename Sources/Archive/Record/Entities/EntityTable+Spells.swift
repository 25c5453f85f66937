import GRDB
import PluginKit
import Tabular

/// Spells of a membership: who leaves and comes back has a row for each time, told apart by its first day.
extension EntityTable {
    /// Puts the first day of its spell into each row: of the one that goes on, or, for a member that is new or comes
    /// back, the day of the list. Who left and came back within one day was never away.
    func beginSpells(
        of member: [Int], _ membership: Dataset.Membership, _ change: EntityChange, _ cells: inout RowArguments,
        _ db: Database
    ) throws {
        let names = member.map { schema.columns[$0].name }
        let (first, last) = (SQLName.quote(membership.firstSeen), SQLName.quote(membership.lastSeen))
        let day = change.day.description
        let going = try db.cachedStatement(
            sql: """
                SELECT \(first) FROM \(quotedName) WHERE \(SQLName.conditions(names)) AND (\(last) IS NULL OR \(last) \
                >= ?)
                ORDER BY \(last) IS NULL DESC, \(first) DESC LIMIT 1
                """)
        for row in 0..<change.upserts.count {
            let known = try String.fetchOne(
                going, arguments: StatementArguments(cells.cells(row, of: names) + [day.databaseValue]))
            cells.set(row, membership.firstSeen, to: known ?? day)
        }
    }

    /// Writes a table anew whose key has grown since it was made: a key cannot be changed in its place. Its rows stay
    /// as they are; a first day that nobody recorded is that of the last sighting, or the last day. Nothing happens to
    /// a table with the key that is declared, nor to one whose key is another altogether.
    func growKey(_ db: Database) throws {
        guard try mustGrow(db) else { return }
        let key = schema.keyNames
        let known = try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [name])
        let aside = name + " before"
        // A view over the table goes on meaning its name.
        try db.execute(
            sql: """
                PRAGMA legacy_alter_table = ON;
                ALTER TABLE \(quotedName) RENAME TO \(SQLName.quote(aside));
                PRAGMA legacy_alter_table = OFF
                """)
        // A column that was added to the table later is null in its older rows, whatever its declaration says.
        let all = (columns + (membership == nil ? [] : EntityTable.housekeeping)).map {
            key.contains($0.name) ? $0 : TableColumn($0.name, $0.type, nullable: true)
        }
        // Columns of a plugin that is gone stay behind the others, as they do elsewhere.
        let strange = try Row.fetchAll(db, sql: "SELECT name, type FROM pragma_table_info(?)", arguments: [aside]).map {
            TableColumn($0[0], $0[1], nullable: true)
        }
        .filter { column in !all.contains { $0.name == column.name } }
        try db.prepareTable(name, columns: all + strange, key: key)
        let values = known.map { column in
            let quoted = SQLName.quote(column)
            guard let membership, column == membership.firstSeen else { return quoted }
            return "coalesce(\(quoted), seen_day, \(SQLName.quote(membership.lastSeen)), '')"
        }
        try db.execute(
            sql:
                """
                INSERT INTO \(quotedName) (\(SQLName.list(known))) SELECT \(values.joined(separator: ", ")) FROM \
                \(SQLName.quote(aside))
                """
        )
        try db.execute(sql: "DROP TABLE \(SQLName.quote(aside))")
    }
}

extension EntityTable {
    fileprivate func mustGrow(_ db: Database) throws -> Bool {
        let key = schema.keyNames
        let old = try String.fetchAll(
            db, sql: "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", arguments: [name])
        guard !old.isEmpty, old != key, key.starts(with: old) else { return false }
        return try Set(key).isSubset(
            of: String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [name]))
    }
}

extension Record {
    /// Tables of entities whose key has grown are written anew, and the record has the new key, in one transaction:
    /// before a run of their provider does anything. A copy of the database as it was is beside it
    /// (`archive.db.format5`) where the archive was of an older format.
    func growEntityKeys(_ manifests: [ProviderManifest]) throws {
        for manifest in manifests {
            for dataset in manifest.datasets where !dataset.isSeries {
                let table = EntityTable(provider: manifest.name, dataset: dataset)
                guard try read({ db in try table.mustGrow(db) }) else { continue }
                try transaction {
                    try write { db in
                        try table.growKey(db)
                        try RecordedColumns(dataset.schema).append(db, provider: manifest.name, dataset: dataset.name)
                        try db.run(
                            "UPDATE entity_tables SET changes = changes + 1 WHERE provider = ? AND dataset = ?",
                            [manifest.name, dataset.name])
                    }
                }
            }
        }
    }
}
