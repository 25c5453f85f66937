import Tabular

/// A market and an event as Gamma writes them.
struct PolyMarketJSON {
    let now: Instant

    func market(_ market: PolyMarket, slimEvent: Bool, isEventClosed: Bool = false) -> String {
        let isClosed = market.isClosed(at: now)
        let volume = PolyTape(market: market).volume(until: now)
        var object = VenueObject()
        object.string("id", market.id)
        object.string("question", market.question)
        object.string("conditionId", market.conditionID)
        object.string("slug", market.slug)
        object.string("resolutionSource", "")
        object.time("endDate", market.ends)
        object.time("startDate", market.starts)
        object.string(
            "description",
            "This market resolves by what \"the \(market.event.title)\" turns out to be.\nSources: public ones.")
        object.raw("outcomes", VenueText.arrayInString(market.outcomes))
        object.raw("outcomePrices", VenueText.arrayInString(prices(market)))
        object.string("volume", VenueText.number(volume, digits: 6, whole: ""))
        object.flag("active", true)
        object.flag("closed", isClosed)
        object.string("marketMakerAddress", "")
        object.raw("createdAt", "\"\(VenueText.time(Instant(microseconds: market.created.microseconds + 120_340)))\"")
        object.raw(
            "updatedAt", "\"\(VenueText.time(Instant(microseconds: market.updated(at: now).microseconds + 5_061)))\"")
        if isClosed, let closes = market.closes { object.raw("closedTime", "\"\(VenueText.spaced(closes))\"") }
        object.flag("archived", false)
        object.flag("restricted", true)
        object.string("questionID", "0x" + market.seed.hex(64, 1, 1))
        object.flag("enableOrderBook", market.hasTokens)
        object.raw("orderPriceMinTickSize", VenueText.number(market.tick, digits: 4))
        object.raw("orderMinSize", "5")
        if let resolution = market.resolution(at: now) { object.string("umaResolutionStatus", resolution) }
        object.raw("volumeNum", VenueText.number(volume, digits: 6, whole: ""))
        object.raw("liquidityNum", isClosed ? "0" : "1250.75")
        if !isClosed { object.string("liquidity", "1250.75") }
        object.string("endDateIso", market.ends.dayUTC.description)
        object.string("startDateIso", market.starts.dayUTC.description)
        object.raw("clobTokenIds", market.hasTokens ? VenueText.arrayInString(market.tokens) : "\"\"")
        object.flag("acceptingOrders", market.hasTokens && !isClosed && market.starts <= now)
        object.flag("negRisk", market.event.isNegRisk)
        if market.event.isNegRisk {
            object.string("negRiskMarketID", "0x" + VenueSeed("event:" + market.event.id).hex(64, 0))
        }
        object.raw("spread", "0.01")
        object.raw("lastTradePrice", lastPrice(market))
        if !isClosed {
            object.raw("bestBid", VenueText.number(max(mid(market) - 50, 10), digits: 4))
            object.raw("bestAsk", VenueText.number(min(mid(market) + 50, 9_990), digits: 4))
        }
        let stages = market.stages.filter { $0.from <= now }.compactMap(\.resolution)
        object.raw("umaResolutionStatuses", VenueText.arrayInString(stages))
        object.raw("feeType", "null")
        for extra in market.extras { object.raw(extra.name, extra.json) }
        if slimEvent { object.raw("events", "[\(event(market.event, [], isSlim: true, isClosed: isEventClosed))]") }
        return object.json
    }

    /// `markets`: those that are served now, or nil for an event without them.
    func event(
        _ event: PolyMarket.Event, _ markets: [PolyMarket], isSlim: Bool = false, isClosed: Bool,
        withMarkets: Bool = true
    ) -> String {
        var object = VenueObject()
        object.string("id", event.id)
        object.string("ticker", event.slug)
        object.string("slug", event.slug)
        object.string("title", event.title)
        object.string("description", "\(event.title)?")
        if let first = markets.map(\.created).min(), let last = markets.map(\.ends).max() {
            object.time("startDate", markets.map(\.starts).min() ?? first)
            object.raw("createdAt", "\"\(VenueText.time(Instant(microseconds: first.microseconds + 98_000)))\"")
            object.time("endDate", last)
            let updated = markets.map { $0.updated(at: now) }.max() ?? first
            object.raw("updatedAt", "\"\(VenueText.time(Instant(microseconds: updated.microseconds + 97_738)))\"")
            if isClosed, let closed = markets.compactMap(\.closes).max() { object.time("closedTime", closed) }
        }
        object.flag("active", true)
        object.flag("closed", isClosed)
        object.flag("archived", false)
        object.flag("restricted", true)
        object.raw("openInterest", "0")
        if !isSlim {
            let volume = markets.reduce(0) { $0 + PolyTape(market: $1).volume(until: now) }
            object.raw("volume", VenueText.number(volume, digits: 6, whole: ""))
            object.raw("liquidity", isClosed ? "0" : VenueText.number(12_507_500 * markets.count, digits: 4, whole: ""))
        }
        object.flag("enableOrderBook", true)
        object.flag("negRisk", event.isNegRisk)
        if event.isNegRisk { object.string("negRiskMarketID", "0x" + VenueSeed("event:" + event.id).hex(64, 0)) }
        if !isSlim {
            if withMarkets { object.raw("markets", VenueText.array(markets.map { market($0, slimEvent: false) })) }
            object.raw("tags", VenueText.array(event.tags.map(PolyMarketJSON.tag)))
        }
        return object.json
    }

    static func tag(_ label: String) -> String {
        var object = VenueObject()
        object.string("id", String(100 + VenueSeed("tag").below(900, Int(VenueSeed(label).number(0) >> 40))))
        object.string("label", label)
        object.string("slug", PolyMarket.slug(label))
        object.flag("forceShow", false)
        object.raw("publishedAt", "\"2024-03-07 20:44:01.258+00\"")
        return object.json
    }

    /// While it is open, what it trades at; closed, what it pays.
    private func prices(_ market: PolyMarket) -> [String] {
        if market.isClosed(at: now) { return market.payouts }
        guard market.outcomes.count == 2 else { return market.outcomes.map { _ in "0" } }
        return [mid(market), 10_000 - mid(market)].map { VenueText.number($0, digits: 4, whole: "") }
    }

    private func mid(_ market: PolyMarket) -> Int {
        market.level.level(at: max(now, market.starts).seconds, tick: max(market.tick / 2, 1))
    }

    private func lastPrice(_ market: PolyMarket) -> String {
        VenueText.number(PolyTape(market: market).rows(until: now).last?.price ?? 0, digits: 4, whole: "")
    }
}
