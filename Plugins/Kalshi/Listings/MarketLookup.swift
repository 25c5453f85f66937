import PluginKit

/// Where a look-up of markets by their tickers stands.
///
/// A market's row names its event, but neither its series nor its category, which a market must not lose. So the rows
/// are asked for twice: by ticker in the live tier and then in the archive, to learn which events they belong to; then
/// event by event, which answers with the series, the category and the live markets in it; and by ticker again for
/// those of the event that are in the archive. Combos have neither and are read at once.
package struct MarketLookup: Hashable, Codable, Sendable {
    enum Step: String, Codable {
        /// By ticker, in the live tier.
        case live
        /// By ticker, in the archive: what the live tier did not have.
        case archive
        /// The first of the events, with its markets.
        case event
        /// By ticker, in the archive: what the event did not show.
        case rest
    }

    struct Group: Hashable, Codable {
        let event: String
        var tickers: [String]
    }

    private(set) var step = Step.live
    /// What the step asks for by ticker, the same for all of its pages: a cursor belongs to its question.
    private(set) var asked: [String]
    /// What of it has not come.
    private(set) var missing: [String]
    /// Kalshi's cursor within the step.
    private(set) var page: String?
    private(set) var groups: [Group] = []
    /// Of the markets of the step `rest`.
    private(set) var home = Home.unknown
    /// In neither tier.
    private(set) var lacking: [String] = []
    /// In a tier, of an event that Kalshi does not have.
    private(set) var homeless: [String] = []
    /// Whether rows were met that do not say readably which market they are; nil: none.
    private var nameless: Bool?

    var hasNameless: Bool { nameless ?? false }

    mutating func meetsNameless() { nameless = true }

    init(_ tickers: [String]) {
        asked = tickers
        missing = tickers
    }

    /// A market came, with the event that says more about it; nil: nothing does.
    mutating func found(_ ticker: String, event: String?) {
        missing.removeAll { $0 == ticker }
        guard let event else { return }
        if let index = groups.firstIndex(where: { $0.event == event }) {
            groups[index].tickers.append(ticker)
        } else {
            groups.append(Group(event: event, tickers: [ticker]))
        }
    }

    /// After an answer by ticker.
    func afterTickers(cursor: String?) -> MarketLookup {
        var next = self
        next.page = missing.isEmpty ? nil : cursor
        if next.page != nil { return next }
        if step == .live, !missing.isEmpty {
            next.step = .archive
            next.asked = missing
            return next
        }
        next.lacking += missing
        next.missing = []
        return next.toEvents()
    }

    /// After the first event's answer, with what of it is still to be asked for.
    func afterEvent(_ home: Home, missing: [String]) -> MarketLookup {
        var next = self
        next.groups.removeFirst()
        next.home = home
        guard !missing.isEmpty else { return next.toEvents() }
        next.step = .rest
        next.asked = missing
        next.missing = missing
        return next
    }

    /// The first event is not there.
    func withoutEvent() -> MarketLookup {
        var next = self
        next.homeless += next.groups.removeFirst().tickers
        return next.toEvents()
    }

    var isComplete: Bool { missing.isEmpty && groups.isEmpty }

    private func toEvents() -> MarketLookup {
        var next = self
        next.step = .event
        next.asked = []
        return next
    }
}
