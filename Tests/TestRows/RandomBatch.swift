package import Tabular
import TestWorld

/// Batches of every column type with the values that are hard to write.
package struct RandomBatch {
    package static let schema = Schema(
        [
            Column("day", .day), Column("name", .text, nullable: true), Column("price", .decimal, nullable: true),
            Column("size", .integer, nullable: true), Column("is_open", .boolean, nullable: true),
            Column("second", .instant(fractionDigits: 0), nullable: true),
            Column("micro", .instant(fractionDigits: 6), nullable: true),
            Column("milli", .instant(fractionDigits: 3), nullable: true), Column("free, \"text\"", .text),
        ], key: ["day"])

    private static let texts = [
        "", " ", "AAPL", "a,b", "\"", "\"\"", "line\nbreak", "\r\n", "\r", "Zürich – 🂡", "true", "0", "NULL",
        "a\"b,c\n",
    ]
    private static let decimals = [
        "0", "-0", "0.10", "187.15", "-12.50", "1E+3", "1e-7", "12345678901234567890.12345678901234567890",
    ]
    private static let integers: [Int64] = [0, 1, -1, 9, 10, 99, 100, 12_345, -12_345, 1_000_000, .max, .min, .max - 1]
    private static let instants: [Int64] = [
        0, -1, 1, 999_999, -62_135_596_800_000_000, 253_402_300_799_999_999, 1_700_000_000_123_456,
    ]

    private var random: SplitMix

    package init(seed: UInt64) {
        random = SplitMix(seed: seed)
    }

    /// Days rise, some of them repeated.
    package mutating func batch(rows: Int, quotes: Bool = true) -> Batch {
        var builder = BatchBuilder(Self.schema)
        var day: Int64 = random.next() % 2 == 0 ? -719_162 : 18_000
        let texts =
            quotes ? Self.texts : Self.texts.filter { !$0.isEmpty && !$0.utf8.contains { ",\"\r\n".utf8.contains($0) } }
        for _ in 0..<rows {
            day += Int64(random.next() % 4)
            builder.day(Day(number: day))
            for column in Self.schema.columns.dropFirst() { builder.value(value(of: column, texts)) }
            builder.endRow()
        }
        return builder.finish()
    }

    private mutating func value(of column: Column, _ texts: [String]) -> Value {
        if column.isNullable, random.next() % 5 == 0 { return .null }
        switch column.type {
        case .text: return .text(pick(texts))
        case .decimal: return .decimal(pick(Self.decimals))
        case .integer:
            return .integer(
                random.next() % 2 == 0
                    ? pick(Self.integers) : Int64(truncatingIfNeeded: random.next()) >> (random.next() % 60))
        case .boolean: return .boolean(random.next() % 2 == 0)
        case .day: return .day(Day(number: Int64(random.next() % 100_000)))
        case .instant(let digits):
            let value = random.next() % 2 == 0 ? pick(Self.instants) : Int64(random.next() % 4_000_000_000_000_000)
            var unit: Int64 = 1
            for _ in digits..<6 { unit *= 10 }
            // Finer parts are not written, so that they cannot come back.
            return .instant(Instant(microseconds: value - (value % unit + unit) % unit))
        }
    }

    private mutating func pick<T>(_ values: [T]) -> T { values[Int(random.next() % UInt64(values.count))] }
}
