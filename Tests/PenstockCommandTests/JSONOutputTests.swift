import Foundation
import Testing

@testable import PenstockCommand

@Suite("JSON that the command writes")
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
}
