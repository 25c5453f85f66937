/// A trade as Kalshi writes it, for tests.
struct TradeJSON {
    var created: String
    var id: String
    /// Instead of, or beside, what a trade has; an empty value leaves the key out.
    var members: [String: String]

    init(_ created: String, id: String = "t-1", _ members: [String: String] = [:]) {
        self.created = created
        self.id = id
        self.members = members
    }

    /// As before 2026.
    static func cents(_ created: String, id: String = "t-1", yes: String = "56", no: String = "44", count: String = "3")
        -> TradeJSON
    {
        TradeJSON(
            created, id: id,
            [
                "yes_price": yes, "no_price": no, "count": count, "taker_side": "\"no\"", "yes_price_dollars": "",
                "no_price_dollars": "",
                "count_fp": "", "taker_outcome_side": "", "taker_book_side": "", "is_block_trade": "",
            ])
    }

    var json: String {
        var known = [
            "ticker": "\"KXFED-26DEC-C25\"", "trade_id": "\"\(id)\"", "created_time": "\"\(created)\"",
            "count_fp": "\"57.51\"",
            "yes_price_dollars": "\"0.0535\"", "no_price_dollars": "\"0.9465\"", "taker_outcome_side": "\"yes\"",
            "taker_book_side": "\"bid\"", "taker_side": "\"yes\"", "is_block_trade": "false",
        ]
        known.merge(members) { $1 }
        return "{"
            + known.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(
                separator: ",")
            + "}"
    }

    static func list(_ trades: [TradeJSON], cursor: String = "") -> String {
        "{\"cursor\":\"\(cursor)\",\"trades\":[\(trades.map(\.json).joined(separator: ","))]}"
    }
}
