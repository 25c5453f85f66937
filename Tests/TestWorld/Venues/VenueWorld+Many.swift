import Tabular

/// Large worlds of fake venues: many markets with few rows, or one that was traded very often.
extension VenueWorld {
    /// So many markets of both venues, half of each, with a few rows each. They come one after the other over `days`
    /// days from `start` on, live for 5 to 34 days and end in every way; every 40th vanishes. Five share an event.
    package static func many(count: Int, from start: String = "2026-09-01T00:00:00Z", days: Int = 75) -> VenueWorld {
        let first = at(start)
        let half = max(count / 2, 1)
        let each = Int64(days) * 86_400 / Int64(half)
        return VenueWorld(
            polymarket: (0..<count - count / 2).map {
                polymarket($0, created: first.adding(seconds: Int64($0) * each))
            },
            kalshi: (0..<count / 2).map { kalshi($0, created: first.adding(seconds: Int64($0) * each)) })
    }

    /// One market of Kalshi that was traded so often in the 30 days up to a day before `firstNight`.
    package static func trades(count: Int, ticker: String = "KXBUSY-26-NOV") -> VenueWorld {
        let opens = at("2026-10-16T14:00:00Z")
        let series = KalshiMarket.Series(ticker: "KXBUSY", title: "Busy", category: "Economics", tags: ["Trade"])
        var market = KalshiMarket(
            ticker, "it is busy", event: .init(ticker: "KXBUSY-26", title: "Is it busy?", series: series), opens: opens,
            closes: opens.adding(days: 30))
        market.tradeEvery = 30 * 86_400_000_000 / Int64(max(count, 1))
        return VenueWorld(kalshi: [market])
    }

    private static func polymarket(_ index: Int, created: Instant) -> PolyMarket {
        let event = PolyMarket.Event(
            id: String(20_000 + index / 5), title: "Matter \(index / 5)",
            tags: [["Politics", "Sports", "Science"][index / 5 % 3]])
        var market = PolyMarket(
            id: String(800_000 + index), "Will matter \(index / 5) end in way \(index)?", event: event,
            created: created,
            ends: created.adding(days: 40))
        let end = created.adding(seconds: Int64(5 + index % 30) * 86_400 + 4_321)
        market.pointEvery = 1_440
        market.tradeEvery = 200_000
        if index % 8 != 7 {
            market.closes = end
            market.payouts = [["1", "0"], ["0", "1"], ["0.5", "0.5"]][index % 3]
            market.stages = [.init(end.adding(seconds: -7_200), "proposed"), .init(end, "resolved")]
        }
        if index % 8 == 6 { market.stages.insert(.init(end.adding(seconds: -3_600), "disputed"), at: 1) }
        if index % 40 == 39 { market.vanishes = created.adding(days: 12) }
        return market
    }

    private static func kalshi(_ index: Int, created: Instant) -> KalshiMarket {
        let series = KalshiMarket.Series(
            ticker: "KXMANY\(index / 50)", title: "Matters \(index / 50)",
            category: ["Politics", "Sports", "Economics"][index / 50 % 3],
            tags: ["Matters"])
        let event = KalshiMarket.Event(
            ticker: "KXMANY\(index / 50)-\(index / 5)", title: "Matter \(index / 5)", series: series)
        let opens = created.adding(seconds: 3_600)
        let closes = opens.adding(seconds: Int64(5 + index % 30) * 86_400 + 4_321)
        var market = KalshiMarket(
            "\(event.ticker)-W\(index)", "matter \(index / 5) ends in way \(index)", event: event, opens: opens,
            closes: index % 8 == 7 ? closes.adding(days: 400) : closes)
        market.tradeEvery = 200_000_000_000
        if index % 8 != 7 {
            market.stages = [.init(closes.adding(seconds: 1_800), "determined")]
            market.settles = closes.adding(seconds: 40_000)
            market.result = ["yes", "no", "scalar"][index % 3]
            market.pays = [10_000, 0, 3_700][index % 3]
        }
        if index % 8 == 6 { market.stages.append(.init(closes.adding(seconds: 7_200), "disputed")) }
        if index % 40 == 39 { market.vanishes = opens.adding(days: 12) }
        return market
    }
}
