import Foundation
import LosslessJSON
import Testing

/// JSON that is written, in each layout, and read back.
@Suite("JSON that is written")
struct JSONOutputTests {
    @Test("Foundation reads back what was written")
    func roundTrip() throws {
        let text = "quote \" slash \\ line \n tab \t bell \u{7} é \u{1F600}"
        let json = JSONOutput.object([
            .init("text", .string(text)), .init("list", .array([.integer(-1), .number(0.1), .bool(true), .null])),
            .init("none", .array([])),
            .init("empty", .object([])), .init("bad", .number(.infinity)),
        ])
        let value = try #require(try JSONSerialization.jsonObject(with: Data(json.text.utf8)) as? [String: Any])
        #expect(value["text"] as? String == text)
        #expect((value["list"] as? [Any])?.count == 4)
        #expect(value["bad"] is NSNull)
    }

    private static let value = JSONOutput.object([
        .init("a", .array([.integer(1), .string("é\r\t\n\"\\\u{1}\u{7F}\u{1F600}")])), .init("b", .object([])),
        .init("c", .text(nil)),
    ])

    @Test("each layout, byte for byte")
    func layouts() {
        let text = "é\\r\\t\\n\\\"\\\\\\u0001\u{7F}\u{1F600}"
        #expect(Self.value.text == "{\n  \"a\": [\n    1,\n    \"\(text)\"\n  ],\n  \"b\": {},\n  \"c\": null\n}")
        #expect(Self.value.text(.compact) == "{\"a\":[1,\"\(text)\"],\"b\":{},\"c\":null}")
        #expect(Self.value.text(.spaced) == "{\"a\": [1, \"\(text)\"], \"b\": {}, \"c\": null}")
        let ascii = #"\u00e9\u000d\u0009\n\"\\\u0001\u007f\ud83d\ude00"#
        #expect(Self.value.text(.ascii) == "{\"a\":[1,\"\(ascii)\"],\"b\":{},\"c\":null}")
    }

    @Test(
        "this package's own reader reads every layout back", arguments: [JSONStyle.pretty, .spaced, .compact, .ascii])
    func readers(style: JSONStyle) throws {
        let root = try JSONDocument(text: Self.value.text(style)).root
        #expect(try root.member("a").element(1).string() == "é\r\t\n\"\\\u{1}\u{7F}\u{1F600}")
    }
}
