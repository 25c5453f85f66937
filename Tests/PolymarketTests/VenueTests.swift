import PluginKit
import PluginTesting
import Tabular
import TestWorld
import Testing

/// Walks over the fake venues of the whole project's tests, as they answer over HTTP elsewhere.
@Suite("Polymarket: walks over a small world")
struct VenueTests {
    private static func answer(_ venues: FakeVenues) -> (Request) -> (status: Int, body: String) {
        { request in
            let answer = venues.answer(upstream: request.upstream, target: request.target)
            return (answer.status, answer.body)
        }
    }

    /// Every market that both listings show, with its note.
    private func markets(_ venues: FakeVenues) throws -> [ShownSubject] {
        let walks = try ["events(open)", "events(closed)"].map {
            try FakeWalk($0, now: venues.now, answer: Self.answer(venues))
        }
        return walks.flatMap(\.shown)
    }

    @Test("both listings together show every market once, under each page size", arguments: [1, 2, 3, 100])
    func listings(_ pageSize: Int) throws {
        let venues = FakeVenues(.small, now: VenueWorld.firstNight)
        venues.trouble("gamma") { $0.clampsLimitTo = pageSize }
        let shown = try markets(venues)
        #expect(shown.map(\.name).sorted() == VenueWorld.small.expectedMarkets(by: venues.now).polymarket)
        // Gamma's listings have no page where nothing is served any more.
        venues.trouble("gamma") { $0.emptyPageWithLiveCursor = true }
        #expect(try markets(venues).map(\.name) == shown.map(\.name))
    }

    @Test("what left the open listing is found by asking, the gone one is lacking", arguments: [1, 100])
    func confirmation(_ pageSize: Int) throws {
        let venues = FakeVenues(.small, now: VenueWorld.firstNight)
        let before = try FakeWalk("events(open)", now: venues.now, answer: Self.answer(venues)).shown.filter {
            !$0.isOver
        }
        .map(\.name)
        venues.move(to: VenueWorld.secondNight)
        venues.trouble("gamma") { $0.clampsLimitTo = pageSize }
        let after = Set(try FakeWalk("events(open)", now: venues.now, answer: Self.answer(venues)).shown.map(\.name))
        let missing = before.filter { !after.contains($0) }
        let walk = try FakeWalk(
            "events(open)", subjects: missing, now: venues.now, answer: Self.answer(venues))
        #expect((walk.shown.map(\.name) + ["700709"]).sorted() == missing.sorted())
        #expect(walk.shown.contains { $0.name == "700606" && $0.isOver && $0.note.contains("Sports") })
        #expect(walk.lackingTexts == ["700709 gone"])
    }

    @Test("trades of every market are the world's, by both versions", arguments: [1, 3, 1_000])
    func trades(_ pageSize: Int) throws {
        let venues = FakeVenues(.small, now: VenueWorld.firstNight)
        let lines = try markets(venues)
        for upstream in ["polymarket-data", "polymarket-data-v1"] {
            venues.trouble(upstream) { $0.clampsLimitTo = max(pageSize, 2) }
        }
        venues.trouble("polymarket-data") { $0.hidesDustAtZero = true }
        var rows = 0
        for subject in lines {
            let span = Span(Instant(seconds: 0).microseconds, Instant(seconds: venues.now.seconds - 600).microseconds)
            let walk = try FakeWalk(
                "trades(market=\(subject.name))", note: subject.note, span: span, now: venues.now,
                answer: Self.answer(venues))
            // The world asks version 1 for what is older than three years to the day; the walk for a month more.
            let world = VenueWorld.small.expectedTrades(
                polymarket: subject.name, before: span.end, asked: venues.now.adding(days: 30))
            let stored = walk.storedBatch("trades")
            let found = (0..<(stored?.count ?? 0)).map { row in
                stored?.schema.columns.indices.map { stored?.text(row: row, column: $0) ?? "" } ?? []
            }
            // market_id, timestamp, transaction_hash, and what follows the outcome.
            #expect(
                found.map { ($0[0..<3] + $0[5...]).joined(separator: ",") }.sorted()
                    == world.map { line in
                        let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                        return (cells[0..<3] + cells[4...]).joined(separator: ",")
                    }.sorted())
            // An outcome that the venue does not label is known by its token.
            #expect(found.allSatisfy { ["0", "1"].contains($0[4]) })
            #expect(Set(found.map { $0[0..<4].joined() }).count == found.count)
            #expect(walk.tiles(span))
            rows += found.count
        }
        #expect(rows > 100)
    }

    @Test("midpoints of every outcome are the world's, at the first fidelity that has any", arguments: ["1", "60"])
    func prices(_ fidelity: String) throws {
        let venues = FakeVenues(.small, now: VenueWorld.firstNight)
        var rows = 0
        let provider = try Reading.provider(["fidelity": fidelity])
        for subject in try markets(venues) {
            for unit in try provider.units(
                of: subject.name, note: subject.note, selection: Selection(datasets: ["prices"]))
            {
                guard case .continuous(let life) = try provider.expectation(of: unit, note: subject.note),
                    let from = life.from
                else {
                    Issue.record("\(unit) has no life")
                    continue
                }
                let end = min(life.grid.floor(venues.now.adding(seconds: -life.lag)), life.until ?? venues.now)
                let span = Span(from.microseconds, end.microseconds)
                let walk = try FakeWalk(
                    unit.text, note: subject.note, span: span, now: venues.now, options: ["fidelity": fidelity],
                    answer: Self.answer(venues))
                let outcome = unit.text.hasSuffix("outcome=0)") ? 0 : 1
                let world = VenueWorld.small.expectedPrices(
                    polymarket: subject.name, outcome: outcome, fidelity: Int(fidelity) ?? 1, before: end,
                    asked: venues.now)
                #expect(walk.stored("prices").map { $0.replacing(" ", with: ",") } == world)
                #expect(walk.tiles(span))
                rows += world.count
            }
        }
        #expect(rows > 500)
    }
}
