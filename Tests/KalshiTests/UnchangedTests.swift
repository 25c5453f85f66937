import Kalshi
import PluginKit
import PluginTesting
import Tabular
import Testing

/// Markets of Kalshi that a list shows in the text in which they were stored.
@Suite("Kalshi: markets that did not change")
struct UnchangedTests {
    private func read(_ events: [EventJSON], _ known: KnownTexts?, unit: String = "events(open)") throws -> Reading {
        let content = try ProviderPlugin(Kalshi.self).load().read(
            Reading.response(EventJSON.list(events)), for: Reading.fetch(unit), known: known)
        return Reading(content: content)
    }

    /// Forty events of five markets each.
    private func events(change: (inout MarketJSON) -> Void = { _ in }) -> [EventJSON] {
        (0..<40).map { event in
            let markets = (0..<5).map { number in
                var market = MarketJSON("KX\(event)-M\(number)", event: "KX\(event)")
                change(&market)
                return market
            }
            return EventJSON(markets, ticker: "KX\(event)")
        }
    }

    @Test("of 200 markets that did not change no row is made; of one that did, one")
    func rows() throws {
        let first = try read(events(), KnownTexts(version: "1"))
        #expect(first.content.shown.count == 200 && first.rows("markets").count == 200)
        let second = try read(events(), KnownTexts(after: first.content))
        #expect(second.content.unchanged.map(\.name) == first.content.shown.map(\.name))
        #expect(second.content.shown.isEmpty && second.rows("markets").isEmpty && second.rows("market_status").isEmpty)
        let changed = events { if $0.ticker == "KX7-M3" { $0.members["volume_fp"] = "\"117304.00\"" } }
        let third = try read(changed, KnownTexts(after: first.content))
        #expect(third.content.unchanged.count == 199 && third.content.shown.map(\.name) == ["KX7-M3"])
        #expect(third.cells("markets", "volume") == ["117304.00"])
        #expect(third.cells("market_status", "ticker") == ["KX7-M3"])
        // The control: where nothing is known, all are made.
        #expect(try read(events(), KnownTexts(version: "1")).rows("markets").count == 200)
    }

    @Test("what a market's row has of its event counts as its text")
    func event() throws {
        let first = try read([EventJSON([MarketJSON()])], KnownTexts(version: "1"))
        let texts = KnownTexts(after: first.content)
        func isPassedOver(_ event: EventJSON) throws -> Bool { try !read([event], texts).content.unchanged.isEmpty }
        #expect(try isPassedOver(EventJSON([MarketJSON()])))
        #expect(try !isPassedOver(EventJSON([MarketJSON()], category: "Politics")))
        #expect(try !isPassedOver(EventJSON([MarketJSON()], series: "KXFEDX")))
        // An event's own row is made from its text alone.
        let moved = try read([EventJSON([MarketJSON()], category: "Politics")], texts)
        #expect(moved.cells("markets", "category") == ["Politics"] && moved.rows("events").count == 1)
    }

    @Test(
        "a market about which something is odd is made every time",
        arguments: [
            ["result": "\"yes\""], ["title": "{}"],
        ])
    func odd(members: [String: String]) throws {
        let events = [EventJSON([MarketJSON("A-1", members), MarketJSON("A-2")])]
        let first = try read(events, KnownTexts(version: "1"))
        #expect(!first.content.flags.isEmpty)
        let second = try read(events, KnownTexts(after: first.content))
        #expect(second.content.shown.map(\.name) == ["A-1"] && second.content.unchanged.map(\.name) == ["A-2"])
        #expect(second.content.flags == first.content.flags)
    }

    @Test("one that cannot be read is kept, and not remembered; a page of odd ones beside many is one of odd values")
    func unreadable() throws {
        let first = try read(events(), KnownTexts(version: "1"))
        let broken = events { if $0.ticker.hasPrefix("KX7-") { $0.members["close_time"] = "\"soon\"" } }
        let second = try read(broken, KnownTexts(after: first.content))
        #expect(second.content.kept.count == 5 && second.content.unchanged.count == 195)
        #expect(second.content.shown.isEmpty && second.content.setAside.count == 5)
    }
}
