import Equities
import MarketCalendar
import PluginKit
import PluginTesting
import Tabular

/// What the provider of equities makes of an answer for BRK.B, asked for two sessions of January 2025.
extension Reading {
    /// The evening of Wednesday, 8 January 2025.
    static let now = Chart.calendar.close(of: Chart.day("2025-01-08")).adding(seconds: 3600)

    init(
        _ body: String, unit: String = "bars(BRK.B)",
        span: Span? = Span(Chart.day("2025-01-07")..<Chart.day("2025-01-09")),
        status: Int = 200,
        mediaType: String = "application/json", now: Instant = now, options: [String: String] = [:]
    ) throws {
        let provider = try ProviderPlugin(Equities.self).load(OptionValues(options))
        let fetch = StoredFetch(unit: UnitName(text: unit), span: span, now: now)
        let response = Response(
            status: status, headers: ["content-type": mediaType], body: Array(body.utf8), received: now)
        try self.init(provider, response, for: fetch)
    }

    init(
        _ chart: Chart, span: Span? = Span(Chart.day("2025-01-07")..<Chart.day("2025-01-09")), now: Instant = now,
        options: [String: String] = [:]
    ) throws {
        try self.init(chart.json, span: span, now: now, options: options)
    }

    /// The rows of bars.
    func rows() -> [String] { rows("daily_bars") }
}
