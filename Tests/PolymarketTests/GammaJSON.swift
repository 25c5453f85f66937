/// Invented answers of Gamma.
enum GammaJSON {
    static let condition = "0x" + String(repeating: "4b", count: 32)
    static let tokens = ["1" + String(repeating: "07", count: 38) + "9", String(repeating: "83", count: 38) + "5"]

    /// A market as the listing has it; `changes` replaces or adds members, nil takes one away.
    static func market(_ id: String = "516710", _ changes: [String: String?] = [:]) -> String {
        var members: [String: String] = [
            "id": quoted(id), "question": #""Will \"it\" hold?""#, "conditionId": quoted(condition),
            "slug": quoted("will-it-hold-\(id)"),
            "endDate": #""2026-12-31T12:00:00Z""#, "startDate": #""2026-10-02T10:05:00.5Z""#,
            "createdAt": #""2026-10-01T09:00:00.123456Z""#,
            "updatedAt": #""2026-11-16T20:00:00.00001Z""#, "outcomes": #""[\"Yes\", \"No\"]""#,
            "outcomePrices": #""[\"0.0535\", \"0.9465\"]""#, "clobTokenIds": list(tokens),
            "volume": #""832995.125818007""#,
            "volumeNum": "832995.13", "liquidity": #""57.51""#, "active": "true", "closed": "false",
            "acceptingOrders": "true",
            "negRisk": "false", "orderPriceMinTickSize": "0.0025", "orderMinSize": "5", "enableOrderBook": "true",
            "feeType": "null",
        ]
        for (name, value) in changes { members[name] = value }
        return object(members)
    }

    /// Closed and resolved, with what it pays.
    static func resolved(_ id: String = "516710", payouts: [String], _ changes: [String: String?] = [:]) -> String {
        var members: [String: String?] = [
            "closed": "true", "closedTime": #""2026-11-10 00:34:19+00""#, "umaResolutionStatus": #""resolved""#,
            "outcomePrices": list(payouts),
        ]
        members.merge(changes) { $1 }
        return market(id, members)
    }

    static func event(
        _ markets: [String], id: String = "9001", isClosed: Bool = false, _ changes: [String: String?] = [:]
    ) -> String {
        var members: [String: String] = [
            "id": quoted(id), "slug": quoted("event-\(id)"), "title": #""It""#, "closed": isClosed ? "true" : "false",
            "active": "true",
            "volume": "832995.125818007", "liquidity": "57.5", "negRisk": "false",
            "createdAt": #""2026-10-01T08:00:00Z""#,
            "tags":
                #"""
            [{"id":"1","label":"Northern Coast","slug":"northern-coast"},{"id":"2","label":"Politics",\#
            "slug":"us-politics"}]
            """#,
            "markets": "[\(markets.joined(separator: ","))]",
        ]
        for (name, value) in changes { members[name] = value }
        return object(members)
    }

    static func page(events: [String], next: String? = nil) -> String { page("events", events, next) }
    static func page(markets: [String], next: String? = nil) -> String { page("markets", markets, next) }

    /// A market that came alone knows its event, without tags.
    static func alone(_ market: String, event: String, isClosed: Bool = false) -> String {
        market.dropLast() + #","events":[{"id":"\#(event)","slug":"event-\#(event)","closed":\#(isClosed)}]}"#
    }

    static func quoted(_ text: String) -> String { "\"\(text)\"" }

    /// An array of strings in a string.
    static func list(_ values: [String]) -> String {
        quoted("[" + values.map { #"\""# + $0 + #"\""# }.joined(separator: ", ") + "]")
    }

    private static func page(_ name: String, _ rows: [String], _ next: String?) -> String {
        #"{"$schema":"https://gamma.example/schemas/Page.json","\#(name)":[\#(rows.joined(separator: ","))]"#
            + (next.map { #","next_cursor":"\#($0)"}"# } ?? "}")
    }

    private static func object(_ members: [String: String]) -> String {
        "{" + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }
}
