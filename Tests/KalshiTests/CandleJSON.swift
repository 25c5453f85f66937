import Kalshi
import PluginKit
import PluginTesting
import Tabular

/// Bars as Kalshi writes them, for tests: in every way that it has written them.
struct CandleJSON {
    enum Schema: CaseIterable {
        case live
        case archive
        /// January 2026: whole cents and dollars side by side, explicit nulls, `min` and `max`.
        case both
        /// Whole cents alone.
        case cents
    }

    var schema: Schema
    var ticker = "KXFED-26DEC-C25"
    /// Cents of open, high, low and close; nil: nothing was traded.
    var price: [Int]? = [56, 58, 55, 57]
    var bid = [55, 57, 54, 56]
    var ask = [57, 59, 56, 58]
    var previous: Int? = 6
    /// Hundredths.
    var volume = 5700
    /// Instead of the price block.
    var priceBlock: String?

    init(_ schema: Schema) {
        self.schema = schema
    }

    func answer(_ ends: [String]) -> String { answer(ends.map { Reading.at($0).seconds }) }

    func answer(_ ends: [Int64]) -> String {
        "{\"ticker\":\"\(ticker)\",\"candlesticks\":[\(ends.map(json).joined(separator: ","))]}"
    }

    private func json(_ end: Int64) -> String {
        let names = ["open", "high", "low", "close"]
        let traded =
            names.enumerated().flatMap { place, name in member(name, price?[place]) }
            + member("mean", price == nil ? nil : 56)
        let extremes = schema == .both ? ["\"max\":null", "\"min\":null"] : []
        let block = priceBlock ?? "{\((traded + extremes + member("previous", previous)).joined(separator: ","))}"
        func side(_ values: [Int]) -> String {
            "{\(names.enumerated().flatMap { member($1, values[$0]) }.joined(separator: ","))}"
        }
        return """
            {"end_period_ts":\(end),\(count("open_interest", 1_243_200)),"price":\(block),\
            \(count("volume", price == nil ? 0 : volume)),\
            "yes_ask":\(side(ask)),"yes_bid":\(side(bid))}
            """
    }

    private func member(_ name: String, _ cents: Int?) -> [String] {
        let dollars = cents.map { "\"\($0 / 100).\($0 % 100 < 10 ? "0" : "")\($0 % 100)00\"" }
        return switch schema {
        case .live: dollars.map { ["\"\(name)_dollars\":\($0)"] } ?? []
        case .archive: ["\"\(name)\":\(dollars ?? "null")"]
        case .both:
            ["\"\(name)\":\(cents.map(String.init) ?? "null")"] + (dollars.map { ["\"\(name)_dollars\":\($0)"] } ?? [])
        case .cents: ["\"\(name)\":\(cents.map(String.init) ?? "null")"]
        }
    }

    private func count(_ name: String, _ hundredths: Int) -> String {
        let text = "\"\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)\""
        return switch schema {
        case .live: "\"\(name)_fp\":\(text)"
        case .archive: "\"\(name)\":\(text)"
        case .both, .cents: "\"\(name)\":\(hundredths / 100)"
        }
    }
}
