import LosslessJSON
import PluginKit
import Tabular

/// Reads an answer to a direct question for markets.
struct LookupReading {
    private var lookup: MarketLookup
    private let now: Instant

    init(_ lookup: MarketLookup, now: Instant) {
        self.lookup = lookup
        self.now = now
    }

    func read(_ response: Response, for fetch: Fetch<Polymarket>, into page: inout Page<Polymarket>) throws {
        guard let root = try GammaAnswer.page(response, hasCursor: lookup.after != nil, into: &page) else { return }
        var walk = lookup
        let isNamed = if case .named = fetch.unit { true } else { false }
        switch walk.step {
        case .markets(let isClosed):
            for element in try root.member("markets").elements {
                try take(element, isClosed: isClosed, &walk, isSealing: isNamed, into: &page)
            }
        case .events(let isClosed):
            for element in try root.member("events").elements {
                page.looks(at: 1, of: Events.dataset)
                guard let event = GammaEvent(element) else {
                    GammaEvent.setAside(element, in: &page)
                    walk.meetsNameless()
                    continue
                }
                try take(event, isClosed: isClosed, &walk, isSealing: isNamed, into: &page)
            }
        }
        if let cursor = try GammaAnswer.nextCursor(root) {
            walk.after = cursor
            page.end = .more(.lookup(walk))
        } else if let next = walk.following {
            page.end = .more(.lookup(next))
        } else if walk.hasNameless {
            // One of the rows that could not be read may be what was asked for: that proves nothing.
            return
        } else if isNamed {
            if let name = walk.rest.missing.first { page.absent(Reason("unknown_market", name)) }
            if let found = walk.rest.found.first {
                page.absent(Reason("unknown_event", "event \(found.event) of market \(found.market)"))
            }
        } else {
            try finish(walk.rest, &page)
        }
    }

    /// A market by itself: remembered until its event is asked for, or shown at once where it has none.
    private func take(
        _ element: JSONValue, isClosed: Bool, _ walk: inout MarketLookup, isSealing: Bool,
        into page: inout Page<Polymarket>
    ) throws {
        var object = GammaObject(element)
        let id = object.text("id")
        let name =
            switch lookup.filter {
            case "condition_ids": object.text("conditionId")?.lowercased()
            case "slug": object.text("slug")
            default: id
            }
        guard let id, let name else {
            page.looks(at: 1, of: Markets.dataset)
            page.setAside(
                OddMember(
                    id == nil ? "id" : lookup.filter, expected: "a market's name",
                    found: id == nil ? element["id"] : nil), element,
                of: Markets.dataset, rule: "P1", key: id ?? "?")
            walk.meetsNameless()
            return
        }
        guard lookup.missing.contains(name) else {
            throw PluginError.mismatch(
                """
                \(lookup.filter)=\(lookup.missing[0]) was asked for and the answer has market \(id): the filter was \
                ignored
                """
            )
        }
        guard object.flag("closed") ?? isClosed == isClosed else {
            throw PluginError.mismatch(
                """
                markets with closed=\(isClosed) were asked for and market \(id) is \(isClosed ? "not " : "")closed: \
                the filter was ignored
                """
            )
        }
        switch MarketLookup.Home(of: element) {
        case .event(let event): return walk.find(name, MarketLookup.Found(market: id, event: event))
        case .unreadable(let odd):
            // Shown without it, the market would lose the event and the tags that it has.
            page.looks(at: 1, of: Markets.dataset)
            page.setAside(odd, element, of: Markets.dataset, key: id)
            return walk.meetsNameless()
        case .none: walk.settle(name)
        }
        try show(element, of: nil, isSealing: isSealing, in: &page)
    }

    private func take(
        _ event: GammaEvent, isClosed: Bool, _ walk: inout MarketLookup, isSealing: Bool,
        into page: inout Page<Polymarket>
    ) throws {
        guard lookup.found.contains(where: { $0.event == event.id }) else {
            throw PluginError.mismatch(
                """
                event \(lookup.events.first ?? "?") was asked for and the answer has event \(event.id): the filter was \
                ignored
                """
            )
        }
        try EventListing.verify(event, isClosed: isClosed)
        try event.append(to: &page)
        if !event.hasReadableMarkets { walk.meetsNameless() }
        for element in event.markets {
            var object = GammaObject(element)
            guard let id = object.text("id"), MarketName.isID(id) else {
                EventListing.setAside(element, of: event, in: &page)
                walk.meetsNameless()
                continue
            }
            guard lookup.found.contains(where: { $0.market == id && $0.event == event.id }) else { continue }
            walk.settle(id)
            try show(element, of: event, isSealing: isSealing, in: &page)
        }
    }

    private func show(_ element: JSONValue, of event: GammaEvent?, isSealing: Bool, in page: inout Page<Polymarket>)
        throws
    {
        guard let market = GammaMarket(element, of: event, now: now) else {
            return page.looks(at: 1, of: Markets.dataset)
        }
        try page.subject(market.id, from: element, of: Markets.dataset, given: event?.given ?? []) { page in
            page.looks(at: 1, of: Markets.dataset)
            try market.append(to: &page, now: now)
        }
        if isSealing, market.isOver(at: now) { page.seal() }
    }

    /// P7: what nobody serves any more stays in the archive, with the day on which that was seen.
    private func finish(_ walk: MarketLookup, _ page: inout Page<Polymarket>) throws {
        let lacking =
            walk.missing.map { ($0, Reason("gone", "Gamma has no market \($0)")) }
            + walk.found.map {
                ($0.market, Reason("event_gone", "Gamma has no event \($0.event) with market \($0.market)"))
            }
        for (id, reason) in lacking {
            page.lacks(id, reason)
            try page.append(
                values: [MarketStatus.Sighting(market: id, phase: .absent, now: now)], by: MarketStatus.plan)
        }
    }
}
