import Tabular

/// Answers of `gamma-api.polymarket.com`.
struct GammaDesk {
    private static let cap = 100
    private static let orders = ["id", "volumeNum", "createdAt", "startDate", "endDate", "closedTime"]

    let index: PolyIndex
    let now: Instant
    let pages: VenuePages

    func answer(_ target: VenueTarget) -> VenueAnswer {
        switch (target.path.first, target.path.count > 1 ? target.path[1] : nil, target.path.count) {
        case ("events", "keyset", 2):
            list(target, name: "events", isKeyset: true, allEvents(target)) { eventJSON($0, target) }
        case ("markets", "keyset", 2):
            list(target, name: "markets", isKeyset: true, allMarkets(target)) { marketJSON($0) }
        case ("events", nil, 1):
            list(target, name: "events", isKeyset: false, allEvents(target)) { eventJSON($0, target) }
        case ("markets", nil, 1): list(target, name: "markets", isKeyset: false, allMarkets(target)) { marketJSON($0) }
        case ("events", let id, let count):
            index.event(id: count == 3 && id == "slug" ? nil : id, slug: count == 3 ? target.path[2] : nil)
                .flatMap { shown($0).isEmpty ? nil : VenueAnswer(200, eventJSON($0, target)) } ?? .gammaMissing
        case ("markets", let id, let count):
            index.markets.first { count == 3 ? $0.slug == target.path[2] : $0.id == id }
                .flatMap { $0.isServed(at: now) ? VenueAnswer(200, marketJSON($0)) : nil } ?? .gammaMissing
        case ("tags", nil, 1): VenueAnswer(200, VenueText.array(index.tags.map(PolyMarketJSON.tag)))
        default: VenueAnswer(404, #"{"type":"not found error","error":"route not found"}"#)
        }
    }

    // MARK: What is listed

    private func allEvents(_ target: VenueTarget) -> [PolyIndex.Listed<PolyIndex.Event>] {
        let isClosed = target.flag("closed") ?? false
        let ids = target.all("id")
        return index.events.enumerated().compactMap { position, event in
            guard ids.isEmpty || ids.contains(event.event.id),
                !target.has("slug") || target.all("slug").contains(event.event.slug)
            else {
                return nil
            }
            let markets = shown(event)
            guard !markets.isEmpty, isEventClosed(markets) == isClosed else { return nil }
            if let tag = target["tag_slug"], !event.event.tags.contains(where: { PolyMarket.slug($0) == tag }) {
                return nil
            }
            return PolyIndex.Listed(
                position: position, item: event, created: markets.map(\.created).min() ?? now, market: markets[0])
        }
    }

    private func allMarkets(_ target: VenueTarget) -> [PolyIndex.Listed<PolyMarket>] {
        let isClosed = target.flag("closed") ?? false
        let filters = [
            ("id", target.all("id")), ("condition_ids", target.all("condition_ids")), ("slug", target.all("slug")),
        ]
        let tokens = target.all("clob_token_ids")
        let wanted = Set(filters.flatMap { name, values in values.map { name + ":" + $0 } })
        return index.markets.enumerated().compactMap { position, market in
            guard market.isServed(at: now), market.isClosed(at: now) == isClosed else { return nil }
            if !wanted.isEmpty {
                for (name, values) in filters where !values.isEmpty {
                    let own = name == "id" ? market.id : name == "slug" ? market.slug : market.conditionID
                    guard wanted.contains(name + ":" + own) else { return nil }
                }
            }
            if !tokens.isEmpty, !market.tokens.contains(where: tokens.contains) { return nil }
            return PolyIndex.Listed(position: position, item: market, created: market.created, market: market)
        }
    }

    private func shown(_ event: PolyIndex.Event) -> [PolyMarket] { event.markets.filter { $0.isServed(at: now) } }
    private func isEventClosed(_ markets: [PolyMarket]) -> Bool { markets.allSatisfy { $0.isClosed(at: now) } }

    private func eventJSON(_ event: PolyIndex.Event, _ target: VenueTarget) -> String {
        let markets = shown(event)
        return PolyMarketJSON(now: now).event(
            event.event, markets, isClosed: isEventClosed(markets), withMarkets: target.flag("include_markets") ?? true)
    }

    private func marketJSON(_ market: PolyMarket) -> String {
        let siblings = index.event(id: market.event.id, slug: nil).map(shown) ?? [market]
        return PolyMarketJSON(now: now).market(market, slimEvent: true, isEventClosed: isEventClosed(siblings))
    }

    // MARK: Pages

    private func list<Item>(
        _ target: VenueTarget, name: String, isKeyset: Bool, _ listed: [PolyIndex.Listed<Item>],
        _ json: (Item) -> String
    ) -> VenueAnswer {
        for name in ["id", "condition_ids", "clob_token_ids", "slug"] where target.all(name).count > GammaDesk.cap {
            return .gammaInvalid("too many values for \(name)")
        }
        if let order = target["order"], !GammaDesk.orders.contains(order) {
            return .gammaInvalid("order fields are not valid")
        }
        let rows = sorted(listed, target)
        let limit = min(max(target.integer("limit") ?? 20, 1), GammaDesk.cap)
        guard isKeyset else {
            let offset = target.integer("offset") ?? 0
            guard offset <= 2_000 else {
                return .gammaInvalid("offset too large, use /markets/keyset for deeper pagination")
            }
            let size = min(limit, pages.faults.clampsLimitTo ?? limit)
            return VenueAnswer(200, VenueText.array(rows.dropFirst(offset).prefix(size).map { json($0.item) }))
        }
        if target.has("offset") { return .gammaInvalid("offset is not supported, use after_cursor") }
        let asked = target["after_cursor"]
        switch pages.start(
            cursor: asked, limit: limit, first: 0, binding: target.binding(without: ["after_cursor", "limit"]))
        {
        case .refused: return .gammaInvalid("invalid cursor")
        case .empty(let next): return VenueAnswer(200, #"{"\#(name)":[],"next_cursor":"\#(next)"}"#)
        case .page(let page):
            // Sorted by id, the place in the world is the key; in another order, the place in the list.
            let isByID = target["order"] ?? "id" == "id" && target.flag("ascending") ?? true
            let rest = isByID ? rows.drop { $0.position < page.position } : rows.dropFirst(page.position)
            let part = rest.prefix(min(limit, page.limit))
            let last = part.last.map { isByID ? $0.position + 1 : page.position + part.count } ?? page.position
            let next = pages.next(after: page, position: rest.count > part.count ? last : nil, asked: asked)
            let items = VenueText.array(part.map { json($0.item) })
            return VenueAnswer(200, #"{"\#(name)":\#(items)"# + (next.map { #","next_cursor":"\#($0)"}"# } ?? "}"))
        }
    }

    private func sorted<Item>(_ rows: [PolyIndex.Listed<Item>], _ target: VenueTarget) -> [PolyIndex.Listed<Item>] {
        let isAscending = target.flag("ascending") ?? true
        func key(_ row: PolyIndex.Listed<Item>) -> Int64 {
            switch target["order"] {
            case "volumeNum": Int64(PolyTape(market: row.market).volume(until: now))
            case "createdAt": row.created.microseconds
            case "startDate": row.market.starts.microseconds
            case "endDate": row.market.ends.microseconds
            case "closedTime": row.market.closes?.microseconds ?? .max
            default: Int64(row.position)
            }
        }
        guard target["order"] != nil || !isAscending else { return rows }
        let keyed = rows.map { (key: key($0), row: $0) }
        return keyed.sorted { ($0.key, $0.row.position) < ($1.key, $1.row.position) }.map(\.row).reversed(
            unless: isAscending)
    }
}

extension Array {
    fileprivate func reversed(unless isAscending: Bool) -> [Element] { isAscending ? self : reversed() }
}
