import PluginKit
import PluginTesting
import Polymarket
import Tabular
import Testing

/// The contract of providers, kept by the provider of Polymarket, and what it declares.
@Suite("Polymarket: the contract of providers")
struct ContractTests {
    @Test("is kept by every kind of unit and of page")
    func contract() throws {
        let note = try TradeTests.note()
        let span = Reading.span("2026-11-10T00:00:00Z", "2026-11-11T00:00:00Z")
        let old = Reading.span("2020-11-10T00:00:00Z", "2020-11-11T00:00:00Z")
        func sample(
            _ unit: String, _ body: String, note: String? = nil, span: Span? = nil, purpose: Purpose = .extend,
            subjects: [String]? = nil,
            cursor: String? = nil
        ) -> ProviderContract.Sample {
            let fetch = StoredFetch(
                unit: UnitName(text: unit), note: note, span: span, cursor: cursor, purpose: purpose,
                subjects: subjects, now: Reading.now)
            return ProviderContract.Sample(fetch, Reading.response(body))
        }
        let market = GammaJSON.alone(GammaJSON.resolved(payouts: ["1", "0"]), event: "91")
        let samples = [
            sample("events(open)", GammaJSON.page(events: [GammaJSON.event([GammaJSON.market()])], next: "x")),
            sample("events(closed)", GammaJSON.page(events: []), cursor: #"{"listing":{"after":"x"}}"#),
            sample("events(open)", GammaJSON.page(markets: [market]), subjects: ["516710", "2"]),
            sample("named(516710)", GammaJSON.page(markets: [])),
            sample(
                "prices(market=516710,outcome=0)", #"{"history":[{"t":\#(span.start.seconds + 7),"p":0.5}]}"#,
                note: note, span: span),
            sample(
                "trades(market=516710)", FillJSON.new([FillJSON(second: span.start.seconds)], next: "c"), note: note,
                span: span),
            sample(
                "trades(market=516710)", FillJSON.old([FillJSON(second: old.start.seconds)]), note: note, span: old),
        ]
        #expect(try ProviderContract(ProviderPlugin(Polymarket.self), samples: samples).violations() == [])
        let seen = try samples.reduce(into: Set<String>()) {
            try $0.formUnion(PathContract(Reading.provider(), $1).check().columns)
        }
        #expect(
            seen.isSuperset(of: ["trades.price", "trades.size", "prices.mid", "markets.volume", "markets.liquidity"]))
    }

    @Test("every column that is read from an answer says from where")
    func sources() {
        let computed: Set<String> = [
            "events.tags", "outcomes.outcome_index", "market_status.seen_at", "market_status.status", "markets.status",
            "prices.market_id",
            "prices.outcome_index", "prices.fidelity", "trades.market_id", "trades.fill", "trades.source",
        ]
        for dataset in Polymarket.manifest.datasets {
            for column in dataset.schema.columns where !computed.contains("\(dataset.name).\(column.name)") {
                #expect(!column.source.isEmpty, "\(dataset.name).\(column.name)")
            }
            #expect(!dataset.rules.isEmpty)
        }
    }

    @Test("datasets, keys and rules are those that others rely on")
    func datasets() throws {
        let manifest = Polymarket.manifest
        #expect(
            manifest.datasets.map(\.name) == ["events", "markets", "outcomes", "market_status", "prices", "trades"])
        #expect(
            manifest.datasets.map(\.schema.keyNames) == [
                ["event_id"], ["market_id"], ["market_id", "outcome_index"], ["market_id", "seen_at"],
                ["market_id", "outcome_index", "timestamp"], ["market_id", "timestamp", "transaction_hash", "fill"],
            ])
        let rules = Set(manifest.datasets.flatMap(\.rules).map(\.name))
        #expect(rules.isSuperset(of: ["P1", "P3", "P4", "P5", "P6", "H1", "H2", "H5", "X1", "X2", "S1", "S3"]))
        // A column of 78 digits makes readers of series files fail.
        for dataset in manifest.datasets where dataset.isSeries { #expect(dataset.schema.index(of: "token_id") == nil) }
        #expect(
            try #require(manifest.dataset(named: "prices")).schema.names == [
                "market_id", "outcome_index", "timestamp", "mid", "fidelity",
            ])
        #expect(manifest.subjects?.batch == 100 && manifest.subjects?.prices == ["prices"])
    }

    @Test("requests stay well inside the documented rates, and an answer may be queued for a while")
    func rates() {
        let allowed = ["gamma": 30.0, "clob": 100, "polymarket-data": 20, "polymarket-data-v1": 2]
        for upstream in Polymarket.manifest.upstreams {
            #expect(1 / upstream.delay <= allowed[upstream.name] ?? 0, "\(upstream.name)")
            #expect(upstream.deadline >= 60)
        }
        #expect(Polymarket.manifest.upstreams.count == allowed.count)
    }
}
