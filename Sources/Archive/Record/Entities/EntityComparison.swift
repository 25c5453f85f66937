import GRDB
import PluginKit
import TableRows
import Tabular

/// New rows of a table of entities, held against what is stored of the same things before they are written.
struct EntityComparison {
    private let table: EntityTable
    private let rules: ChangeRules
    private let rows: Batch
    /// Of the rows, the columns that the rules look at.
    private let watched: Batch
    private let cells: RowArguments
    private let db: Database
    /// The stored row of the same key; of changes, the newest of the same thing that is not later.
    private let earlier: Statement

    /// nil for a dataset whose rows are written without a look at the earlier ones.
    init?(_ table: EntityTable, _ rows: Batch, _ cells: RowArguments, _ db: Database) throws {
        guard let rules = table.rules else { return nil }
        (self.table, self.rules, self.rows, self.cells, self.db) = (table, rules, rows, cells, db)
        watched = rows.projecting(rules.columns)
        let names = SQLName.list(TableRows.columns(of: rules.schema).map(\.name))
        var condition = table.keyCondition
        if table.keepsChanges, let moment = table.schema.keyNames.last.map(SQLName.quote) {
            let thing = table.schema.keyNames.dropLast().map { "\(SQLName.quote($0)) = ?" } + ["\(moment) <= ?"]
            condition = "\(thing.joined(separator: " AND ")) ORDER BY \(moment) DESC LIMIT 1"
        }
        earlier = try db.cachedStatement(sql: "SELECT \(names) FROM \(table.quotedName) WHERE \(condition)")
    }

    /// Notes what a row breaks. Whether it is to be written: of changes, only where something differs.
    func admits(_ row: Int, _ changes: inout EntityTable.Changes) throws -> Bool {
        guard let before = try stored(before: row) else { return true }
        if table.keepsChanges, isSame(before, row) { return false }
        let breaks = rules.breaks(after: before, in: watched, row)
        if !breaks.isEmpty {
            let key = rows.keyText(row)
            changes.breaks += breaks.map { (key, $0) }
            changes.revised.append(
                RevisedRow(
                    dataset: table.dataset, key: key,
                    stored: try table.keepsChanges ? before.rowText(0) : wholeText(of: row),
                    answered: rows.rowText(row), cause: .revision))
        }
        guard table.keepsChanges, let moment = table.schema.key.last,
            before.isSame(column: moment, row: 0, as: row, in: rows)
        else {
            return true
        }
        // Seen twice at one moment: what was told last holds, and it may be what was known before that moment.
        try db.run("DELETE FROM \(table.quotedName) WHERE \(table.keyCondition)", cells.key(row))
        changes.rows += 1
        return try stored(before: row).map { !isSame($0, row) } ?? true
    }

    private func stored(before row: Int) throws -> Batch? {
        let found = try Row.fetchCursor(earlier, arguments: StatementArguments(cells.key(row)))
        guard let cells = try found.next() else { return nil }
        var builder = BatchBuilder(rules.schema)
        try table.append(cells, to: &builder)
        return builder.finish()
    }

    /// Whether two rows of changes say the same of a thing: all but their keys.
    private func isSame(_ before: Batch, _ row: Int) -> Bool {
        (0..<rows.schema.width).allSatisfy {
            rows.schema.key.contains($0) || before.isSame(column: $0, row: 0, as: row, in: rows)
        }
    }

    private func wholeText(of row: Int) throws -> String {
        var text = ""
        try table.read(db, where: table.keyCondition, cells.key(row)) { text = $0.rowText(0) }
        return text
    }
}
