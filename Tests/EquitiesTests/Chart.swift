import MarketCalendar
import Tabular

/// An answer of Yahoo's chart API, written for tests: two sessions unless told otherwise.
struct Chart {
    static let calendar = MarketCalendar.xnys
    /// Tuesday and Wednesday; Thursday, 9 January 2025 is a day of mourning.
    static let days = ["2025-01-07", "2025-01-08"]

    var symbol = "BRK-B"
    var days = Chart.days
    /// Instead of the session's open, by row.
    var stamps: [Int: Int64] = [:]
    var open: [String?] = ["10.0", "20.0"]
    var high: [String?] = ["12.5", "22.5"]
    var low: [String?] = ["9.5", "19.5"]
    var close: [String?] = ["11.149999618530273", "21.25"]
    var volume: [String?] = ["1000", "2000"]
    var adjclose: [String?] = ["11.0", "21.0"]
    /// JSON of the value of `events`; nil: no such key.
    var events: String?
    /// Instead of what a New York listing has; an empty value leaves the key out.
    var meta: [String: String] = [:]
    /// Instead of the list of opens.
    var timestamp: String?
    /// Instead of the object with the five arrays.
    var quote: String?
    /// Further members of the result, each with a comma behind.
    var more = ""

    static func day(_ text: String) -> Day { Day(text) ?? Day(number: 0) }
    static func stamp(_ day: String) -> Int64 { calendar.open(of: Self.day(day)).seconds }

    /// A dividend or a capital gain.
    static func payment(_ day: String, _ amount: String) -> String {
        "\"\(stamp(day))\":{\"amount\":\(amount),\"date\":\(stamp(day))}"
    }

    static func split(_ day: String, _ numerator: String, _ denominator: String) -> String {
        """
        "\(stamp(day))":{"date":\(stamp(day)),"numerator":\(numerator),"denominator":\(denominator),"splitRatio":"x"}
        """
    }

    /// As many rows as days, all with the same bar.
    mutating func fill(_ days: [String]) {
        self.days = days
        for path in [\Chart.open, \.high, \.low, \.close, \.adjclose] { self[keyPath: path] = days.map { _ in "5.5" } }
        volume = days.map { _ in "7" }
    }

    var json: String {
        var known = [
            "currency": "\"USD\"", "symbol": "\"\(symbol)\"", "instrumentType": "\"EQUITY\"",
            "firstTradeDate": "345479400",
            "regularMarketTime": "1739998801", "exchangeTimezoneName": "\"America/New_York\"",
            "dataGranularity": "\"1d\"",
        ]
        known.merge(meta) { $1 }
        let members = known.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
            .joined(
                separator: ",")
        let opens = days.indices.map { stamps[$0] ?? Chart.stamp(days[$0]) }.map(String.init).joined(separator: ",")
        let stamp = timestamp ?? "\"timestamp\":[\(opens)],"
        let prices =
            quote ?? """
                {"close":\(list(close)),"low":\(list(low)),"volume":\(list(volume)),"open":\(list(open)),\
                "high":\(list(high))}
                """
        return """
            {"chart":{"result":[{"meta":{\(members)},\(stamp)\(more)\(events.map { "\"events\":\($0)," } ?? "")\
            "indicators":{"quote":[\(prices)],"adjclose":[{"adjclose":\(list(adjclose))}]}}],"error":null}}
            """
    }

    private func list(_ values: [String?]) -> String { "[" + values.map { $0 ?? "null" }.joined(separator: ",") + "]" }
}
