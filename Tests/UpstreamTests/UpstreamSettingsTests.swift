import PluginKit
import Testing

@testable import Upstream

/// Addresses and paces of upstreams as flags and variables set them.
@Suite("Upstream settings")
struct UpstreamSettingsTests {
    private let known = ["yahoo", "sp500", "gamma", "polymarket-data"]

    private func message(_ body: (inout UpstreamSettings) throws(UpstreamSettingsError) -> Void) -> String? {
        var settings = UpstreamSettings()
        do {
            try body(&settings)
            return nil
        } catch {
            return error.message
        }
    }

    @Test("--upstream NAME=URL points an upstream elsewhere; a trailing slash goes")
    func point() throws {
        var settings = UpstreamSettings()
        try settings.point("yahoo=http://127.0.0.1:8080/mirror/", known: known)
        try settings.point("gamma=https://Example.com", known: known)
        #expect(settings.bases == ["yahoo": "http://127.0.0.1:8080/mirror", "gamma": "https://example.com"])
    }

    @Test("the environment says the same, and a flag goes before it")
    func environment() throws {
        var settings = UpstreamSettings()
        try settings.point("yahoo=http://flag", known: known)
        let environment = [
            "PENSTOCK_UPSTREAM_YAHOO": "http://variable", "PENSTOCK_UPSTREAM_POLYMARKET_DATA": "http://[::1]:80",
            "PATH": "/bin",
        ]
        try settings.point(environment: environment, known: known)
        #expect(settings.bases == ["yahoo": "http://flag", "polymarket-data": "http://[::1]"])
    }

    @Test(
        "what cannot be followed is said with a right example",
        arguments: [
            ("yahoo", "--upstream yahoo: it has to be NAME=URL, as in --upstream yahoo=http://127.0.0.1:8080"),
            (
                "yaho=http://x",
                """
                --upstream yaho=http://x: there is no upstream "yaho"; did you mean yahoo? Known: gamma, \
                polymarket-data, sp500, yahoo
                """
            ),
            (
                "kalshi=http://x",
                """
                --upstream kalshi=http://x: there is no upstream "kalshi". Known: gamma, polymarket-data, sp500, yahoo
                """
            ),
            (
                "yahoo=ftp://x",
                """
                --upstream yahoo=ftp://x: the address has to begin with http:// or https://, as in --upstream \
                yahoo=http://127.0.0.1:8080
                """
            ),
            (
                "yahoo=http://",
                """
                --upstream yahoo=http://[no host]: the address has no host, as in --upstream yahoo=http://127.0.0.1:8080
                """
            ),
            (
                "yahoo=http://x:99999",
                """
                --upstream yahoo=http://x:99999: the port 99999 is not one of 1 to 65535, as in --upstream \
                yahoo=http://127.0.0.1:8080
                """
            ),
            (
                "yahoo=http://me:pw@x",
                """
                --upstream yahoo=http://x: the address must not hold a user or a password, as in --upstream \
                yahoo=http://127.0.0.1:8080
                """
            ),
            (
                "yahoo=http://x?a",
                """
                --upstream yahoo=http://x: the address must end before any ? or #, as in --upstream \
                yahoo=http://127.0.0.1:8080
                """
            ),
        ])
    func wrong(_ text: String, _ expected: String) {
        #expect(
            message { (settings) throws(UpstreamSettingsError) in try settings.point(text, known: known) } == expected)
    }

    @Test("a variable with a slip is named")
    func wrongVariable() {
        let text = message { (settings) throws(UpstreamSettingsError) in
            try settings.point(environment: ["PENSTOCK_UPSTREAM_YAHO": "http://x"], known: known)
        }
        #expect(
            text?.hasPrefix("PENSTOCK_UPSTREAM_YAHO: no upstream has that name; did you mean PENSTOCK_UPSTREAM_YAHOO?")
                == true)
    }

    @Test("--rate-limit-delay is one number, or one a name, or both")
    func pace() throws {
        var settings = UpstreamSettings()
        try settings.pace("0.5", known: known)
        #expect(settings.delay == 0.5)
        try settings.pace("2,yahoo=0.5,sp500=0.02", known: known)
        #expect(settings.delay == 2)
        #expect(settings.delays == ["yahoo": 0.5, "sp500": 0.02])
    }

    @Test(
        "a delay is a number of seconds",
        arguments: ["", "-1", "fast", "nan", "inf", "yahoo=", "yaho=1", "0.5,", "1e9"])
    func wrongPace(_ text: String) {
        #expect(message { (settings) throws(UpstreamSettingsError) in try settings.pace(text, known: known) } != nil)
    }

    @Test("settings go over declarations")
    func applied() {
        var settings = UpstreamSettings()
        settings.bases = ["yahoo": "http://mirror"]
        settings.delay = 3
        settings.delays = ["sp500": 1]
        settings.userAgent = "Mine/1.0"
        settings.concurrency = 7
        let yahoo = settings.applied(
            to: UpstreamDeclaration(
                "yahoo", base: "https://y", headers: ["user-agent": "x", "Accept": "a"], delay: 0.5))
        #expect(yahoo.base == "http://mirror")
        #expect(yahoo.headers == ["User-Agent": "Mine/1.0", "Accept": "a"])
        #expect(yahoo.delay == 3)
        #expect(yahoo.concurrency == 7)
        #expect(settings.applied(to: UpstreamDeclaration("sp500", base: "https://s", delay: 0.5)).delay == 1)
    }
}

@Suite("Redirects")
struct RedirectionTests {
    private func verdict(_ location: String) throws -> Redirection.Verdict {
        let origin = try #require(WebAddress("http://host:8080/base"))
        var redirection = Redirection(from: "http://host:8080/base/a/b?x=1", at: origin)
        return redirection.follow(location)
    }

    @Test(
        "stay on the same origin",
        arguments: [
            ("/c?d=e#f", "http://host:8080/c?d=e"), ("c", "http://host:8080/base/a/c"),
            ("?y=2", "http://host:8080/base/a/b?y=2"),
            ("http://HOST:8080/z", "http://host:8080/z"), ("//host:8080/z", "http://host:8080/z"),
            ("http://host:8080", "http://host:8080/"),
            ("http://host:8080?q=1", "http://host:8080/?q=1"),
        ])
    func followed(_ location: String, _ target: String) throws {
        #expect(try verdict(location) == .follow(target))
    }

    @Test(
        "never leave it; only where they lead is said",
        arguments: [
            ("http://other/", "http://other"), ("http://host/", "http://host"),
            ("https://host:8080/secret?key=1", "https://host:8080"),
            ("//other/z", "http://other"), ("file:///etc/passwd", "file://[no host]"),
            ("javascript:alert(1)", "[no address]"),
            ("http://host:8080@evil/", "http://evil"),
        ])
    func elsewhere(_ location: String, _ shown: String) throws {
        #expect(try verdict(location) == .elsewhere(shown))
    }

    @Test("end after three, and at a place already seen")
    func loop() throws {
        let origin = try #require(WebAddress("http://host"))
        var redirection = Redirection(from: "http://host/0", at: origin)
        let verdicts = ["/1", "/2", "/3", "/4"].map { redirection.follow($0) }
        #expect(verdicts.dropLast() == [.follow("http://host/1"), .follow("http://host/2"), .follow("http://host/3")])
        #expect(verdicts.last == .loop("more than 3 times within http://host"))
        var circle = Redirection(from: "http://host/0", at: origin)
        _ = circle.follow("/1")
        let again = circle.follow("/0")
        #expect(again == .loop("http://host again and again"))
    }
}
