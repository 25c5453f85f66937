import LosslessJSON
import MarketCalendar
import PluginKit
import Tabular

/// All events of an answer, in the order of their dates and kinds.
struct ChartEvents {
    private static let kinds: [(key: String, kind: Actions.Kind)] = [
        ("capitalGains", .capitalGain), ("dividends", .dividend), ("splits", .split),
    ]

    let all: [ChartEvent]

    /// Throws `PluginError.malformed` for an event without a date or with a ratio that is none.
    init(_ result: JSONValue, symbol: String, calendar: MarketCalendar, priceText: EquitiesOptions.PriceText, page: inout Page<Equities>)
        throws
    {
        // Absent where the span has none. The request asks for all of them, so absence is the answer.
        guard let events = try result.optional("events") else {
            all = []
            return
        }
        var found: [ChartEvent] = []
        for (key, entries) in try events.members {
            guard let kind = ChartEvents.kinds.first(where: { $0.key == key })?.kind else {
                page.flag("T2", "new key \(key) at \(events.path)")
                continue
            }
            for (_, entry) in try entries.members {
                let day = calendar.localDay(at: Instant(seconds: try entry.member("date").integer()))
                found.append(try ChartEvents.event(entry, kind: kind, day: day, priceText: priceText))
                // Prices are refused in another currency; what is paid in one is kept as sent.
                if let currency = try? entry.optional("currency")?.string(), !currency.isEmpty, currency != "USD" {
                    page.remark("E12", "\(symbol): the \(kind.words) of \(day) is in \(currency), and prices are in USD")
                }
            }
        }
        // The sort is stable, and the members of an object stand in the order of the answer.
        all = found.sorted { ($0.day, $0.kind.rawValue) < ($1.day, $1.kind.rawValue) }
    }

    private static func event(
        _ entry: JSONValue, kind: Actions.Kind, day: Day, priceText: EquitiesOptions.PriceText
    ) throws -> ChartEvent {
        guard kind == .split else {
            let text = Array(try entry.member("amount").numberText().utf8)
            var amount: [UInt8] = []
            switch priceText {
            case .sent: amount = text
            case .shortest: Float32Text.appendShortest(of: text[...], to: &amount)
            }
            return ChartEvent(kind: kind, day: day, value: amount, amount: amount, numerator: [], denominator: [])
        }
        let numerator = try entry.member("numerator").numberText()
        let denominator = try entry.member("denominator").numberText()
        guard let ratio = SplitRatio(numerator, denominator) else {
            throw PluginError.malformed("\(entry.path): \(numerator) to \(denominator) is not the ratio of a split")
        }
        return ChartEvent(
            kind: kind, day: day, value: Array(ratio.text.utf8), amount: [], numerator: Array(numerator.utf8),
            denominator: Array(denominator.utf8))
    }
}
