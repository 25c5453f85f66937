import Foundation
import Programs
import TestGolden
import TestWorld
import Testing

@testable import Alerting

struct CurlConfigTests {
    @Test("what curl reads for each channel")
    func orders() throws {
        let mail = try EmailChannel(
            server: "smtp.example.org", user: "us\"er", password: Secret("pa\\ss:\"wo rd"), from: "a@example.org",
            to: ["b@example.org", "B <b@example.org>", "c@example.org"], authorities: "/etc/ca.pem")
        let channels: [AlertChannel] = [
            AlertChannel("mail", .email(mail)),
            AlertChannel(
                "tls", .email(try EmailChannel(server: "smtp.example.org", security: .tls, from: "a@example.org", to: ["b@example.org"]))),
            AlertChannel("slack", .slack(try AlertURL("https://hooks.slack.com/services/T0/B0/s3cr3t"))),
            AlertChannel("ntfy", .ntfy(try NtfyChannel(url: "https://ntfy.sh/topic", token: Secret("tk_1")))),
            AlertChannel(
                "hook", .webhook(try WebhookChannel(url: AlertURL("http://localhost:1/x"), headers: [.init("X-Key", Secret("k\"ey"))]))),
        ]
        var texts = try channels.map { channel in
            let order = try #require(channel.order(for: Samples.test, at: 0, token: "t"))
            return "\(channel.name):\n\(order.config.text)"
        }
        texts.append(
            "ping:\n"
                + (try #require(AlertChannel("p", .ping(PingChannel(url: AlertURL("https://hc-ping.com/uuid")))).order(for: .start)).config
                    .text))
        expectGolden(texts.joined(separator: "\n"), "curl-configs")
    }

    @Test("a ping takes no message, a message channel no signal")
    func notApplicable() throws {
        let url = try AlertURL("https://a.b/c")
        #expect(AlertChannel("p", .ping(PingChannel(url: url))).order(for: Samples.test, at: 0, token: "t") == nil)
        #expect(AlertChannel("s", .slack(url)).order(for: PingSignal.success) == nil)
    }

    @Test("real curl reads back every value that is quoted", .enabled(if: Tools.hasWeb, "needs curl and python3"))
    func quoting() async throws {
        struct Request: Decodable { let body: String }
        let values = [
            "plain", " lead and trail ", "\"q\"", "back\\slash\\n", "tab\there", "line\nbreak\r\n", "v\u{0B}t", "#no comment", "=:",
            "{}[]$%'`",
            "ünï \u{1F4C9}", "@file", "\\", "\\\"", "",
        ]
        let bench = try TemporaryFolder("alerting")
        let server = try PythonServer(Tools.python, "web_server.py", [try bench.folder("requests")])
        let curl = try #require(Tools.curl)
        for value in values {
            var config = CurlConfig()
            config.set("url", "http://127.0.0.1:\(server.port)/")
            config.set("silent")
            config.set("data-raw", value)
            #expect(try await curl.run(ProgramCall(["--disable", "--config", "-"], input: Array(config.text.utf8))).end.isSuccess)
        }
        #expect(try bench.records(Request.self, in: "requests").map(\.body) == values)
    }

    @Test("secrets are taken out of what others say, in the forms in which they come back")
    func redaction() throws {
        let email = try EmailChannel(server: "a.b", user: "u", password: Secret("p/w\"d"), from: "a@b.c", to: ["a@b.c"])
        let plain = Data("\0u\0p/w\"d".utf8).base64EncodedString()
        #expect(
            Redaction(email)("a p/w\"d b p%2Fw%22d c p/w\\\"d d p\\/w\\\"d e \(plain) f")
                == "a [secret] b [secret] c [secret] d [secret] e [secret] f")
        let url = Redaction(try AlertURL("https://a.b/services/T0/longsecret?key=otherlong1"))
        #expect(url("no /services/T0/longsecret?key=otherlong1, longsecret, otherlong1, T0") == "no [secret], [secret], [secret], T0")
        #expect(Redaction([""])("text") == "text")
        #expect(Redaction(["aa", "aab"])("aab aa") == "[secret] [secret]")
    }
}
