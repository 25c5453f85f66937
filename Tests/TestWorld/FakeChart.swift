import MarketCalendar
import Tabular

/// One answer of the fake market in the shape of Yahoo's chart v8: float32 prices printed as doubles, split-adjusted,
/// with an adjusted close on the basis of now, and a live last bar while a session runs.
struct FakeChart {
    let symbol: String
    let stock: FakeMarket.Stock
    let now: Instant
    let period1: Int64
    let period2: Int64
    private let calendar = MarketCalendar.xnys

    init(symbol: String, stock: FakeMarket.Stock, now: Instant, target: String) {
        self.symbol = symbol
        self.stock = stock
        self.now = now
        func value(_ name: String) -> Int64? {
            target.split(separator: "?").last?.split(separator: "&").first { $0.hasPrefix(name + "=") }.flatMap {
                Int64($0.dropFirst(name.count + 1))
            }
        }
        period1 = value("period1") ?? 0
        period2 = value("period2") ?? now.seconds
    }

    var json: String {
        let sessions = calendar.sessions(in: stock.listed..<now.dayUTC.adding(2)).filter { day in
            let open = calendar.open(of: day)
            return open.seconds >= period1 && open.seconds < period2 && open <= now && !stock.missing.contains(day)
        }
        var stamps: [String] = []
        var columns: [[String]] = [[], [], [], [], [], []]
        for day in sessions {
            let isLive = calendar.close(of: day) > now
            stamps.append(String(isLive ? now.seconds : calendar.open(of: day).seconds))
            let cells = stock.nulls.contains(day) ? Array(repeating: "null", count: 6) : bar(day)
            for index in columns.indices { columns[index].append(cells[index]) }
        }
        let names = ["open", "high", "low", "close", "volume"]
        let quote =
            sessions.isEmpty
            ? "{}"
            : "{"
                + names.indices.map { "\"\(names[$0])\":[\(columns[$0].joined(separator: ","))]" }.joined(
                    separator: ",") + "}"
        let adjusted = sessions.isEmpty ? "{}" : "{\"adjclose\":[\(columns[5].joined(separator: ","))]}"
        let timestamp = sessions.isEmpty ? "" : "\"timestamp\":[\(stamps.joined(separator: ","))],"
        return """
            {"chart":{"result":[{"meta":\(meta),\(timestamp)\(events)"indicators":{"quote":[\(quote)],\
            "adjclose":[\(adjusted)]}}],"error":null}}
            """
    }

    private var meta: String {
        let echo = stock.echo ?? symbol.split(separator: ".").joined(separator: "-")
        let session = stock.marketDay ?? calendar.lastClosedSession(at: now)
        let last = session.map { calendar.close(of: $0).seconds + 1 } ?? now.seconds
        let live =
            calendar.isSession(calendar.localDay(at: now)) && calendar.open(of: calendar.localDay(at: now)) <= now
            && calendar.close(of: calendar.localDay(at: now)) > now
        let name = stock.name.map { "\"longName\":\"\($0)\"," } ?? ""
        return """
            {"currency":"USD","symbol":"\(echo)",\(name)"exchangeName":"\(stock.exchange)","fullExchangeName":"NYSE",\
            "instrumentType":"EQUITY","firstTradeDate":\(calendar.open(of: stock.firstTrade ?? stock.listed).seconds),\
            "regularMarketTime":\(live ? now.seconds : last),"gmtoffset":-18000,"timezone":"EST",\
            "exchangeTimezoneName":"\(stock.zone)","regularMarketPrice":1.0,"priceHint":2,"dataGranularity":"1d",\
            "range":"","validRanges":["1d","5d","max"]}
            """
    }

    private var events: String {
        let inside = { (day: Day) in
            let open = calendar.open(of: day)
            let isTold =
                open.seconds < period2 && open <= now
                || stock.announced > 0 && open <= now.adding(days: Int(stock.announced))
            return open.seconds >= period1 && isTold && !stock.hidden.contains(day)
        }
        let dividends = stock.dividends.filter { inside($0.key) }.sorted { $0.key < $1.key }.flatMap { day, amount in
            (stock.parts[day] ?? [amount]).enumerated().map { place, amount in
                let stamp = calendar.open(of: day).seconds + Int64(place * 60)
                return
                    "\"\(stamp)\":{\"amount\":\(Float32Price.text(amount / splitFactor(after: day))),\"date\":\(stamp)}"
            }
        }
        let splits = stock.splits.filter { inside($0.key) }.sorted { $0.key < $1.key }.map { day, ratio in
            let stamp = calendar.open(of: day).seconds
            return
                """
                "\(stamp)":{"date":\(stamp),"numerator":\(ratio.numerator).0,"denominator":\(ratio.denominator).0,\
                "splitRatio":"\(ratio.numerator):\(ratio.denominator)"}
                """
        }
        let oddSplits = stock.oddSplits.filter { inside($0.key) }.sorted { $0.key < $1.key }.map { day, members in
            "\"\(calendar.open(of: day).seconds)\":{\"date\":\(calendar.open(of: day).seconds),\(members)}"
        }
        var parts: [String] = []
        if !dividends.isEmpty { parts.append("\"dividends\":{\(dividends.joined(separator: ","))}") }
        if !(splits + oddSplits).isEmpty { parts.append("\"splits\":{\((splits + oddSplits).joined(separator: ","))}") }
        return parts.isEmpty ? "" : "\"events\":{\(parts.joined(separator: ","))},"
    }

    /// open, high, low, close, volume, adjusted close.
    private func bar(_ day: Day) -> [String] {
        let shift = 1 + Double(stock.jitter) * 1e-7
        let price = FakePrice(symbol: stock.impostor ?? symbol, day: day)
        let (factor, traded) = (splitFactor(after: day) / stock.scale, splitFactor(through: day))
        let open = price.open / traded
        let close = tradedClose(day)
        let high = max(open, close) + price.range / traded
        let low = min(open, close) - price.range / traded
        let volume = stock.volumes[day] ?? price.volume
        let cells =
            [open, high, low, close].map { Float32Price.text($0 / factor * shift) }
            + [
                String(Int(Double(volume) * splitFactor(after: day))),
                Float32Price.text(close / factor * dividendFactor(after: day) * shift),
            ]
        let names = ["open", "high", "low", "close", "volume", "adjclose"]
        return zip(names, cells).map { stock.cells[day]?[$0] ?? $1 }
    }

    /// The price at which it was traded: a split lowers it from its day on.
    private func tradedClose(_ day: Day) -> Double {
        stock.closes[day] ?? FakePrice(symbol: stock.impostor ?? symbol, day: day).close / splitFactor(through: day)
    }

    private func ratio(_ splits: [Day: (numerator: Int, denominator: Int)]) -> Double {
        splits.values.reduce(1) { $0 * Double($1.numerator) / Double($1.denominator) }
    }

    private func splitFactor(through day: Day) -> Double { ratio(stock.splits.filter { $0.key <= day }) }

    private func splitFactor(after day: Day) -> Double { ratio(stock.splits.filter { $0.key > day && isIn($0.key) }) }

    private func dividendFactor(after day: Day) -> Double {
        stock.dividends.filter { $0.key > day && isIn($0.key) }.reduce(1) { factor, dividend in
            let before = calendar.session(onOrBefore: dividend.key.adding(-1)) ?? dividend.key
            return factor * (1 - dividend.value / tradedClose(before))
        }
    }

    /// Whether an event has happened and is in the prices before it.
    private func isIn(_ event: Day) -> Bool {
        calendar.open(of: event) <= now && (stock.restatedFrom[event].map { now.dayUTC >= $0 } ?? true)
    }
}
