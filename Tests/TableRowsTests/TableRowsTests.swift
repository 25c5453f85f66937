import PluginKit
import PluginTesting
import TableRows
import Tabular
import Testing

/// Rows of a schema as the cells of a table, and back.
@Suite("Rows as cells of a table")
struct TableRowsTests {
    static let schema = Schema(
        [
            Column("date", .day), Column("symbol", .text), Column("price", .decimal),
            Column("fee", .decimal, nullable: true),
            Column("size", .integer, nullable: true), Column("is_open", .boolean, nullable: true),
            Column("seen", .instant(fractionDigits: 3), nullable: true), Column("note", .text, nullable: true),
        ], key: ["symbol", "date"])

    private static func batch(_ rows: [[Value]], _ schema: Schema = schema) -> Batch {
        var builder = BatchBuilder(schema)
        for row in rows {
            for value in row { builder.value(value) }
            builder.endRow()
        }
        return builder.finish()
    }

    private static let whole: [Value] = [
        .day(Day(number: 19_753)), .text("BRK.B"), .decimal("0.10"), .decimal("2.5"), .integer(-7), .boolean(true),
        .instant(Instant(microseconds: 1_000)), .text(""),
    ]
    private static let bare: [Value] = [
        .day(Day(number: 19_754)), .text("A"), .decimal("1e400"), .null, .null, .null, .null, .null,
    ]

    private static func cells(_ batch: Batch) throws -> [[TableCell]] {
        let table = RecordedTable()
        try TableRows.write(batch, to: table)
        return table.rows
    }

    private static func read(_ rows: [[TableCell]]) throws -> Batch {
        var builder = BatchBuilder(schema)
        for row in rows { try TableRows.read(RecordedRow(row), schema: schema, into: &builder) }
        return builder.finish()
    }

    @Test("a decimal has two columns, every other type one; only what may be null and texts of decimals are nullable")
    func columns() {
        #expect(
            TableRows.columns(of: Self.schema) == [
                TableColumn("date", "TEXT", nullable: false), TableColumn("symbol", "TEXT", nullable: false),
                TableColumn("price", "REAL", nullable: false), TableColumn("price_text", "TEXT", nullable: true),
                TableColumn("fee", "REAL", nullable: true), TableColumn("fee_text", "TEXT", nullable: true),
                TableColumn("size", "INTEGER", nullable: true), TableColumn("is_open", "INTEGER", nullable: true),
                TableColumn("seen", "TEXT", nullable: true), TableColumn("note", "TEXT", nullable: true),
            ])
    }

    @Test("the cells of two rows")
    func golden() throws {
        #expect(
            try Self.cells(Self.batch([Self.whole, Self.bare])) == [
                [
                    .text("2024-01-31"), .text("BRK.B"), .real(0.1), .text("0.10"), .real(2.5), .null, .integer(-7),
                    .integer(1),
                    .text("1970-01-01T00:00:00.001Z"), .text(""),
                ],
                [
                    .text("2024-02-01"), .text("A"), .real(.infinity), .text("1e400"), .null, .null, .null, .null,
                    .null, .null,
                ],
            ])
    }

    @Test("a decimal without a text is read as its double's shortest")
    func shortest() throws {
        var row = try Self.cells(Self.batch([Self.whole]))[0]
        for (double, text) in [
            (187.15, "187.15"), (5, "5.0"), (1e-7, "1e-07"), (1e16, "1e+16"), (0, "0.0"), (-2.5, "-2.5"),
        ] {
            row[4] = .real(double)
            #expect(try Self.read([row]).text(row: 0, column: 3) == text)
        }
    }

    /// A cell and what stands in it instead; what the error says.
    private static let strangers: [(Int, TableCell, String, String)] = [
        (0, .text("2024-01-32"), "date", "holds '2024-01-32', which is no day"),
        (0, .integer(19_753), "date", "holds no text"),
        (0, .null, "date", "is null"), (1, .real(1), "symbol", "holds no text"),
        (2, .integer(1), "price", "holds no REAL"),
        (2, .null, "price", "is null"), (2, .real(0.2), "price", "holds 0.2, and its text is 0.10"),
        (3, .text("0,10"), "price", "holds '0,10', which is no decimal"),
        (3, .real(0.1), "price", "has a text that is none"),
        (4, .real(.infinity), "fee", "holds inf and no text"), (4, .text("2.5"), "fee", "holds no REAL"),
        (6, .real(-7), "size", "holds no whole number"),
        (7, .integer(2), "is_open", "holds 2, which is neither 0 nor 1"),
        (7, .text("true"), "is_open", "holds no whole number"),
        (8, .text("1970-01-01T00:00:00Z"), "seen", "holds '1970-01-01T00:00:00Z', which is no instant(3)"),
        (8, .integer(0), "seen", "holds no text"), (9, .integer(0), "note", "holds no text"),
    ]

    @Test("a cell that is not written is refused by name, and the rows before it stay", arguments: strangers)
    func strange(_ place: Int, _ cell: TableCell, _ column: String, _ message: String) throws {
        let good = try Self.cells(Self.batch([Self.whole]))[0]
        var row = good
        row[place] = cell
        var builder = BatchBuilder(Self.schema)
        try TableRows.read(RecordedRow(good), schema: Self.schema, into: &builder)
        #expect(throws: TableFormatError(column: column, message)) {
            try TableRows.read(RecordedRow(row), schema: Self.schema, into: &builder)
        }
        try TableRows.read(RecordedRow(good), schema: Self.schema, into: &builder)
        #expect(builder.fault == nil)
        let isWhole = builder.finish() == Self.batch([Self.whole, Self.whole])
        #expect(isWhole)
    }

    @Test("a text without its number is refused")
    func textAlone() throws {
        var row = try Self.cells(Self.batch([Self.bare]))[0]
        row[5] = .text("2.5")
        #expect(throws: TableFormatError(column: "fee", "has a text and no number")) { try Self.read([row]) }
    }

    @Test("a decimal that is none and a date out of the calendar are not written")
    func unwritable() throws {
        for (place, value, message) in [
            (2, Value.decimal("12,5"), "'12,5' is no decimal"),
            (0, .day(Day(number: 2_932_897)), "+10000-01-01 is outside of the years 0001 to 9999"),
            (
                6, .instant(Instant(microseconds: 253_402_300_800_000_000)),
                "+10000-01-01T00:00:00Z is outside of the years 0001 to 9999"
            ),
        ] {
            var row = Self.whole
            row[place] = value
            let batch = Self.batch([row])
            #expect(throws: TableFormatError(column: Self.schema.names[place], message)) { try Self.cells(batch) }
        }
    }

    @Test("no rows are no cells")
    func empty() throws {
        #expect(try Self.cells(Batch(empty: Self.schema)).isEmpty)
    }
}
