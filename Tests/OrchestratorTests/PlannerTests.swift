import Archive
import MarketCalendar
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Orchestrator

/// What the planner asks for, given what is covered and what the time is.
@Suite("Planner")
struct PlannerTests {
    static func day(_ text: String) -> Int64 { FakeMarket.day(text).number }
    static let sessions = UnitExpectation.sessions(.xnys, recheck: 5)

    static func planner(
        _ command: Job.Command = .update, now: String = "2024-06-10T23:00:00Z", start: String? = nil,
        end: String? = nil,
        change: (inout JobOptions) -> Void = { _ in }
    ) -> Planner {
        var options = JobOptions()
        change(&options)
        let selection = Selection(start: start.flatMap { Day($0) }, end: end.flatMap { Day($0) })
        let job = Job(
            name: "test", command: command, providers: [], selection: selection, archive: "/", options: options)
        return Planner(job: job, archiveStart: Day("2024-01-02"), now: FakeMarket.instant(now))
    }

    static func unit(start: String? = "2024-01-02") -> UnitRecord {
        var unit = UnitRecord(new: UnitName(text: "bars(A)"), provider: "equities", label: "A", partition: ["A"])
        unit.start = start.map(day)
        return unit
    }

    static func stored(_ first: String, _ last: String) -> Coverage {
        Coverage([CoverageSpan(Span(day(first), day(last) + 1), .stored)])
    }

    @Test("A new unit is asked from the archive's start to the last closed session")
    func fresh() {
        let plan = Self.planner(.backfill).next(Self.unit(start: nil), expectation: Self.sessions, coverage: Coverage())
        #expect(plan == UnitPlan(span: Span(Self.day("2024-01-02"), Self.day("2024-06-11")), purpose: .extend))
    }

    @Test("A missing session is asked with the last five stored ones")
    func extend() {
        let plan = Self.planner().next(
            Self.unit(), expectation: Self.sessions, coverage: Self.stored("2024-01-02", "2024-06-07"))
        #expect(plan?.span == Span(Self.day("2024-06-03"), Self.day("2024-06-11")))
    }

    @Test(
        "Nothing is due on a weekend, on a holiday, or while the next session runs",
        arguments: [
            "2024-06-08T12:00:00Z", "2024-06-09T23:00:00Z", "2024-06-10T19:59:59Z",
        ])
    func idle(now: String) {
        let planner = Self.planner(now: now)
        #expect(
            planner.next(Self.unit(), expectation: Self.sessions, coverage: Self.stored("2024-01-02", "2024-06-07"))
                == nil)
    }

    @Test("The session is due from the second in which it closes")
    func close() {
        let planner = Self.planner(now: "2024-06-10T20:00:00Z")
        #expect(
            planner.next(Self.unit(), expectation: Self.sessions, coverage: Self.stored("2024-01-02", "2024-06-07"))
                != nil)
    }

    @Test("A gap is asked again when its time has come, and not before")
    func gaps() {
        var coverage = Self.stored("2024-01-02", "2024-06-10")
        let asked = FakeMarket.instant("2024-06-10T22:00:00Z")
        coverage.setGap(Span(FakeMarket.day("2024-03-05")), Reason("missing"), now: asked)
        #expect(Self.planner().next(Self.unit(), expectation: Self.sessions, coverage: coverage) == nil)
        let later = Self.planner(now: "2024-06-11T22:00:00Z")
        #expect(
            later.next(Self.unit(), expectation: Self.sessions, coverage: coverage)?.span?.lower
                == Self.day("2024-03-05"))
        let without = Self.planner(now: "2024-06-11T19:00:00Z") { $0.fillsGaps = false }
        #expect(without.next(Self.unit(), expectation: Self.sessions, coverage: coverage) == nil)
        #expect(
            later.plan(Self.unit(), expectation: Self.sessions, coverage: coverage).due
                == FakeMarket.instant("2024-06-11T20:00:00Z"))
    }

    @Test(
        "--max-age-days N tolerates N - 1 missing sessions", arguments: [(1, false), (2, false), (3, true), (4, true)])
    func tolerance(days: Int, isTolerated: Bool) {
        let planner = Self.planner { $0.maximumAgeDays = days }
        let plan = planner.next(
            Self.unit(), expectation: Self.sessions, coverage: Self.stored("2024-01-02", "2024-06-06"))
        #expect((plan == nil) == isTolerated)
    }

    @Test("--force and --no-resume ask all that is stored")
    func force() {
        for planner in [Self.planner { $0.isForced = true }, Self.planner { $0.resumes = false }] {
            let plan = planner.next(
                Self.unit(), expectation: Self.sessions, coverage: Self.stored("2024-01-02", "2024-06-10"))
            #expect(plan == UnitPlan(span: Span(Self.day("2024-01-02"), Self.day("2024-06-11")), purpose: .recheck))
        }
    }

    @Test("A later start asks nothing new; an earlier one asks from there")
    func starts() {
        let coverage = Self.stored("2024-01-02", "2024-06-10")
        #expect(
            Self.planner(.backfill, start: "2024-05-01").next(
                Self.unit(), expectation: Self.sessions, coverage: coverage) == nil)
        let earlier = Self.planner(.backfill, start: "2023-06-01").next(
            Self.unit(), expectation: Self.sessions, coverage: coverage)
        #expect(earlier?.span == Span(Self.day("2023-06-01"), Self.day("2024-06-11")))
    }

    @Test("An absent unit rests until its next try, however many sessions pass")
    func absent() {
        var unit = Self.unit()
        unit.cause = Reason("unknown_symbol")
        unit.due = FakeMarket.instant("2024-06-20T00:00:00Z")
        let coverage = Self.stored("2024-01-02", "2024-06-03")
        #expect(Self.planner().next(unit, expectation: Self.sessions, coverage: coverage) == nil)
        #expect(
            Self.planner(now: "2024-06-20T00:00:00Z").next(unit, expectation: Self.sessions, coverage: coverage) != nil)
        #expect(Self.planner { $0.isForced = true }.next(unit, expectation: Self.sessions, coverage: coverage) != nil)
    }

    @Test("A list is read when it is older than it may be")
    func snapshot() {
        var unit = Self.unit(start: nil)
        let expectation = UnitExpectation.snapshot(maxAge: 3600)
        #expect(Self.planner().next(unit, expectation: expectation, coverage: Coverage()) != nil)
        unit.completed = FakeMarket.instant("2024-06-10T22:30:00Z")
        #expect(Self.planner().next(unit, expectation: expectation, coverage: Coverage()) == nil)
        unit.completed = FakeMarket.instant("2024-06-10T22:00:00Z")
        #expect(Self.planner().next(unit, expectation: expectation, coverage: Coverage()) != nil)
    }
}
