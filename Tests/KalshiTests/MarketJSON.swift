/// A market as Kalshi writes it, for tests.
struct MarketJSON {
    var ticker = "KXFED-26DEC-C25"
    var event = "KXFED-26DEC"
    var status = "active"
    /// Instead of, or beside, what an active market has; an empty value leaves the key out.
    var members: [String: String] = [:]

    init(
        _ ticker: String = "KXFED-26DEC-C25", event: String = "KXFED-26DEC", status: String = "active",
        _ members: [String: String] = [:]
    ) {
        self.ticker = ticker
        self.event = event
        self.status = status
        self.members = members
    }

    static func settled(
        _ ticker: String, event: String = "KXFED-26DEC", at time: String = "2026-11-10T15:00:27.049899Z"
    ) -> MarketJSON {
        MarketJSON(
            ticker, event: event, status: "finalized",
            [
                "result": "\"yes\"", "settlement_ts": "\"\(time)\"", "settlement_value_dollars": "\"1.0000\"",
                "close_time": "\"2026-11-10T14:30:00Z\"",
            ])
    }

    static func combo(_ ticker: String, status: String = "active") -> MarketJSON {
        MarketJSON(
            ticker, event: "KXMVE-S1", status: status,
            [
                "mve_collection_ticker": "\"KXMVE-R\"",
                "mve_selected_legs": #"[{"event_ticker":"A","market_ticker":"A-1","side":"yes"}]"#,
            ])
    }

    var json: String {
        var known = [
            "ticker": "\"\(ticker)\"", "event_ticker": "\"\(event)\"", "status": "\"\(status)\"",
            "market_type": "\"binary\"",
            "title": "\"Will the rate be cut?\"", "yes_sub_title": "\"Cut\"", "no_sub_title": "\"Cut\"",
            "created_time": "\"2026-09-01T10:00:00.168768Z\"", "open_time": "\"2026-09-01T14:00:00Z\"",
            "close_time": "\"2026-12-09T18:59:00Z\"", "expiration_time": "\"2026-12-16T18:59:00Z\"",
            "latest_expiration_time": "\"2026-12-16T18:59:00Z\"", "updated_time": "\"2026-09-02T00:00:00.616867Z\"",
            "yes_bid_dollars": "\"0.5600\"", "yes_ask_dollars": "\"0.5700\"", "last_price_dollars": "\"0.5650\"",
            "volume_fp": "\"117303.13\"", "volume_24h_fp": "\"57.51\"", "open_interest_fp": "\"40101.16\"",
            "liquidity_dollars": "\"0.0000\"",
            "result": "\"\"", "expiration_value": "\"\"", "can_close_early": "true", "settlement_timer_seconds": "1800",
            "price_level_structure": "\"linear_cent\"",
            "price_ranges": #"[{"end":"1.0000","start":"0.0000","step":"0.0100"}]"#,
            "rules_primary": "\"If it is cut, yes.\"", "rules_secondary": "\"\"",
        ]
        known.merge(members) { $1 }
        return "{"
            + known.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(
                separator: ",")
            + "}"
    }

    /// `{"markets":[…],"cursor":"…"}`.
    static func list(_ markets: [MarketJSON], cursor: String = "") -> String {
        "{\"cursor\":\"\(cursor)\",\"markets\":[\(markets.map(\.json).joined(separator: ","))]}"
    }
}

/// An event as Kalshi writes it, for tests.
struct EventJSON {
    var ticker = "KXFED-26DEC"
    var series = "KXFED"
    var category = "Economics"
    /// nil: asked for without them.
    var markets: [MarketJSON]?

    init(
        _ markets: [MarketJSON]? = [], ticker: String = "KXFED-26DEC", series: String = "KXFED",
        category: String = "Economics"
    ) {
        self.ticker = ticker
        self.series = series
        self.category = category
        self.markets = markets
    }

    var json: String {
        let nested = markets.map { "\"markets\":[\($0.map(\.json).joined(separator: ","))]," } ?? ""
        return """
            {"available_on_brokers":false,"category":"\(category)","collateral_return_type":"MECNET",\
            "event_ticker":"\(ticker)",\
            "last_updated_ts":"0001-01-01T00:00:00Z",\(nested)"mutually_exclusive":true,"series_ticker":"\(series)",\
            "strike_period":"",\
            "sub_title":"In December","title":"What will the rate be?"}
            """
    }

    /// `{"event":{…},"markets":[]}`.
    var answer: String { "{\"event\":\(json),\"markets\":[]}" }

    /// `{"events":[…],"cursor":"…"}`; nil: without a cursor at all.
    static func list(_ events: [EventJSON], cursor: String? = "") -> String {
        "{\"events\":[\(events.map(\.json).joined(separator: ","))]\(cursor.map { ",\"cursor\":\"\($0)\"" } ?? "")}"
    }
}

/// Kalshi's errors.
enum ErrorJSON {
    static let missing = #"{"error":{"code":"not_found","message":"not found"}}"#

    static func bad(_ details: String) -> String {
        #"{"error":{"code":"bad_request","message":"bad request","details":"\#(details)"}}"#
    }
}
