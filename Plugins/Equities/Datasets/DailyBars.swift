import MarketCalendar
import PluginKit
import Tabular

/// The dataset `daily_bars`: a row for every session that has closed.
enum DailyBars {
    static let calendar = MarketCalendar.xnys

    static let dataset = Dataset(
        "daily_bars", .series(axis: "date", isDense: true),
        "Daily bars of a New York listing, split-adjusted as Yahoo gives them, with the dividends and splits of each day.",
        columns: [
            Column("date", .day, from: "timestamp", "The session: the date in New York when the bar began."),
            Column("symbol", .text, "The listing, share classes behind a dot: BRK.B."),
            Column(
                "open", .decimal, unit: "USD a share", from: "indicators.quote.open",
                "First price of the regular session; already split-adjusted, so split must not be applied to it again."),
            Column(
                "high", .decimal, unit: "USD a share", from: "indicators.quote.high",
                "Highest price of the regular session, split-adjusted."),
            Column(
                "low", .decimal, unit: "USD a share", from: "indicators.quote.low", "Lowest price of the regular session, split-adjusted."),
            Column(
                "close", .decimal, unit: "USD a share", from: "indicators.quote.close", "Last price of the regular session, split-adjusted."
            ),
            Column(
                "adj_close", .decimal, unit: "USD a share", from: "indicators.adjclose.adjclose",
                "The close adjusted for splits and dividends; the whole column changes with every dividend."),
            Column("volume", .integer, unit: "shares", from: "indicators.quote.volume", "Shares traded, split-adjusted."),
            Column(
                "dividend", .decimal, unit: "USD a share", from: "events.dividends.amount",
                "Cash dividend whose ex-date is this session, split-adjusted; 0 where the answer proves that there is none."),
            Column(
                "split", .decimal, unit: "new shares for an old one", from: "events.splits",
                "Split ratio that takes effect this session, 4 for 4:1 and 0.1 for 1:10; 1 where the answer proves that there is none."),
        ],
        key: ["symbol", "date"],
        rules: [
            Rule("E4", .increasing, .reject, "Dates strictly increase within an answer; a date that comes twice is kept once (E3)."),
            Rule("E1", .session(column: "date", calendar), .quarantine, "The date is a session of the exchange."),
            Rule(
                "E6", .positive(columns: ["open", "high", "low", "close", "adj_close"]), .quarantine,
                "Prices are finite and greater than 0."),
            Rule(
                "E5", .ordered(low: "low", within: ["open", "close"], high: "high", tolerance: 1e-6), .quarantine,
                "Open and close lie between low and high, within a millionth."),
            Rule(
                "E6", .atMost(columns: ["open", "high", "low", "close"], 1e12), .quarantine,
                "Prices are below a million millions: the dearest share ever, adjusted for all its reverse splits, is far below that."),
            Rule("E7", .notNegative(columns: ["volume"]), .quarantine, "Volume is a whole number and not below 0."),
            Rule(
                "E7", .atMost(columns: ["volume"], 1e12), .quarantine,
                "Volume is below a million millions: no company has as many shares, and no session turned over a hundredth of it."),
            Rule(
                "E11", .notAbove(column: "adj_close", limit: "close", tolerance: 1e-6), .quarantine,
                "An adjusted close is not above its close: a dividend only lowers it."),
            Rule("E12", .notNegative(columns: ["dividend"]), .quarantine, "A dividend is not below 0."),
            Rule(
                "E12", .belowPrevious(column: "dividend", limit: "close"), .quarantine,
                "A dividend is less than the close before it: more than the whole share is not paid."),
        ],
        views: [latestBars, equityData])
}
