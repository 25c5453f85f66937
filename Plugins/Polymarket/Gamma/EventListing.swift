import LosslessJSON
import PluginKit
import Tabular

/// A page of one of Gamma's two listings of events.
struct EventListing {
    /// Events; Gamma gives no more than 100.
    static let pageSize = "50"

    private let listing: PolymarketUnit.Listing
    private let after: String?

    init(_ listing: PolymarketUnit.Listing, after: String?) {
        self.listing = listing
        self.after = after
    }

    /// The filters are the same on every page: Gamma binds its cursors to them. Any other name than `after_cursor` is
    /// ignored in silence.
    var request: Request {
        Request(
            "gamma", path: "/events/keyset",
            query: [.init("closed", listing.isClosed ? "true" : "false"), .init("limit", EventListing.pageSize)]
                + (after.map { [.init("after_cursor", $0)] } ?? []),
            answerStatuses: after == nil ? [] : GammaAnswer.refusals)
    }

    func read(_ response: Response, now: Instant, into page: inout Page<Polymarket>) throws {
        guard let root = try GammaAnswer.page(response, hasCursor: after != nil, into: &page) else { return }
        let events = try root.member("events").elements
        page.looks(at: events.count, of: Events.dataset)
        for element in events {
            guard let event = GammaEvent(element) else {
                GammaEvent.setAside(element, in: &page)
                continue
            }
            try EventListing.verify(event, isClosed: listing.isClosed)
            try event.append(to: &page)
            for market in event.markets { try EventListing.append(market, of: event, now: now, to: &page) }
        }
        page.end = try GammaAnswer.nextCursor(root).map { .more(.listing(after: $0)) } ?? .done
    }

    static func verify(_ event: GammaEvent, isClosed: Bool) throws {
        guard event.isClosed ?? isClosed == isClosed else {
            throw PluginError.mismatch(
                """
                closed=\(isClosed) was asked for and event \(event.id) is \(isClosed ? "not " : "")closed: the filter \
                was ignored
                """
            )
        }
    }

    static func append(_ market: JSONValue, of event: GammaEvent?, now: Instant, to page: inout Page<Polymarket>) throws
    {
        guard let id = GammaMarket.id(of: market) else { return setAside(market, of: event, in: &page) }
        try page.subject(id, from: market, of: Markets.dataset, given: event?.given ?? []) { page in
            page.looks(at: 1, of: Markets.dataset)
            try GammaMarket(market, of: event, now: now)?.append(to: &page, now: now)
        }
    }

    /// P1: nobody could say whose a market without an id is.
    static func setAside(_ market: JSONValue, of event: GammaEvent?, in page: inout Page<Polymarket>) {
        page.looks(at: 1, of: Markets.dataset)
        page.setAside(
            OddMember("id", expected: "a number", found: market["id"]), market, of: Markets.dataset, rule: "P1",
            key: event.map { "event \($0.id)" } ?? "?")
    }
}
