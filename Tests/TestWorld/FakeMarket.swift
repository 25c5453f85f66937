import MarketCalendar
import Synchronization
package import Tabular

/// A small, deterministic stock market behind a chart API: what a test says happened to a symbol is what it answers.
package final class FakeMarket: Sendable {
    /// What has happened to one symbol. Everything else about it follows from its name.
    package struct Stock: Sendable {
        /// First session; nothing is traded before.
        package var listed = FakeMarket.day("1990-01-02")
        /// What the answers call the first trade; nil: the first session.
        package var firstTrade: Day?
        /// Sessions whose bar is null.
        package var nulls: Set<Day> = []
        /// Sessions whose bar is left out.
        package var missing: Set<Day> = []
        package var dividends: [Day: Double] = [:]
        /// What a day's dividend is told as, when as more than one.
        package var parts: [Day: [Double]] = [:]
        /// JSON of a split of a day that is none, but for its date.
        package var oddSplits: [Day: String] = [:]
        /// New shares for one old share.
        package var splits: [Day: (numerator: Int, denominator: Int)] = [:]
        /// From when the answers have all prices on the basis after an event; until then older ones are as they were.
        /// By the event's day.
        package var restatedFrom: [Day: Day] = [:]
        /// Events that answers do not tell of.
        package var hidden: Set<Day> = []
        /// Splits and dividends are told of so many days ahead.
        package var announced: Int64 = 0
        /// Multiplies every price, as a restatement without an event does.
        package var scale = 1.0
        /// Whose prices are answered; nil: its own.
        package var impostor: String?
        /// Cells as they are answered, by column of the chart: "open", "high", "low", "close", "volume", "adjclose".
        package var cells: [Day: [String: String]] = [:]
        /// Shifts every price in its 7th digit, as the real one does from answer to answer.
        package var jitter = 0
        /// Corrected closes and volumes, as of now.
        package var closes: [Day: Double] = [:]
        package var volumes: [Day: Int] = [:]
        /// Answered instead of a chart.
        package var refusal: (status: Int, body: String)?
        /// Answered instead of a chart, each once, the first first.
        package var accidents: [(status: Int, body: String)] = []
        /// Replaces the symbol in `meta`.
        package var echo: String?
        package var zone = "America/New_York"
        /// The company's name, and Yahoo's code of its exchange; nil: no such key.
        package var name: String?
        package var exchange = "NYQ"
        /// The day of the last trade that answers know of; nil: the last session.
        package var marketDay: Day?

        package init() {}
    }

    private struct State {
        var now: Instant
        var stocks: [String: Stock] = [:]
        var members: [String] = []
        var ciks: [String: String] = [:]
        var requests: [String] = []
    }

    private let state: Mutex<State>
    let calendar = MarketCalendar.xnys

    package init(now: String) {
        state = Mutex(State(now: FakeMarket.instant(now)))
    }

    package var now: Instant { state.withLock(\.now) }
    /// Targets asked so far, in order.
    package var requests: [String] { state.withLock(\.requests) }

    package func move(to now: String) { state.withLock { $0.now = FakeMarket.instant(now) } }
    package func forgetRequests() { state.withLock { $0.requests = [] } }
    package func list(_ symbols: String...) { for symbol in symbols { change(symbol) { _ in } } }
    /// The members of the index; `ciks` of those whose number does not follow from their name.
    package func members(_ symbols: [String], ciks: [String: String] = [:]) {
        state.withLock {
            $0.members = symbols
            $0.ciks = ciks
        }
    }

    /// From now on a stock is traded under another name, and nothing is known of the old one.
    package func rename(_ old: String, to new: String) {
        state.withLock { state in
            guard var stock = state.stocks.removeValue(forKey: old) else { return }
            stock.impostor = stock.impostor ?? old
            state.stocks[new] = stock
        }
    }

    /// All its stocks are as another market has them.
    package func becomes(_ other: FakeMarket) {
        let stocks = other.state.withLock(\.stocks)
        state.withLock { $0.stocks = stocks }
    }

    /// Makes or changes a stock; its symbol as the archive writes it (`BRK.B`).
    package func change(_ symbol: String, _ body: (inout Stock) -> Void) {
        state.withLock { state in
            var stock = state.stocks[symbol] ?? Stock()
            body(&stock)
            state.stocks[symbol] = stock
        }
    }

    /// The answer to a target such as `/v8/finance/chart/BRK-B?period1=..&period2=..` or `/data/constituents.csv`.
    package func answer(_ target: String) -> (status: Int, type: String, body: String) {
        let (now, stocks, list) = state.withLock { state in
            state.requests.append(target)
            return (state.now, state.stocks, (state.members, state.ciks))
        }
        let path = target.prefix { $0 != "?" }
        if path.hasSuffix("constituents.csv") {
            return (200, "text/plain; charset=utf-8", FakeList.csv(list.0, ciks: list.1))
        }
        let symbol = String(path.split(separator: "/").last ?? "").split(separator: "-").joined(separator: ".")
        let accident = state.withLock { state -> (status: Int, body: String)? in
            guard state.stocks[symbol]?.accidents.isEmpty == false else { return nil }
            return state.stocks[symbol]?.accidents.removeFirst()
        }
        if let accident {
            return (accident.status, accident.body.hasPrefix("{") ? "application/json" : "text/html", accident.body)
        }
        guard let stock = stocks[symbol], stock.listed <= now.dayUTC else {
            return (404, "application/json", FakeMarket.unknown)
        }
        if let refusal = stock.refusal {
            return (refusal.status, refusal.body.hasPrefix("{") ? "application/json" : "text/plain", refusal.body)
        }
        return (
            200, "application/json;charset=utf-8",
            FakeChart(symbol: symbol, stock: stock, now: now, target: target).json
        )
    }

    package static let unknown =
        #"{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, symbol may be delisted"}}}"#

    package static func day(_ text: String) -> Day { Day(text) ?? Day(number: 0) }
    package static func instant(_ text: String) -> Instant { Instant(text) ?? Instant(seconds: 0) }
}

/// A list of an index's members as the upstream publishes it, filled up to 500 names with ones that no test asks for.
enum FakeList {
    /// - Parameter ciks: of members whose number does not follow from their name.
    static func csv(_ members: [String], ciks: [String: String]) -> String {
        var text = "Symbol,Security,GICS Sector,GICS Sub-Industry,Headquarters Location,Date added,CIK,Founded\n"
        for symbol in members {
            let cik =
                ciks[symbol]
                ?? String(symbol.utf8.reduce(UInt64(14_695_981)) { ($0 ^ UInt64($1)) &* 1_099_511 % 9_999_999_967 })
            text +=
                """
                \(symbol),\(symbol) Works,Industrials,"Machines, Heavy","Springfield, Ohio",1999-01-04,\(cik),1901\n
                """
        }
        return text
    }
}
