import Curl
import Foundation
import TestGolden
import Testing

@testable import Alerting

/// What is sent for each channel: a message or a ping, by which call of curl, and how curl's answer is told without its
/// secrets.
struct AlertOrderTests {
    /// All of an order, one thing a line.
    private func text(_ order: AlertOrder) -> String {
        let transfer = order.transfer(within: 30, Surroundings(environment: ["SSL_CERT_FILE": "/etc/others.pem"]))
        var lines = ["url: \(transfer.url)"] + transfer.headers.map { "header: \($0.name): \($0.value)" }
        switch transfer.work {
        case .get: lines.append("get")
        case .put(let body): lines.append("put: \(String(decoding: body, as: UTF8.self))")
        case .post(let body): lines.append("post: \(String(decoding: body, as: UTF8.self))")
        case .mail(let message, let from, let to):
            lines.append("mail of \(message.count) bytes from \(from) to \(to.joined(separator: " "))")
        }
        if let login = transfer.login { lines.append("login: \(login.user) \(login.password)") }
        lines.append("requires TLS: \(transfer.requiresTLS)")
        lines.append("authorities: \(transfer.surroundings.authorities ?? "-")")
        lines.append("limits: \(transfer.connectLimit) s, \(transfer.timeLimit) s")
        return lines.joined(separator: "\n")
    }

    @Test("what is sent for each channel")
    func orders() throws {
        let mail = try EmailChannel(
            server: "smtp.example.org", user: "us\"er", password: Secret("pa\\ss:\"wo rd"), from: "a@example.org",
            to: ["b@example.org", "B <b@example.org>", "c@example.org"], authorities: "/etc/ca.pem")
        let channels: [AlertChannel] = [
            AlertChannel("mail", mail),
            AlertChannel(
                "tls",
                try EmailChannel(
                    server: "smtp.example.org", security: .tls, from: "a@example.org", to: ["b@example.org"])),
            AlertChannel("slack", SlackChannel(url: try AlertURL("https://hooks.slack.com/services/T0/B0/s3cr3t"))),
            AlertChannel("telegram", try TelegramChannel(token: Secret("123456:s3cr3t"), chat: "@market", topic: 7)),
            AlertChannel(
                "teams",
                try TeamsChannel(url: AlertURL("https://a.logic.azure.com:443/workflows/1/invoke?sig=s3cr3t"))),
            AlertChannel(
                "matrix",
                try MatrixChannel(url: "https://a.b/matrix/", room: "!r-1_~:example.org", token: Secret("tk_1"))),
            AlertChannel("ntfy", try NtfyChannel(url: "https://ntfy.sh/topic", token: Secret("tk_1"))),
            AlertChannel(
                "hook",
                try WebhookChannel(
                    url: AlertURL("http://localhost:1/x"), headers: [.init("X-Key", Secret("k\"ey"))])),
        ]
        let orders = try channels.map { channel in
            (channel.name, try #require(channel.service.order(for: Samples.test, at: 0, token: "t")))
        }
        let ping = try #require(
            AlertChannel("p", PingChannel(url: AlertURL("https://hc-ping.com/uuid"))).service.order(for: .start))
        expectGolden((orders + [("ping", ping)]).map { "\($0.0):\n\(text($0.1))" }.joined(separator: "\n\n"), "orders")
    }

    @Test("a ping takes no message, a message channel no signal")
    func notApplicable() throws {
        let url = try AlertURL("https://a.b/c")
        #expect(PingChannel(url: url).order(for: Samples.test, at: 0, token: "t") == nil)
        #expect(SlackChannel(url: url).order(for: PingSignal.success) == nil)
    }

    @Test("curl's codes in words")
    func wording() {
        let texts = ([1, 5, 6, 7, 8, 22, 28, 35, 52, 55, 56, 60, 64, 67, 77] as [Int32]).map { code in
            DeliveryFailure(cause: .transfer(code: code, words: "its words"), serverWords: "", tries: 1).message
        }
        let answers = [300, 400, 401, 403, 404, 413, 429, 500].map {
            DeliveryFailure(
                cause: .answer(status: $0, .usual(ServiceAnswer(status: $0))), serverWords: "", tries: 1
            ).message
        }
        let missing = DeliveryFailure(
            cause: .unavailable("libcurl is not there: libcurl.so.4"), serverWords: "", tries: 1
        ).message
        let refusal = DeliveryFailure(
            cause: .transfer(code: 55, words: "RCPT failed: 550"), serverWords: "550 unknown", tries: 1)
        #expect(refusal.prospect == .never && refusal.isForGood)
        let greylisted = DeliveryFailure(cause: .transfer(code: 55, words: ""), serverWords: "450 later", tries: 1)
        #expect(greylisted.prospect == .soon(after: nil) && !greylisted.isForGood)
        expectGolden((texts + answers + [missing, refusal.message]).joined(separator: "\n"), "delivery-failures")
    }

    @Test("secrets are taken out of what others say, in the forms in which they come back")
    func redaction() throws {
        let email = try EmailChannel(server: "a.b", user: "u", password: Secret("p/w\"d"), from: "a@b.c", to: ["a@b.c"])
        let plain = Data("\0u\0p/w\"d".utf8).base64EncodedString()
        #expect(
            Redaction(email)("a p/w\"d b p%2Fw%22d c p/w\\\"d d p\\/w\\\"d e \(plain) f")
                == "a [secret] b [secret] c [secret] d [secret] e [secret] f")
        let url = Redaction(try AlertURL("https://a.b/services/T0/longsecret?key=otherlong1"))
        #expect(
            url("no /services/T0/longsecret?key=otherlong1, longsecret, otherlong1, T0")
                == "no [secret], [secret], [secret], T0")
        #expect(Redaction([""])("text") == "text")
        #expect(Redaction(["aa", "aab"])("aab aa") == "[secret] [secret]")
    }
}
