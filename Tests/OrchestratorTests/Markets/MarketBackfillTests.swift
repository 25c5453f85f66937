import Archive
import ArchiveUpkeep
import Orchestrator
import PluginKit
import Synchronization
import Tabular
import TestWorld
import Testing

/// A first backfill of both fake venues: every row of the world, asked for once, also in pieces.
@Suite("A first backfill of both venues")
struct MarketBackfillTests {
    private static func everything(_ job: inout Job) {
        job.selection.limit = .all
        job.selection.status = "all"
    }

    /// Of an archive of the small world: each Kalshi market's series and its ticker, each Polymarket market's event.
    private static let events = Dictionary(
        uniqueKeysWithValues: VenueWorld.small.polymarket.map { ($0.id, $0.event.id) })

    @Test("every trade, candle and price point of every market, digit for digit, in csv and in sqlite")
    func complete() async throws {
        var desk = try MarketDesk(now: VenueWorld.firstNight)
        desk.sinks = ["csv", "sqlite"]
        let night = try await desk.backfill(options: ["candle-period": "1440,60"], change: Self.everything)
        #expect(night.report.exitCode == .success, "\(night.report.troubles)")
        let now = desk.venues.now
        let world = desk.venues.world
        let (polymarket, kalshi) = world.expectedMarkets(by: now)
        #expect(try desk.lines("kalshi/markets.csv").map { String($0.prefix { $0 != "," }) } == kalshi)
        #expect(try desk.lines("polymarket/market_status.csv").map { String($0.prefix { $0 != "," }) } == polymarket)
        for market in world.kalshi where kalshi.contains(market.ticker) {
            let folder = "\(market.event.series.ticker)/\(market.ticker).csv"
            let end = now.adding(seconds: -120)
            #expect(
                try desk.lines("kalshi/trades/\(folder)")
                    == Array(world.expectedTrades(kalshi: market.ticker, before: end)))
            for period in [60, 1440] {
                let expected = world.expectedCandles(kalshi: market.ticker, period: period, through: end)
                #expect(try desk.lines("kalshi/candles_\(period)/\(folder)") == expected, "\(market.ticker) \(period)")
            }
        }
        for id in polymarket {
            let event = Self.events[id] ?? ""
            for outcome in 0..<2 {
                let stored = try desk.lines("polymarket/prices/\(event)/\(id)-\(outcome).csv")
                let expected = world.expectedPrices(
                    polymarket: id, outcome: outcome, before: now.adding(seconds: -600), asked: now)
                #expect(stored == expected, "\(id) \(outcome)")
            }
            let trades = try desk.lines("polymarket/trades/\(event)/\(id).csv")
            let expected = world.expectedTrades(polymarket: id, before: now.adding(seconds: -300), asked: now)
            #expect(trades.count == expected.count, "\(id)")
        }
        let reader = try desk.reader()
        #expect(try reader.verify(Verification(isFull: true)).isSound)
    }

    @Test(
        """
        a minute later nothing is due and nothing is asked; half an hour later only what is due, and nothing is doubled
        """
    )
    func again() async throws {
        let desk = try MarketDesk(now: VenueWorld.firstNight)
        _ = try await desk.backfill(change: Self.everything)
        let before = desk.folder.files(under: "markets/kalshi/trades").count
        desk.venues.move(to: desk.venues.now.adding(seconds: 60))
        let second = try await desk.update()
        #expect(second.report.exitCode == .success && second.requests.isEmpty, "\(second.requests)")
        desk.venues.move(to: desk.venues.now.adding(seconds: 1_740))
        let third = try await desk.update()
        #expect(third.report.exitCode == .success, "\(third.report.troubles)")
        #expect(third.requests.contains { $0.target.hasPrefix("/historical/cutoff") })
        #expect(
            !third.requests.contains { $0.target.contains("CPIYOY") || $0.target.contains("closed=true") },
            "what is over costs nothing")
        #expect(desk.folder.files(under: "markets/kalshi/trades").count == before)
        #expect(try desk.reader().verify(Verification(isFull: true)).isSound)
    }

    @Test("stopped at ten places and resumed, the archive is the same as without")
    func resumed() async throws {
        let whole = try MarketDesk(now: VenueWorld.firstNight)
        _ = try await whole.backfill(change: Self.everything)
        let files = Self.files(whole)
        for requests in [3, 7, 11, 20, 33, 41, 58, 72, 90, 117] {
            let cut = try MarketDesk(now: VenueWorld.firstNight)
            let stop = StopSignal()
            cut.venues.watch { count in if count == requests { stop.request() } }
            let first = try await cut.backfill(stop: stop) { job in
                Self.everything(&job)
                job.options.threshold = CommitThreshold(bytes: 1, seconds: 0)
            }
            #expect(first.report.exitCode == .tryAgain)
            cut.venues.watch(nil)
            let second = try await cut.backfill(change: Self.everything)
            #expect(second.report.exitCode == .success, "\(requests)")
            #expect(Self.files(cut) == files, "\(requests)")
            for file in files { #expect(try Self.rows(file, whole) == Self.rows(file, cut), "\(requests): \(file)") }
        }
    }

    private static func files(_ desk: MarketDesk) -> [String] {
        desk.folder.files(under: "markets").filter { $0.hasSuffix(".csv") && $0 != "update_summary.csv" }
    }

    /// A file's text; of the states of markets without the moment at which they were seen, which is the run's.
    private static func rows(_ file: String, _ desk: MarketDesk) throws -> String {
        let text = try desk.folder.text("markets/\(file)")
        guard file.hasSuffix("market_status.csv") else { return text }
        return text.split(separator: "\n").map { line in
            line.split(separator: ",").enumerated().filter { $0.offset != 1 }.map(\.element).joined(separator: ",")
        }.joined(separator: "\n")
    }
}
