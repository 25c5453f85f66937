import Equities
import MarketCalendar
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive
@testable import Orchestrator

/// The account of a unit: every session that is expected is in one state, and the states add up.
@Suite("The account of a unit")
struct UnitAccountTests {
    private static let now = FakeMarket.instant("2024-06-07T23:00:00Z")

    private func account(_ coverage: Coverage, start: Int64?, tolerated: Int = 1) throws -> UnitAccount {
        let provider = try ProviderPlugin(Equities.self).load()
        let name = try #require(try provider.roots(for: Selection(names: ["AAPL"])).first)
        var unit = UnitRecord(new: name, provider: "equities", label: "AAPL", partition: ["AAPL"])
        unit.state = .admitted
        unit.start = start
        let accounting = UnitAccounting(
            provider: provider, start: Day("2023-01-03"), now: Self.now, tolerated: tolerated)
        return try #require(try accounting.account(of: UnitStanding(unit: unit, coverage: coverage, extents: [:])))
    }

    /// Any spans, with any states, from before the unit's first day to the last session.
    private func coverage(_ random: inout SplitMix) -> Coverage {
        var coverage = Coverage()
        let first = FakeMarket.day("2022-12-20").number
        let last = FakeMarket.day("2024-06-08").number
        for _ in 0..<Int(random.next() % 12) {
            let lower = first + Int64(random.next() % UInt64(last - first))
            let span = Span(lower, min(last, lower + 1 + Int64(random.next() % 90)))
            switch random.next() % 5 {
            case 0: coverage.set(span, .empty(Reason("holiday")))
            case 1: coverage.set(span, .unavailable(Reason("expired")))
            case 2: coverage.setGap(span, Reason("missing"), now: Self.now)
            case 3: coverage.clear(span)
            default: coverage.set(span, .stored)
            }
        }
        return coverage
    }

    @Test(
        """
        What is printed is the record's coverage and the rest of what is expected: disjoint, in order, no session lost \
        or told twice
        """
    )
    func spans() throws {
        var random = SplitMix(seed: 7)
        let calendar = MarketCalendar.xnys
        func isSession(_ day: Day) -> Bool { calendar.session(onOrAfter: day) == day }
        for _ in 0..<400 {
            let coverage = coverage(&random)
            let start = random.next() % 3 == 0 ? nil : FakeMarket.day("2023-03-01").number + Int64(random.next() % 100)
            let tolerated = Int(random.next() % 4)
            let account = try account(coverage, start: start, tolerated: tolerated)
            let known = account.spans.filter { !["unasked", "awaited", "resting"].contains($0.name) }
            let recorded = coverage.spans.filter {
                calendar.sessionCount(in: $0.span.firstDay..<Day(number: $0.span.upper)) > 0
            }
            #expect(known.count == recorded.count)
            for part in account.spans {
                #expect(isSession(part.span.firstDay) && isSession(part.span.lastDay), "\(part)")
            }
            for (part, recorded) in zip(known, recorded) {
                #expect(recorded.span.contains(part.span))
                #expect(part.state == .recorded(recorded.state), "\(part) is not \(recorded)")
            }
            for (one, next) in zip(account.spans, account.spans.dropFirst()) {
                #expect(one.span.upper <= next.span.lower)
            }
            let closed = try #require(calendar.lastClosedSession(at: Self.now)).number
            let first = min(start ?? FakeMarket.day("2023-01-03").number, coverage.spans.first?.span.lower ?? .max)
            let last = max(closed + 1, coverage.spans.last?.span.upper ?? .min)
            let expected = calendar.sessionCount(in: Day(number: first)..<Day(number: last))
            #expect(account.spans.reduce(0) { $0 + $1.sessions } == expected)
            for part in account.spans {
                #expect(part.sessions == calendar.sessionCount(in: part.span.firstDay..<Day(number: part.span.upper)))
            }
            let never = account.spans.filter { ["unasked", "awaited"].contains($0.name) }
            let newest = coverage.lastStored ?? .min
            let vain = account.spans.filter { $0.name == "gap" && $0.span.lower > newest }
            #expect(account.timeliness.missing == (never + vain).reduce(0) { $0 + $1.sessions })
            #expect(
                account.spans.filter { $0.name == "awaited" }.allSatisfy {
                    $0.sessions <= tolerated && $0 == account.spans.last
                })
        }
    }

    @Test(
        "Adding up: what is expected is the sum of all states, and only gaps and what was never asked for are missing")
    func total() throws {
        var random = SplitMix(seed: 11)
        var total = AccountTotal(dataset: "daily_bars", axis: .sessions)
        var sessions = 0
        var holes = 0
        for _ in 0..<50 {
            let account = try account(coverage(&random), start: nil)
            total.add(account)
            sessions += account.spans.reduce(0) { $0 + $1.sessions }
            holes += account.holes.reduce(0) { $0 + $1.sessions }
        }
        #expect(total.expected == Int64(sessions) && total.missing == Int64(holes) && total.units == 50)
    }

    @Test(
        "Of markets: status and coverage speak of the same series, and a year of nights leaves what the next run brings"
    )
    func markets() async throws {
        let desk = try MarketDesk(now: VenueWorld.firstNight)
        _ = try await desk.backfill { $0.selection.limit = .count(3) }
        desk.venues.move(to: desk.venues.now.adding(days: 1))
        _ = try await desk.update()
        desk.venues.move(to: desk.venues.now.adding(seconds: 6 * 3600))
        for (days, isLate) in [(0, false), (5, true)] {
            desk.venues.move(to: desk.venues.now.adding(days: days))
            for plugin in ["polymarket", "kalshi"] {
                let provider = try MarketDesk.provider(plugin)
                let reader = try desk.reader()
                let status = try ArchiveStatus(reader, now: desk.venues.now).status(of: provider)
                var accounts: [UnitAccount] = []
                try ArchiveAccounts(reader, now: desk.venues.now).each(of: provider) {
                    accounts.append($0)
                    return true
                }
                try reader.close()
                #expect(accounts.count == status.units && status.units > 0)
                #expect(accounts.reduce(0) { $0 + $1.spans.count { $0.name == "gap" } } == status.gapCount)
                #expect(accounts.count { $0.timeliness.standing == .behind } == status.behindCount)
                #expect(accounts.contains { $0.spans.contains { $0.name == "unasked" } } == isLate, "\(plugin) \(days)")
                for account in accounts {
                    for (one, next) in zip(account.spans, account.spans.dropFirst()) {
                        #expect(one.span.upper == next.span.lower)
                    }
                }
            }
        }
    }
}
