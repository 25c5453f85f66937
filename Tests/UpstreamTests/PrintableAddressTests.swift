import PluginKit
import Testing

@testable import Upstream

/// Addresses as they may be shown: without users, passwords and secret values.
@Suite("Addresses as they may be shown")
struct PrintableAddressTests {
    @Test(
        "scheme, host and port, and nothing else",
        arguments: [
            ("http://host.example/path?x=1", "http://host.example"),
            ("HTTPS://user:pass@Host:8080/x", "https://host:8080"),
            ("http://[::1]:80/x", "http://[::1]:80"), ("http://[::1]", "http://[::1]"),
            ("http://user:password", "http://user"),
            ("http://a@b@host/x", "http://host"), ("nothing", "[no address]"), ("", "[no address]"),
            ("http://", "http://[no host]"),
            ("http://ho st/x", "http://[no host]"), ("://x", "[no address]"), ("se cret://x", "[no address]"),
        ])
    func shown(_ text: String, _ shown: String) {
        #expect(PrintableAddress(text).description == shown)
    }

    @Test("a request's own path is shown behind the host, the owner's path is not")
    func requests() {
        let request = Request("yahoo", path: "/v8/chart/A", query: [.init("range", "1d"), .init("crumb", "abc")])
        #expect(PrintableAddress.text(of: request, at: "http://h:1") == "http://h:1/v8/chart/A?range=1d&crumb=*")
        #expect(
            PrintableAddress.text(of: request, at: "http://h:1/hush") == "http://h:1/.../v8/chart/A?range=1d&crumb=*")
    }

    @Test(
        "text of any origin loses users, passwords and secret values",
        arguments: [
            ("no address here", "no address here"), ("see http://u:p@h/x now", "see http://h/x now"),
            ("'https://h/?apikey=abc&n=1'", "'https://h/?apikey=*&n=1'"), ("http://u:p/q@h/x", "http://h/x"),
            ("http://h:80/@user is no user", "http://h:80/@user is no user"),
            ("a://b@c and d://e@f", "a://c and d://f"),
        ])
    func scrubbed(_ text: String, _ scrubbed: String) {
        #expect(PrintableAddress.scrubbed(text) == scrubbed)
    }
}
