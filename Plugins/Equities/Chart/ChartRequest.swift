import PluginKit
import Tabular

/// The question to Yahoo's chart API v8: daily bars and all events of a span of sessions.
struct ChartRequest {
    let symbol: String
    let span: Span

    init(symbol: String, span: Span?) throws {
        self.symbol = symbol
        self.span = try ChartRequest.span(span)
    }

    static func span(_ span: Span?) throws -> Span {
        guard let span else { throw PluginError(.plugin, "bars are asked for by span, and none was given") }
        return span
    }

    var request: Request {
        let yahooName = Symbol(symbol)?.yahooName ?? symbol
        return Request(
            "yahoo", path: "/v8/finance/chart/\(PercentEncoding.encode(yahooName))",
            query: [
                // Midnight in UTC is between two sessions of New York in summer and in winter; `period2` is exclusive.
                .init("period1", String(span.firstDay.startUTC.seconds)),
                .init("period2", String(Day(number: span.upper).startUTC.seconds)),
                .init("interval", "1d"),
                // Without these an answer has no events at all and would prove nothing about dividends and splits.
                .init("events", "div,splits,capitalGains"),
                .init("includePrePost", "false"),
            ],
            // These carry a reason in JSON: unknown symbol, before the first trade, a span that Yahoo does not have.
            answerStatuses: [400, 404, 422])
    }
}
