import Catalog
import PluginKit
import PluginTesting
import Tabular
import Testing

/// The contract of providers on the sources that are values, and on PredictIt: real shapes of answers, invented rows.
@Suite("The contract, of sources that are values")
struct DeclaredContractTests {
    private static let now = Instant("2024-03-06T12:00:00Z") ?? Instant(seconds: 0)
    private static let time = Span(Instant(seconds: 1_709_424_000)..<now)
    private static let days = Span((Day("2024-03-01") ?? Day(number: 0))..<(Day("2024-03-06") ?? Day(number: 0)))

    private static func sample(_ unit: String, _ span: Span?, _ body: String, text: Bool = false)
        -> ProviderContract.Sample
    {
        ProviderContract.Sample(
            StoredFetch(unit: UnitName(text: unit), span: span, now: now),
            text
                ? Response(status: 200, headers: ["content-type": "text/csv"], body: Array(body.utf8), received: now)
                : .json(body, received: now))
    }

    private static func bet(_ market: String) -> String {
        """
        [{"id":"b-\(market)","contractId":"\(market)","createdTime":1709553600123,"outcome":"YES","amount":5.10,\
        "shares":9.25,"probBefore":0.40,"probAfter":0.41}]
        """
    }

    private static let samples: [String: [ProviderContract.Sample]] = [
        "manifold": [
            sample("bets(mk05)", time, bet("mk05")), sample("bets(mk06)", time, bet("mk06")),
            sample(
                "markets", nil,
                """
                [{"id":"mk05","slug":"is-it","question":"Is it?","outcomeType":"BINARY","mechanism":"cpmm-1",\
                "createdTime":1709424000123,"volume":9.50,"probability":0.41}]
                """),
        ],
        "fred": [
            sample(
                "observations(DGS10)", days, "observation_date,DGS10\n2024-03-04,4.22\n2024-03-05,4.13\n", text: true),
            sample("observations(DFF)", days, "observation_date,DFF\n2024-03-04,5.33\n2024-03-05,5.33\n", text: true),
        ],
        "coinbase": [
            sample("candles_1d(KELP-USD)", time, "[[1709510400,1.10,1.40,1.20,1.30,500.25]]"),
            sample("candles_1d(ETH-USD)", time, "[[1709510400,2.10,2.40,2.20,2.30,600.25]]"),
            sample(
                "trades(KELP-USD)", time,
                #"[{"trade_id":12,"side":"buy","size":"0.5","price":"1.25","time":"2024-03-04T09:00:00.123456Z"}]"#),
        ],
        "predictit": [
            sample(
                "all", nil,
                """
                {"markets":[{"id":3001,"name":"Who?","url":"https://p.example","status":"Open","contracts":[\
                {"id":9001,"name":"Osk","status":"Open","dateEnd":"NA","lastTradePrice":0.52,"lastClosePrice":0.50,\
                "bestBuyYesCost":0.53,"bestBuyNoCost":0.48,"bestSellYesCost":0.51,"bestSellNoCost":0.47}]}]}
                """)
        ],
    ]

    @Test("has no violation", arguments: ["manifold", "fred", "coinbase", "predictit"])
    func contract(name: String) throws {
        let plugin = try Catalog.registry.provider(named: name)
        let samples = try #require(Self.samples[name])
        #expect(try ProviderContract(plugin, samples: samples).violations() == [])
    }
}
