import PluginKit
import Tabular

/// The question for one window of one outcome's midpoints.
struct PriceQuestion {
    let token: String
    let note: PolymarketNote
    let span: Span
    let window: PriceWindow
    /// Fidelities in minutes: the wanted one, then those that the CLOB keeps longer.
    let ladder: [Int]
    let now: Instant

    init(_ fetch: Fetch<Polymarket>, outcome: Int, fidelity: Int) throws {
        guard let note = fetch.note, note.tokens.indices.contains(outcome), !note.tokens[outcome].isEmpty,
            let span = fetch.span
        else {
            throw PluginError(.plugin, "prices are asked for by token and span, and none was given")
        }
        token = note.tokens[outcome]
        self.note = note
        self.span = span
        now = fetch.now
        ladder = [fidelity] + [30, 180, 720].filter { $0 > fidelity }
        switch fetch.cursor {
        case nil: window = PriceWindow(from: span.start.seconds, to: span.end.seconds, first: 0)
        case .prices(let place)?: window = place
        case .listing?, .lookup?, .trades?, .oldTrades?:
            throw PluginError(.plugin, "the cursor of \(fetch.unit) is another unit's")
        }
    }

    /// Minutes.
    var fidelity: Int { ladder[window.rung(of: ladder.count)] }

    var request: Request {
        Request(
            "clob", path: "/prices-history",
            query: [
                .init("market", token), .init("startTs", String(window.start)), .init("endTs", String(window.end)),
                .init("fidelity", String(fidelity)),
            ])
    }

    /// The window after this one, begun with the rung that answered here: old markets have one fidelity all along. In
    /// the last 90 days finer points may begin at any time. nil at the end of the span.
    func following(first: Int) -> PriceWindow? {
        if let part = window.rest.first {
            return PriceWindow(start: window.end, end: part.end, first: part.rung, rest: Array(window.rest.dropFirst()))
        }
        guard window.end < span.end.seconds else { return nil }
        let next = PriceWindow(from: window.end, to: span.end.seconds, first: first)
        return next.end > now.adding(days: -90).seconds
            ? PriceWindow(from: window.end, to: span.end.seconds, first: 0) : next
    }
}
