import Tabular

/// The small world of fake venues, with every kind of market once; here are its nights and Polymarket's part.
extension VenueWorld {
    /// When the small world is read for the first time, and a day later. Between the two, markets are resolved,
    /// disputed and archived, one goes and others come.
    package static let firstNight = "2026-11-16T21:30:00Z"
    package static let secondNight = "2026-11-17T21:30:00Z"

    /// Some dozen markets of each venue, every kind once, with few rows each.
    package static let small = VenueWorld(polymarket: smallPolymarket, kalshi: smallKalshi)

    static func at(_ text: String) -> Instant { FakeMarket.instant(text) }

    // MARK: Polymarket

    private static var smallPolymarket: [PolyMarket] { bridge + past + council + night }

    private static func poly(
        _ id: String, _ question: String, _ event: PolyMarket.Event, from: String, to: String,
        _ body: (inout PolyMarket) -> Void = { _ in }
    ) -> PolyMarket {
        var market = PolyMarket(id: id, question, event: event, created: at(from), ends: at(to))
        body(&market)
        return market
    }

    /// Of one event: open, and resolved to Yes between the nights.
    private static var bridge: [PolyMarket] {
        let event = PolyMarket.Event(id: "9101", title: "Halden Bridge", tags: ["Infrastructure", "Northern Coast"])
        return [
            poly(
                "700101", "Will the Halden bridge open before March 2027?", event, from: "2026-10-20T11:00:00Z",
                to: "2027-03-01T00:00:00Z"
            ) {
                $0.pointEvery = 360
                $0.tradeEvery = 86_400
            },
            poly(
                "700102", "Will the Halden bridge pass its load test?", event, from: "2026-11-02T11:00:00Z",
                to: "2026-11-20T00:00:00Z"
            ) {
                $0.closes = at("2026-11-17T03:10:07Z")
                $0.payouts = ["1", "0"]
                $0.stages = [
                    .init(at("2026-11-16T20:00:00Z"), "proposed"), .init(at("2026-11-17T03:10:07Z"), "resolved"),
                ]
            },
        ]
    }

    /// Resolved long ago: to No, void, on a scale, and to nobody knows what.
    private static var past: [PolyMarket] {
        let resolved = { (time: String) in [PolyMarket.Stage(at(time), "resolved")] }
        return [
            poly(
                "700041", "Will Vellmark raise its rate in June?",
                .init(id: "9041", title: "Vellmark rate, June 2026", tags: ["Economy"]),
                from: "2026-05-20T11:00:00Z", to: "2026-06-20T00:00:00Z"
            ) {
                $0.closes = at("2026-06-20T18:00:11Z")
                $0.payouts = ["0", "1"]
                $0.stages = resolved("2026-06-20T18:00:11Z")
            },
            poly(
                "700052", "Will the Tarn regatta be sailed?",
                .init(id: "9052", title: "Tarn regatta", tags: ["Sports", "Sailing"]),
                from: "2026-09-20T11:00:00Z", to: "2026-10-16T00:00:00Z"
            ) {
                $0.closes = at("2026-10-17T09:31:40Z")
                $0.payouts = ["0.5", "0.5"]
                $0.stages = resolved("2026-10-17T09:31:40Z")
            },
            poly(
                "700012", "How many kilowatts will Hollow Wind add?",
                .init(id: "9012", title: "Hollow Wind growth", tags: ["Energy"]),
                from: "2023-10-01T11:00:00Z", to: "2024-02-01T00:00:00Z"
            ) {
                $0.outcomes = ["Long", "Short"]
                $0.closes = at("2024-02-10T16:20:31Z")
                $0.payouts = ["0.6180339887498948482045868343656381", "0.3819660112501051517954131656343619"]
                $0.stages = resolved("2024-02-10T16:20:31Z")
                $0.pointEvery = 1_440
                $0.tradeEvery = 345_600
                $0.extras = [
                    ("marketType", "\"scalar\""), ("category", "\"Energy\""), ("lowerBound", "\"0\""),
                    ("upperBound", "\"900\""),
                ]
            },
            poly(
                "700003", "Will the Osier harvest beat the last one?",
                .init(id: "9003", title: "Osier harvest 2021", tags: ["Farming"]),
                from: "2021-03-01T11:00:00Z", to: "2021-04-01T00:00:00Z"
            ) {
                $0.closes = at("2021-04-02T10:00:00Z")
                $0.payouts = ["0", "0"]
                $0.hasPrices = false
                $0.tradeEvery = 259_200
                $0.extras = [("category", "\"Farming\"")]
            },
        ]
    }

    /// One question with several answers, one of which has fallen already, and a name that waits for a candidate.
    private static var council: [PolyMarket] {
        let event = PolyMarket.Event(
            id: "9105", title: "Who leads the Orrin council?", tags: ["Politics"], isNegRisk: true)
        return ["Ada Brandt", "Ivo Marsh", "Lene Osk", "Person D"].enumerated().map { index, name in
            poly(
                "70050\(index + 1)", "Will \(name) lead the Orrin council?", event, from: "2026-10-25T11:00:00Z",
                to: "2026-12-05T00:00:00Z"
            ) {
                $0.extras = [("groupItemTitle", VenueText.quoted(name)), ("negRiskOther", "false")]
                $0.pointEvery = 720
                $0.tradeEvery = 172_800
                if index == 0 {
                    $0.closes = at("2026-11-05T08:15:45Z")
                    $0.payouts = ["0", "1"]
                    $0.stages = [.init(at("2026-11-05T08:15:45Z"), "resolved")]
                }
                if index == 3 {
                    $0.hasTokens = false
                    $0.tradeEvery = nil
                }
            }
        }
    }

    /// What the night changes: a game, a dispute, one that goes, one that comes.
    private static var night: [PolyMarket] {
        [
            poly(
                "700606", "Larks vs. Herons", .init(id: "9106", title: "Larks vs. Herons", tags: ["Sports", "Games"]),
                from: "2026-11-10T11:00:00Z", to: "2026-11-17T02:00:00Z"
            ) {
                $0.outcomes = ["Larks", "Herons"]
                $0.closes = at("2026-11-17T04:40:19Z")
                $0.payouts = ["0", "1"]
                $0.stages = [.init(at("2026-11-17T04:40:19Z"), "resolved")]
                $0.extras = [("sportsMarketType", "\"moneyline\""), ("gameStartTime", "\"2026-11-17 02:00:00+00\"")]
                $0.pointEvery = 120
            },
            poly(
                "700708", "Will the Quoin recall be announced?",
                .init(id: "9108", title: "Quoin recall", tags: ["Business"]),
                from: "2026-11-08T11:00:00Z", to: "2026-11-30T00:00:00Z"
            ) {
                $0.closes = at("2026-11-20T12:00:00Z")
                $0.payouts = ["1", "0"]
                $0.stages = [
                    .init(at("2026-11-15T10:00:00Z"), "proposed"), .init(at("2026-11-16T12:00:00Z"), "disputed"),
                    .init(at("2026-11-17T06:00:00Z"), nil), .init(at("2026-11-20T12:00:00Z"), "resolved"),
                ]
            },
            poly(
                "700709", "Will the Pluvi ferry run in winter?",
                .init(id: "9109", title: "Pluvi ferry", tags: ["Northern Coast"]),
                from: "2026-11-09T11:00:00Z", to: "2027-01-10T00:00:00Z"
            ) { $0.vanishes = at("2026-11-17T01:00:00Z") },
            poly(
                "700910", "Will Bram sign the charter?", .init(id: "9110", title: "Bram charter", tags: ["Politics"]),
                from: "2026-11-17T08:00:00Z", to: "2027-02-01T00:00:00Z"
            ) {
                $0.pointEvery = 60
                $0.tradeEvery = 3_600
            },
        ]
    }
}
