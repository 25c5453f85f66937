import Tabular
import TestWorld
import Testing

/// Decimals as text: which texts are any, which are equal, and their doubles.
@Suite("DecimalText")
struct DecimalTextTests {
    @Test(
        "JSON's grammar of a number is a decimal",
        arguments: ["0", "-0", "1", "-12.50", "0.001", "1E+3", "1e-7", "12345678901234567890123.4567890123456789"])
    func decimals(_ text: String) {
        #expect(DecimalText.isDecimal(text.utf8))
    }

    @Test(
        "anything else is none",
        arguments: [
            "", "-", "+1", "01", "1.", ".5", "1e", "1e+", "0x10", "1_000", "1,5", " 1", "1 ", "NaN", "Infinity", "--1",
            "1.2.3", "1e1.5",
        ])
    func others(_ text: String) {
        #expect(!DecimalText.isDecimal(text.utf8))
    }

    @Test(
        "equality is of numbers, not of texts",
        arguments: [
            ("0.10", "1e-1", true), ("1", "1.000", true), ("-0", "0", true), ("100", "1E2", true),
            ("0.1", "0.10000000000000001", false),
            ("12345678901234567890.1", "12345678901234567890.2", false), ("-1", "1", false), ("1", "x", false),
        ])
    func equality(_ left: String, _ right: String, _ isEqual: Bool) {
        #expect(DecimalText.isEqual(left.utf8, right.utf8) == isEqual)
        #expect(DecimalText.isEqual(right.utf8, left.utf8) == isEqual)
    }

    @Test("the double is the one that the standard library reads, for a hundred thousand texts of every length")
    func doubles() {
        var random = SplitMix(seed: 3)
        for turn in 0..<100_000 {
            let text = text(turn, &random)
            guard DecimalText.double(Array(text.utf8)[...]) == Double(text) else {
                Issue.record("\(text)")
                return
            }
        }
    }

    @Test("what is no decimal has no double", arguments: ["", "-", "1.2.3", "abc", "1e"])
    func noDouble(_ text: String) {
        #expect(DecimalText.double(Array(text.utf8)[...]) == nil)
    }

    private func text(_ turn: Int, _ random: inout SplitMix) -> String {
        let whole = random.next() >> (random.next() % 64)
        let sign = turn % 3 == 0 ? "-" : ""
        switch turn % 4 {
        case 0: return "\(sign)\(whole)"
        case 1: return "\(sign)\(whole).\(random.next() >> (random.next() % 64))"
        case 2: return "\(sign)0.\(random.next() % 1_000_000)"
        default: return "\(sign)\(whole % 10).\(random.next() % 1000)e\(Int(random.next() % 40) - 20)"
        }
    }
}
