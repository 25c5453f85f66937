import Tabular
import TestWorld
import Testing

@testable import TableRows

/// The two cells of a decimal in a table: a double, and the text where the double does not name it.
@Suite("The cells of decimals")
struct DecimalCellsTests {
    private static func cells(_ text: String) -> DecimalCells? {
        Array(text.utf8).withUnsafeBufferPointer { DecimalCells($0) }
    }

    private static func plain(_ text: String) -> DecimalCells? {
        Array(text.utf8).withUnsafeBufferPointer { PlainDecimal($0).flatMap { DecimalCells($0) } }
    }

    /// By the double's text, and by another way than the one to be tested, from the bytes to the double.
    private static func slow(_ text: String) -> DecimalCells? {
        Array(text.utf8).withUnsafeBufferPointer { DecimalText.isDecimal($0) ? DecimalCells(comparing: $0) : nil }
    }

    private static func digits(_ count: Int, _ random: inout SplitMix) -> String {
        String((0..<count).map { _ in Character(String(random.next() % 10)) })
    }

    /// Plain decimals of up to 21 digits, with zeros where they hurt: in front, at the end, behind the point.
    private static func text(_ random: inout SplitMix) -> String {
        var whole = digits(Int(random.next() % 17), &random)
        if random.next() % 8 != 0 { whole = String(whole.drop { $0 == "0" }) }
        if whole.isEmpty { whole = "0" }
        if random.next() % 4 == 0 { whole += String(repeating: "0", count: Int(random.next() % 6)) }
        if whole.hasPrefix("0"), random.next() % 8 != 0 { whole = "0" }
        var fraction = ""
        if random.next() % 4 != 0 {
            fraction = "." + String(repeating: "0", count: Int(random.next() % 3 == 0 ? random.next() % 7 : 0))
            fraction += digits(Int(random.next() % 16), &random)
            if random.next() % 8 == 0 { fraction += "0" }
        }
        return (random.next() % 5 == 0 ? "-" : "") + whole + fraction
    }

    @Test("the quick decision about plain decimals is the one that the double's text gives", arguments: 0..<4)
    func quickly(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        var decided = 0
        var kept = 0
        for _ in 0..<100_000 {
            let text = Self.text(&random)
            guard let plain = Self.plain(text) else { continue }
            decided += 1
            let slow = try #require(Self.slow(text), "\(text)")
            if plain.needsText { kept += 1 }
            // One expectation a text would take most of the time.
            if plain.number != slow.number || plain.number.sign != slow.number.sign || plain.needsText != slow.needsText
            {
                Issue.record("\(text): \(plain) instead of \(slow)")
            }
        }
        #expect(decided > 40_000)
        #expect(kept > 5_000 && kept < decided - 5_000)
    }

    @Test("prices of up to nine digits are all decided quickly and need no text unless they end with a zero")
    func prices() throws {
        for cents in stride(from: 1, to: 2_000_000, by: 37) {
            let text = "\(cents / 100).\(cents % 100 / 10)\(cents % 10)"
            let cells = try #require(Self.plain(text))
            #expect(cells.needsText == (cents % 10 == 0))
            #expect(cells.number == Double(text))
        }
    }

    @Test(
        "a text that is not the double's shortest is needed",
        arguments: [
            ("187.15", false), ("5.0", false), ("0.0", false), ("-12.5", false), ("0.0001", false),
            ("99999999999999.0", false),
            ("0.1", false), ("100.0", false), ("5", true), ("0", true), ("999999999999999", true), ("1.00", true),
            ("1e-07", false),
            ("1e+16", false), ("187.14999389648438", false),
            ("0.10", true), ("-0", true), ("-0.0", true), ("0.00", true), ("0.00001", true), ("1e-7", true),
            ("1E+3", true),
            ("9007199254740993", true), ("12345678901234567890", true), ("1e400", true), ("-1e400", true),
            ("1e-400", true),
            ("187.149993896484375", true), ("0.1000000000000000055511151231257827", true),
        ])
    func needed(_ text: String, _ isNeeded: Bool) throws {
        let cells = try #require(Self.cells(text))
        #expect(cells.needsText == isNeeded)
    }

    @Test("what lies beyond the doubles is an infinity or a zero, never a NULL")
    func beyond() throws {
        #expect(try #require(Self.cells("1e400")).number == .infinity)
        #expect(try #require(Self.cells("-1e400")).number == -.infinity)
        #expect(try #require(Self.cells("1e-400")).number == 0)
        let long = String(repeating: "9", count: 400)
        #expect(try #require(Self.cells(long)).number == .infinity)
    }

    @Test(
        "what is no decimal has no cells",
        arguments: [
            "", "-", ".", "1.", ".5", "01", "-01.5", "1..2", "1.2.3", "+1", "1e", " 1", "nan", "inf", "0x10", "1,5",
        ])
    func none(_ text: String) {
        #expect(Self.cells(text) == nil)
        #expect(Self.plain(text) == nil)
    }
}
