import Tabular

/// Series, events and markets.
extension KalshiDesk {
    // MARK: Series

    func series(_ target: VenueTarget) -> VenueAnswer {
        let since = target.seconds("min_updated_ts") ?? .min
        let rows = index.series.compactMap { series -> String? in
            guard let updated = updated(series), updated.seconds > since else { return nil }
            if let category = target["category"], category != series.category { return nil }
            if let tags = target.list("tags"), !series.tags.contains(where: tags.contains) { return nil }
            return writer.series(series, updated: updated)
        }
        return VenueAnswer(200, #"{"series":\#(VenueText.array(rows))}"#)
    }

    func oneSeries(_ ticker: String) -> VenueAnswer {
        guard let series = index.series.first(where: { $0.ticker == ticker }), let updated = updated(series) else {
            return .kalshiMissing
        }
        return VenueAnswer(200, #"{"series":\#(writer.series(series, updated: updated))}"#)
    }

    /// When it was made: with its first market. nil: it is not there yet.
    private func updated(_ series: KalshiMarket.Series) -> Instant? {
        index.seriesCreated[series.ticker].flatMap { $0 <= now ? $0 : nil }
    }

    // MARK: Events

    func events(_ target: VenueTarget, isCombo: Bool) -> VenueAnswer {
        let limit = target.integer("limit") ?? (isCombo ? 100 : 200)
        guard (1...200).contains(limit) else { return .kalshiBad("limit must be between 1 and 200") }
        if let status = target["status"], !["unopened", "open", "closed", "settled"].contains(status) {
            return .kalshiBad("invalid status filter")
        }
        let since = target.seconds("min_updated_ts") ?? .min
        let rows = index.events.enumerated().filter { _, event in
            guard event.isCombo == isCombo, let updated = updated(event), updated.seconds > since else { return false }
            if let series = target["series_ticker"], series != event.event.series.ticker { return false }
            if let collection = target["collection_ticker"], collection != event.markets.first?.combo?.collection {
                return false
            }
            if let close = target.seconds("min_close_ts"), !event.markets.contains(where: { $0.closes.seconds > close })
            {
                return false
            }
            return target["status"].map { $0 == status(event) } ?? true
        }
        return list(target, "events", rows.map { ($0.offset, $0.element) }, limit: limit) {
            eventJSON($0, isNested: target.flag("with_nested_markets") ?? false)
        }
    }

    func oneEvent(_ ticker: String, _ target: VenueTarget) -> VenueAnswer {
        guard let event = index.event(ticker), updated(event) != nil else { return .kalshiMissing }
        let isNested = target.flag("with_nested_markets") ?? false
        let top = isNested ? [] : liveMarkets(event).map(writer.market)
        return VenueAnswer(
            200, #"{"event":\#(eventJSON(event, isNested: isNested)),"markets":\#(VenueText.array(top))}"#)
    }

    private func eventJSON(_ event: KalshiIndex.Event, isNested: Bool) -> String {
        writer.event(event.event, updated: updated(event), isNested ? liveMarkets(event) : nil)
    }

    /// The archive's are not shown with their event.
    private func liveMarkets(_ event: KalshiIndex.Event) -> [KalshiMarket] {
        event.markets.filter { $0.isServed(at: now) && !$0.isArchived(at: now) }
    }

    /// nil: it is not there yet. An event stays when its markets are in the archive, or gone.
    private func updated(_ event: KalshiIndex.Event) -> Instant? {
        event.markets.map(\.created).filter { $0 <= now }.max()
    }

    private func status(_ event: KalshiIndex.Event) -> String {
        let words = Set(event.markets.filter { $0.isServed(at: now) }.map { $0.status(at: now) })
        if words.contains("active") { return "open" }
        if words.contains("initialized") { return "unopened" }
        return words.subtracting(["finalized"]).isEmpty ? "settled" : "closed"
    }

    // MARK: Markets

    func markets(_ target: VenueTarget, isArchived: Bool) -> VenueAnswer {
        let limit = target.integer("limit") ?? 100
        guard (1...1_000).contains(limit) else { return .kalshiBad("limit must be between 1 and 1000") }
        let names = ["series_ticker", "event_ticker", "tickers"]
        if isArchived, names.filter({ target[$0] != nil }).count > 1 {
            return .kalshiBad("filters are mutually exclusive")
        }
        if !isArchived, let refusal = refusal(target) { return refusal }
        let tickers = target.list("tickers")
        let candidates = tickers.map { $0.compactMap(index.place).sorted() } ?? Array(index.markets.indices)
        let rows = candidates.compactMap { place -> (Int, KalshiMarket)? in
            let market = index.markets[place]
            guard market.isServed(at: now), market.isArchived(at: now) == isArchived else { return nil }
            if let event = target["event_ticker"], event != market.event.ticker { return nil }
            if let series = target["series_ticker"], series != market.event.series.ticker { return nil }
            if target["mve_filter"] == "exclude", market.combo != nil { return nil }
            if target["mve_filter"] == "only", market.combo == nil { return nil }
            return isArchived || isWithin(market, target) ? (place, market) : nil
        }
        return list(target, "markets", rows, limit: limit, writer.market)
    }

    /// The filters that the live tier knows besides.
    private func isWithin(_ market: KalshiMarket, _ target: VenueTarget) -> Bool {
        if let status = target["status"] {
            let words = ["unopened": "initialized", "open": "active", "paused": "inactive", "settled": "finalized"]
            let own = market.status(at: now)
            guard
                status == "closed"
                    ? ["closed", "determined", "disputed", "amended"].contains(own) : own == words[status]
            else {
                return false
            }
        }
        let close = now >= market.closes ? market.closes : market.plannedClose ?? market.closes
        let bounds: [(String, Instant?)] = [("created", market.created), ("close", close), ("settled", market.settles)]
        for (name, time) in bounds {
            if let least = target.seconds("min_\(name)_ts"), (time?.seconds ?? .min) < least { return false }
            if let most = target.seconds("max_\(name)_ts"), (time?.seconds ?? .max) > most { return false }
        }
        return target.seconds("min_updated_ts").map { market.updated(at: now).seconds > $0 } ?? true
    }

    /// The combinations that the venue refuses.
    private func refusal(_ target: VenueTarget) -> VenueAnswer? {
        let status = target["status"]
        if let status, !["unopened", "open", "paused", "closed", "settled"].contains(status) {
            return .kalshiBad("invalid status filter")
        }
        let allowed: [String: [String?]] = [
            "created": ["unopened", "open", nil], "close": ["closed", nil], "settled": ["settled", nil],
        ]
        let groups = allowed.keys.filter { target.has("min_\($0)_ts") || target.has("max_\($0)_ts") }
        let isUpdated = target.has("min_updated_ts")
        if groups.count + (isUpdated ? 1 : 0) > 1 { return .kalshiBad("timestamp filters are mutually exclusive") }
        if let group = groups.first, allowed[group]?.contains(status) == false {
            return .kalshiBad("status is not compatible with the timestamp filter")
        }
        let others = ["status", "event_ticker", "series_ticker", "tickers"].contains { target[$0] != nil }
        return isUpdated && (others || target["mve_filter"] == "only")
            ? .kalshiBad("min_updated_ts goes with no other filter") : nil
    }

    // MARK: Pages

    private func list<Item>(
        _ target: VenueTarget, _ name: String, _ rows: [(place: Int, item: Item)], limit: Int, _ json: (Item) -> String
    ) -> VenueAnswer {
        let asked = target["cursor"]
        switch pages.start(
            cursor: asked, limit: limit, first: 0, binding: target.binding(without: ["cursor", "limit"]))
        {
        case .refused: return .kalshiBad("invalid cursor")
        case .empty(let next): return VenueAnswer(200, #"{"cursor":"\#(next)","\#(name)":[]}"#)
        case .page(let page):
            let rest = rows.drop { $0.place < page.position }
            let part = rest.prefix(min(limit, page.limit))
            let next = pages.next(
                after: page, position: rest.count > part.count ? part.last.map { $0.place + 1 } : nil, asked: asked)
            return VenueAnswer(
                200, #"{"cursor":"\#(next ?? "")","\#(name)":\#(VenueText.array(part.map { json($0.item) }))}"#)
        }
    }
}
