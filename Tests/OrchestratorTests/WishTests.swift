import Archive
import Foundation
import PluginKit
import Tabular
import TestWorld
import Testing
import Upstream

@testable import Orchestrator

/// What is asked for where nothing can be had: followed as far as it goes and told, or refused; never a success without
/// a word.
@Suite("Wishes outside of what there is")
struct WishTests {
    private func desk(_ now: String, listed: String = "1927-01-03") throws -> RunDesk {
        let desk = try RunDesk(now: now)
        desk.market.change("LONGY") { $0.listed = FakeMarket.day(listed) }
        return desk
    }

    private func backfill(_ desk: RunDesk, _ symbols: String..., start: String?, end: String? = nil) async throws
        -> RunDesk.Night
    {
        try await desk.run(.backfill, symbols, start: start) { $0.selection.end = end.flatMap { Day($0) } }
    }

    @Test(
        """
        a start before 1990 is asked for from that day on, one before the calendar from its first day on, and that is \
        told
        """,
        arguments: [
            ("1980-01-01", "1980-01-31", "1980-01-02", false), ("1989-12-31", "1990-01-31", "1990-01-02", false),
            ("1962-01-02", "1962-01-31", "1962-01-02", false), ("1900-01-01", "1927-01-31", "1927-01-03", true),
            ("1926-12-31", "1927-01-31", "1927-01-03", true), ("1927-01-01", "1927-01-31", "1927-01-03", false),
            ("1952-05-19", "1952-06-02", "1952-05-19", false), ("1990-01-01", "1990-01-31", "1990-01-02", false),
        ])
    func starts(_ start: String, _ end: String, _ first: String, _ isTold: Bool) async throws {
        let desk = try desk("2024-06-10T23:00:00Z")
        let night = try await backfill(desk, "LONGY", start: start, end: end)
        #expect(night.report.exitCode == .success && !night.report.isIdle)
        #expect(try desk.dates("LONGY").first == first)
        #expect(night.report.notes.isEmpty != isTold)
        if isTold {
            #expect(
                night.report.notes.first?.contains("XNYS begins: its days are asked for from 1927-01-01 on") == true)
        }
        // Saturdays until May 1952, none after.
        if start == "1952-05-19" {
            #expect(
                try desk.dates("LONGY") == [
                    "1952-05-19", "1952-05-20", "1952-05-21", "1952-05-22", "1952-05-23", "1952-05-24", "1952-05-26",
                    "1952-05-27",
                    "1952-05-28", "1952-05-29", "1952-06-02",
                ])
        }
    }

    @Test(
        """
        an archive of before 1970 lives as any other: nights append, nothing is due twice, it is verified and \
        accounted for
        """
    )
    func oldArchive() async throws {
        let desk = try desk("1928-03-02T23:00:00Z")
        let first = try await backfill(desk, "LONGY", start: "1900-01-01")
        #expect(first.report.exitCode == .success)
        let dates = try desk.dates("LONGY")
        #expect(dates.first == "1927-01-03" && dates.last == "1928-03-02" && dates.contains("1928-02-25"))
        #expect(dates.count == 301 + 50)
        desk.market.move(to: "1928-03-03T23:00:00Z")
        let night = try await desk.update()
        #expect(night.report.counts.stored == 1)
        #expect(try desk.dates("LONGY").last == "1928-03-03")
        #expect(try await desk.update().report.isIdle)
        let reader = try desk.reader()
        defer { try? reader.close() }
        let unit = try #require(try reader.record.units(of: "equities").first { $0.label == "LONGY" })
        #expect(
            try reader.record.coverage(of: unit.id).missing(
                in: Span(FakeMarket.day("1927-01-03").number, FakeMarket.day("1928-03-04").number)
            )
            .isEmpty)
    }

    @Test("the years before what is stored are asked for too, and only once")
    func earlierYears() async throws {
        let desk = try desk("1953-02-02T23:00:00Z")
        _ = try await backfill(desk, "LONGY", start: "1953-01-02")
        let night = try await backfill(desk, "LONGY", start: "1952-04-01")
        #expect(night.report.counts.stored == 196)
        #expect(try desk.dates("LONGY").first == "1952-04-01")
        #expect(try await backfill(desk, "LONGY", start: "1952-04-01").report.isIdle)
    }

    @Test("what can never be had is refused with 64, names the limit, and makes no archive")
    func refused() async throws {
        let cases: [(String?, String?, String)] = [
            ("2024-06-11", nil, "--start-date 2024-06-11 is in the future: it is 2024-06-10"),
            ("2040-01-01", nil, "is in the future"),
            (("1900-01-01"), "1926-12-31", "--end-date 1926-12-31 is before the calendar XNYS begins (1927-01-01)"),
            ("2024-06-08", "2024-06-09", "XNYS has no session from 2024-06-08 to 2024-06-09 (weekend)"),
            ("2024-05-27", "2024-05-27", "(Memorial Day)"),
            ("1933-03-06", "1933-03-14", "(bank holiday of the nation)"),
            ("1927-01-01", "1927-01-02", "XNYS has no session from 1927-01-01"),
        ]
        for (start, end, words) in cases {
            let desk = try desk("2024-06-10T23:00:00Z")
            let night = try await backfill(desk, "LONGY", start: start, end: end)
            #expect(night.report.exitCode == .usage, "\(words)")
            #expect(night.report.failure?.message.contains(words) == true, "\(night.report.failure?.message ?? "-")")
            #expect(night.requests.isEmpty && !desk.folder.exists("historical"))
        }
    }

    @Test("an end before the archive's first day is refused where no start is said")
    func endBeforeArchive() async throws {
        let desk = try desk("2024-06-10T23:00:00Z")
        _ = try await backfill(desk, "LONGY", start: "2024-05-01")
        let night = try await backfill(desk, "LONGY", start: nil, end: "2024-04-01")
        #expect(night.report.exitCode == .usage)
        #expect(
            night.report.failure?.message.contains("--end-date 2024-04-01 is before the archive begins (2024-05-01)")
                == true)
        #expect(try await backfill(desk, "LONGY", start: "2024-03-01", end: "2024-04-01").report.counts.stored > 0)
    }

    @Test("a start that no session has closed since is kept and told, and the next night asks for it")
    func unopened() async throws {
        let desk = try desk("2024-06-08T12:00:00Z")
        let night = try await backfill(desk, "LONGY", start: "2024-06-08")
        #expect(night.report.exitCode == .success && night.requests.isEmpty)
        #expect(
            night.report.notes == [
                "no session of XNYS has closed since 2024-06-08: that of 2024-06-10 is the first to be asked for"
            ])
        #expect(night.report.nextSessionClose == FakeMarket.instant("2024-06-10T20:00:00Z"))
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let next = try await desk.update()
        #expect(next.report.counts.stored == 1)
        #expect(try desk.dates("LONGY") == ["2024-06-10"])
    }

    @Test(
        """
        a symbol is in the archive from the run that named it, also if its upstream fails or the run is stopped before \
        it asked
        """
    )
    func kept() async throws {
        let desk = try desk("2024-06-10T23:00:00Z")
        desk.market.change("LONGY") { $0.refusal = (500, "no") }
        let night = try await desk.run(.backfill, ["LONGY"], start: "2024-06-03") { $0.options.resumes = false }
        #expect(night.report.exitCode == .unavailable)
        desk.market.change("LONGY") { $0.refusal = nil }
        let next = try await desk.run(.update, [], start: nil) { $0.options.resumes = false }
        #expect(next.report.counts.stored == 6)

        let other = try RunDesk(now: "2024-06-10T23:00:00Z")
        other.market.list("LONGY")
        let stop = StopSignal()
        stop.request()
        let clock = other.hands.clock(other.market.now)
        let upstreams = Upstreams(
            other.provider.manifest.upstreams, transport: MarketTransport(market: other.market, clock: clock),
            clock: clock.host, seed: 1)
        let job = Job(
            name: "backfill equities", command: .backfill, providers: [other.provider],
            selection: Selection(names: ["LONGY"], start: Day("2024-06-03")), archive: other.archive)
        _ = await Run(
            job: job, sinks: RunDesk.sinks, upstreams: upstreams, clock: clock.host, observer: EventList(), stop: stop
        ).execute()
        let reader = try other.reader()
        let unit = try #require(try reader.record.units(of: "equities").first { $0.label == "LONGY" })
        #expect(unit.state == .admitted && unit.due != nil)
        try reader.close()
        #expect(try await other.update().report.counts.stored == 6)
    }

    @Test("a name that cannot be makes no archive; nor does one among good ones")
    func badName() async throws {
        let desk = try desk("2024-06-10T23:00:00Z")
        let night = try await backfill(desk, "LONGY", "A A P L?", start: "2024-05-01")
        #expect(night.report.exitCode == .usage && night.report.run == 0)
        #expect(!desk.folder.exists("historical"))
    }

    @Test("a present behind the calendar's last day is no night without work")
    func behindTheTable() async throws {
        let desk = try desk("2035-12-28T23:00:00Z")
        let first = try await backfill(desk, "LONGY", start: "2035-12-20")
        #expect(first.report.exitCode == .success, "\(first.report.troubles)")
        desk.market.move(to: "2036-01-03T23:00:00Z")
        let night = try await desk.update()
        #expect(night.report.exitCode == .configuration)
        #expect(night.report.failure?.message.contains("1927-01-01 to 2035-12-31") == true)
    }

    @Test("an update of an archive that has nothing of a provider is refused, not idle")
    func nothingThere() async throws {
        let desk = try desk("2024-06-10T23:00:00Z")
        try Archive.open(
            at: desk.archive, birth: ArchiveBirth(sinks: ["csv"], start: nil, created: desk.market.now),
            sinks: RunDesk.sinks,
            lock: LockRequest(holder: "a test"), now: desk.market.now
        ).close()
        let night = try await desk.update()
        #expect(night.report.exitCode == .usage)
        #expect(night.report.failure?.message.contains("There is nothing of equities in the archive") == true)
        // Without a first date it is not taken from the calendar's in silence either.
        let backfill = try await backfill(desk, "LONGY", start: nil)
        #expect(backfill.report.exitCode == .usage && backfill.requests.isEmpty)
        #expect(backfill.report.failure?.message.contains("has no first date for equities") == true)
    }

    @Test(
        """
        a wish of before the calendar that is in the record is planned from the calendar's first day, and is a hole \
        until it was asked for
        """
    )
    func recorded() {
        let unit = PlannerTests.unit(start: nil)
        let job = Job(name: "test", command: .update, providers: [], selection: Selection(), archive: "/")
        let planner = Planner(
            job: job, archiveStart: Day("1900-01-01"), now: FakeMarket.instant("2024-06-10T23:00:00Z"))
        let plan = planner.next(unit, expectation: PlannerTests.sessions, coverage: Coverage())
        #expect(plan?.span == Span(FakeMarket.day("1927-01-01").number, FakeMarket.day("2024-06-11").number))
        #expect(
            planner.plan(unit, expectation: PlannerTests.sessions, coverage: Coverage()).due
                == FakeMarket.instant("1927-01-03T20:00:00Z"))
    }
}
