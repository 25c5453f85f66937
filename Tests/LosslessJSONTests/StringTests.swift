import LosslessJSON
import Testing

/// Strings of JSON: escapes, control characters, and where the text stands.
@Suite("Strings")
struct StringTests {
    private func string(_ raw: String) throws -> String { try JSONDocument(text: "\"" + raw + "\"").root.string() }

    @Test(
        "Escapes are resolved",
        arguments: [
            (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"), (#"\u0000"#, "\0"), (#"\u0041\u00e9\u20AC"#, "Aé€"),
            (#"\uD83D\uDE00"#, "😀"),
            (#"\ud800\udc00\udbff\udfff"#, "\u{10000}\u{10FFFF}"), (#"\ud7ff\ue000\uffff"#, "\u{D7FF}\u{E000}\u{FFFF}"),
            ("", ""),
            (#"plain \\u0041"#, "plain \\u0041"), (#"é\u0301"#, "é\u{301}"),
        ])
    func escapes(_ raw: String, _ text: String) throws {
        #expect(Array(try string(raw).utf8) == Array(text.utf8))
    }

    @Test("Every ASCII character but three kinds stands for itself, at every place in eight bytes")
    func ascii() throws {
        for byte in UInt8(0x20)...0x7F where byte != 0x22 && byte != 0x5C {
            let character = String(Unicode.Scalar(byte))
            for padding in 0..<17 {
                let text =
                    String(repeating: "x", count: padding) + character + String(repeating: "y", count: 16 - padding)
                #expect(try string(text) == text)
            }
        }
    }

    @Test("Every control character is refused, at every place in eight bytes")
    func controls() {
        for byte in UInt8(0)..<0x20 {
            for padding in 0..<17 {
                let bytes = [0x22] + [UInt8](repeating: 0x80 - 1, count: padding) + [byte] + Array("        \"".utf8)
                #expect(refusal(of: bytes)?.code == .controlCharacter)
                #expect(refusal(of: bytes)?.offset == padding + 1)
            }
        }
    }

    @Test("The text range is between the quotes; escapes are told")
    func ranges() throws {
        let root = try JSONDocument(text: #"["abc","a\nb",""]"#).root
        #expect(try root.element(0).textRange == 2..<5)
        #expect(try root.element(0).hasEscapes == false)
        #expect(try root.element(1).hasEscapes)
        #expect(try root.element(1).rawText == #""a\nb""#)
        #expect(try root.element(2).textRange.isEmpty)
    }
}
