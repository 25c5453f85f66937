import Archive
import Foundation
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// Numbers before a backfill, held against what the backfill then really asks for and stores. How far they may be off
/// is written here and in docs/scheduling.md: bars and points by their number of sessions, minutes and days at most the
/// number and at least a third of it; bytes within three; trades of a market within ten, because nobody says how large
/// a trade is.
@Suite("What a dry run says is what a backfill does")
struct EstimateTests {
    private static func everything(_ job: inout Job) {
        job.selection.limit = .all
        job.selection.status = "all"
    }

    private static func estimate(_ job: Job, now: Instant, lists: ArchiveReader? = nil) throws -> PlanEstimate {
        let upstreams = job.providers.flatMap(\.manifest.upstreams)
        let estimates = try DryRun(job: job, sinks: MarketDesk.sinks, upstreams: upstreams, now: now, lists: lists)
            .estimate()
        return try #require(estimates.first)
    }

    private static func expectNear(_ said: Int, _ real: Int, least: Double, most: Double, _ what: String) {
        #expect(real > 0, "\(what): a control that has rows")
        let ratio = Double(said) / Double(max(1, real))
        #expect(least <= ratio && ratio <= most, "\(what): \(said) were said, and \(real) came (\(ratio))")
    }

    /// Rows and bytes of a provider's files, by dataset.
    private static func stored(_ desk: MarketDesk, _ provider: String, _ dataset: String) throws -> (
        rows: Int, bytes: Int
    ) {
        var (rows, bytes) = (0, 0)
        for file in desk.folder.files(under: "markets/\(provider)/\(dataset)") where file.hasSuffix(".csv") {
            let text = try desk.folder.text("markets/\(provider)/\(dataset)/" + file)
            rows += text.split(separator: "\n").count - 1
            bytes += text.utf8.count
        }
        return (rows, bytes)
    }

    @Test(
        "markets: rows by dataset, bytes and requests, from lists that were read and thrown away",
        arguments: ["polymarket", "kalshi"])
    func markets(provider: String) async throws {
        // Of prices a point a day: the fake's are sparser than a minute.
        let options = ["candle-period": "1440,60,1", "fidelity": "1440"]
        let desk = try MarketDesk(now: VenueWorld.firstNight)
        let scratch = try MarketDesk(now: VenueWorld.firstNight)
        var wanted: Job?
        let reading = try await scratch.backfill(provider, options: options) {
            Self.everything(&$0)
            wanted = $0
            $0.options.readsListsOnly = true
        }
        #expect(reading.report.exitCode == .success && reading.report.counts.stored == 0)
        #expect(
            scratch.folder.files(under: "markets/\(provider)").allSatisfy {
                !$0.contains("trades/") && !$0.contains("prices/")
            })
        let asked = reading.requests.map(\.target)
        #expect(
            !asked.isEmpty
                && !asked.contains { $0.contains("trades") || $0.contains("history") || $0.contains("candle") },
            "\(asked)")

        var job = try #require(wanted)
        job.archive = desk.archive
        let said = try Self.estimate(job, now: desk.venues.now, lists: try scratch.reader())
        #expect(desk.folder.files(under: "") == [])
        let night = try await desk.backfill(provider, options: options, change: Self.everything)
        #expect(night.report.exitCode == .success)
        #expect(said.isUniverseKnown && said.lists > 0)
        #expect(said.newSubjects == (try desk.reader().record.subjectCounts(of: provider).followed))
        #expect(said.storage.unsized == 0)
        var (bytes, isFirst) = (0, true)
        for dataset in said.storage.rows.keys.sorted() {
            let real = try Self.stored(desk, provider, dataset)
            bytes += real.bytes
            // Minutes and hours without a move have no bar: most that there can be is said.
            if ["candles_60", "candles_1"].contains(dataset) {
                #expect(said.storage.rows[dataset] ?? 0 >= real.rows)
            } else if dataset == "trades" {
                Self.expectNear(said.storage.rows[dataset] ?? 0, real.rows, least: 0.1, most: 10, dataset)
            } else {
                Self.expectNear(said.storage.rows[dataset] ?? 0, real.rows, least: 0.99, most: 3, dataset)
            }
            isFirst = false
        }
        #expect(!isFirst)
        if provider == "polymarket" { Self.expectNear(said.storage.bytes, bytes, least: 0.34, most: 3, "bytes") }
        Self.expectNear(said.requests, night.report.counts.requests, least: 0.4, most: 2.5, "requests")
    }

    @Test("a recorded list is reckoned by its own pages and markets, and what is stored is not counted once more")
    func recorded() async throws {
        let desk = try MarketDesk(now: VenueWorld.firstNight)
        var wanted: Job?
        let first = try await desk.backfill("polymarket") { $0.selection.limit = .count(2) }
        #expect(first.report.exitCode == .success)
        _ = try await desk.update("polymarket") {
            wanted = $0
            $0.options.updatesSeries = false
        }
        var job = try #require(wanted)
        job.command = .backfill
        job.selection.limit = .count(2)
        let same = try Self.estimate(job, now: desk.venues.now)
        #expect(same.newSubjects == 0 && same.storage.allRows == 0)
        #expect(same.listsRead != nil)
        job.selection.limit = .count(4)
        let more = try Self.estimate(job, now: desk.venues.now)
        #expect(more.newSubjects == 2 && more.storage.allRows > 0)
        let pages = try desk.reader().record.listPages(of: "polymarket")
        #expect(pages.values.map(\.pages).reduce(0, +) == first.requests.count { $0.upstream == "gamma" })
        // The list is not due within its age.
        #expect(more.lists == 0)
        let later = try Self.estimate(job, now: desk.venues.now.adding(seconds: 3_600))
        #expect(later.lists == 1 && later.requests - more.requests >= pages.values.map(\.pages).max() ?? 0)
    }

    @Test("markets of which no list was read: the list's cost is said, and nothing is made up of what it tells of")
    func unknown() throws {
        let provider = try MarketDesk.provider("polymarket")
        let folder = try TemporaryFolder("nothing")
        let job = Job(
            name: "backfill", command: .backfill, providers: [provider], selection: Selection(),
            archive: folder.path + "/markets")
        let said = try Self.estimate(job, now: FakeMarket.instant(VenueWorld.firstNight))
        #expect(said.units == 0 && said.newSubjects == nil && said.mostSubjects == 100 && said.storage.allRows == 0)
        #expect(said.lists == 1 && said.requests > 1 && said.bytes > 0 && !said.isUniverseKnown)
    }

    @Test(
        "bars: a row for each session; the same symbols once more are nothing new; a longer history is the days before")
    func bars() async throws {
        let desk = try RunDesk(now: "2024-06-03T22:00:00Z")
        desk.market.list("AAPL", "KO", "MSFT")
        var job = Job(
            name: "backfill equities", command: .backfill, providers: [desk.provider],
            selection: Selection(names: ["AAPL", "KO", "MSFT"], start: Day("2022-01-03")), archive: desk.archive)
        func said() throws -> PlanEstimate {
            let upstreams = desk.provider.manifest.upstreams
            return try #require(
                try DryRun(job: job, sinks: RunDesk.sinks, upstreams: upstreams, now: desk.market.now).estimate().first)
        }
        let before = try said()
        _ = try await desk.backfill("AAPL", "KO", "MSFT", start: "2022-01-03")
        var (rows, bytes) = (0, 0)
        for symbol in ["AAPL", "KO", "MSFT"] {
            rows += try desk.rows(symbol).count
            bytes += try desk.folder.text(desk.file(symbol)).utf8.count
        }
        let actions = desk.file("AAPL", "actions")
        if desk.folder.exists(actions) { bytes += try desk.folder.text(actions).utf8.count }
        #expect(before.storage.rows["daily_bars"] == rows && rows > 1_800)
        Self.expectNear(before.storage.bytes, bytes, least: 0.5, most: 2, "bytes")
        #expect(try said().storage.allRows == 0)
        job.selection.start = Day("2021-01-04")
        let longer = try said()
        #expect(longer.storage.rows["daily_bars"].map { (3 * 250...3 * 254).contains($0) } == true, "\(longer.storage)")
    }
}
