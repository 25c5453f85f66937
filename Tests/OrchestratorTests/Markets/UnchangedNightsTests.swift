import Archive
import Kalshi
import PluginKit
import Synchronization
import Tabular
import TestWorld
import Testing

@testable import Orchestrator

/// Nights over lists of which most is as it was: nothing is made anew of that, and the archive is the one in which all
/// of it was.
@Suite("Nights over lists that hardly change")
struct UnchangedNightsTests {
    /// All that lists leave in an archive.
    private func state(_ desk: MarketDesk) throws -> [String] {
        var state = try [
            "kalshi/events.csv", "kalshi/markets.csv", "kalshi/market_status.csv", "polymarket/events.csv",
            "polymarket/markets.csv", "polymarket/outcomes.csv", "polymarket/market_status.csv",
        ].flatMap { path in try desk.lines(path).map { "\(path) \($0)" } }
        let reader = try desk.reader()
        defer { try? reader.close() }
        func add(_ subject: SubjectRecord) -> Bool {
            let cause = subject.cause.map { "\($0)" } ?? ""
            state.append(
                """
                \(subject.name) \(subject.label) \(subject.note) \(subject.rank ?? -1) \(subject.isListed) \
                \(subject.seen) \(subject.followed.map { "\($0)" } ?? "") \(cause)
                """)
            return true
        }
        for provider in ["kalshi", "polymarket"] {
            try reader.record.eachCandidate(of: provider, add)
            try reader.record.eachFollowed(of: provider, add)
        }
        return state
            + (try reader.record.newestRemarks(of: ["kalshi", "polymarket"], limit: 1_000).shown.map {
                "\($0.rule) \($0.text)"
            })
    }

    /// The archive after a month of nights, two runs each, and how many markets were passed over in all.
    private func month(forgets: Bool) async throws -> (state: [String], unchanged: Int) {
        var world = VenueWorld.many(count: 60, from: "2026-09-01T00:00:00Z", days: 40)
        world.kalshi[9].vanishes = world.kalshi[9].opens.adding(days: 8)
        let desk = try MarketDesk(world, now: "2026-09-12T06:00:00Z")
        var unchanged = 0
        func night(_ run: ((inout Job) -> Void) async throws -> MarketDesk.Night) async throws {
            var counted: [CountedProvider] = []
            let done = try await run { job in
                job.selection.limit = .count(2)
                counted = job.providers.map { CountedProvider($0, forgets: forgets) }
                job.providers = counted
            }
            #expect([0, 10].contains(done.report.exitCode.number), "\(desk.venues.now): \(done.report.troubles)")
            for provider in counted { unchanged += provider.takeCounts()["unchanged"] ?? 0 }
        }
        try await night { try await desk.backfill(change: $0) }
        for number in 0..<30 {
            desk.venues.move(
                to: number % 2 == 0 ? desk.venues.now.adding(seconds: 960) : desk.venues.now.adding(days: 1))
            try await night { try await desk.update(change: $0) }
        }
        return (try state(desk), unchanged)
    }

    @Test("a month of nights leaves the archive that it leaves where nothing is passed over")
    func equal() async throws {
        let (usual, control) = try await (month(forgets: false), month(forgets: true))
        #expect(usual.unchanged > 0 && control.unchanged == 0)
        #expect(usual.state.count > 200 && usual.state == control.state)
    }

    /// `[{"id": …}, …]` with the next page behind it.
    private static func list(_ markets: [(id: String, kind: String)], next: String? = nil) -> String {
        let rows = markets.map { #"{"id": "\#($0.id)", "kind": "\#($0.kind)", "opened": 1704189600, "volume": 1}"# }
        return #"{"markets": [\#(rows.joined(separator: ", "))]\#(next.map { #", "next": "\#($0)""# } ?? "")}"#
    }

    private static func answer(_ target: String, _ pages: [String]) -> (status: Int, body: String) {
        switch target {
        case "/clock": return (200, #"{"cutoff": 5}"#)
        case let target where target.hasPrefix("/list"):
            return (200, pages[target.split(separator: "=").last.flatMap { Int($0) } ?? 0])
        case let target where target.hasPrefix("/ask"): return (200, list([]))
        default: return (200, #"{"ticks": []}"#)
        }
    }

    /// One run over an invented venue; how many of its markets were made and how many passed over.
    private func run(
        _ venue: Venue, _ command: Job.Command = .update, day: Int, forgets: Bool = false, _ pages: [String],
        change: (inout Job) -> Void = { _ in }
    ) async throws -> [Int] {
        let provider = CountedProvider(venue.provider, forgets: forgets)
        let done = try await venue.run(command, [], now: "2024-01-0\(day)T13:00:00Z") { job in
            job.providers = [provider]
            change(&job)
        } answers: {
            Self.answer($0, pages)
        }
        #expect(done.report.exitCode == .success, "\(done.report.troubles)")
        let counts = provider.takeCounts()
        return [counts["shown"] ?? 0, counts["unchanged"] ?? 0]
    }

    @Test("of an unchanged list nothing is made, of one change one; --force and another version make all of it anew")
    func counts() async throws {
        let venue = try Venue(ProviderPlugin(Bazaar.self))
        let markets = (1...6).map { (id: "M\($0)", kind: "a") }
        let pages = [Self.list(Array(markets[..<3]), next: "1"), Self.list(Array(markets[3...]))]
        #expect(try await run(venue, .backfill, day: 2, pages) == [6, 0])
        #expect(try await run(venue, day: 3, pages) == [0, 6])
        let changed = [pages[0], Self.list([("M4", "b"), ("M5", "a"), ("M6", "a")])]
        #expect(try await run(venue, day: 4, changed) == [1, 5])
        #expect(
            try venue.file("bazaar/markets.csv").split(separator: "\n").dropFirst() == [
                "M1,a", "M2,a", "M3,a", "M4,b", "M5,a", "M6,a",
            ])
        #expect(try await run(venue, day: 5, changed) { $0.options.isForced = true } == [6, 0])
        #expect(try await run(venue, day: 6, changed) { $0.options.version = "2" } == [6, 0])
        #expect(try await run(venue, day: 7, changed) { $0.options.version = "2" } == [0, 6])
        // One that is gone, and comes back as it was, is made again.
        let without = [pages[0], Self.list([("M5", "a"), ("M6", "a")])]
        #expect(try await run(venue, day: 8, without) { $0.options.version = "2" } == [0, 5])
        #expect(try await run(venue, day: 9, changed) { $0.options.version = "2" } == [1, 5])
    }

    @Test("a market that a walk shows twice, the second time as it was stored the night before, is as shown last")
    func backAgain() async throws {
        for forgets in [false, true] {
            let venue = try Venue(ProviderPlugin(Bazaar.self))
            let first = [Self.list([("M1", "a"), ("M2", "a")], next: "1"), Self.list([("M3", "a")])]
            _ = try await run(venue, .backfill, day: 2, forgets: forgets, first)
            let second = [Self.list([("M1", "b"), ("M2", "a")], next: "1"), Self.list([("M1", "a"), ("M3", "a")])]
            _ = try await run(venue, day: 3, forgets: forgets, second)
            #expect(
                try venue.file("bazaar/markets.csv").split(separator: "\n").dropFirst() == ["M1,a", "M2,a", "M3,a"])
        }
    }

    @Test("a market whose row breaks a rule, or came twice with different cells, is not remembered")
    func odd() throws {
        let members = [
            #""ticker":"E-1","volume_fp":"-1.00""#,
            #""ticker":"E-2","open_time":"2026-02-01T00:00:00Z","close_time":"2026-01-01T00:00:00Z""#,
            #""ticker":"E-3","title":"Three""#, #""ticker":"E-4","title":"Four""#, #""ticker":"E-4","title":"4""#,
        ]
        let markets = members.map { "{\"event_ticker\":\"E\",\"status\":\"active\",\($0)}" }.joined(separator: ",")
        let body =
            """
            {"cursor":"","events":[{"event_ticker":"E","series_ticker":"S","category":"C","markets":[\(markets)]}]}
            """
        let fetch = StoredFetch(unit: UnitName(text: "events(open)"), now: Instant(seconds: 1_790_000_000))
        let response = Response(
            status: 200, headers: [:], body: Array(body.utf8), received: Instant(seconds: 1_790_000_000))
        let content = try ProviderPlugin(Kalshi.self).load().read(
            response, for: fetch, known: KnownTexts(version: "1"))
        #expect(content.shown.allSatisfy { $0.digest != nil } && content.shown.count == 5)
        let page = try PageCheck(fetch: fetch).check(content)
        #expect(page.content.shown.filter { $0.digest != nil }.map(\.name) == ["E-3"])
        #expect(page.quarantined.map(\.key) == ["E-1"])
    }
}
