import TestGolden
import Testing

@testable import Alerting

/// Channels as their owner writes them down: which are taken, how they are shown, and every fault in words.
struct ChannelTests {
    private func error(_ make: () throws(AlertChannelError) -> Void) -> String {
        do {
            try make()
            return "(accepted)"
        } catch {
            return error.message
        }
    }

    private func channel(_ type: String, _ values: [String: [String]]) -> String {
        error { () throws(AlertChannelError) in _ = try AlertChannel(name: "c", type: type, values: values) }
    }

    private let mail = ["server": ["smtp.example.org"], "from": ["a@example.org"], "to": ["b@example.org"]]

    @Test("every fault of a channel in words, without its secrets")
    func errors() {
        let secret = "s3cr3t-W0rd"
        let texts = [
            channel("emial", [:]), channel("telegraph", [:]),
            channel("email", mail.merging(["passwort": ["x"]]) { $1 }),
            channel("email", mail.merging(["colour": ["x"]]) { $1 }), channel("slack", [:]),
            channel("slack", ["url": []]),
            channel("slack", ["url": ["https://a.b/\(secret)", "https://a.b/"]]),
            channel("slack", ["url": ["https://a.b/"], "insecure": ["yes"]]),
            channel("slack", ["url": ["hooks.slack.com/\(secret)"]]),
            channel("slack", ["url": ["ftp://a.b/\(secret)"]]),
            channel("slack", ["url": ["https://u:\(secret)@a.b/"]]),
            channel("slack", ["url": ["https://a.b/\(secret)#x"]]),
            channel("slack", ["url": ["https://a.b/\(secret) x"]]),
            channel("slack", ["url": ["https://a.b:99999/\(secret)"]]),
            channel("slack", ["url": ["https:///\(secret)"]]), channel("slack", ["url": ["http://a.b/\(secret)"]]),
            channel("ntfy", ["url": ["https://ntfy.sh"]]), channel("ntfy", ["url": ["https://ntfy.sh/a/\(secret)"]]),
            channel("ntfy", ["url": ["https://ntfy.sh/a"], "token": ["\(secret)\n"]]),
            channel("ntfy", ["url": ["https://ntfy.sh/a"], "priority": ["6"]]),
            channel("ntfy", ["url": ["https://ntfy.sh/a"], "priority": ["high"]]),
            channel("webhook", ["url": ["https://a.b/"], "headers": ["X Key: \(secret)"]]),
            channel("webhook", ["url": ["https://a.b/"], "headers": ["X-Key: \(secret)\r\nHost: x"]]),
            channel("webhook", ["url": ["https://a.b/"], "headers": [secret]]),
            channel("email", mail.merging(["server": ["smtp://x"]]) { $1 }),
            channel("email", mail.merging(["server": ["a.b:smtp"]]) { $1 }),
            channel("email", mail.merging(["security": ["ssl"]]) { $1 }),
            channel("email", mail.merging(["security": ["none"]]) { $1 }),
            channel(
                "email",
                mail.merging(["security": ["none"], "insecure": ["true"], "user": ["u"], "password": [secret]]) { $1 }),
            channel("email", mail.merging(["user": ["u"]]) { $1 }),
            channel("email", mail.merging(["password": [secret]]) { $1 }),
            channel("email", mail.merging(["user": ["u\nv"], "password": [secret]]) { $1 }),
            channel("email", mail.merging(["user": ["u"], "password": ["\(secret)\n"]]) { $1 }),
            channel("email", mail.merging(["to": []]) { $1 }),
            channel("email", mail.merging(["to": ["b@example.org\r\nBcc: x@y"]]) { $1 }),
            channel("email", mail.merging(["ca-file": ["ca.pem"]]) { $1 }),
        ]
        #expect(texts.allSatisfy { !$0.contains(secret) && !$0.contains("(accepted)") })
        expectGolden(texts.joined(separator: "\n"), "channel-errors")
    }

    @Test("channels that are taken, as they are shown")
    func accepted() throws {
        let channels = [
            try AlertChannel(
                name: "me", type: "email", values: mail.merging(["user": ["u"], "password": ["pass:wörd\""]]) { $1 }),
            try AlertChannel(
                name: "tls", type: "email", values: mail.merging(["security": ["TLS"], "ca-file": ["/ca.pem"]]) { $1 }),
            try AlertChannel(
                name: "relay", type: "email",
                values: mail.merging(["server": ["[::1]:2525"], "security": ["none"]]) { $1 }),
            try AlertChannel(
                name: "lan", type: "email", values: mail.merging(["security": ["none"], "insecure": ["true"]]) { $1 }),
            try AlertChannel(
                name: "slack", type: "slack", values: ["url": ["https://hooks.slack.com/services/T0/B0/s3cr3t"]]),
            try AlertChannel(
                name: "discord", type: "discord", values: ["url": ["HTTPS://Discord.com/api/webhooks/1/s3cr3t"]]),
            try AlertChannel(
                name: "ntfy", type: "ntfy",
                values: ["url": ["http://127.0.0.1:8080/s3cr3t"], "token": ["tk_s3cr3t"], "priority": ["5"]]),
            try AlertChannel(
                name: "hook", type: "webhook",
                values: ["url": ["https://a.b?key=s3cr3t"], "headers": ["X-Key: s3cr3t"]]),
            try AlertChannel(
                name: "ping", type: "ping", values: ["url": ["http://10.0.0.1/s3cr3t"], "insecure": ["true"]]),
        ]
        let shown = channels.map { "\($0)" }.joined(separator: "\n")
        #expect(!shown.contains("s3cr3t"))
        var dumped = ""
        for channel in channels {
            dump(channel, to: &dumped)
            dumped += String(reflecting: channel) + "\(channel.target)"
        }
        #expect(!dumped.contains("s3cr3t") && !dumped.contains("pass:w"))
        expectGolden(shown, "channels")
    }

    @Test(
        "the addresses that a ping asks",
        arguments: [
            (
                "https://hc-ping.com/uuid",
                ["https://hc-ping.com/uuid/start", "https://hc-ping.com/uuid", "https://hc-ping.com/uuid/69"]
            ),
            (
                "https://hc-ping.com/uuid/?rid=1",
                [
                    "https://hc-ping.com/uuid/start?rid=1", "https://hc-ping.com/uuid?rid=1",
                    "https://hc-ping.com/uuid/69?rid=1",
                ]
            ),
            (
                "https://up.example.org",
                ["https://up.example.org/start", "https://up.example.org/", "https://up.example.org/69"]
            ),
            (
                "https://up.example.org/p?status={code}&again={code}",
                [nil, "https://up.example.org/p?status=0&again=0", "https://up.example.org/p?status=69&again=69"]
            ),
        ])
    func ping(_ url: String, _ expected: [String?]) throws {
        let ping = PingChannel(url: try AlertURL(url))
        #expect([PingSignal.start, .success, PingSignal(exitCode: 69)].map { ping.address(for: $0)?.text } == expected)
        #expect(PingSignal(exitCode: 0) == .success)
    }

    @Test(
        "this machine, and what only looks like it",
        arguments: [
            ("127.0.0.1", true), ("localhost", true), ("LOCALHOST:80", true), ("[::1]:1", true), ("127.1.2.3:9", true),
            ("127.0.0.1.example.org", false), ("127.evil.example.org", false), ("localhost.example.org", false),
            ("[::2]", false),
            ("10.0.0.1", false),
        ])
    func loopback(_ text: String, _ expected: Bool) throws {
        #expect(try #require(ServerName(text)).isLoopback == expected)
    }

    @Test(
        "what is no server",
        arguments: [
            "", ":25", "a b", "a/b", "a:0", "a:65536", "a:+1", "[::1", "::1", "[::1]25", "-a", "a\n", "ä", "a@b", "[x]",
        ])
    func server(_ text: String) { #expect(ServerName(text) == nil) }
}
