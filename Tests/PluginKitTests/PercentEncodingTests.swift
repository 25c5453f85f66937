import PluginKit
import Testing

/// Percent-encoding of requests' targets.
@Suite("Percent-encoding")
struct PercentEncodingTests {
    @Test(
        "What is not unreserved is encoded, and comes back",
        arguments: ["^GSPC", "a b", "100%", "a/b?c=d&e", "é🚀", "", "A-z._~0"])
    func roundTrip(text: String) {
        let encoded = PercentEncoding.encode(text)
        #expect(encoded.utf8.allSatisfy { $0 < 128 && $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "/") })
        #expect(PercentEncoding.decode(encoded) == text)
    }

    @Test("Known forms") func known() {
        #expect(PercentEncoding.encode("^GSPC") == "%5EGSPC")
        #expect(PercentEncoding.encode("a b&c") == "a%20b%26c")
    }

    @Test(
        "A percent sign without two digits, or bytes that are not UTF-8, are refused",
        arguments: ["%", "%4", "%zz", "%ff"])
    func refused(text: String) {
        #expect(PercentEncoding.decode(text) == nil)
    }
}
