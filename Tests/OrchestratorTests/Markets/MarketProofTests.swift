import Archive
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// What the record of a market proves: what was asked and came, and nothing else.
@Suite("Proofs of markets")
struct MarketProofTests {
    private static let ticker = "KXPROOF-26-A"
    /// The live tier's and the archive's trades begin and end at 2026-09-12.
    private static let now = "2026-11-16T21:00:00Z"

    /// One market of Kalshi, half of whose trades are in the archive tier by now.
    private func world(_ change: (inout KalshiMarket) -> Void = { _ in }) -> VenueWorld {
        let opens = FakeMarket.instant("2026-07-01T14:00:00Z")
        let series = KalshiMarket.Series(ticker: "KXPROOF", title: "Proof", category: "Economics", tags: ["Proof"])
        var market = KalshiMarket(
            Self.ticker, "it is proved", event: .init(ticker: "KXPROOF-26", title: "Is it proved?", series: series),
            opens: opens,
            closes: FakeMarket.instant("2026-12-20T14:00:00Z"))
        market.tradeEvery = 6 * 3_600_000_000
        change(&market)
        return VenueWorld(kalshi: [market])
    }

    /// Both venues, without the markets that vanish.
    private static var lasting: VenueWorld {
        var world = VenueWorld.small
        for index in world.polymarket.indices { world.polymarket[index].vanishes = nil }
        return world
    }

    private func accounts(_ desk: MarketDesk, _ provider: String = "kalshi") throws -> [UnitAccount] {
        let reader = try desk.reader()
        var accounts: [UnitAccount] = []
        try ArchiveAccounts(reader, now: desk.venues.now).each(of: MarketDesk.provider(provider)) {
            accounts.append($0)
            return true
        }
        try reader.close()
        return accounts
    }

    private func status(_ desk: MarketDesk, _ provider: String) throws -> ProviderStatus {
        let reader = try desk.reader()
        defer { try? reader.close() }
        return try ArchiveStatus(reader, now: desk.venues.now).status(of: MarketDesk.provider(provider))
    }

    private func trades(_ desk: MarketDesk) throws -> UnitAccount {
        try #require(try accounts(desk).first { $0.datasets.first?.name == "trades" })
    }

    private func stored(_ desk: MarketDesk) throws -> [String] {
        try desk.lines("kalshi/trades/KXPROOF/\(Self.ticker).csv")
    }

    private func expected(_ desk: MarketDesk, until: Instant? = nil) -> [String] {
        Array(
            desk.venues.world.expectedTrades(
                kalshi: Self.ticker, before: until ?? desk.venues.now.adding(seconds: -120)))
    }

    private func flags(_ desk: MarketDesk) throws -> [String] {
        let reader = try desk.reader()
        defer { try? reader.close() }
        return try reader.record.newestRemarks(of: ["kalshi", "polymarket"], limit: 100).shown.filter {
            $0.rule == "X5"
        }.map(\.text)
    }

    private static func totals(_ night: MarketDesk.Night) -> [String] {
        night.report.flags.filter { $0.hasPrefix("X5") }
    }

    private func night(_ desk: MarketDesk, _ days: Int = 1, _ providers: String...) async throws -> MarketDesk.Night {
        desk.venues.move(to: desk.venues.now.adding(days: days))
        return providers.isEmpty ? try await desk.update("kalshi") : try await desk.update(providers[0])
    }

    // MARK: One tier

    @Test(
        """
        one 404 of a tier leaves its side of the cutoff open, and the next try closes it; of both tiers the market rests
        """,
        arguments: [["kalshi"], ["kalshi-historical"], ["kalshi", "kalshi-historical"], []])
    func oneTier(_ tiers: [String]) async throws {
        let desk = try MarketDesk(world(), now: Self.now)
        for tier in tiers {
            desk.venues.trouble(tier) {
                $0.instead = [.init(tier == "kalshi" ? "/markets/trades" : "/historical/trades", 404)]
            }
        }
        let first = try await desk.backfill("kalshi")
        #expect(first.report.exitCode == (tiers.isEmpty ? .success : .partial), "\(first.report.troubles)")
        let account = try trades(desk)
        #expect(account.hasHole == !tiers.isEmpty)
        #expect(tiers.isEmpty || account.holes.contains { $0.reason?.code == "unknown_market" })
        let whole = expected(desk)
        let cutoff = "2026-09-12"
        switch tiers {
        case ["kalshi"]:
            #expect(try Set(whole.filter { $0.split(separator: ",")[1] < cutoff[...] }).isSubset(of: stored(desk)))
        case ["kalshi-historical"]:
            #expect(try Set(whole.filter { $0.split(separator: ",")[1] >= cutoff[...] }).isSubset(of: stored(desk)))
        case []: #expect(try stored(desk) == whole)
        default: #expect(try stored(desk).isEmpty)
        }
        #expect(try whole.count > 500 && (tiers.isEmpty || stored(desk).count < whole.count))
        _ = try await night(desk, 2)
        #expect(try stored(desk) == expected(desk))
        #expect(try !trades(desk).hasHole)
    }

    @Test("rows that are stored refute an answer that has none: it proves nothing, and nothing is lost")
    func emptied() async throws {
        let desk = try MarketDesk(world(), now: Self.now)
        _ = try await desk.backfill("kalshi")
        let before = try stored(desk)
        for tier in ["kalshi", "kalshi-historical"] {
            desk.venues.trouble(tier) {
                $0.instead = [
                    .init("/trades?", 200, #"{"cursor":"","trades":[]}"#, times: .max),
                    .init("/candlesticks?", 200, #"{"candlesticks":[],"ticker":"\#(Self.ticker)"}"#, times: .max),
                ]
            }
        }
        let forced = try await desk.update("kalshi") { $0.options.isForced = true }
        #expect(forced.report.exitCode == .unavailable || forced.report.exitCode == .partial)
        let reasons = try accounts(desk).flatMap(\.holes).map { $0.reason?.code }
        #expect(try Set(reasons) == ["no_trades", "rows_missing"] && stored(desk) == before)
        desk.venues.heal()
        _ = try await night(desk, 2)
        #expect(try !trades(desk).hasHole && stored(desk) == expected(desk))
    }

    // MARK: What was never asked for

    @Test("a backfill that is killed proves nothing, the first one and one that follows", arguments: [false, true])
    func killed(_ isSecond: Bool) async throws {
        let desk = try MarketDesk(Self.lasting, now: VenueWorld.firstNight)
        if isSecond {
            let first = try await desk.backfill("polymarket") { $0.selection.limit = .count(2) }
            #expect(first.report.exitCode == .success)
            #expect(try accounts(desk, "polymarket").allSatisfy { !$0.hasHole })
            #expect(try status(desk, "polymarket").behindCount == 0)
        }
        let stop = StopSignal()
        desk.venues.watch { if $0 == (isSecond ? 9 : 5) { stop.request() } }
        let killed = try await desk.backfill("polymarket", stop: stop) { $0.selection.limit = .count(6) }
        desk.venues.watch(nil)
        #expect(killed.report.exitCode == .tryAgain)
        for hours in [0, 20] {
            desk.venues.move(to: desk.venues.now.adding(seconds: Int64(hours) * 3_600))
            let accounts = try accounts(desk, "polymarket")
            #expect(accounts.contains(where: \.hasHole) && !accounts.isEmpty)
            #expect(accounts.flatMap(\.holes).allSatisfy { $0.name == "unasked" })
            let status = try status(desk, "polymarket")
            #expect(status.behindCount == accounts.count(where: \.hasHole) && status.upToDate < status.units)
        }
        _ = try await desk.backfill("polymarket") { $0.selection.limit = .count(6) }
        #expect(try accounts(desk, "polymarket").allSatisfy { !$0.hasHole })
    }

    @Test(
        """
        a market that was named and never answered for is not proved by having no series: its list says so until it is \
        read
        """
    )
    func named() async throws {
        let desk = try MarketDesk(Self.lasting, now: VenueWorld.firstNight)
        let market = try #require(desk.venues.world.polymarket.first { $0.closes == nil && $0.hasTokens })
        func unread() throws -> [UnreadList] {
            try ArchiveAccounts(desk.reader(), now: desk.venues.now).unread(of: MarketDesk.provider("polymarket"))
        }
        desk.venues.trouble("gamma") { $0.answersAlways = (500, "application/json", "{}") }
        let failed = try await desk.backfill("polymarket") { $0.selection.names = [market.id] }
        #expect(failed.report.exitCode == .unavailable)
        #expect(try unread().contains { $0.reason?.description.contains("500") == true })
        desk.venues.heal()
        #expect(try await desk.backfill("polymarket") { $0.selection.names = [market.id] }.report.exitCode == .success)
        #expect(try unread().isEmpty)
    }

    @Test("what was asked for and failed is a hole that says so, from the first night on, and no other market's")
    func failed() async throws {
        let desk = try MarketDesk(Self.lasting, now: VenueWorld.firstNight)
        let market = try #require(
            desk.venues.world.polymarket.first { $0.tradeEvery != nil && $0.closes == nil && $0.hasTokens })
        desk.venues.trouble("polymarket-data") { $0.instead = [.init(market.conditionID, 500, "{}", times: .max)] }
        let first = try await desk.backfill("polymarket") { $0.selection.limit = .all }
        #expect(first.report.exitCode == .partial && first.report.troubles.count == 1)
        for nights in 0..<3 {
            if nights > 0 { _ = try await night(desk, 1, "polymarket") }
            let holes = try accounts(desk, "polymarket").filter(\.hasHole)
            #expect(holes.count == 1 && holes.first?.unit.subject?.name == market.id)
            #expect(holes.first?.holes.map(\.name) == ["failed"])
            #expect(holes.first?.holes.first?.reason?.description.contains("500") == true)
            #expect(try status(desk, "polymarket").behindCount == 1)
        }
        desk.venues.heal()
        _ = try await night(desk, 1, "polymarket")
        #expect(try accounts(desk, "polymarket").allSatisfy { !$0.hasHole })
        // A night that fails after good ones is a hole too, where a missed night is not yet.
        desk.venues.move(to: desk.venues.now.adding(seconds: 20 * 3_600))
        #expect(try accounts(desk, "polymarket").allSatisfy { !$0.hasHole })
        desk.venues.trouble("polymarket-data") { $0.instead = [.init(market.conditionID, 500, "{}", times: .max)] }
        _ = try await desk.update("polymarket")
        #expect(try accounts(desk, "polymarket").filter(\.hasHole).map { $0.holes.map(\.name) } == [["failed"]])
        desk.venues.heal()
        // A day without a run is a hole, whatever came before.
        _ = try await desk.update("polymarket")
        desk.venues.move(to: desk.venues.now.adding(seconds: 26 * 3_600))
        #expect(try accounts(desk, "polymarket").contains { $0.holes.contains { $0.name == "unasked" } })
    }

    // MARK: What answers lack

    @Test("what an answer lacks is asked for after 1, 2, 4, 8 and 16 days, then it is sealed, and is asked for no more")
    func lacking() async throws {
        var world = VenueWorld.many(count: 2, from: "2026-09-01T00:00:00Z", days: 1)
        world.kalshi = []
        let id = world.polymarket[0].id
        world.change(polymarket: id) { $0.hasPrices = false }
        let desk = try MarketDesk(world, now: "2026-09-20T06:00:00Z")
        let first = try await desk.backfill("polymarket") { $0.selection.status = "all" }
        #expect(first.report.exitCode == .success)
        var asked: [Int] = []
        for day in 1...70 {
            let night = try await night(desk, 1, "polymarket")
            if night.requests.contains(where: { $0.upstream == "clob" }) { asked.append(day) }
            let prices = try accounts(desk, "polymarket").filter { $0.datasets.first?.name == "prices" }
            #expect(prices.allSatisfy { !$0.hasHole && $0.spans.contains { $0.name == "unavailable" } })
            let isSealed = prices.allSatisfy { $0.unit.state == .sealed }
            #expect(isSealed == (day >= 31), "\(day)")
            for case .recorded(.unavailable(_, let tries, let next)) in prices.flatMap(\.spans).map(\.state) {
                #expect((next == nil) == isSealed && tries == asked.count + 1)
            }
        }
        #expect(asked == [1, 3, 7, 15, 31])
    }

    @Test("what follows of a market that vanished is a hole with its cause, and after six tries nobody has it")
    func vanished() async throws {
        let desk = try MarketDesk(world { $0.vanishes = FakeMarket.instant("2026-11-18T00:00:00Z") }, now: Self.now)
        _ = try await desk.backfill("kalshi")
        _ = try await night(desk)
        #expect(try trades(desk).spans.map(\.name) == ["stored"])
        for day in 0..<34 {
            _ = try await night(desk)
            let last = try #require(try trades(desk).spans.last)
            #expect(
                last.name == (day < 31 ? "resting" : "unavailable") && last.reason?.code == "unknown_market",
                "\(day): \(last)")
            #expect(try status(desk, "kalshi").behindCount == 0 || day < 31)
        }
        #expect(try stored(desk) == expected(desk, until: FakeMarket.instant("2026-11-17T20:58:00Z")))
    }

    // MARK: The total

    @Test(
        """
        late trades are found when the market is settled: its volume says that they lack, and it is read whole before \
        it is sealed
        """
    )
    func late() async throws {
        let desk = try MarketDesk(world(Self.settling), now: Self.now)
        _ = try await desk.backfill("kalshi")
        for _ in 0..<4 { _ = try await night(desk) }
        let settled = try await night(desk)
        let end = FakeMarket.instant("2026-12-01T00:00:00Z")
        #expect(
            try stored(desk).count < expected(desk, until: end).count,
            "an update asks from the last second that was read")
        #expect(try trades(desk).unit.state == .admitted && Self.totals(settled).isEmpty)
        let next = try await night(desk)
        #expect(try stored(desk) == expected(desk, until: end))
        #expect(try trades(desk).unit.state == .sealed && trades(desk).hasHole == false)
        #expect(Self.totals(next).isEmpty && next.requests.contains { $0.target.hasPrefix("/historical/trades") })
        #expect(try flags(desk).isEmpty)
        #expect(try await night(desk).requests.contains { $0.target.contains("/trades?") } == false)
    }

    @Test("a difference that stays is kept and told when the market is sealed, and --force finds what is there by then")
    func difference() async throws {
        let desk = try MarketDesk(
            world {
                Self.settling(&$0)
                $0.showsLate = 40 * 86_400
            }, now: Self.now)
        _ = try await desk.backfill("kalshi")
        for _ in 0..<5 { _ = try await night(desk) }
        #expect(try trades(desk).unit.state == .admitted)
        let told = try await night(desk)
        #expect(try trades(desk).unit.state == .sealed)
        let said = Self.totals(told)
        #expect(said.count == 1 && said[0].hasPrefix("X5: \(Self.ticker) trades: count of its trades adds up to "))
        #expect(told.report.exitCode == .success)
        #expect(try flags(desk) == said.map { String($0.dropFirst(4)) })
        #expect(try await night(desk).requests.contains { $0.target.contains("/trades?") } == false)
        desk.venues.move(to: desk.venues.now.adding(days: 45))
        let forced = try await desk.update("kalshi") { $0.options.isForced = true }
        #expect(Self.totals(forced).isEmpty)
        #expect(try stored(desk) == expected(desk, until: FakeMarket.instant("2026-12-01T00:00:00Z")))
        #expect(try trades(desk).unit.state == .sealed)
    }

    @Test(
        """
        a first backfill of a settled market that adds up seals it at once; where its beginning was not asked for, \
        nothing is compared
        """
    )
    func first() async throws {
        let cases: [(start: Day?, lacks: Bool)] = [(nil, false), (Day("2026-10-01"), false), (nil, true)]
        for (start, lacks) in cases {
            let desk = try MarketDesk(
                world {
                    Self.settling(&$0)
                    $0.showsLate = lacks ? 400 * 86_400 : nil
                }, now: "2026-11-25T00:00:00Z")
            let night = try await desk.backfill("kalshi") { job in
                job.selection.status = "all"
                job.selection.start = start
            }
            #expect(night.report.exitCode == .success && Self.totals(night).isEmpty)
            #expect(try trades(desk).unit.state == (lacks ? .admitted : .sealed))
        }
    }

    @Test("a 404 in the second reading proves nothing: the market is sealed when that came too")
    func second() async throws {
        let desk = try MarketDesk(world(Self.settling), now: Self.now)
        _ = try await desk.backfill("kalshi")
        for _ in 0..<5 { _ = try await night(desk) }
        desk.venues.trouble("kalshi-historical") { $0.instead = [.init("/historical/trades", 404)] }
        _ = try await night(desk)
        #expect(try trades(desk).unit.state == .admitted && trades(desk).hasHole)
        for _ in 0..<3 { _ = try await night(desk) }
        #expect(try trades(desk).unit.state == .sealed && !trades(desk).hasHole)
        #expect(
            try stored(desk) == expected(desk, until: FakeMarket.instant("2026-12-01T00:00:00Z")) && flags(desk).isEmpty
        )
    }

    @Test("of Polymarket both numbers are kept, and nothing is told or asked again")
    func oneSided() async throws {
        let desk = try MarketDesk(
            VenueWorld.many(count: 4, from: "2026-09-01T00:00:00Z", days: 2), now: "2026-10-20T06:00:00Z")
        let night = try await desk.backfill("polymarket") { $0.selection.status = "all" }
        #expect(night.report.exitCode == .success && Self.totals(night).isEmpty)
        #expect(try flags(desk).count == 2 && flags(desk).allSatisfy { $0.contains("size of its trades adds up to") })
        #expect(
            try accounts(desk, "polymarket").filter { $0.datasets.first?.name == "trades" }.allSatisfy {
                $0.unit.state == .sealed
            })
    }

    /// Trades of six hours ago are shown, some of them only then; the market is over on 2026-11-20.
    private static func settling(_ market: inout KalshiMarket) {
        market.closes = FakeMarket.instant("2026-11-20T14:00:00Z")
        market.settles = FakeMarket.instant("2026-11-21T02:00:00Z")
        market.tradeEvery = 3_600_000_000
        market.showsLate = 6 * 3_600
    }
}
