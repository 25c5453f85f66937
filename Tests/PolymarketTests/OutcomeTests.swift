import PluginKit
import PluginTesting
import Tabular
import Testing

/// Outcomes of Polymarket's markets, their tokens, and what they pay.
@Suite("Polymarket: outcomes and payouts")
struct OutcomeTests {
    private func read(_ market: String) throws -> Reading {
        try Reading(GammaJSON.page(events: [GammaJSON.event([market])]), unit: "events(open)")
    }

    @Test(
        "P2: lists that do not pair set the outcomes aside, and the market is known without series",
        arguments: [
            ["outcomes": #""[\"Yes\"]""#], ["clobTokenIds": #""[\"1\"]""#],
            ["outcomePrices": #""[\"1\", \"0\", \"0\"]""#],
            ["outcomes": #""[\"Yes\", \"No\"""#], ["outcomes": #""Yes, No""#], ["outcomes": nil],
            ["clobTokenIds": #""[\"1\", null]""#], ["outcomePrices": #""[{}, 0.5]""#], ["clobTokenIds": "7"],
        ] as [[String: String?]])
    func broken(_ changes: [String: String?]) throws {
        let page = try read(GammaJSON.market("516710", changes))
        #expect(page.content.setAside.map { "\($0.rule) \($0.dataset) \($0.key)" } == ["P2 outcomes 516710"])
        #expect(page.content.setAside.first?.raw.hasPrefix("{") == true)
        #expect(page.rows("outcomes").isEmpty)
        #expect(page.cells("markets", "market_id") == ["516710"])
        let shown = try #require(page.content.shown.first)
        #expect(try Reading.provider().units(of: "516710", note: shown.note, selection: Selection()) == [])
        // Of one that is known its series go on.
        #expect(shown.isPartial)
    }

    @Test("numbers in the lists are their digits")
    func numbers() throws {
        let page = try read(
            GammaJSON.market(
                "516710",
                [
                    "outcomes": #""[1, 2]""#, "clobTokenIds": "[\(GammaJSON.tokens[0]),\(GammaJSON.tokens[1])]",
                    "closed": "true",
                    "umaResolutionStatus": #""resolved""#, "outcomePrices": #""[0, 1]""#,
                ]))
        #expect(
            page.rows("outcomes") == ["516710 0 1 \(GammaJSON.tokens[0]) 0", "516710 1 2 \(GammaJSON.tokens[1]) 1"])
    }

    @Test(
        "markets without an order book have outcomes, no tokens and no prices",
        arguments: ["null", #""""#, #""[]""#, nil] as [String?])
    func withoutTokens(_ tokens: String?) throws {
        let page = try read(GammaJSON.market("516710", ["clobTokenIds": tokens]))
        #expect(page.rows("outcomes") == ["516710 0 Yes - -", "516710 1 No - -"])
        #expect(page.content.setAside.isEmpty)
        let note = try #require(page.content.shown.first?.note)
        #expect(
            try Reading.provider().units(of: "516710", note: note, selection: Selection()).map(\.text) == [
                "trades(market=516710)"
            ])
    }

    @Test("outcomes are not always Yes and No, and real arrays are read like those in strings")
    func names() throws {
        let page = try read(
            GammaJSON.market(
                "1", ["outcomes": #"["FaZe", "ill|will", "Draw"]"#, "clobTokenIds": nil, "outcomePrices": nil]))
        #expect(page.cells("outcomes", "outcome") == ["FaZe", "ill|will", "Draw"])
    }

    @Test(
        "S1: what closed and resolved markets pay",
        arguments: [
            (["1", "0"], nil, ["1", "0"], "Yes"), (["0", "1"], nil, ["0", "1"], "No"),
            (["0.5", "0.5"], nil, ["0.5", "0.5"], nil),
            (["0.0", "1.00"], nil, ["0.0", "1.00"], "No"),
            // Nobody knows.
            (["0", "0"], nil, nil, nil),
            // A scalar's shares, and the same numbers where the market is none.
            (
                ["0.5843311669077693146635445446077281", "0.4156688330922306853364554553922719"], "scalar",
                ["0.5843311669077693146635445446077281", "0.4156688330922306853364554553922719"], nil
            ),
            (
                ["0.9999995886320190153885986409901812702022", "0.0000004113679809846114013590098187297978"], nil, nil,
                nil
            ),
            (["0.7", "0.2"], "scalar", nil, nil), (["1", "1"], nil, nil, nil), (["abc", "0"], nil, nil, nil),
        ] as [([String], String?, [String]?, String?)])
    func payouts(_ prices: [String], _ type: String?, _ expected: [String]?, _ winner: String?) throws {
        let page = try read(GammaJSON.resolved(payouts: prices, ["marketType": type.map(GammaJSON.quoted)]))
        #expect(page.cells("outcomes", "payout") == expected ?? ["-", "-"])
        #expect(page.cells("markets", "payout") == [expected?[0] ?? "-"])
        #expect(page.cells("markets", "winner") == [winner ?? "-"])
        #expect(page.cells("markets", "status") == ["resolved"])
        let isOdd = [["0.7", "0.2"], ["1", "1"], ["abc", "0"]].contains(prices)
        #expect(page.content.flags.contains { $0.hasPrefix("S1: market 516710") } == isOdd)
    }

    @Test(
        "S3: no payout before it is final",
        arguments: [
            ["closed": "false"], ["umaResolutionStatus": #""proposed""#], ["umaResolutionStatus": #""disputed""#],
        ] as [[String: String?]])
    func notFinal(_ changes: [String: String?]) throws {
        let page = try read(GammaJSON.resolved(payouts: ["1", "0"], changes))
        #expect(page.cells("outcomes", "payout") == ["-", "-"])
        #expect(page.cells("markets", "payout") == ["-"])
    }
}
