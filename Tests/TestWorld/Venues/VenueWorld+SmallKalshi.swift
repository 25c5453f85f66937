import Tabular

/// Kalshi's part of the small world.
extension VenueWorld {
    private static func kalshi(
        _ ticker: String, _ name: String, _ event: KalshiMarket.Event, from: String, to: String,
        _ body: (inout KalshiMarket) -> Void = { _ in }
    ) -> KalshiMarket {
        var market = KalshiMarket(ticker, name, event: event, opens: at(from), closes: at(to))
        body(&market)
        return market
    }

    static var smallKalshi: [KalshiMarket] { bridgeAndFerry + rain + prices + orrin + combos }

    /// Open since long before the cutoff, and one that vanishes.
    private static var bridgeAndFerry: [KalshiMarket] {
        let series = KalshiMarket.Series(
            ticker: "KXHALDEN", title: "Halden works", category: "Transportation", tags: ["Bridges", "Northern Coast"])
        return [
            kalshi(
                "KXHALDEN-27-MAR", "the Halden bridge opens before March 2027",
                .init(ticker: "KXHALDEN-27", title: "When does the Halden bridge open?", series: series),
                from: "2026-07-20T14:00:00Z",
                to: "2027-03-01T05:00:00Z"
            ) { $0.tradeEvery = 100_000_000_000 },
            kalshi(
                "KXHALDEN-FERRY-W", "the Pluvi ferry runs in winter",
                .init(ticker: "KXHALDEN-FERRY", title: "Does the Pluvi ferry run in winter?", series: series),
                from: "2026-11-05T15:00:00Z",
                to: "2027-01-10T05:00:00Z"
            ) { $0.vanishes = at("2026-11-17T02:00:00Z") },
        ]
    }

    /// One series through its life: resolved between the nights, in the live tier, archived between the nights,
    /// archived long ago.
    private static var rain: [KalshiMarket] {
        let series = KalshiMarket.Series(
            ticker: "KXRAINVM", title: "Rain in Vellmark", category: "Climate and Weather", tags: ["Rain"])
        func day(_ code: String, from: String, to: String, settles: String, _ result: String) -> KalshiMarket {
            kalshi(
                "KXRAINVM-\(code)-T1", "more than 1 inch of rain falls by \(code)",
                .init(ticker: "KXRAINVM-\(code)", title: "Rain in Vellmark by \(code)?", series: series), from: from,
                to: to
            ) {
                $0.settles = at(settles)
                $0.result = result
                $0.pays = result == "yes" ? 10_000 : 0
                $0.stages = [.init($0.closes.adding(seconds: 1_800), "determined")]
                $0.plannedClose = $0.closes.adding(days: 2)
                $0.tradeEvery = 30_000_000_000
                $0.tick = 10
                $0.priceStructure = "deci_cent"
            }
        }
        return [
            day(
                "26NOV17", from: "2026-11-10T15:00:00Z", to: "2026-11-17T05:00:00Z", settles: "2026-11-17T14:00:00Z",
                "yes"),
            day(
                "26OCT01", from: "2026-09-24T14:00:00Z", to: "2026-10-01T04:00:00Z", settles: "2026-10-01T18:00:00Z",
                "no"),
            day(
                "26SEP12", from: "2026-09-05T14:00:00Z", to: "2026-09-12T04:00:00Z", settles: "2026-09-12T15:10:00Z",
                "no"),
            day(
                "26AUG20", from: "2026-08-10T14:00:00Z", to: "2026-08-20T04:00:00Z", settles: "2026-08-20T16:30:00Z",
                "yes"),
        ]
    }

    /// An event whose ticker is older than its series': paid on a scale, and void.
    private static var prices: [KalshiMarket] {
        let event = KalshiMarket.Event(
            ticker: "CPIYOY-26OCT", title: "Vellmark prices in October",
            series: .init(ticker: "KXCPIYOY", title: "Vellmark prices", category: "Economics", tags: ["Inflation"]))
        return [("S", 3_700), ("V", 5_000)].map { code, pays in
            kalshi(
                "CPIYOY-26OCT-\(code)", "prices rise, paid by how much (\(code))", event, from: "2026-10-12T14:00:00Z",
                to: "2026-11-10T13:25:00Z"
            ) {
                $0.settles = at("2026-11-10T15:00:00Z")
                $0.result = "scalar"
                $0.pays = pays
                $0.tradeEvery = 90_000_000_000
            }
        }
    }

    /// Of one exclusive event: open with half of a tenth of a cent as its tick, and disputed; and one that comes later.
    private static var orrin: [KalshiMarket] {
        let series = KalshiMarket.Series(
            ticker: "KXORRIN", title: "Orrin council", category: "Politics", tags: ["Councils"])
        let event = KalshiMarket.Event(
            ticker: "KXORRIN-26", title: "Who leads the Orrin council?", series: series, isExclusive: true)
        return [
            kalshi(
                "KXORRIN-26-MARSH", "Ivo Marsh leads the council", event, from: "2026-10-26T14:00:00Z",
                to: "2026-12-05T05:00:00Z"
            ) {
                $0.tick = 5
                $0.priceStructure = "tapered_half_deci_cent"
                $0.tradeEvery = 40_000_000_000
            },
            kalshi(
                "KXORRIN-26-BRANDT", "Ada Brandt leads the council", event, from: "2026-10-26T14:00:00Z",
                to: "2026-11-14T05:00:00Z"
            ) {
                $0.stages = [
                    .init(at("2026-11-15T15:00:00Z"), "determined"), .init(at("2026-11-16T12:00:00Z"), "disputed"),
                    .init(at("2026-11-17T02:00:00Z"), "closed"), .init(at("2026-11-18T10:00:00Z"), "amended"),
                ]
                $0.settles = at("2026-11-19T15:00:00Z")
                $0.result = "no"
                $0.pays = 0
            },
            kalshi(
                "KXORRIN-27-BRAM", "Bram signs the charter",
                .init(ticker: "KXORRIN-27", title: "Is the charter signed?", series: series),
                from: "2026-11-17T09:00:00Z", to: "2027-02-01T05:00:00Z"
            ) { $0.tradeEvery = 3_600_000_000 },
        ]
    }

    private static var combos: [KalshiMarket] {
        let series = KalshiMarket.Series(ticker: "KXMVELARKS", title: "Combos", category: "Sports", tags: [])
        return [
            kalshi(
                "KXMVELARKS-S2026A1-C7", "yes Ivo Marsh,no more than 1 inch of rain",
                .init(ticker: "KXMVELARKS-S2026A1", title: "Combo", series: series), from: "2026-11-14T15:00:00Z",
                to: "2026-12-05T05:00:00Z"
            ) {
                $0.combo = .init(
                    collection: "KXMVELARKS-R",
                    legs: [
                        ("KXORRIN-26", "KXORRIN-26-MARSH", "yes"), ("KXRAINVM-26NOV17", "KXRAINVM-26NOV17-T1", "no"),
                    ])
                $0.tick = 10
                $0.priceStructure = "deci_cent"
            }
        ]
    }
}
