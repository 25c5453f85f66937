import Tabular
import TestWorld
import Testing

/// Exact arithmetic on decimals, against whole numbers.
@Suite("Exact decimals")
struct ExactDecimalTests {
    static func decimal(_ text: String) throws -> ExactDecimal { try #require(ExactDecimal(text)) }

    @Test(
        "Texts that are no decimals",
        arguments: ["", "-", ".5", "5.", "01", "-01.5", "1e", "1e+", "0x1", "1,5", "nan", "+1", "1.5.2", " 1", "--1"])
    func refused(text: String) {
        #expect(ExactDecimal(text) == nil)
    }

    @Test("One number, many texts")
    func equal() throws {
        for texts in [
            ["1", "1.0", "1.000000000000000000000000", "10e-1", "0.01E2", "1e0"],
            ["0", "-0", "0.000", "0e99", "-0.0e-7"],
            ["-12.5", "-12.50", "-125e-1", "-1.25E+1"],
            ["123456789012345678901234567890", "1.23456789012345678901234567890e29"],
        ] {
            let numbers = try texts.map { try Self.decimal($0) }
            for left in numbers { for right in numbers { #expect(left == right && !(left < right)) } }
        }
        #expect(try Self.decimal("0.1") != Self.decimal("0.10000000000000000000000001"))
    }

    @Test("Far apart and far out")
    func extremes() throws {
        let ascending = [
            "-1e99999", "-1e30", "-999999999999999999", "-1", "-1e-99999", "0", "1e-99999", "0.000000000000000001", "1",
            "999999999999999999", "1e18", "1e99999",
        ]
        let numbers = try ascending.map { try Self.decimal($0) }
        for (index, left) in numbers.enumerated() {
            for (other, right) in numbers.enumerated() { #expect((left < right) == (index < other)) }
        }
        #expect(try Self.decimal("1e99999").adding(Self.decimal("1")) == nil)
        #expect(try Self.decimal("1e99999").adding(Self.decimal("0")) == Self.decimal("1e99999"))
        #expect(
            try Self.decimal("999999999999999999").adding(Self.decimal("0.000000000000000001"))
                == Self.decimal("999999999999999999.000000000000000001"))
        #expect(try Self.decimal("1e30").adding(Self.decimal("-1e30")) == Self.decimal("0"))
        #expect(ExactDecimal(.min) < ExactDecimal(.max))
        #expect(ExactDecimal(.max).adding(ExactDecimal(.max)) == ExactDecimal("18446744073709551614"))
    }

    @Test("A column says what its numbers say one by one, plain or not")
    func columns() throws {
        let texts: [[String?]] = [
            ["0.5600", "0.4400", "1.0000", "0", nil, "1.0001", "-0.1"], ["0.56", "0.440", "1", "0.0", "0.5", nil, "5"],
            ["1e-1", "0.44", "0.5", "1e99999", "0.1", "1", "2"],
            ["999999999999999999", "0.000000000000000001", "1", "0", "3", "4", "5"],
        ]
        let (lower, upper) = (ExactDecimal(0), ExactDecimal(1))
        let columns = texts.map { texts in
            var builder = BatchBuilder(Schema([Column("x", .decimal, nullable: true)], key: []))
            for text in texts {
                if let text { builder.decimal(text) } else { builder.null() }
                builder.endRow()
            }
            return ExactColumn(builder.finish(), column: 0)
        }
        for (texts, column) in zip(texts, columns) {
            let numbers = texts.map { $0.flatMap { ExactDecimal($0) } }
            #expect(numbers.indices.allSatisfy { column[$0] == numbers[$0] })
            let outside = numbers.indices.filter { numbers[$0].map { $0 < lower || $0 > upper } ?? false }
            #expect(column.rows(outside: lower, upper) == outside && !outside.isEmpty)
        }
        for (left, right) in [(0, 1), (1, 0), (0, 2), (0, 3), (0, 0)] {
            let expected = texts[left].indices.filter { row in
                guard let one = texts[left][row].flatMap({ ExactDecimal($0) }),
                    let other = texts[right][row].flatMap({ ExactDecimal($0) })
                else { return false }
                return one.adding(other) != ExactDecimal(1)
            }
            #expect(ExactColumn.rows(of: [columns[left], columns[right]], notAddingUpTo: ExactDecimal(1)) == expected)
        }
    }

    @Test("Comparing and adding agree with whole numbers, for texts of every form")
    func arithmetic() throws {
        var random = SplitMix(seed: 11)
        for _ in 0..<3000 {
            let left = Sample(&random)
            let right = Sample(&random)
            let (a, b) = (try Self.decimal(left.text), try Self.decimal(right.text))
            #expect((a < b) == (left.value < right.value), "\(left.text) < \(right.text)")
            #expect((a == b) == (left.value == right.value), "\(left.text) == \(right.text)")
            let sum = try #require(a.adding(b))
            let expected = try Self.decimal("\(left.value + right.value)e-\(Sample.places)")
            #expect(sum == expected, "\(left.text) + \(right.text)")
        }
    }

    /// A number of a few digits with a text of it, as whole multiples of ten to the -6 beside it.
    struct Sample {
        static let places = 6
        let text: String
        let value: Int

        init(_ random: inout SplitMix) {
            let digits = Int(random.next() % 2000) - 1000
            let places = Int(random.next() % 7)
            value = (0..<Sample.places - places).reduce(digits) { product, _ in product * 10 }
            let magnitude = "\(abs(digits))"
            let padded = String(repeating: "0", count: max(places + 1 - magnitude.count, 0)) + magnitude
            let plain = places == 0 ? padded : "\(padded.dropLast(places)).\(padded.suffix(places))"
            switch random.next() % 4 {
            case 0: text = "\(digits)e-\(places)"
            case 1: text = "\(digits)0000000000000000000E-\(places + 19)"
            default: text = (digits < 0 ? "-" : "") + plain
            }
        }
    }
}
