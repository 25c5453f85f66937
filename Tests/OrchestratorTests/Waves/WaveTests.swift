import Archive
import Equities
import MarketCalendar
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Orchestrator

/// What counts as a wave, who testifies to it, and how long a unit with rows is not given up.
@Suite("Waves: what is one, and how long a unit with rows is not given up")
struct WaveTests {
    @Test(
        "all of two or more, or more than a twentieth and more than three",
        arguments: [
            (1, 1, false), (2, 2, true), (1, 2, false), (2, 3, false), (3, 3, true), (3, 4, false), (4, 5, true),
            (3, 60, false),
            (4, 60, true),
            (4, 79, true), (4, 80, false), (4, 100, false), (5, 100, false), (6, 100, true), (24, 490, false),
            (25, 490, true),
            (490, 490, true),
        ])
    func thresholds(failing: Int, witnesses: Int, isWave: Bool) {
        let units = (0..<Int64(failing)).map { Wave.Failing(unit: $0) }
        #expect(Wave.units(of: units, among: witnesses).count == (isWave ? failing : 0))
    }

    @Test("those who have failed with others for very long no longer make one with few, and still do with all")
    func worn() {
        let units = (0..<Int64(4)).map { Wave.Failing(unit: $0, isWorn: $0 < 2) }
        #expect(Wave.units(of: units, among: 60).isEmpty)
        #expect(Wave.units(of: units, among: 4) == [0, 1, 2, 3])
        let more = (0..<Int64(6)).map { Wave.Failing(unit: $0, isWorn: $0 < 2) }
        #expect(Wave.units(of: more, among: 60) == [2, 3, 4, 5])
    }

    @Test(
        "patience: both ten sessions and three tries; a weekend is none, and of a clock that went back nothing is known"
    )
    func patience() {
        let sessions = Patience(
            expectation: .sessions(.xnys, recheck: 5), now: FakeMarket.instant("2024-06-24T23:00:00Z"))
        // Ten sessions back: 19 June was a holiday.
        #expect(sessions.isOver(tries: 3, since: FakeMarket.instant("2024-06-07T23:00:00Z")))
        #expect(!sessions.isOver(tries: 3, since: FakeMarket.instant("2024-06-10T23:00:00Z")))
        #expect(!sessions.isOver(tries: 2, since: FakeMarket.instant("2024-01-02T23:00:00Z")))
        #expect(!sessions.isOver(tries: 9, since: nil))
        #expect(!sessions.isOver(tries: 9, since: FakeMarket.instant("2031-01-02T23:00:00Z")))
        let days = Patience(expectation: .continuous(lag: 60), now: FakeMarket.instant("2024-06-24T23:00:00Z"))
        #expect(days.isOver(tries: 3, since: FakeMarket.instant("2024-06-14T23:00:00Z")))
        #expect(!days.isOver(tries: 3, since: FakeMarket.instant("2024-06-15T23:00:00Z")))
    }

    @Test(
        """
        who testifies: not who rests, is sealed, or ended with a counted hole; a hole that was no fault of its own is \
        none
        """
    )
    func witnesses() {
        var unit = UnitRecord(new: UnitName(text: "u"), provider: "p", label: "u", partition: ["u"])
        unit.state = .admitted
        let day = FakeMarket.day("2024-06-07").number
        var coverage = Coverage([CoverageSpan(Span(day - 5, day), .stored)])
        #expect(WaveWatch.isWell(unit, coverage))
        for (reason, tries, isWell) in [
            ("missing", 0, true), ("missing", 1, false), (Reason.notRestatedYet, 3, true), ("no_rows", 2, false),
        ] {
            coverage.set(
                Span(day, day + 1), .gap(Reason(reason), tries: tries, next: FakeMarket.instant("2024-06-08T00:00:00Z"))
            )
            #expect(WaveWatch.isWell(unit, coverage) == isWell, "\(reason) \(tries)")
        }
        coverage.set(Span(day, day + 1), .stored)
        unit.cause = Reason("unknown_symbol")
        #expect(!WaveWatch.isWell(unit, coverage))
        unit.cause = nil
        unit.state = .sealed
        #expect(!WaveWatch.isWell(unit, coverage))
    }

    @Test("a missed session follows stored ones and was not counted before; what waits or was set aside has come")
    func missed() {
        let days = CoverageUpdateTests.days
        func outcome(_ present: [Int64], withheld: [Int64: Reason] = [:], old: Coverage = Coverage())
            -> CoverageUpdate.Outcome
        {
            CoverageUpdateTests.update(
                present: present, proofs: [CoverageUpdateTests.answered], withheld: withheld, old: old)
        }
        #expect(outcome(Array(days.prefix(4))).missed == [MissedSession(tick: days[4], later: 0)])
        #expect(outcome([days[0], days[1], days[3], days[4]]).missed == [MissedSession(tick: days[2], later: 2)])
        #expect(outcome(Array(days.dropFirst())).missed.isEmpty)
        #expect(outcome(Array(days.prefix(4)), withheld: [days[4]: Reason("quarantined")]).missed.isEmpty)
        let counted = outcome(Array(days.prefix(4))).coverage
        #expect(outcome(Array(days.prefix(4)), old: counted).missed.isEmpty)
        var held = counted
        held.set(Span(days[4], days[4] + 1), .gap(Reason("missing"), tries: 0, next: CoverageUpdateTests.now))
        let again = outcome(Array(days.prefix(4)), old: held)
        #expect(again.missed.count == 1)
        // From here on it is counted as any other.
        #expect(again.coverage.nextGapTry == CoverageUpdateTests.now.adding(days: 1))
    }
}
