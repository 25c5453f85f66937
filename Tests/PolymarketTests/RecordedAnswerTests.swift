import Foundation
import LosslessJSON
import PluginKit
import PluginTesting
import Tabular
import TestWorld
import Testing

/// Answers that others recorded from the live API. They are not part of the project: the tests are skipped where the
/// folder is absent.
@Suite(
    "Polymarket: recorded answers",
    .enabled(if: recorded.areThere, "the recorded answers are not on this machine"))
struct RecordedAnswerTests {
    /// Markets and events stand alone or in a list; as a page of the listing they are what a walk gets.
    private func events(_ file: String) throws -> (text: String, count: Int, isClosed: Bool) {
        let text = try recorded.answer(file).text
        let root = try JSONDocument(text: text).root
        if root.kind == .object, let events = root["events"], root["markets"] == nil, root["conditionId"] == nil {
            return (
                #"{"events":\#(events.rawText)}"#, try events.elements.reduce(0) { $0 + ($1["markets"]?.count ?? 0) },
                false
            )
        }
        let rows = root.kind == .array ? Array(try root.elements) : [root]
        if rows.allSatisfy({ $0["markets"] != nil }) {
            return (
                #"{"events":[\#(rows.map(\.rawText).joined(separator: ","))]}"#,
                rows.reduce(0) { $0 + ($1["markets"]?.count ?? 0) }, false
            )
        }
        let isClosed = try rows.allSatisfy { try $0.member("closed").bool() }
        return (
            #"""
            {"events":[{"id":"1","closed":\#(isClosed),"markets":[\#(rows.map(\.rawText).joined(separator: ","))]}]}
            """#,
            rows.count,
            isClosed
        )
    }

    @Test(
        "every market that is in an answer of Gamma comes out, with both outcomes and both tokens",
        arguments: [
            ("gamma_captured202606_markets.json", ["open"]),
            ("nautilus_gamma_event.json", ["open", "paused", "pending", "resolved"]),
            ("nautilus_gamma_market.json", ["open"]),
            ("nautilus_gamma_market_closed_binary_accepting_false.json", ["resolved"]),
            ("nautilus_gamma_market_closed_binary_accepting_true.json", ["resolved"]),
            ("nautilus_gamma_market_closed_nonbinary_legacy.json", ["resolved"]),
            ("nautilus_gamma_market_sports_market_money_line.json", ["resolved"]),
            ("nautilus_search_response.json", ["open"]),
        ])
    func markets(_ file: String, _ statuses: [String]) throws {
        let (text, count, isClosed) = try events(file)
        let page = try Reading(
            text, unit: isClosed ? "events(closed)" : "events(open)", now: Reading.at("2026-03-11T15:20:00Z"))
        #expect(page.content.shown.count == count && count > 0)
        #expect(page.rows("markets").count == count)
        #expect(page.rows("outcomes").count == 2 * count)
        #expect(page.cells("outcomes", "token_id").allSatisfy { $0.count > 70 })
        #expect(page.content.setAside.isEmpty)
        #expect(page.content.flags == [])
        #expect(Set(page.cells("markets", "status")).isSubset(of: statuses))
        let provider = try Reading.provider()
        for subject in page.content.shown {
            #expect(try provider.units(of: subject.name, note: subject.note, selection: Selection()).count == 3)
        }
        // Digit for digit what was sent.
        for volume in page.cells("markets", "volume") where volume != "-" { #expect(text.contains(volume)) }
        for token in page.cells("outcomes", "token_id") { #expect(text.contains(token)) }
    }

    @Test("payouts that are known by heart: yes, no, on a scale")
    func payouts() throws {
        func payouts(_ file: String) throws -> [String] {
            try Reading(events(file).text, unit: "events(closed)").cells("outcomes", "payout")
        }
        #expect(try payouts("nautilus_gamma_market_closed_binary_accepting_true.json") == ["1", "0"])
        #expect(try payouts("nautilus_gamma_market_closed_binary_accepting_false.json") == ["0", "1"])
        #expect(
            try payouts("nautilus_gamma_market_closed_nonbinary_legacy.json")
                == ["0.5843311669077693146635445446077281", "0.4156688330922306853364554553922719"])
    }

    @Test("three markets of three without an id are another schema, and named as such")
    func withoutIDs() throws {
        let (text, count, _) = try events("nautilus_gamma_events_list.json")
        let error = try #require(Reading.refusal { try Reading(text, unit: "events(open)") })
        #expect(error.code == .malformed && error.message.contains("markets: lacking: id (3 of 3)") && count == 3)
    }

    @Test("every recorded fill comes out, digit for digit, and no word of a person")
    func trades() throws {
        let text = try recorded.answer("nautilus_data_api_trades.json").text
        let fills = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        let condition = try #require(fills[0]["conditionId"] as? String)
        let tokens = [
            "21742633143463906290569050155826241533067272736897614950488156847949938836455",
            "48331043336612883890938759509493159234755048973500640148014422747788308965732",
        ]
        let market = GammaJSON.market(
            "1", ["conditionId": GammaJSON.quoted(condition), "clobTokenIds": GammaJSON.list(tokens)])
        let note = try #require(
            try Reading(GammaJSON.page(events: [GammaJSON.event([market])]), unit: "events(open)").content.shown.first?
                .note)
        let seconds = fills.compactMap { ($0["timestamp"] as? NSNumber)?.int64Value }
        let span = Span(Instant(seconds: 1_729_000_000).microseconds, Instant(seconds: 1_729_000_181).microseconds)
        func read(_ text: String) throws -> Reading {
            try Reading(
                text, unit: "trades(market=1)", note: note, span: span,
                cursor:
                    #"""
                    {"oldTrades":{"_0":{"end":1729000180,"gaps":[],"offset":0,"page":{"counts":{}},\#
                    "tail":{"counts":{}}}}}
                    """#
            )
        }
        // The file is anonymised and not in the order in which the API has its rows.
        #expect(Reading.refusal { try read(text) }?.message.contains("newest first") == true)
        let rows = Array(try JSONDocument(text: text).root.elements)
        let sorted = rows.indices.sorted { seconds[$0] > seconds[$1] }.map { rows[$0].rawText }
        // The oldest is asked for again; here it is, as the answer to that.
        let page = try read("[\(sorted.joined(separator: ","))]")
        #expect(page.cells("trades", "size") == ["5.4", "94.37", "20.0"])
        #expect(page.cells("trades", "price") == ["0.998", "0.52", "0.49"])
        #expect(page.cells("trades", "outcome_index") == ["0", "0", "1"])
        #expect(page.cells("trades", "side") == ["SELL", "BUY", "SELL"])
        #expect(page.rows("trades").allSatisfy { !$0.lowercased().contains("user") })
        guard case .held(let cursor) = page.content.end else {
            Issue.record("the walk ends above its oldest second")
            return
        }
        let last = try Reading("[\(sorted[3])]", unit: "trades(market=1)", note: note, span: span, cursor: cursor)
        #expect(last.cells("trades", "size") == ["10.5"])
    }

    @Test("recorded midpoints are floored to the hour and keep their digits")
    func prices() throws {
        let text = try recorded.answer("clob_prices_history_recorded.json").text
        let root = try JSONDocument(text: text).root
        let token = try root.member("_request").member("token").string()
        let market = GammaJSON.market("1", ["clobTokenIds": GammaJSON.list([token, "5"])])
        let note = try #require(
            try Reading(GammaJSON.page(events: [GammaJSON.event([market])]), unit: "events(open)").content.shown.first?
                .note)
        let page = try Reading(
            text, unit: "prices(market=1,outcome=0)", note: note,
            span: Reading.span("2026-05-22T16:00:00Z", "2026-05-23T04:00:00Z"),
            options: ["fidelity": "60"])
        let sent = try root.member("history").elements.map { try $0.member("p").numberText() }
        #expect(page.cells("prices", "mid") == sent)
        #expect(
            page.cells("prices", "timestamp")
                == (0..<sent.count).map { Reading.at("2026-05-22T16:00:00Z").adding(seconds: Int64($0) * 3_600).text() }
        )
        #expect(page.proofs.count == 1)
    }

    @Test(
        "answers of other routes are refused",
        arguments: [
            "nautilus_clob_book.json", "nautilus_clob_markets_page.json", "nautilus_gamma_tags.json",
            "nautilus_data_api_positions_response.json",
        ])
    func others(_ file: String) throws {
        let text = try recorded.answer(file).text
        let span = Reading.span("2026-05-22T16:00:00Z", "2026-05-23T04:00:00Z")
        for unit in ["events(open)", "named(1)", "prices(market=1,outcome=0)", "trades(market=1)"] {
            #expect(throws: (any Error).self, "\(unit)") {
                try Reading(text, unit: unit, note: TradeTests.note(), span: span)
            }
        }
    }

    @Test("no recorded file is forgotten")
    func complete() throws { #expect(try recorded.files().count == 20) }
}

private let recorded = RecordedAnswers.shared("polymarket")
