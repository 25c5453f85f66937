import Kalshi
import PluginKit
import PluginTesting
import Tabular
import Testing

/// The contract of providers, kept by the provider of Kalshi, and what it declares.
@Suite("Kalshi: the contract of providers")
struct ContractTests {
    static let samples: [ProviderContract.Sample] = {
        let day = Reading.span("2026-11-16T05:00:01Z", "2026-11-18T05:00:01Z")
        let facts = CutoffTests.facts
        return [
            (Reading.fetch("cutoff"), CutoffTests.json),
            (Reading.fetch("series"), SeriesTests.json),
            (Reading.fetch("events(open)"), EventJSON.list([EventJSON([MarketJSON()])], cursor: "abc")),
            (
                Reading.fetch("archive(series=KXFED)"),
                MarketJSON.list([.settled("KXFED-25DEC-C25", event: "KXFED-25DEC")])
            ),
            (Reading.fetch("combos(open)"), MarketJSON.list([.combo("KXMVE-S1-A")])),
            (Reading.fetch("named(KXFED-26DEC-C25)"), MarketJSON.list([MarketJSON()])),
            (
                Reading.fetch("events(open)", subjects: ["KXFED-26DEC-C25"]),
                MarketJSON.list([MarketJSON()])
            ),
            (
                Reading.fetch("candles(KXFED-26DEC-C25,period=1440)", facts: facts, span: day),
                CandleJSON(.live).answer(["2026-11-17T05:00:00Z", "2026-11-18T05:00:00Z"])
            ),
            (
                Reading.fetch("trades(KXFED-26DEC-C25)", facts: facts, span: day),
                TradeJSON.list([TradeJSON("2026-11-17T10:00:00.000001Z")])
            ),
        ].map { ProviderContract.Sample($0.0, Reading.response($0.1)) }
    }()

    @Test("is kept by every kind of unit")
    func contract() throws {
        #expect(try ProviderContract(ProviderPlugin(Kalshi.self), samples: Self.samples).violations() == [])
    }

    @Test("every decimal of bars and trades is seen to be the number at its path")
    func paths() throws {
        let provider = try ProviderPlugin(Kalshi.self).load()
        let seen = try Self.samples.reduce(into: Set<String>()) {
            try $0.formUnion(PathContract(provider, $1).check().columns)
        }
        for dataset in Kalshi.manifest.datasets where ["trades", "candles_1440"].contains(dataset.name) {
            for column in dataset.schema.columns where column.type == .decimal {
                #expect(seen.contains("\(dataset.name).\(column.name)"))
            }
        }
    }

    @Test("every column that is read from an answer says from where, and each says what it is")
    func sources() {
        let computed: Set<String> = ["seen_at", "is_combo"]
        for dataset in Kalshi.manifest.datasets {
            for column in dataset.schema.columns where !computed.contains(column.name) {
                #expect(!column.source.isEmpty, "\(dataset.name).\(column.name)")
            }
        }
        #expect(
            Kalshi.manifest.datasets.map(\.name) == [
                "series", "events", "markets", "market_status", "candles_1440", "candles_60", "candles_1", "trades",
            ])
        #expect(Kalshi.manifest.subjects?.prices == ["candles_1440", "candles_60", "candles_1"])
        #expect(Kalshi.manifest.subjects?.batch == 100)
    }

    @Test("the rules of prediction markets that Kalshi's data can break are declared")
    func rules() {
        func names(_ dataset: String) -> Set<String> {
            Set(Kalshi.manifest.dataset(named: dataset)?.rules.map(\.name) ?? [])
        }
        #expect(names("markets") == ["P1", "P3", "P4", "P5", "P6", "P8", "S1", "S3", "T2"])
        for period in [1440, 60, 1] { #expect(names("candles_\(period)") == ["H1", "H2", "H3", "H4", "T2"]) }
        #expect(names("trades") == ["S4", "T2", "X1", "X2", "X3"])
    }

    @Test("the archive is asked more slowly than the live tier, and a body of 19 MB is let through")
    func upstreams() throws {
        let live = try #require(Kalshi.manifest.upstreams.first { $0.name == "kalshi" })
        let archive = try #require(Kalshi.manifest.upstreams.first { $0.name == "kalshi-historical" })
        #expect(live.base == archive.base)
        #expect(live.delay >= 0.2 && archive.delay >= 0.33 && archive.concurrency < live.concurrency)
        #expect(live.maximumBytes >= 64 << 20)
    }

    @Test("both views have the original's columns, in its order")
    func views() throws {
        let markets = try #require(Kalshi.manifest.dataset(named: "markets")?.views.first)
        let prices = try #require(Kalshi.manifest.dataset(named: "candles_1440")?.views.first)
        #expect(markets.name == "markets" && prices.name == "price_history")
        #expect(Kalshi.manifest.datasets.flatMap(\.views).count == 2)
        #expect(markets.select.contains("AS liquidity, updated_time AS last_updated"))
        #expect(prices.select.contains("AS volume"))
    }
}
