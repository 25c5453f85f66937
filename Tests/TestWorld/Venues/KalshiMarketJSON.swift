import Tabular

/// Series, events, markets and trades as Kalshi writes them.
struct KalshiMarketJSON {
    private static let unset = "\"0001-01-01T00:00:00Z\""

    let now: Instant
    /// The names and numbers of before 2026.
    let cents: Bool

    func market(_ market: KalshiMarket) -> String {
        let status = market.status(at: now)
        let isOver = now >= market.closes
        let tape = KalshiTape(market: market)
        let traded = tape.count(before: now)
        let close = isOver ? market.closes : market.plannedClose ?? market.closes
        let expiration = (market.plannedClose ?? market.closes).adding(days: 7)
        var object = VenueObject()
        object.flag("can_close_early", true)
        object.time("close_time", close)
        object.raw("created_time", cents ? KalshiMarketJSON.unset : "\"\(VenueText.time(market.created))\"")
        if let combo = market.combo {
            var strike = VenueObject()
            strike.string("Associated Events", combo.legs.map(\.event).joined(separator: ","))
            strike.string("Associated Market Sides", combo.legs.map(\.side).joined(separator: ","))
            strike.string("Associated Markets", combo.legs.map(\.market).joined(separator: ","))
            object.raw("custom_strike", strike.json)
        } else {
            object.string("early_close_condition", "This market will close and expire early if the event occurs.")
        }
        object.string("event_ticker", market.event.ticker)
        object.raw("exchange_index", "0")
        object.time("expected_expiration_time", close.adding(seconds: 7_200))
        object.time("expiration_time", expiration)
        object.string(
            "expiration_value",
            market.isSettled(at: now) && market.result == "scalar" ? VenueText.dollars(market.pays) : "")
        object.time("latest_expiration_time", expiration)
        object.string("liquidity_dollars", "0.0000")
        object.string("market_type", "binary")
        if let combo = market.combo {
            object.string("mve_collection_ticker", combo.collection)
            object.raw(
                "mve_selected_legs",
                VenueText.array(
                    combo.legs.map {
                        #"{"event_ticker":"\#($0.event)","market_ticker":"\#($0.market)","side":"\#($0.side)"}"#
                    }))
        }
        object.string("no_sub_title", market.name)
        object.time("open_time", market.opens)
        object.string("price_level_structure", market.priceStructure)
        object.raw("price_ranges", #"[{"end":"1.0000","start":"0.0000","step":"\#(VenueText.dollars(market.tick))"}]"#)
        object.string("result", ["determined", "amended", "finalized"].contains(status) ? market.result : "")
        object.string("rules_primary", "If \(market.name), then the market resolves to Yes.")
        object.string("rules_secondary", "")
        object.raw("settlement_timer_seconds", "1800")
        if market.isSettled(at: now), let settles = market.settles {
            object.raw("settlement_ts", "\"\(VenueText.time(Instant(microseconds: settles.microseconds + 49_899)))\"")
            if !cents { object.string("settlement_value_dollars", VenueText.dollars(market.pays)) }
            if cents { object.raw("settlement_value", String(market.pays / 100)) }
        }
        object.string("status", status)
        object.string("ticker", market.ticker)
        object.string("title", market.name)
        object.raw(
            "updated_time",
            "\"\(VenueText.time(Instant(microseconds: market.updated(at: now).microseconds + 616_867)))\"")
        quotes(market, status: status, traded: traded, tape: tape, to: &object)
        object.string("yes_sub_title", market.name)
        return object.json
    }

    private func quotes(
        _ market: KalshiMarket, status: String, traded: Int, tape: KalshiTape, to object: inout VenueObject
    ) {
        let isActive = status == "active"
        let level = market.level.level(at: now.seconds, tick: market.tick)
        let bid = isActive ? level - market.tick : 0
        let ask = isActive ? level + market.tick : 10_000
        let last = traded > 0 ? tape.trade(traded - 1).price : 0
        let day = tape.volume(traded) - tape.volume(tape.count(before: now.adding(days: -1)))
        let prices = [
            ("last_price", last), ("no_ask", 10_000 - bid), ("no_bid", 10_000 - ask), ("previous_price", last),
            ("previous_yes_ask", ask),
            ("previous_yes_bid", bid), ("yes_ask", ask), ("yes_bid", bid), ("notional_value", 10_000),
        ]
        for (name, value) in prices {
            if cents {
                object.raw(name, String(value / 100))
            } else {
                object.string(name + "_dollars", VenueText.dollars(value))
            }
        }
        for (name, value) in [
            ("volume", tape.volume(traded)), ("volume_24h", day), ("open_interest", tape.volume(traded) / 2),
        ] {
            if cents {
                object.raw(name, String(value / 100))
            } else {
                object.string(name + "_fp", VenueText.count(value))
            }
        }
        if !cents {
            for name in ["yes_ask_size_fp", "yes_bid_size_fp"] { object.string(name, isActive ? "116.41" : "0.00") }
        }
    }

    /// `markets`: nil for an event without them.
    func event(_ event: KalshiMarket.Event, updated: Instant?, _ markets: [KalshiMarket]?) -> String {
        var object = VenueObject()
        object.flag("available_on_brokers", false)
        object.string("category", event.series.category)
        object.string("collateral_return_type", event.isExclusive ? "MECNET" : "")
        object.string("event_ticker", event.ticker)
        object.raw("exchange_index", "0")
        object.raw("last_updated_ts", updated.map { "\"\(VenueText.time($0))\"" } ?? KalshiMarketJSON.unset)
        if let markets { object.raw("markets", VenueText.array(markets.map(market))) }
        object.flag("mutually_exclusive", event.isExclusive)
        object.string("series_ticker", event.series.ticker)
        object.string("strike_period", "")
        object.string("sub_title", "")
        object.string("title", event.title)
        return object.json
    }

    func series(_ series: KalshiMarket.Series, updated: Instant) -> String {
        var object = VenueObject()
        object.raw("additional_prohibitions", "null")
        object.string("category", series.category)
        object.string("contract_terms_url", "https://example.org/terms/\(series.ticker).pdf")
        object.string("contract_url", "https://example.org/\(series.ticker).pdf")
        object.raw("exchange_index", "0")
        object.raw("fee_multiplier", "1")
        object.string("fee_type", "quadratic")
        object.string("frequency", "custom")
        object.time("last_updated_ts", updated)
        object.raw("settlement_sources", #"[{"name":"An Office","url":"https://example.org"}]"#)
        object.raw("tags", VenueText.array(series.tags.map(VenueText.quoted)))
        object.string("ticker", series.ticker)
        object.string("title", series.title)
        return object.json
    }

    func trade(_ trade: KalshiTrade, of market: KalshiMarket) -> String {
        var object = VenueObject()
        if cents {
            object.raw("count", String(trade.count / 100))
        } else {
            object.string("count_fp", VenueText.count(trade.count))
        }
        object.time("created_time", trade.created)
        if !cents { object.flag("is_block_trade", trade.isBlock) }
        for (name, value) in [("no_price", 10_000 - trade.price), ("yes_price", trade.price)] {
            if cents {
                object.raw(name, String(value / 100))
            } else {
                object.string(name + "_dollars", VenueText.dollars(value))
            }
        }
        if !cents {
            object.string("taker_book_side", trade.isYes ? "bid" : "ask")
            object.string("taker_outcome_side", trade.isYes ? "yes" : "no")
        }
        object.string("taker_side", trade.isYes ? "yes" : "no")
        object.string("ticker", market.ticker)
        object.string("trade_id", trade.id)
        return object.json
    }
}
