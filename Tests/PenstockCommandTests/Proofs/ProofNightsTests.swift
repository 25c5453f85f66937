import Archive
import Foundation
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import PenstockCommand

/// `coverage --prove` over random nights: faults, stops, kills, narrow jobs and days off by a seed. Whatever is claimed
/// is held against the truth of the fakes and the log of their answers, by code that knows nothing of plans or
/// coverage; and all views against each other.
@Suite("Nothing is proved that was not read")
struct ProofNightsTests {
    /// `PENSTOCK_PROOF_SEEDS=200` tries so many.
    static let seeds = Array(
        UInt64(1)...(ProcessInfo.processInfo.environment["PENSTOCK_PROOF_SEEDS"].flatMap(UInt64.init) ?? 12))

    /// Markets that live through the nights, in every tier, and some stocks of which not all were always there.
    static func desk() throws -> ProofDesk {
        let desk = try ProofDesk(world, now: "2024-06-04T10:00:00Z")
        for (symbol, listed) in [
            ("AAA", "2024-01-02"), ("BBB", "2024-01-02"), ("CCC", "2024-05-17"), ("DDD", "2024-06-10"),
            ("EEE", "2024-01-02"),
            ("FFF", "2024-03-01"),
        ] {
            desk.bars.change(symbol) { $0.listed = FakeMarket.day(listed) }
        }
        desk.bars.change("FFF") { $0.nulls = [FakeMarket.day("2024-05-15")] }
        return desk
    }

    private static func at(_ text: String) -> Instant { FakeMarket.instant(text) }

    private static var world: VenueWorld {
        let series = KalshiMarket.Series(ticker: "KXRAIN", title: "Rain", category: "Climate", tags: ["Rain"])
        func kalshi(_ name: String, _ opens: String, _ closes: String, settles: String? = nil) -> KalshiMarket {
            var market = KalshiMarket(
                "KXRAIN-24-\(name)", "it rains in \(name)",
                event: .init(ticker: "KXRAIN-24", title: "Where does it rain?", series: series),
                opens: at(opens), closes: at(closes))
            market.tradeEvery = 170_000_000_000
            market.settles = settles.map(at)
            if settles != nil { market.stages = [.init(at(closes).adding(seconds: 1_800), "determined")] }
            return market
        }
        func poly(_ id: String, _ created: String, every step: Int64 = 170_000, closes: String? = nil) -> PolyMarket {
            var market = PolyMarket(
                id: id, "Will \(id) come?", event: .init(id: "9000", title: "What comes", tags: ["Weather"]),
                created: at(created),
                ends: at("2024-12-01T00:00:00Z"))
            market.tradeEvery = step
            market.closes = closes.map(at)
            if let closes {
                market.payouts = ["1", "0"]
                market.stages = [.init(at(closes), "resolved")]
            }
            return market
        }
        return VenueWorld(
            polymarket: [
                poly("500001", "2020-11-01T10:00:00Z", every: 5_000_000), poly("500002", "2024-05-10T10:00:00Z"),
                poly("500003", "2024-05-20T10:00:00Z", closes: "2024-06-12T09:30:00Z"),
                poly("500004", "2024-06-08T10:00:00Z"),
                poly("500005", "2024-04-20T10:00:00Z", closes: "2024-05-28T09:30:00Z"),
            ],
            kalshi: [
                kalshi("OSLO", "2024-02-20T14:00:00Z", "2024-12-01T00:00:00Z"),
                kalshi("BERN", "2024-02-20T14:00:00Z", "2024-03-20T14:00:00Z", settles: "2024-03-21T10:00:00Z"),
                kalshi("RIGA", "2024-05-08T14:00:00Z", "2024-06-11T14:00:00Z", settles: "2024-06-12T01:00:00Z"),
                kalshi("BRNO", "2024-06-09T14:00:00Z", "2024-12-01T00:00:00Z"),
                kalshi("CORK", "2024-03-25T14:00:00Z", "2024-04-09T14:00:00Z", settles: "2024-04-10T10:00:00Z"),
            ])
    }

    /// What somebody may type on a night.
    private static func lines(_ random: inout SplitMix) -> [ProofLine] {
        func one<Item>(_ choices: [Item]) -> Item { choices[Int(random.next() % UInt64(choices.count))] }
        let symbols = Array(Set([one(ProofDesk.symbols), one(ProofDesk.symbols)])).sorted()
        let date = one(["2024-02-01", "2024-03-15", "2024-05-10", "2024-05-28", "2024-06-10"])
        let bars: [(inout ProofLine) -> Void] = [
            { _ in }, { _ in }, { _ in }, { _ in }, { $0.symbols = symbols }, { $0.flags = ["force"] },
            { $0.flags = ["no-fill-gaps"] },
            { $0.flags = ["max-age-days 3"] }, { $0.flags = ["recheck-sessions 2"] },
            { ($0.command, $0.symbols) = (.backfill, symbols) },
            { ($0.command, $0.symbols, $0.start) = (.backfill, symbols, date) },
            { ($0.command, $0.symbols, $0.start, $0.end) = (.backfill, symbols, date, "2024-06-10") },
            { ($0.command, $0.symbols, $0.flags) = (.backfill, symbols, ["no-resume"]) },
            { ($0.command, $0.start) = (.backfill, date) },
        ]
        let kalshi = "KXRAIN-24-\(one(["OSLO", "BERN", "RIGA", "BRNO", "CORK"]))"
        let poly = one(["500001", "500002", "500003", "500004", "500005"])
        let limit = one(["1", "3", "all"])
        let markets: [(inout ProofLine) -> Void] = [
            { _ in }, { _ in }, { _ in }, { $0.providers = ["kalshi"] }, { $0.providers = ["polymarket"] },
            { $0.flags = ["force"] },
            { $0.flags = ["no-fill-gaps"] }, { $0.limit = limit }, { $0.flags = ["no-update-prices"] },
            { ($0.command, $0.providers, $0.markets) = (.backfill, ["kalshi"], [kalshi]) },
            { ($0.command, $0.providers, $0.markets) = (.backfill, ["polymarket"], [poly]) },
            { ($0.command, $0.limit) = (.backfill, limit) },
            { ($0.command, $0.limit, $0.status) = (.backfill, limit, "all") },
            { ($0.command, $0.providers, $0.markets, $0.flags) = (.backfill, ["kalshi"], [kalshi], ["no-resume"]) },
        ]
        return [
            ProofLine.update("equities").with(one(bars)),
            ProofLine.update("polymarket", "kalshi").with { $0.datasets = "trades" }.with(one(markets)),
        ]
    }

    private static let first = [
        ProofLine.backfill("equities").with { ($0.symbols, $0.start) = (["AAA", "BBB", "CCC"], "2024-05-01") },
        ProofLine.backfill("polymarket", "kalshi").with { ($0.limit, $0.datasets) = ("3", "trades") },
    ]

    @Test(
        "faults, stops, kills, narrow jobs and days off: every claim holds before and after every night",
        arguments: seeds)
    func nights(seed: UInt64) async throws {
        var random = SplitMix(seed: seed)
        let desk = try Self.desk()
        var whole = 0
        var deaths = SplitMix(seed: seed &* 31)
        func cut() -> ProofDesk.Cut? {
            if random.next() % 4 == 0 { return .stop(1 + Int(random.next() % 9)) }
            // Commits after every page, after some, or at the end only.
            let (death, place, size) = (deaths.next(), deaths.next(), deaths.next())
            return death % 3 == 0 ? .kill(1 + Int(place % 9), [1, 2_000, 64 << 20][Int(size % 3)]) : nil
        }
        func check(_ when: String) async throws {
            for judgement in [try await desk.judgeBars(), try await desk.judgeTrades()] {
                whole += judgement.whole
                let (count, wrong) = (judgement.wrong.count, judgement.wrong.prefix(4).joined(separator: "\n"))
                #expect(count == 0, "seed \(seed), \(when):\n\(wrong)\n\(desk.history.joined(separator: "\n"))")
            }
        }
        for line in Self.first { try await desk.type(line, NightFaults(seed: random.next()), cut: cut()) }
        try await check("the first night")
        for night in 1...6 {
            desk.move(
                to: desk.now.adding(days: 1 + Int(random.next() % 8) / 6).adding(seconds: Int64(random.next() % 7_200)))
            try await check("before night \(night)")
            for line in Self.lines(&random) { try await desk.type(line, NightFaults(seed: random.next()), cut: cut()) }
            try await check("night \(night)")
        }
        #expect(whole > 5, "seed \(seed): of \(whole) units in all it was said that they have no hole")
    }

    // MARK: Controls

    /// An archive to which nothing has happened: all of it is proved, and rightly.
    private static func wellDesk() async throws -> ProofDesk {
        let desk = try Self.desk()
        for line in first { #expect(try await desk.type(line) == 0) }
        for judgement in [try await desk.judgeBars(), try await desk.judgeTrades()] {
            #expect(judgement.isProved && judgement.whole >= 3 && judgement.wrong.isEmpty, "\(judgement)")
        }
        return desk
    }

    /// Writes into the record of an archive that a span of a unit is in a state.
    private static func plant(
        _ state: CoverageSpan.State, _ span: Span, of label: String, _ provider: String, in archive: String,
        _ desk: ProofDesk
    ) throws {
        let host = CommandStage(directory: desk.folder.path).host
        let archive = try Archive.open(
            at: "\(desk.folder.path)/data/\(archive)", sinks: SinkOpening(host: host).open,
            lock: LockRequest(holder: "a liar"),
            now: desk.now)
        let unit = try #require(try archive.record.units(of: provider).first { $0.label == label })
        var coverage = try archive.record.coverage(of: unit.id)
        coverage.set(span, state)
        try archive.settle([SettledUnit(unit, due: unit.due, isSealed: false, coverage: coverage)], run: 0)
        try archive.close()
    }

    @Test("an archive to which nothing happens is proved; a row, a question or a wish that is taken away is missed")
    func noticed() async throws {
        let desk = try await Self.wellDesk()
        let text = try desk.folder.text(ProofDesk.file("AAA"))
        try desk.folder.write(ProofDesk.file("AAA"), text.split(separator: "\n").dropLast(3).joined(separator: "\n"))
        #expect(try await desk.judgeBars().wrong.contains { $0.contains("is called stored and is not") })
        try desk.folder.write(ProofDesk.file("AAA"), text.replacing(/,\d+,/) { ",1\($0.0.dropFirst())" })
        #expect(try await desk.judgeBars().wrong.contains { $0.contains("is not the true one") })
        try desk.folder.write(ProofDesk.file("AAA"), text)
        #expect(try await desk.judgeBars().wrong.isEmpty)

        desk.want("EEE", from: "2024-05-01")
        #expect(try await desk.judgeBars().wrong.contains { $0.hasPrefix("EEE: not in the archive") })
        desk.want("EEE", from: "2024-06-04")
        desk.log.strike { $0.symbol == "CCC" }
        #expect(try await desk.judgeBars().wrong.contains { $0.contains("is called empty and was never read") })
    }

    @Test(
        """
        a run that was killed between two commits: every view says the same of it, nothing false, and the next run \
        goes on
        """
    )
    func killed() async throws {
        let desk = try await Self.wellDesk()
        desk.move(to: desk.now.adding(days: 1))
        #expect(try await desk.type(.update("equities"), cut: .kill(2, 1)) == 137)
        #expect(desk.kills == 1)
        #expect(try await desk.judgeBars().wrong.isEmpty)
        #expect(try await desk.type(.update("equities")) == 0)
        let after = try await desk.judgeBars()
        #expect(after.isProved && after.wrong.isEmpty, "\(after)")
    }

    @Test("one view that says something else than the others is reported, whichever it is")
    func views() async throws {
        let desk = try await Self.wellDesk()
        desk.move(to: desk.now.adding(days: 1))
        desk.bars.change("AAA") { $0.nulls = [FakeMarket.day("2024-06-04")] }
        #expect(try await desk.type(.update("equities")) == 10)
        let right = try desk.views(of: "equities")
        #expect(
            right.disagreements.isEmpty
                && right.status["equities"]?.headline == "up to date but for 1 gap of 2024-06-04")
        let lies: [(words: String, lie: (inout StandingViews) -> Void)] = [
            ("coverage says", { $0.status["equities"]?.headline = "up to date" }),
            ("whether it is stale", { $0.status["equities"]?.isStale = true }),
            ("units owed", { $0.status["equities"]?.counts["owed"] = 2 }),
            ("status ends with 66", { $0.exitCode = 66 }),
            ("coverage says", { $0.coverage["equities"] = "STALE: 1 symbol behind, by 2 sessions" }),
            (
                "coverage's units owed",
                { $0.standings["equities"] = $0.standings["equities"]?.map { _ in "up_to_date" } }
            ),
            ("runs says", { $0.runs["equities"] = "up to date" }),
            ("metric of staleness", { $0.metrics["equities"]?["stale"] = 1 }),
            ("metric of behind", { $0.metrics["equities"]?["behind"] = 1 }),
            ("doctor says", { $0.doctor["equities"]?.headline = "up to date" }),
            ("doctor's sign", { $0.doctor["equities"]?.isWell = true }),
            ("doctor says nothing", { $0.doctor = [:] }),
            ("the page says true", { views in views.cards.indices.forEach { views.cards[$0].status.silence = nil } }),
            (
                "all of the page has 0 owed",
                { views in views.cards.indices.forEach { views.cards[$0].dataset?.owed = 0 } }
            ),
            ("the page's note", { views in views.cards.indices.forEach { views.cards[$0].status.butFor = [] } }),
        ]
        for (words, lie) in lies {
            var views = right
            lie(&views)
            #expect(views.disagreements.contains { $0.contains(words) }, "\(words): \(views.disagreements)")
        }
    }

    @Test("a proof that is planted in the record is found out, and so is one by upstreams that lie")
    func planted() async throws {
        let desk = try Self.desk()
        desk.bars.change("BBB") { $0.missing = [FakeMarket.day("2024-05-15")] }
        #expect(
            try await desk.type(.backfill("equities").with { ($0.symbols, $0.start) = (["AAA", "BBB"], "2024-05-01") })
                == 10)
        desk.bars.change("BBB") { $0.missing = [] }
        let before = try await desk.judgeBars()
        #expect(!before.isProved && before.wrong.isEmpty, "\(before)")
        let hole = Span(FakeMarket.day("2024-05-15"))
        for (state, words) in [
            (CoverageSpan.State.stored, "is called stored and is not"),
            (.empty(Reason("closed")), "is called empty, and there is a row"),
            (.unavailable(Reason("gone")), "the archive is proved, and 2024-05-15 is not stored, but unavailable"),
        ] {
            try Self.plant(state, hole, of: "BBB", "equities", in: "historical", desk)
            let after = try await desk.judgeBars()
            #expect(after.isProved && after.wrong.contains { $0.hasSuffix(words) }, "\(state): \(after)")
        }

        let liar = try Self.desk()
        for line in Self.first { _ = try await liar.type(line, .lie) }
        let bars = try await liar.judgeBars()
        #expect(
            bars.isProved
                && bars.wrong.contains { $0.hasPrefix("AAA: ") && $0.contains("is called empty, and there is a row") })
        // That nothing was ever traded is no news that an archive believes: its listing says otherwise.
        #expect(try await liar.judgeTrades().wrong.isEmpty)
        let life = Span(Self.at("2024-02-20T14:00:00Z").microseconds, liar.now.microseconds)
        try Self.plant(.stored, life, of: "KXRAIN-24-OSLO trades", "kalshi", in: "prediction_markets", liar)
        #expect(
            try await liar.judgeTrades().wrong.contains {
                $0.hasPrefix("KXRAIN-24-OSLO: ") && $0.contains("is called stored")
            })
    }
}
