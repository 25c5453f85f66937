import Foundation
import TestGolden
import Testing

@testable import Alerting

/// The bytes of a mail: headers, encodings and addresses, whatever texts come from outside.
struct MailTextTests {
    private func mail(
        _ message: AlertMessage, from: String = "Penstock <alerts@example.org>", to: [String] = ["me@example.org"]
    ) throws
        -> String
    {
        let text = MailText(
            from: try MailAddress(from), to: try to.map { try MailAddress($0) }, subject: message.subject,
            lines: message.lines,
            date: 1_771_239_851, token: "token")
        return String(decoding: text.bytes, as: UTF8.self)
    }

    @Test("a mail as it goes out")
    func golden() throws {
        let text = try mail(Samples.failure, to: ["me@example.org", "Jörg Müller <jm@example.org>"])
        expectGolden(text.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n"), "mail")
    }

    @Test("no text from outside makes a header, a line that is too long, or a byte outside ASCII")
    func hostile() throws {
        let text = try mail(Samples.hostile)
        #expect(text.utf8.allSatisfy { $0 < 0x7F && ($0 >= 0x20 || $0 == 13 || $0 == 10) })
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.utf8.count <= 78 && !$0.utf8.contains(10) && !$0.utf8.contains(13) })
        let head = try #require(lines.split(separator: "").first)
        let names = head.filter { !$0.hasPrefix(" ") }.compactMap { $0.split(separator: ":").first.map(String.init) }
        #expect(
            names == [
                "Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type",
                "Content-Transfer-Encoding",
                "Auto-Submitted", "X-Auto-Response-Suppress",
            ])
        #expect(!lines.contains { $0 == "." || $0.hasPrefix(".") })
    }

    @Test(
        "dates",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 +0000"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 +0000"),
            (1_771_239_851, "Mon, 16 Feb 2026 11:04:11 +0000"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 +0000"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 +0000"), (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 +0000"),
        ])
    func date(_ seconds: Int, _ text: String) { #expect(MailDate.text(seconds) == text) }

    @Test(
        "base64 as the standard's examples",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"), ("é?>", "w6k/Pg=="),
        ])
    func base64(_ text: String, _ expected: String) { #expect(Base64.text(of: Array(text.utf8)) == expected) }

    @Test("subjects with more than ASCII are words of at most 75 that decode to the same")
    func encodedWords() throws {
        let subject = String(repeating: "Kurse \u{1F4C9} für heute ", count: 6).oneLine(119)
        let words = EncodedWord.text(subject).split(separator: "\r\n ")
        #expect(words.count > 1 && words.allSatisfy { $0.utf8.count <= 75 })
        let decoded = try words.map { word in
            try #require(
                Data(base64Encoded: String(word.dropFirst("=?UTF-8?B?".count).dropLast(2))).flatMap {
                    String(data: $0, encoding: .utf8)
                })
        }
        #expect(decoded.joined() == subject)
        #expect(EncodedWord.text("plain") == "plain")
        #expect(EncodedWord.text("=?x") != "=?x")
    }

    @Test(
        "addresses that are taken",
        arguments: [
            ("a@example.org", "a@example.org"),
            ("  Penstock <a.b+c@sub.example.org> ", "\"Penstock\" <a.b+c@sub.example.org>"),
            ("\"Night Watch\" <root@localhost>", "\"Night Watch\" <root@localhost>"),
            ("<x@[127.0.0.1]>", "x@[127.0.0.1]"),
            ("Zoë <z@example.org>", "=?UTF-8?B?Wm/Dqw==?= <z@example.org>"),
        ])
    func addresses(_ text: String, _ header: String) throws { #expect(try MailAddress(text).header == header) }

    @Test(
        "addresses that are refused",
        arguments: [
            "", "a", "a@", "@b", "a@b@c", "a b@c", "a@b c", "a@b\r\nBcc: c@d", "a\r\n <a@b>", "a@b,c@d", "a@b>",
            "\"a\\\" <a@b>", "é@b",
            "a@é",
            ".a@b", "a..b@c", "a@-b", "a@b..c", "N\u{85}ame <a@b>", "x\u{0}@b", "<a@b> <c@d>",
        ])
    func refused(_ text: String) { #expect(throws: AlertChannelError(.invalidAddress(text))) { try MailAddress(text) } }
}
