import GRDB
import Tabular

/// The committed state of one unit's series in the table of its dataset.
struct TablePart: Hashable {
    let id: Int64
    let unit: Int64
    let dataset: String
    let sink: String
    /// `equities_daily_bars`
    let table: String
    /// The text of the `KeyPrefix`; nil until there are rows.
    var prefix: String?
    var rows: RowTally

    static func fetch(_ db: Database, where condition: String, _ arguments: [(any DatabaseValueConvertible)?]) throws -> [TablePart] {
        let rows = try db.rows(
            """
            SELECT id, unit, dataset, sink, table_name, key_prefix, rows, first_tick, last_tick, rows_digest FROM table_parts WHERE \(condition)
            """, arguments)
        var parts: [TablePart] = []
        while let row = try rows.next() {
            parts.append(
                TablePart(
                    id: row[0], unit: row[1], dataset: row[2], sink: row[3], table: row[4], prefix: row[5], rows: RowTally(row, from: 6)))
        }
        return parts
    }

    /// Of one series in one sink; nil where the record has none.
    static func fetch(_ db: Database, of unit: UnitRecord, _ dataset: String, sink: String) throws -> TablePart? {
        try fetch(db, where: "unit = ? AND dataset = ? AND sink = ?", [unit.id, dataset, sink]).first
    }

    func save(_ db: Database) throws {
        try db.run(
            "UPDATE table_parts SET key_prefix = ?, rows = ?, first_tick = ?, last_tick = ?, rows_digest = ? WHERE id = ?",
            [prefix] + rows.record + [id])
    }

    static func insert(_ db: Database, of unit: UnitRecord, _ dataset: String, sink: String) throws {
        try db.run(
            "INSERT INTO table_parts (unit, dataset, sink, table_name) VALUES (?, ?, ?, ?)",
            [unit.id, dataset, sink, SQLName.table(unit.provider, dataset)])
    }
}
