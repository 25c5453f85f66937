package import Tabular
import TestWorld

/// Few rows with long texts that do not compress well: for files of several megabytes in little time.
package struct LongRows {
    package static let schema = Schema([Column("day", .day), Column("text", .text)], key: ["day"])

    /// A row for each day from `first` on, its text of `bytes` hexadecimal digits.
    package static func batch(first: Int64, rows: Int, bytes: Int = 64 << 10) -> Batch {
        let digits = Array("0123456789abcdef".utf8)
        var builder = BatchBuilder(schema)
        for row in 0..<Int64(rows) {
            var random = SplitMix(seed: UInt64(first + row))
            builder.day(Day(number: first + row))
            builder.bytes(
                copying: (0..<bytes / 16).flatMap { _ in
                    let word = random.next()
                    return (0..<16).map { digits[Int(word >> ($0 * 4) & 15)] }
                })
            builder.endRow()
        }
        return builder.finish()
    }
}
