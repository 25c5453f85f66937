import Tabular
import TestWorld

/// Rows of every column type with the values that are hard to keep in a table.
struct RandomRows {
    static let schema = Schema(
        [
            Column("day", .day), Column("name", .text), Column("price", .decimal),
            Column("fee", .decimal, nullable: true),
            Column("size", .integer, nullable: true), Column("is_open", .boolean, nullable: true),
            Column("second", .instant(fractionDigits: 0), nullable: true),
            Column("micro", .instant(fractionDigits: 6), nullable: true),
            Column("order", .text, nullable: true), Column("free \"text\"", .text, nullable: true),
        ], key: ["name", "day"])

    private static let texts = [
        "", " ", "AAPL", "'; DROP TABLE t; --", "\"", "line\nbreak", "a\u{0}b", "Zürich – 🂡", "true", "0", "NULL",
    ]
    private static let longTexts = [700, 5_000, 70_000].map { String(repeating: "long", count: $0 / 4) }
    private static let decimals = [
        "0", "-0", "0.0", "0.10", "187.15", "-12.50", "1E+3", "1e-7", "1e-07", "0.0001", "0.00001",
        "12345678901234567890", "1e400",
        "-1e400", "1e-400", "9007199254740993", "187.14999389648438", "123456789012345", "1234567890123456",
        String(repeating: "8", count: 400),
        "0." + String(repeating: "0", count: 200) + String(repeating: "7", count: 200),
    ]
    private static let integers: [Int64] = [0, 1, -1, 127, 128, -32_769, 1 << 47, .max, .min]
    private static let instants: [Int64] = [
        0, -1, 999_999, -62_135_596_800_000_000, 253_402_300_799_999_999, 1_700_000_000_123_456,
    ]

    private var random: SplitMix

    init(seed: UInt64) {
        random = SplitMix(seed: seed)
    }

    /// Keys strictly rise.
    mutating func batch(rows: Int) -> Batch {
        var builder = BatchBuilder(Self.schema)
        for row in 0..<rows {
            builder.day(Day(number: Int64(row % 7) - 719_162))
            builder.text("unit \(100_000 + row / 7)")
            for column in Self.schema.columns.dropFirst(2) { builder.value(value(of: column)) }
            builder.endRow()
        }
        return builder.finish()
    }

    private mutating func value(of column: Column) -> Value {
        if column.isNullable, random.next() % 5 == 0 { return .null }
        switch column.type {
        case .text: return .text(pick(random.next() % 30 == 0 ? Self.longTexts : Self.texts))
        case .decimal:
            return .decimal(
                random.next() % 2 == 0 ? pick(Self.decimals) : "\(random.next() % 1000).\(random.next() % 10_000)")
        case .integer:
            return .integer(random.next() % 2 == 0 ? pick(Self.integers) : Int64(truncatingIfNeeded: random.next()))
        case .boolean: return .boolean(random.next() % 2 == 0)
        case .day: return .day(Day(number: Int64(random.next() % 100_000)))
        case .instant(let digits):
            let value = pick(Self.instants)
            let unit: Int64 = digits == 0 ? 1_000_000 : 1
            return .instant(Instant(microseconds: value - (value % unit + unit) % unit))
        }
    }

    private mutating func pick<T>(_ values: [T]) -> T { values[Int(random.next() % UInt64(values.count))] }
}
