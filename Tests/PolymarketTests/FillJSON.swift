/// An invented fill, as both versions of the data API write it.
struct FillJSON {
    var second: Int64
    var hash = "0xAB01"
    var wallet = "0xC0de"
    var side = "BUY"
    var price = "0.0535"
    var size = "57.51"
    var outcome = 0
    var condition = GammaJSON.condition
    /// What the API says the outcome is; nil: what it is.
    var label: Int?
    /// What the API calls it, as JSON.
    var name = "\"\""

    var new: String {
        """
        {"proxy_wallet":"\(wallet)","side":"\(side)","token_id":"\(token)","condition_id":"\(condition)",\
        "size":\(size),"price":\(price),\
        "timestamp":\(second),"title":"","slug":"","icon":"","event_slug":"","outcome":\(name),\
        "outcome_index":\(label ?? outcome),\
        "name":"Somebody-Private","pseudonym":"Somebody-Private","bio":"","profile_image":"",\
        "profile_image_optimized":"",\
        "transaction_hash":"\(hash)"}
        """
    }

    var old: String {
        """
        {"proxyWallet":"\(wallet)","side":"\(side)","asset":"\(token)","conditionId":"\(condition)","size":\(size),\
        "price":\(price),\
        "timestamp":\(second),"title":"","slug":"","icon":"","eventSlug":"","outcome":\(name),\
        "outcomeIndex":\(label ?? outcome),\
        "name":"Somebody-Private","pseudonym":"Somebody-Private","bio":"","profileImage":"","profileImageOptimized":"",\
        "transactionHash":"\(hash)"}
        """
    }

    private var token: String { GammaJSON.tokens.indices.contains(outcome) ? GammaJSON.tokens[outcome] : "123" }

    static func new(_ trades: [FillJSON], next: String? = nil) -> String {
        let cursor = next.map { "\"\($0)\"" } ?? "null"
        return
            #"""
            {"data":[\#(trades.map(\.new).joined(separator: ","))],"pagination":{"limit":1000,"offset":0,\#
            "has_more":\#(next != nil),"next_cursor":\#(cursor)}}
            """#
    }

    static func old(_ trades: [FillJSON]) -> String { "[\(trades.map(\.old).joined(separator: ","))]" }
}
