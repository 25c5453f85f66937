import Tabular
import TestWorld
import Testing

/// The shortest text of a 32-bit float that was printed as a double.
@Suite("Float32Text")
struct Float32TextTests {
    @Test(
        "prices as Yahoo sends them",
        arguments: [
            ("187.14999389648438", "187.15"), ("-187.14999389648438", "-187.15"), ("0.20499999821186066", "0.205"),
            ("166.69000244140625", "166.69"), ("8388607.5", "8388607.5"), ("5.0", "5.0"),
            ("124.80799865722656", "124.808"),
            ("16777216.0", "16777216.0"), ("4096.000000", "4096"), ("1.00000011920928955", "1.0000001"),
        ])
    func prices(_ sent: String, _ shortest: String) {
        #expect(Float32Text.shortest(sent) == shortest)
    }

    @Test(
        "what no 32-bit float printed stays as it was sent",
        arguments: [
            "", "-", ".", "0", "1", "187.15", "187.14999389648432", "187.14999389648442", "187.1499938964843",
            "1.8714999389648438e2",
            "187.14999389648438E0", "187,14999389648438", "18714999389648438", "187.1499938964843x",
            "x87.14999389648438",
            "187..14999389648438",
            "0.00000000000000000", "12345678901234567890.5", "-.14999389648438", "187.", "99999999.9",
            "0.0012345678901234", "12345678.",
            "187.14999389648438 ", "1871499938964843.8", "nan", "+187.14999389648438", "0.1234567890123456789",
        ])
    func kept(_ sent: String) {
        #expect(Float32Text.shortest(sent) == sent)
    }

    @Test(
        "a million floats from 2^-7 to 2^23, printed as doubles, become what the standard library prints of the float")
    func differential() {
        var random = SplitMix(seed: 20_261_124)
        for turn in 0..<1_000_000 {
            guard isRight(float(turn, &random)) else { return }
        }
    }

    @Test("the floats round every power of two and round every price in whole cents")
    func edges() {
        for exponent in -7..<23 {
            let power = exponent < 0 ? 1 / Float(1 << -exponent) : Float(1 << exponent)
            var below = power
            var above = power
            for _ in 0..<200 {
                guard isRight(below), isRight(above), isRight(-below) else { return }
                if below.nextDown >= 0x1p-7 { below = below.nextDown }
                above = above.nextUp
            }
        }
        for cents in 1...50_000 {
            guard isRight(Float(cents) / 100), isRight((Float(cents) / 100).nextUp) else { return }
        }
    }

    @Test("a text one unit in its last digit away is another double more often than not, and is then left alone")
    func neighbours() {
        var random = SplitMix(seed: 7)
        for turn in 0..<100_000 {
            let sent = Double(float(turn, &random)).nextUp.description
            guard !sent.contains("e") else { continue }
            guard Float32Text.shortest(sent) == sent else {
                Issue.record("\(sent) became \(Float32Text.shortest(sent))")
                return
            }
        }
    }

    /// Half of them any bits, half prices.
    private func float(_ turn: Int, _ random: inout SplitMix) -> Float {
        let bits = UInt32(truncatingIfNeeded: random.next())
        if turn % 2 == 0 { return Float(bitPattern: (120 + bits % 30) << 23 | bits >> 9) }
        return max(Float(bits % 100_000_000) / 1000, 0x1p-7)
    }

    private func isRight(_ float: Float) -> Bool {
        let sent = Double(float).description
        var expected = float.description
        // Shorter texts than 8 digits are left alone, and say the same.
        if sent.filter(\.isNumber).count < 8 {
            expected = sent
        } else if expected.hasSuffix(".0") {
            expected.removeLast(2)
        }
        let found = Float32Text.shortest(sent)
        if found == expected { return true }
        Issue.record("\(sent): \(found) where \(expected) is expected")
        return false
    }
}
