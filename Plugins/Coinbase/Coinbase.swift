public import PluginKit
import Tabular

/// Coinbase Exchange: candles of a day and of an hour, and trades of its products (decision 75). Candles come in
/// windows of 300; where nothing was traded there is none, which is no hole.
public let coinbase = ProviderPlugin(
    PagedJSON(
        "coinbase", "Candles and trades of Coinbase Exchange's products, such as BTC-USD",
        upstream: UpstreamDeclaration("coinbase", base: "https://api.exchange.coinbase.com", delay: 0.2),
        series: [
            .of(
                "product", candles("candles_1d", "a day in UTC"), "/products/{product}/candles",
                query: ["granularity": "86400"], span: SpanQuery(from: "start", to: "end", as: .iso8601),
                pages: .window(seconds: 300 * 86_400), expects: .continuous(lag: 86_400 + 300, rest: 3600)),
            .of(
                "product", candles("candles_1h", "an hour"), "/products/{product}/candles",
                query: ["granularity": "3600"], span: SpanQuery(from: "start", to: "end", as: .iso8601),
                pages: .window(seconds: 300 * 3600), expects: .continuous(lag: 3600 + 300, rest: 1800)),
            .of(
                "product", trades, "/products/{product}/trades", query: ["limit": "1000"],
                pages: .after(query: "after", lastRow: "trade_id"), order: .newestFirst,
                expects: .continuous(lag: 60, rest: 600)),
        ], noun: .init("product", "products"), archive: "data/coinbase", needsStartDate: true))

private func candles(_ name: String, _ width: String) -> Dataset {
    Dataset(
        name, .series(axis: "start", isDense: false), "Candles of \(width); there is none where nothing was traded.",
        columns: [
            Column("product", .text, from: "{product}", "Base and quote: BTC-USD."),
            Column("start", .instant(fractionDigits: 0), from: "[0]", as: .seconds, "When it begins."),
            Column("open", .decimal, unit: "quote", from: "[3]", "The first trade's price."),
            Column("high", .decimal, unit: "quote", from: "[2]", "The highest."),
            Column("low", .decimal, unit: "quote", from: "[1]", "The lowest."),
            Column("close", .decimal, unit: "quote", from: "[4]", "The last trade's."),
            Column("volume", .decimal, unit: "base", from: "[5]", "What was traded."),
        ], key: ["product", "start"],
        rules: [
            Rule(
                "E5", .ordered(low: "low", within: ["open", "close"], high: "high", tolerance: 0), .quarantine,
                "Open and close lie between low and high."),
            Rule("E6", .positive(columns: ["open", "high", "low", "close"]), .quarantine, "Prices are above 0."),
        ])
}

private let trades = Dataset(
    "trades", .series(axis: "time", isDense: false), "Every trade of a product.",
    columns: [
        Column("product", .text, from: "{product}", "Base and quote: BTC-USD."),
        Column("time", .instant(fractionDigits: 6), from: "time", as: .iso8601, "When it happened."),
        Column("trade_id", .integer, from: "trade_id", "The exchange's number, of the product."),
        Column("side", .text, from: "side", "What the maker did: buy or sell."),
        Column("price", .decimal, unit: "quote", from: "price", "As sent."),
        Column("size", .decimal, unit: "base", from: "size", "As sent."),
    ], key: ["product", "time", "trade_id"])
