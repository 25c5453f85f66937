import Testing
import Words

/// Characters that nobody sees, and padding.
@Suite("Characters that nobody sees")
struct InvisibleTests {
    @Test("what hides, steers or turns is in the table; what is read is not")
    func table() {
        let hidden: [UInt32] = [
            0, 0x09, 0x0A, 0x1B, 0x7F, 0x9B, 0xAD, 0x61C, 0x180E, 0x200B, 0x200F, 0x2028, 0x202E, 0x2060, 0x2066,
            0x2069, 0xFEFF, 0xFFFB,
            0xE0041,
            0xFDD0, 0x1FFFF, 0x10FFFE,
        ]
        for value in hidden {
            #expect(Unicode.Scalar(value).map(Invisible.contains) == true, "U+\(String(value, radix: 16))")
        }
        let seen: [Unicode.Scalar] = [
            " ", "a", "~", "\u{A0}", "é", "\u{301}", "漢", "\u{200C}", "\u{200D}", "\u{1F4C9}", "\u{FFFD}", "\u{2027}",
        ]
        for scalar in seen { #expect(!Invisible.contains(scalar), "U+\(String(scalar.value, radix: 16))") }
        #expect(Invisible.isJoiner("\u{200D}") && Invisible.isJoiner("\u{200C}") && !Invisible.isJoiner("\u{200B}"))
    }

    @Test("padding fills, and never cuts")
    func padding() {
        #expect("ab".padded(4) == "ab  " && "abcde".padded(4) == "abcde")
        #expect("ab".aligned(4) == "  ab" && "7".aligned(3, with: "0") == "007" && "abcde".aligned(4) == "abcde")
        #expect(
            42.digits(4) == "0042" && 12_345.digits(4) == "12345" && (-7).digits(2) == "-07"
                && (UInt8.max).digits(2) == "255")
    }
}
