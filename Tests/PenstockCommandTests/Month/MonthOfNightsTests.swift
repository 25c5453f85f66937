import Foundation
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// A month by the README's line for every night (Tuesday to Saturday, six in New York), each night with something that
/// upstreams and clocks do. After each: no stored row differs from the truth, whatever is not stored has its cause,
/// what was told of it is what a careful owner should know (`MonthTable`), and all heals by the line alone.
@Suite("A month of nights")
struct MonthOfNightsTests {
    /// One night: what is so on it and on no other, and how the runs over the bars and over the markets may end.
    private struct Night: Sendable {
        let day: String
        let what: String
        var bars: Set<Int32> = [0]
        var markets: Set<Int32> = [0]
        let change: @Sendable (MonthWorld) -> Void

        init(
            _ day: String, _ what: String, bars: Set<Int32> = [0], markets: Set<Int32> = [0],
            _ change: @escaping @Sendable (MonthWorld) -> Void = { _ in }
        ) {
            self.day = day
            self.what = what
            self.bars = bars
            self.markets = markets
            self.change = change
        }
    }

    private static let tooMany = (status: 429, type: "application/json", body: #"{"error":"too many requests"}"#)
    private static let down = (status: 503, type: "application/json", body: "{}")

    private static func everywhere(_ world: MonthWorld, _ answer: (status: Int, type: String, body: String)) {
        world.wrongly { $0.refusal = (answer.status, answer.body) }
        for upstream in ["gamma", "clob", "polymarket-data", "polymarket-data-v1", "kalshi", "kalshi-historical"] {
            world.desk.venues.trouble(upstream) { $0.answersAlways = answer }
        }
    }

    private static let nights: [Night] = [
        Night("2024-06-04", "the live tier of Kalshi knows no trades", markets: [0, 10, 69]) { world in
            world.desk.venues.trouble("kalshi") { $0.absentPaths = ["/markets/trades"] }
        },
        Night("2024-06-05", "the clock is five hours ahead") { $0.clocks(ahead: 18_000) },
        Night("2024-06-06", "dividends") { world in
            for symbol in world.members.prefix(7) {
                world.really(symbol) { $0.dividends[FakeMarket.day("2024-06-05")] = 0.75 }
            }
        },
        Night(
            "2024-06-07", "a null bar, a corrected volume of an old row, a split that is announced and taken back",
            bars: [10]
        ) { world in
            world.wrongly("S08X") { $0.nulls = [FakeMarket.day("2024-06-06")] }
            for symbol in ["S09X", "S22X"] { world.correct(symbol, "2024-04-11") { $0.volumes[$1] = 777 } }
            world.wrongly("S23X") { stock in
                stock.splits[FakeMarket.day("2024-06-14")] = (2, 1)
                stock.announced = 10
            }
        },
        Night("2024-06-08", "an outage", bars: [69], markets: [69]) { everywhere($0, down) },
        Night("2024-06-11", "the outage's second night", bars: [69], markets: [69]) { everywhere($0, down) },
        Night("2024-06-12", "a split, restated at once, by a clock that is three hours behind") { world in
            world.clocks(ahead: -10_800)
            world.really("S10X") { $0.splits[FakeMarket.day("2024-06-11")] = (4, 1) }
            world.really("S11X") { $0.splits[FakeMarket.day("2024-06-11")] = (1, 5) }
        },
        Night("2024-06-13", "429 everywhere", bars: [69], markets: [69]) { everywhere($0, tooMany) },
        Night("2024-06-14", "the clock is three days ahead", bars: [78], markets: [78]) { $0.clocks(ahead: 259_200) },
        Night("2024-06-15", "404 for every symbol", bars: [69]) {
            $0.wrongly { $0.refusal = (404, FakeMarket.unknown) }
        },
        Night(
            "2024-06-18",
            """
            a joiner and a leaver, splits and a dividend that are restated nights later, the archive tier of Kalshi is \
            away
            """,
            bars: [10], markets: [0, 10, 69]
        ) { world in
            world.desk.venues.trouble("kalshi-historical") { $0.absentPaths = ["/historical/trades"] }
            for (symbol, ratio, until) in [
                ("S12X", (3, 1), "2024-06-20"), ("S13X", (1, 10), "2024-06-27"), ("S14X", (21, 20), "2024-07-03"),
            ] {
                world.really(symbol) { stock in
                    stock.splits[FakeMarket.day("2024-06-17")] = ratio
                    stock.restatedFrom[FakeMarket.day("2024-06-17")] = FakeMarket.day(until)
                }
            }
            world.really("S15X") { stock in
                stock.dividends[FakeMarket.day("2024-06-17")] = 20
                stock.restatedFrom[FakeMarket.day("2024-06-17")] = FakeMarket.day("2024-06-26")
            }
            world.really("NEWX") { $0.listed = FakeMarket.day("2024-05-20") }
            world.index { $0 = $0.filter { $0 != "S59X" } + ["NEWX"] }
        },
        Night("2024-06-19", "the clock is five years ahead", bars: [78], markets: [78]) {
            $0.clocks(ahead: 1_827 * 86_400)
        },
        Night("2024-06-20", "corrections: a volume, the newest close") { world in
            world.really("S20X") { $0.volumes[FakeMarket.day("2024-06-14")] = 123_456 }
            world.really("S21X") { $0.closes[FakeMarket.day("2024-06-18")] = 301.25 }
        },
        Night("2024-06-21", "the last session lacks everywhere", bars: [69]) {
            $0.wrongly { $0.missing = [FakeMarket.day("2024-06-20")] }
        },
        Night("2024-06-22", "the clock is twenty minutes ahead, figures cannot be, or can hardly be", bars: [10]) {
            world in
            world.clocks(ahead: 1_200)
            for (symbol, cells) in [
                ("S24X", ["adjclose": "1.2e+35"]), ("S25X", ["close": "1e+30", "high": "1e+30"]),
                ("S26X", ["volume": "9223372036854775807"]),
                ("S27X", ["open": "0.0001", "low": "0.0001"]),
            ] {
                world.wrongly(symbol) { $0.cells[FakeMarket.day("2024-06-21")] = cells }
            }
        },
        Night("2024-06-25", "upstreams contradict each other", bars: [78], markets: [78]) {
            $0.clocks(skews: ["yahoo": 7_200, "kalshi": 7_200])
        },
        Night("2024-06-26", "some symbols are down, one is delisted", bars: [10, 69]) { world in
            for symbol in world.members.suffix(9) { world.wrongly(symbol) { $0.refusal = (500, "{}") } }
            world.gone = ["S30X"]
            world.wrongly("S30X") { $0.refusal = (404, FakeMarket.unknown) }
        },
        // By that clock there is a session that no symbol has: 69, as by any other.
        Night("2024-06-27", "three days ahead, and nobody says what time it is", bars: [69], markets: [0, 10]) {
            $0.clocks(ahead: 259_200, silent: ["*"])
        },
        Night("2024-06-28", "a year behind", bars: [78], markets: [78]) { $0.clocks(ahead: -365 * 86_400) },
        // What the clock of 27 June recorded of those that wait is not believed, so they are new again.
        Night(
            "2024-06-29", "a dividend and a split on one day, by a clock that is an hour ahead", bars: [10],
            markets: [0, 10]
        ) { world in
            world.clocks(ahead: 3_600)
            world.really("S40X") {
                $0.dividends[FakeMarket.day("2024-06-28")] = 1.25
                $0.splits[FakeMarket.day("2024-06-28")] = (2, 1)
            }
        },
        Night(
            "2024-07-02", "another company under a name, one that has only begun, prices moved without an event",
            bars: [10]
        ) { world in
            world.wrongly("S41X") { $0.impostor = "ZZZZ" }
            world.wrongly("S42X") { stock in
                stock.impostor = "YYYY"
                stock.listed = FakeMarket.day("2024-06-27")
            }
            world.really("S43X") { $0.scale = 0.95 }
        },
        Night("2024-07-03", "one company has another name, a leaver comes back") { world in
            world.rename("S50X", to: "RENX")
            world.index { $0 = $0.map { $0 == "S50X" ? "RENX" : $0 } + ["S59X"] }
        },
        Night("2024-07-04", "a name is given to a new company for good", bars: [10]) { world in
            world.really("S52X") { stock in
                stock.impostor = "XXXX"
                stock.listed = FakeMarket.day("2024-07-02")
            }
            world.contested = ["S52X"]
        },
        Night("2024-07-06", "nothing", bars: [0, 10]),
        Night("2024-07-09", "a session lacks everywhere, and never comes", bars: [69]) { $0.closes(on: "2024-07-08") },
        Night("2024-07-10", "it lacks still", bars: [69]),
        Night("2024-07-11", "two later sessions came: it is a gap of each", bars: [0, 10]),
        Night("2024-07-12", "nothing", bars: [0, 10]),
        Night("2024-07-13", "nothing", bars: [0, 10]),
    ]

    @Test(
        """
        every stored row is true on every night, every hole has its cause, and all heals by the line for every night \
        alone
        """
    )
    func month() async throws {
        try await MonthWorld.opened(now: "2024-06-01T10:00:00Z") { world in
            let desk = world.desk
            let first = try await desk.run("first-bars")
            #expect(first.report.exitCode == .success)
            #expect(try await desk.run("first-markets").report.exitCode == .success)
            try world.checkBars(first, "first")
            for (number, night) in Self.nights.enumerated() {
                world.move(to: "\(night.day)T10:00:00Z")
                world.heal()
                night.change(world)
                let what = "\(night.day), \(night.what)"
                let bars = try await desk.run("bars")
                let (code, failure) = (bars.report.exitCode.number, String(describing: bars.report.failure))
                #expect(
                    night.bars.contains(code), "\(what): bars \(code), \(bars.report.troubles.prefix(3)) \(failure)")
                try world.checkBars(bars, what)
                let markets = try await desk.run("markets")
                let (end, reason) = (markets.report.exitCode.number, String(describing: markets.report.failure))
                #expect(
                    night.markets.contains(end),
                    "\(what): markets \(end), \(markets.report.troubles.prefix(3)) \(reason)")
                try world.checkMarkets(what)
                // All views cost as much as the night: they are read on every third.
                let isWhole = number % 3 == 0
                let look = try await desk.look(all: isWhole)
                let told = MonthTold(bars: bars.told, markets: markets.told, look: look.told, views: look.views)
                #expect(MonthTable.tells(told.text, on: night.day), "\(what)\n\(told.text)")
                #expect(told.contradictions + (isWhole ? look.views.disagreements : []) == [], "\(what)")
                // The counts are those of the files.
                let (one, more) = try world.lacking()
                let counts = look.views.status["equities"]?.counts ?? [:]
                guard !world.isClockFar else { continue }
                #expect(
                    counts["behind"] == more && counts["owed"] == (code == 78 ? 0 : one),
                    "\(what): \(one), \(more), \(counts)")
            }
            #expect(Set(MonthTable.rows.keys) == Set(Self.nights.map(\.day)))
            try world.checkHealed()
        }
    }

    @Test(
        """
        a mail that did not come, a ping that says otherwise, a level beside the code, a status beside the look: each \
        is found
        """
    )
    func contradictions() {
        func told(_ change: (inout MonthDesk.Told) -> Void = { _ in }, look: Int32 = 0) -> [String] {
            var bars = MonthDesk.Told(
                code: 10, hook: ["remark/failure bars: KO failed"], mails: ["bars: KO failed"], ping: "/check")
            change(&bars)
            return MonthTold(
                bars: bars, markets: MonthDesk.Told(code: 69, ping: "/check/69"), look: MonthDesk.Told(code: look),
                views: StandingViews()
            ).contradictions
        }
        #expect(told() == [])
        #expect(told { $0.mails = [] }.contains { $0.hasPrefix("bars: mailed []") })
        #expect(told { $0.ping = "/check/10" } == ["bars: pinged /check/10"])
        #expect(told { $0.ping = nil } == ["bars: pinged nobody"])
        #expect(
            told { $0.hook = ["failure/failure bars: KO failed"] }.contains {
                $0.contains("of a run that ended with 10")
            })
        #expect(told(look: 66) == ["look ended with 66"])
    }
}
