import LosslessJSON
import Testing

/// What is no JSON, and at which byte it is refused.
@Suite("What the reader refuses")
struct SyntaxTests {
    struct Trap: Sendable, CustomTestStringConvertible {
        var text: String
        var code: JSONError.Code
        var offset: Int
        var testDescription: String { "\(text.debugDescription) is \(code)" }

        init(_ text: String, _ code: JSONError.Code, _ offset: Int) {
            (self.text, self.code, self.offset) = (text, code, offset)
        }
    }

    @Test(
        "Each trap is refused with its code at its byte",
        arguments: [
            Trap("", .emptyInput, 0),
            Trap(" \n\t\r ", .emptyInput, 5),
            Trap("\u{FEFF}{}", .byteOrderMark, 0),
            Trap("{\"a\":1,\"a\":2}", .duplicateKey, 7),
            Trap("{\"a\":1,\"\\u0061\":2}", .duplicateKey, 7),
            Trap("{\"\\u0061\":1,\"b\":2,\"a\":2}", .duplicateKey, 18),
            Trap("{\"\":1,\"\":2}", .duplicateKey, 6),
            Trap("{\"\\ud83d\\ude00\":1,\"😀\":2}", .duplicateKey, 18),
            Trap("[NaN]", .unexpectedByte, 1),
            Trap("[Infinity]", .unexpectedByte, 1),
            Trap("[-Infinity]", .unexpectedByte, 2),
            Trap("[01]", .leadingZero, 1),
            Trap("[-01]", .leadingZero, 2),
            Trap("[00]", .leadingZero, 1),
            Trap("[+1]", .unexpectedByte, 1),
            Trap("[.5]", .unexpectedByte, 1),
            Trap("[1.]", .unexpectedByte, 3),
            Trap("[1.e3]", .unexpectedByte, 3),
            Trap("[1e]", .unexpectedByte, 3),
            Trap("[1e+]", .unexpectedByte, 4),
            Trap("[-]", .unexpectedByte, 2),
            Trap("[0x10]", .unexpectedByte, 2),
            Trap("[1.5.5]", .unexpectedByte, 4),
            Trap("[1 2]", .unexpectedByte, 3),
            Trap("[1_000]", .unexpectedByte, 2),
            Trap("-", .unexpectedEnd, 1),
            Trap("1.", .unexpectedEnd, 2),
            Trap("1e", .unexpectedEnd, 2),
            Trap("[1,]", .trailingComma, 2),
            Trap("{\"a\":1,}", .trailingComma, 6),
            Trap("[,1]", .unexpectedByte, 1),
            Trap("[1,,2]", .unexpectedByte, 3),
            Trap("{,}", .unexpectedByte, 1),
            Trap("{\"a\" 1}", .unexpectedByte, 5),
            Trap("{\"a\":}", .unexpectedByte, 5),
            Trap("{a:1}", .unexpectedByte, 1),
            Trap("{1:1}", .unexpectedByte, 1),
            Trap("{'a':1}", .unexpectedByte, 1),
            Trap("[1}", .unexpectedByte, 2),
            Trap("{\"a\":1]", .unexpectedByte, 6),
            Trap("]", .unexpectedByte, 0),
            Trap("1 2", .trailingBytes, 2),
            Trap("{}x", .trailingBytes, 2),
            Trap("{}\0", .trailingBytes, 2),
            Trap("[] []", .trailingBytes, 3),
            Trap("12a", .trailingBytes, 2),
            Trap("tru", .unexpectedEnd, 3),
            Trap("[fals]", .invalidLiteral, 1),
            Trap("[nulL]", .invalidLiteral, 1),
            Trap("[True]", .unexpectedByte, 1),
            Trap("[nullnull]", .unexpectedByte, 5),
            Trap("\"a\nb\"", .controlCharacter, 2),
            Trap("\"a\0b\"", .controlCharacter, 2),
            Trap("\"0123456789\u{1F}\"", .controlCharacter, 11),
            Trap("\"abc", .unexpectedEnd, 4),
            Trap("\"abc\\", .unexpectedEnd, 5),
            Trap("\"abc\\\"", .unexpectedEnd, 6),
            Trap("\"\\x41\"", .invalidEscape, 1),
            Trap("\"\\U0041\"", .invalidEscape, 1),
            Trap("\"\\'\"", .invalidEscape, 1),
            Trap("\"\\u12G4\"", .unexpectedByte, 5),
            Trap("\"\\u12\"", .unexpectedByte, 5),
            Trap("\"\\u12", .unexpectedEnd, 5),
            Trap("\"\\ud83d\"", .loneSurrogate, 1),
            Trap("\"\\ud83dx\"", .loneSurrogate, 1),
            Trap("\"\\ud83d\\n\"", .loneSurrogate, 1),
            Trap("\"\\ud83d\\u0041\"", .loneSurrogate, 1),
            Trap("\"\\ud83d\\ud83d\"", .loneSurrogate, 1),
            Trap("\"\\ude00\"", .loneSurrogate, 1),
            Trap("\"\\ude00\\ud83d\"", .loneSurrogate, 1),
            Trap("\"\\udc00\\udc00\"", .loneSurrogate, 1),
            Trap("\"\\ud83d", .unexpectedEnd, 7),
            Trap("\u{A0}1", .unexpectedByte, 0),
            Trap("[1]\u{0B}", .trailingBytes, 3),
            Trap("/*x*/1", .unexpectedByte, 0),
        ])
    func trap(_ trap: Trap) {
        let error = refusal(of: trap.text)
        #expect(error?.code == trap.code)
        #expect(error?.offset == trap.offset)
    }

    @Test(
        "Bytes that are not UTF-8 are refused",
        arguments: [
            [0x80], [0xBF], [0xFF], [0xFE], [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0xAF], [0xE0, 0x9F, 0xBF],
            [0xF0, 0x80, 0x80, 0xAF],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80],
            [0xC2], [0xC2, 0x41], [0xE2, 0x82], [0xE2, 0x82, 0x41], [0xE2, 0x41, 0x82], [0xF0, 0x9F, 0x98],
            [0xF0, 0x9F, 0x41, 0x80],
        ] as [[UInt8]])
    func invalidUTF8(_ bytes: [UInt8]) {
        for padding in 0..<9 {
            let quoted = [0x22] + [UInt8](repeating: 0x61, count: padding) + bytes + Array("\" ".utf8)
            #expect(refusal(of: quoted)?.code == .invalidUTF8)
            #expect(refusal(of: quoted)?.offset == padding + 1)
            #expect(refusal(of: Array("{".utf8) + quoted + Array(":1}".utf8))?.code == .invalidUTF8)
        }
        #expect(refusal(of: bytes) != nil)
    }

    @Test("The first and last scalar of each UTF-8 length is read back")
    func edgesOfUTF8() throws {
        for text in [
            "\u{20}", "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}",
            "\u{10FFFF}",
        ] {
            let document = try JSONDocument(text: "\"" + text + "\"")
            #expect(Array(try document.root.string().utf8) == Array(text.utf8))
        }
    }

    @Test(
        "A document cut anywhere is refused",
        arguments: [
            #"""
            {"chart":{"result":[{"meta":{"symbol":"AAPL","x":null},"timestamp":[1,23,456],"close":[187.14999389648438,\#
            null,-1.5e-7]}],"error":null}}
            """#,
            #" [ true , false , null , "a\n\u00e9\ud83d\ude00 é😀" , {} , [] , [[[]]] , {"a":{"b":[0,-0,0.0,1E+2]}} ] "#,
            #""text with \"quotes\" and \\ and more than eight bytes""#,
            "{\n  \"a\" : [\n    1,\n    2\n  ],\n  \"b\" : { }\n}\n",
        ])
    func cutAnywhere(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(refusal(of: bytes) == nil)
        let lastByte = bytes.lastIndex { $0 > 0x20 } ?? 0
        for length in 0...lastByte {
            let error = refusal(of: Array(bytes.prefix(length)))
            #expect(error != nil, "accepted after \(length) bytes")
            #expect(
                [.unexpectedEnd, .emptyInput].contains(error?.code),
                "\(error.map(String.init(describing:)) ?? "") after \(length) bytes")
        }
    }

    @Test("White space is four characters, anywhere between tokens")
    func whitespace() throws {
        let root = try JSONDocument(text: " \t\r\n[ 1\t,\r2\n,{ \"a\" : 3 } ]\n").root
        #expect(root.count == 3)
        #expect(try root.element(2).member("a").integer() == 3)
    }
}
