import LosslessJSON
import MarketCalendar
import PluginKit
import Tabular

/// What an answer says about itself. Reading it checks that it is the answer to the question.
struct ChartMeta {
    /// The first day of trading, where Yahoo knows it.
    let listed: Day?
    /// When the price was last updated: the stamp of a bar that is not final.
    let regularMarketTime: Int64?
    /// The date of that stamp in New York.
    let marketDay: Day?
    /// The company's name, where Yahoo says it, and its code of the exchange.
    let name: String?
    let exchange: String?

    /// Kinds that are known and have no bars of a New York session.
    private static let refusedTypes = [
        "MUTUALFUND": "a mutual fund; it has one net asset value a day, published hours after the close, and no bars",
        "CRYPTOCURRENCY": "a cryptocurrency; it has no sessions",
        "CURRENCY": "a currency; it has no sessions in New York",
        "FUTURE": "a future; its series is spliced from contracts", "OPTION": "an option",
    ]
    private static let acceptedTypes: Set<String> = ["EQUITY", "ETF", "INDEX"]

    /// Throws `PluginError.mismatch` where the answer is about something else than daily bars in USD of the symbol on
    /// New York time.
    init(_ meta: JSONValue, symbol: String, calendar: MarketCalendar, page: inout Page<Equities>) throws {
        let echoed = try meta.member("symbol").string()
        guard Symbol(echoed)?.text == symbol || echoed == symbol else {
            throw PluginError.mismatch("\(symbol) was asked for and the answer is about \(echoed)")
        }
        let zone = try meta.member("exchangeTimezoneName").string()
        guard zone == calendar.timeZoneName else {
            throw PluginError.mismatch(
                """
                \(echoed) trades on \(zone) time; only listings on \(calendar.timeZoneName) time have the sessions of \
                \(calendar.name)
                """
            )
        }
        func odd(_ name: String, _ expected: String) {
            page.flag("T2", "\(symbol): \(OddMember(name, expected: expected, found: meta[name]))")
        }
        if let type = meta["instrumentType"].flatMap({ $0.kind == .string ? $0.plainText : nil }) {
            if let kind = ChartMeta.refusedTypes[type] { throw PluginError.mismatch("\(echoed) is \(kind)") }
            if !ChartMeta.acceptedTypes.contains(type) { page.flag("T2", "\(symbol): new instrumentType \(type)") }
        } else {
            odd("instrumentType", "the kind of a listing")
        }
        let granularity = try meta.member("dataGranularity").string()
        guard granularity == "1d" else {
            throw PluginError.mismatch(
                "daily bars of \(symbol) were asked for and the answer has bars of \(granularity)")
        }
        let currency = try meta.member("currency").string()
        guard currency == "USD" else {
            throw PluginError.mismatch("\(echoed) is priced in \(currency); only listings in USD are read")
        }
        func time(_ name: String) -> Int64? {
            guard let value = meta[name], !value.isNull else { return nil }
            let time = ChartDays.stamp(value)
            if time == nil { odd(name, "a time") }
            return time
        }
        listed = time("firstTradeDate").map { calendar.localDay(at: Instant(seconds: $0)) }
        regularMarketTime = time("regularMarketTime")
        marketDay = regularMarketTime.map { calendar.localDay(at: Instant(seconds: $0)) }
        // What decides nothing by itself is no reason to refuse an answer.
        func text(_ key: String) -> String? {
            (try? meta.optional(key)?.string()).flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        }
        name = text("longName") ?? text("shortName")
        exchange = text("exchangeName")
    }
}
