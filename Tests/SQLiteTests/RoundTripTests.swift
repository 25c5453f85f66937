import PluginKit
import SQLite
import Tabular
import Testing

@testable import Archive

/// Rows that are written to a table of SQLite's and read back, cell for cell.
@Suite("Rows in a table of SQLite's")
struct RoundTripTests {
    @Test("random rows of every type come back cell for cell, clustered and not", arguments: 0..<8, [true, false])
    func roundTrip(_ seed: Int, _ isClustered: Bool) throws {
        var random = RandomRows(seed: UInt64(seed))
        let batch = random.batch(rows: 300)
        let table = try TableFile(RandomRows.schema, isClustered: isClustered)
        #expect(try table.insert([batch.slice(0..<100), batch.slice(100..<300)]) == 300)
        let isSame = try table.rows() == batch
        #expect(isSame)
    }

    @Test("a row that is altered does not come back as it was")
    func altered() throws {
        var random = RandomRows(seed: 1)
        let batch = random.batch(rows: 100)
        let table = try TableFile(RandomRows.schema)
        try table.insert([batch])
        try table.execute(
            "UPDATE t SET size = 77 WHERE name = (SELECT min(name) FROM t) AND day = (SELECT min(day) FROM t)")
        let isSame = try table.rows() == batch
        #expect(!isSame)
    }

    private static let prices = Schema([Column("id", .integer), Column("price", .decimal)], key: ["id"])

    private static func batch(_ texts: [String]) -> Batch {
        var builder = BatchBuilder(prices)
        for (id, text) in texts.enumerated() {
            builder.integer(Int64(id))
            builder.decimal(text)
            builder.endRow()
        }
        return builder.finish()
    }

    @Test("decimals in SQL: a number to compute with, and the text only where the number does not name it")
    func decimals() throws {
        let long = String(repeating: "4", count: 400)
        let table = try TableFile(Self.prices)
        let batch = Self.batch(["187.15", "0.10", "-0", "1e-7", "12345678901234567890", "1e400", long, "5.0"])
        try table.insert([batch])
        #expect(
            try table.text("SELECT typeof(price), price_text FROM t ORDER BY id") == [
                "real|-", "real|0.10", "real|-0", "real|1e-7", "real|12345678901234567890", "real|1e400",
                "real|\(long)", "real|-",
            ])
        #expect(try table.rows() == batch)
        #expect(try table.text("SELECT count(*) FROM t WHERE price > 100") == ["4"])
    }

    @Test("a number that was changed beside its text is refused with the column's name")
    func hands() throws {
        let table = try TableFile(Self.prices)
        try table.insert([Self.batch(["0.10", "2.5"])])
        try table.execute("UPDATE t SET price = 7 WHERE id = 1")
        #expect(try table.rows().text(row: 1, column: 1) == "7.0")
        try table.execute("UPDATE t SET price = 0.2 WHERE id = 0")
        #expect(throws: TableFormatError(column: "price", "holds 0.2, and its text is 0.10")) { try table.rows() }
    }

    @Test("rows of a key are found by the cells of the key alone")
    func keys() throws {
        var random = RandomRows(seed: 4)
        let batch = random.batch(rows: 50)
        let table = try TableFile(RandomRows.schema)
        try table.insert([batch])
        let keys = batch.projecting(RandomRows.schema.key)
        let deleted = try table.statement("DELETE FROM t WHERE name = ? AND day = ?") { statement in
            try table.format.write(keys.slice(10..<40), to: statement)
            return statement.changes
        }
        #expect(deleted == 30)
        let isRest = try table.rows() == batch.selecting(Array(0..<10) + Array(40..<50))
        #expect(isRest)
    }
}
