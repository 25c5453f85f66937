import GRDB
import PluginKit
import Tabular

/// What a page does to a table of entities: rows that are new, that differ, that leave and that come back.
extension EntityTable {
    /// What a change did to the table.
    struct Changes {
        /// Rows that are new or differ.
        var rows = 0
        var joined: [String] = []
        var left: [String] = []
        /// Rows that broke a rule about changes, and what was stored before them.
        var revised: [RevisedRow] = []
        var breaks: [(key: String, found: ChangeRules.Break)] = []
    }

    /// `walk` tells the pages of one reading of the list from those of another.
    func apply(_ change: EntityChange, walk: Int64, _ db: Database) throws -> Changes {
        var changes = Changes()
        let blank = membership.map { [$0.firstSeen, $0.lastSeen] } ?? []
        var cells = try RowArguments(change.upserts, columns: columns, blank: Set(blank))
        if let member, let membership { try beginSpells(of: member, membership, change, &cells, db) }
        let thing = member ?? schema.key
        let comparison = try EntityComparison(self, change.upserts, cells, db)
        let upsert = try db.cachedStatement(sql: upsertSQL)
        for row in 0..<change.upserts.count {
            if let membership {
                let wasMember = try db.integer(
                    "SELECT \(SQLName.quote(membership.lastSeen)) IS NULL FROM \(quotedName) WHERE \(keyCondition)",
                    cells.key(row))
                if wasMember != 1 { changes.joined.append(change.upserts.text(row, of: thing)) }
            }
            if let comparison, try !comparison.admits(row, &changes) { continue }
            let day = membership == nil ? [] : [change.day.description.databaseValue]
            try upsert.execute(arguments: StatementArguments(cells.row(row) + day))
            if db.changesCount > 0 { changes.rows += 1 }
            if membership != nil {
                try db.run(
                    "UPDATE \(quotedName) SET seen_walk = ?, seen_day = ? WHERE \(keyCondition)",
                    [walk, change.day.description] + cells.key(row))
            }
        }
        if change.isComplete, let membership {
            let last = SQLName.quote(membership.lastSeen)
            let hasLeft = "\(last) IS NULL AND seen_walk IS NOT ?"
            try read(db, where: hasLeft, [walk]) { batch in
                for row in 0..<batch.count { changes.left.append(batch.text(row, of: thing)) }
            }
            try db.run("UPDATE \(quotedName) SET \(last) = seen_day WHERE \(hasLeft)", [walk])
            changes.rows += changes.left.count
        }
        if changes.rows > 0 {
            try db.run(
                "UPDATE entity_tables SET changes = changes + ? WHERE provider = ? AND dataset = ?",
                [changes.rows, provider, dataset])
        }
        return changes
    }

    /// Inserts a row or updates what differs; says nothing changed when nothing does. A membership's day is the last
    /// argument.
    private var upsertSQL: String {
        let columns = columns.map(\.name)
        let key = Set(schema.keyNames)
        let firstSeen = membership?.firstSeen
        let values = columns.indices.map {
            columns[$0] == firstSeen ? "coalesce(?\($0 + 1), ?\(columns.count + 1))" : "?\($0 + 1)"
        }
        let changing = columns.filter { !key.contains($0) && $0 != firstSeen }.map(SQLName.quote)
        let conflict = schema.keyNames.map(SQLName.quote).joined(separator: ", ")
        let insert =
            """
            INSERT INTO \(quotedName) (\(columns.map(SQLName.quote).joined(separator: ", "))) VALUES \
            (\(values.joined(separator: ", ")))
            """
        guard !changing.isEmpty else { return insert + " ON CONFLICT (\(conflict)) DO NOTHING" }
        let updates = changing.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        let differs = changing.map { "\($0) IS NOT excluded.\($0)" }.joined(separator: " OR ")
        return insert + " ON CONFLICT (\(conflict)) DO UPDATE SET \(updates) WHERE \(differs)"
    }
}

extension Record {
    func applyEntities(_ page: PageCommit, recorded: String, _ db: Database) throws -> PageEffect {
        var effect = PageEffect()
        guard !page.entities.isEmpty else { return effect }
        let walk = try db.integer("SELECT id FROM frontier WHERE unit = ?", [page.unit.id]) ?? 0
        var flags = FlagLines()
        for change in page.entities {
            let table = EntityTable(provider: page.unit.provider, dataset: change.dataset)
            try declare(change.dataset, of: page.unit.provider)
            if prepared.insert(table.name).inserted { try table.prepare(db) }
            let changes = try table.apply(change, walk: walk, db)
            effect.joined[change.dataset.name, default: []] += changes.joined
            effect.left[change.dataset.name, default: []] += changes.left
            for row in changes.revised { try row.save(db, run: page.run, unit: page.unit.id, recorded: recorded) }
            effect.revised += changes.revised.count
            for (key, found) in changes.breaks {
                flags.add(rule: found.rule, dataset: change.dataset.name, key: key, found.text)
            }
        }
        effect.flags = flags.lines
        return effect
    }
}
