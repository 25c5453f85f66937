import Foundation
import TestGolden
import Testing

@testable import Alerting

/// Messages in the words and in the JSON of every kind of channel, within each service's limits.
struct MessageTests {
    @Test("every kind as a person reads it", arguments: Samples.all.map(\.0))
    func text(_ name: String) throws {
        let message = try #require(Samples.all.first { $0.0 == name }).1
        expectGolden(message.subject + "\n\n" + message.body, name)
    }

    @Test("every shape of one failure, and each is JSON")
    func shapes() throws {
        let shapes = [
            ("Slack", Samples.failure.slackJSON), ("Discord", Samples.failure.discordJSON),
            ("ntfy", Samples.failure.ntfyJSON(topic: Secret("topic"), priority: nil)), ("JSON", Samples.failure.json),
        ]
        for (_, text) in shapes {
            _ = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        }
        expectGolden(shapes.map { "\($0):\n\($1)\n" }.joined(separator: "\n"), "shapes")
    }

    @Test("the limits hold and nothing breaks out, whatever the texts are")
    func hostile() throws {
        let message = Samples.hostile
        #expect(message.subject.unicodeScalars.count < 120)
        #expect(message.lines.count < 40)
        #expect(message.lines.allSatisfy { $0.unicodeScalars.count <= 200 })
        for text in message.lines + [message.subject] {
            #expect(
                text.unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && $0 != "\u{202E}" && $0 != "\u{2028}" && $0.value != 0x7F
                })
        }
        #expect(message.body.contains("and 999990 more"))
        expectGolden(message.subject + "\n\n" + message.body, "hostile")
    }

    @Test("Slack: at most 50 blocks of 3,000, no mention, no link, no end of the code block")
    func slack() throws {
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(Samples.hostile.slackJSON.utf8)) as? [String: Any])
        let blocks = try #require(object["blocks"] as? [[String: Any]])
        #expect((2...50).contains(blocks.count))
        for (index, block) in blocks.enumerated() {
            let text = try #require((block["text"] as? [String: String])?["text"])
            #expect(text.utf16.count <= (index == 0 ? 150 : 3_000))
            #expect(!text.contains("<") && !text.contains(">"))
            if index > 0 {
                #expect(text.hasPrefix("```\n") && text.hasSuffix("\n```"))
                #expect(!text.dropFirst(3).dropLast(3).contains("`"))
            }
        }
    }

    @Test("Discord: content of at most 2,000, a description of at most 4,096, nobody is mentioned")
    func discord() throws {
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(Samples.hostile.discordJSON.utf8)) as? [String: Any])
        #expect(try #require(object["content"] as? String).utf16.count <= 2_000)
        let description = try #require((object["embeds"] as? [[String: Any]])?.first?["description"] as? String)
        #expect((100...4_096).contains(description.utf16.count))
        #expect(description.hasPrefix("```\n") && description.hasSuffix("```"))
        #expect(!description.dropFirst(3).dropLast(3).contains("`"))
        #expect((object["allowed_mentions"] as? [String: [String]]) == ["parse": []])
    }

    @Test("ntfy: at most 4,096 bytes of message; a channel's priority wins")
    func ntfy() throws {
        let text = Samples.hostile.ntfyJSON(topic: Secret("t"), priority: 1)
        let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect((100...4_096).contains(try #require(object["message"] as? String).utf8.count))
        #expect(object["priority"] as? Int == 1)
    }

    @Test("plain JSON stays small and has every field")
    func json() throws {
        let object = try #require(JSONSerialization.jsonObject(with: Data(Samples.hostile.json.utf8)) as? [String: Any])
        #expect(Samples.hostile.json.utf8.count < 64_000)
        #expect(Samples.hostile.json.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
        #expect(object.count == 25)
        #expect((object["failures"] as? [Any])?.count == 10)
        #expect(try #require(object["job"] as? String).contains("<script>alert(1)</script>"))
    }

    @Test("a line is cut at its limit and not before")
    func oneLine() {
        #expect("abc".oneLine(3) == "abc")
        #expect("abcd".oneLine(3) == "ab\u{2026}")
        #expect("ab cd".oneLine(3) == "ab\u{2026}")
        #expect("  a \r\n\t b\n".oneLine(9) == "a b")
        #expect("a\u{0}b\u{9B}c\u{200F}d".oneLine(9) == "a b c d")
        #expect("abc".oneLine(0) == "")
        #expect("".oneLine(5) == "")
    }
}
