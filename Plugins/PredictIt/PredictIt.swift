import LosslessJSON
public import PluginKit
import Tabular

/// PredictIt: one answer with all markets, their contracts and prices, at most once a minute new (decision 76). There
/// is no history to be had: what was seen to change is kept.
public struct PredictIt: Provider {
    public enum Unit: Hashable, Codable, Sendable { case all }

    /// A contract, with the market that it stands in.
    private struct Row {
        let market: JSONValue
        let contract: JSONValue
        let seen: Instant
    }

    static let markets = Dataset(
        "markets", .entities(nil), "Markets of PredictIt, as they were last seen.",
        columns: [
            Column("id", .integer, from: "id", "PredictIt's number."),
            Column("name", .text, from: "name", "The question."),
            Column("url", .text, from: "url", "Its page."), Column("status", .text, from: "status", "Open or Closed."),
        ], key: ["id"])

    static let contracts = Dataset(
        "contracts", .entities(nil), "Contracts of markets: one for each answer.",
        columns: [
            Column("id", .integer, from: "id", "PredictIt's number."),
            Column("market", .integer, "The market that it is of."),
            Column("name", .text, from: "name", "The answer."),
            Column("status", .text, from: "status", "Open or Closed."),
            Column(
                "ends", .text, nullable: true, from: "dateEnd", "When it ends, as PredictIt writes it; NA: not known."),
        ], key: ["id"])

    static let prices = Dataset(
        "prices", .changes, "Prices of contracts: a row when one was first seen, and one for every change.",
        columns: [
            Column("contract", .integer, from: "id", "The contract."),
            price("last", "lastTradePrice", "Of the last trade."),
            price("last_close", "lastClosePrice", "Yesterday's last."),
            price("buy_yes", "bestBuyYesCost", "What YES costs."), price("buy_no", "bestBuyNoCost", "What NO costs."),
            price("sell_yes", "bestSellYesCost", "What YES brings."),
            price("sell_no", "bestSellNoCost", "What NO brings."),
            Column("seen", .instant(fractionDigits: 0), "When it was seen."),
        ], key: ["contract", "seen"])

    private static func price(_ name: String, _ source: String, _ summary: String) -> Column {
        Column(name, .decimal, nullable: true, unit: "USD", from: source, summary)
    }

    private static let ofMarkets = RowPlan(markets)
    private static let ofContracts = RowPlan<Row>(
        contracts, json: { $0.contract },
        [.integer("market") { row throws(OddMember) in row.market["id"]?.wholeNumber }])

    private static let ofPrices = RowPlan<Row>(
        prices, json: { $0.contract }, [.instant("seen") { row throws(OddMember) in row.seen }])

    public static let manifest = ProviderManifest(
        name: "predictit", summary: "All markets of PredictIt, and what their prices change to",
        noun: .init("list", "lists"), datasets: [markets, contracts, prices],
        upstreams: [UpstreamDeclaration("predictit", base: "https://www.predictit.org/api", delay: 60)],
        defaultArchive: "data/predictit")

    public static var plans: [any DatasetPlan] { [ofMarkets, ofContracts, ofPrices] }

    public init(options: NoOptions) {}

    public func roots(for selection: Selection) throws -> [Unit] {
        guard selection.names.isEmpty else {
            throw PluginError.usage("PredictIt has one list and no names", fix: "leave --symbols away")
        }
        return [.all]
    }

    public func expectation(of unit: Unit, note: NoValue?) -> UnitExpectation { .snapshot(maxAge: 60) }

    public func label(of unit: Unit, note: NoValue?) -> String? { "all markets" }

    public func request(for fetch: Fetch<PredictIt>) -> Request { Request("predictit", path: "/marketdata/all/") }

    public func read(_ response: Response, for fetch: Fetch<PredictIt>, into page: inout Page<PredictIt>) throws {
        let markets = Array(try JSONDocument(response.body).root.member("markets").elements)
        _ = try page.append(markets, by: Self.ofMarkets)
        let now = Instant(seconds: fetch.now.seconds)
        var rows: [Row] = []
        for market in markets {
            for contract in try market.member("contracts").elements {
                rows.append(Row(market: market, contract: contract, seen: now))
            }
        }
        for plan in [Self.ofContracts, Self.ofPrices] {
            _ = try page.append(rows, by: plan, json: { $0.contract }, key: { $0.contract["id"]?.plainText ?? "?" })
        }
    }
}
