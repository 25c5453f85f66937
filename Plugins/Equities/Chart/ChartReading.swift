import LosslessJSON
import MarketCalendar
import PluginKit
import Tabular

/// Reads an answer of Yahoo's chart API: bars, actions, and what the answer proves of the span.
///
/// - A bar belongs to the date in New York of its stamp. Sessions that have not closed at `now` are not written and not
///   proved.
/// - A session with a null in any of its six numbers is a hole that is asked for again, never a row: also one without
///   `adj_close` alone, because a part of a bar is no bar, and without `volume`, because 0 would be a guess.
/// - A bar or an event that cannot be read is set aside with its text, and so is the bar of a day whose dividend or
///   split is not known.
/// - Rows outside the span and in a wrong order are the runtime's to drop and to refuse.
struct ChartReading {
    let symbol: String
    let span: Span
    let now: Instant
    let priceText: EquitiesOptions.PriceText
    /// What was said of the listing before.
    var note: ListingNote?

    func read(_ response: Response, into page: inout Page<Equities>) throws {
        switch try ChartAnswer(response, symbol: symbol) {
        case .unknownSymbol(let reason): page.absent(reason)
        case .beforeListing(let reason): page.proves(span(before: firstOpenSession), .empty(reason))
        case .result(let result): try read(result, into: &page)
        }
    }

    private func read(_ result: JSONValue, into page: inout Page<Equities>) throws {
        try flagNewKeys(result, into: &page)
        let meta = try ChartMeta(result.member("meta"), symbol: symbol, calendar: DailyBars.calendar, page: &page)
        try page.note(ListingNote(meta, before: note))
        let read = try ChartEvents(
            result, symbol: symbol, span: span, calendar: DailyBars.calendar, priceText: priceText, page: &page)
        var events = read.all
        var settled = firstOpenSession
        // A first trade that the answer itself refutes proves nothing.
        var isListingProved = true
        if let columns = try ChartColumns(result, page: &page) {
            let days = try ChartDays(
                columns.timestamps, meta: meta, calendar: DailyBars.calendar, firstOpenSession: firstOpenSession)
            settled = days.settled
            page.proves(span(before: settled), .stored)
            let bars = ChartBars(symbol: symbol, span: span, columns: columns, days: days, priceText: priceText)
            let holes = try bars.append(events, doubts: read.doubts, to: &page)
            events = try ChartPayments(symbol: symbol, columns: columns, days: days).believable(events, page: &page)
            for hole in holes where span.contains(hole.day.number) { page.proves(Span(hole.day), .gap(hole.reason)) }
            if let listed = meta.listed, let first = days.first, first < listed {
                page.remark("E18", "\(symbol): a bar of \(first), before the first trade on \(listed)")
                isListingProved = false
            }
        } else {
            page.proves(span(before: settled), .gap(Reason("no_rows", "the answer has no timestamp and no prices")))
        }
        if isListingProved, let listed = meta.listed, listed.number > span.lower {
            page.proves(
                span(before: min(listed, settled)), .empty(Reason("before_listing", "first trade on \(listed)")))
        }
        for event in events where event.day >= settled { page.announces(event.day.number, event.text) }
        try append(events.filter { $0.day < settled }, to: &page)
    }

    private func append(_ events: [ChartEvent], to page: inout Page<Equities>) throws {
        guard !events.isEmpty else { return }
        try page.append(values: events.map { (symbol, $0) }, by: Actions.plan)
    }

    /// The running session, or the next one.
    private var firstOpenSession: Day {
        DailyBars.calendar.nextClose(after: now)?.day ?? DailyBars.calendar.localDay(at: now)
    }

    private func span(before day: Day) -> Span { Span(span.lower, min(span.upper, day.number)) }

    private func flagNewKeys(_ result: JSONValue, into page: inout Page<Equities>) throws {
        let indicators = try result.member("indicators")
        for (object, known) in [
            (result, ["meta", "timestamp", "events", "indicators"]), (indicators, ["quote", "adjclose"]),
        ] {
            for (key, _) in try object.members where !known.contains(key) {
                page.flag("T2", "new key \(key) at \(object.path)")
            }
        }
    }
}
