/// A trade as the old and the new data API write it.
enum PolyTradeJSON {
    static func new(_ trade: PolyTrade, of market: PolyMarket) -> String {
        var object = VenueObject()
        object.string("proxy_wallet", trade.wallet)
        object.string("side", trade.isBuy ? "BUY" : "SELL")
        object.string("token_id", token(trade, market))
        object.string("condition_id", market.conditionID)
        object.raw("size", trade.sizeText)
        object.raw("price", trade.priceText)
        object.raw("timestamp", String(trade.second))
        object.string("title", market.question)
        object.string("slug", market.slug)
        object.string("icon", "")
        object.string("event_slug", trade.isUnlabelled ? "" : market.event.slug)
        object.string("outcome", market.outcomes[trade.outcome])
        object.raw("outcome_index", trade.isUnlabelled ? "999" : String(trade.outcome))
        for name in ["name", "pseudonym", "bio", "profile_image", "profile_image_optimized"] {
            object.string(name, person(name))
        }
        object.string("transaction_hash", trade.hash)
        return object.json
    }

    static func old(_ trade: PolyTrade, of market: PolyMarket) -> String {
        var object = VenueObject()
        object.string("proxyWallet", trade.wallet)
        object.string("side", trade.isBuy ? "BUY" : "SELL")
        object.string("asset", token(trade, market))
        object.string("conditionId", market.conditionID)
        object.raw("size", trade.sizeText)
        object.raw("price", trade.priceText)
        object.raw("timestamp", String(trade.second))
        object.string("title", market.question)
        object.string("slug", market.slug)
        object.string("icon", "")
        object.string("eventSlug", market.event.slug)
        object.string("outcome", market.outcomes[trade.outcome])
        object.raw("outcomeIndex", String(trade.outcome))
        for name in ["name", "pseudonym", "bio", "profileImage", "profileImageOptimized"] {
            object.string(name, person(name))
        }
        object.string("transactionHash", trade.hash)
        return object.json
    }

    private static func token(_ trade: PolyTrade, _ market: PolyMarket) -> String {
        market.tokens.indices.contains(trade.outcome) ? market.tokens[trade.outcome] : ""
    }

    /// Personal data that no archive is to have: a test greps for it.
    private static func person(_ name: String) -> String {
        name == "name" || name == "pseudonym" ? "Somebody-Private" : ""
    }
}
