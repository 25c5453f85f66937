import LosslessJSON
import Tabular
import TestWorld
import Testing

/// Asks fake venues and reads what they answer.
struct VenueDesk {
    let venues: FakeVenues

    init(_ world: VenueWorld = .small, now: String = VenueWorld.firstNight) {
        venues = FakeVenues(world, now: now)
    }

    func status(_ upstream: String, _ target: String) -> Int {
        venues.answer(upstream: upstream, target: target).status
    }

    func get(_ upstream: String, _ target: String) throws -> JSONValue {
        let answer = venues.answer(upstream: upstream, target: target)
        #expect(answer.type == "application/json")
        try #require(answer.status == 200, "\(target): \(answer.status) \(answer.body)")
        return try JSONDocument(text: answer.body).root
    }

    /// The pages of a walk: `cursor` is the parameter, `next` the path of the member with the next one.
    func walk(
        _ upstream: String, _ target: String, cursor: String, next: [String], rows: String, pages most: Int = 500
    ) throws -> [[JSONValue]] {
        var pages: [[JSONValue]] = []
        var asked = ""
        while pages.count < most {
            let answer = try get(upstream, target + (asked.isEmpty ? "" : "&\(cursor)=\(asked)"))
            pages.append(Array(try answer.member(rows).elements))
            var value: JSONValue? = answer
            for name in next { value = try value?.optional(name) }
            guard let text = try value?.string(), !text.isEmpty else { return pages }
            asked = text
        }
        return pages
    }

    func events(_ target: String, pages: Int = 500) throws -> [[JSONValue]] {
        try walk("gamma", target, cursor: "after_cursor", next: ["next_cursor"], rows: "events", pages: pages)
    }

    func kalshi(_ target: String, rows: String, pages: Int = 500) throws -> [[JSONValue]] {
        try walk("kalshi", target, cursor: "cursor", next: ["cursor"], rows: rows, pages: pages)
    }

    func trades(_ target: String, pages: Int = 500) throws -> [[JSONValue]] {
        try walk(
            "polymarket-data", target, cursor: "cursor", next: ["pagination", "next_cursor"], rows: "data", pages: pages
        )
    }

    /// Every Kalshi trade that both tiers have, in the form of the expected rows, in key order and without doubles.
    func kalshiTrades(_ ticker: String, limit: Int = 7) throws -> [String] {
        var rows: Set<String> = []
        for route in ["/markets/trades", "/historical/trades"] {
            for trade in try kalshi("\(route)?ticker=\(ticker)&limit=\(limit)", rows: "trades").joined() {
                rows.insert(try row(trade))
            }
        }
        return rows.sorted()
    }

    func row(_ trade: JSONValue) throws -> String {
        let text = { (name: String) in try trade.member(name).string() }
        let time = try #require(Instant(try text("created_time"))).text(fractionDigits: 6)
        let cells = [
            try text("ticker"), time, try text("trade_id"), try text("yes_price_dollars"), try text("no_price_dollars"),
            try text("count_fp"), try text("taker_outcome_side"), try text("taker_book_side"),
            try trade.member("is_block_trade").bool() ? "true" : "false",
        ]
        return cells.joined(separator: ",")
    }
}

extension Array where Element == [JSONValue] {
    func texts(_ name: String) throws -> [String] { try joined().map { try $0.member(name).string() } }
}
