import Archive
import MarketCalendar
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Orchestrator

/// What a page changes in a unit's coverage: what is stored, empty, a gap, or unknown.
@Suite("Coverage of a page")
struct CoverageUpdateTests {
    static let now = FakeMarket.instant("2024-01-13T00:00:00Z")
    /// Monday to Friday.
    static let week = Span(FakeMarket.day("2024-01-08")..<FakeMarket.day("2024-01-13"))
    static let days = ["2024-01-08", "2024-01-09", "2024-01-10", "2024-01-11", "2024-01-12"].map {
        FakeMarket.day($0).number
    }

    static func update(
        present: [Int64], proofs: [SpanProof], withheld: [Int64: Reason] = [:], old: Coverage = Coverage()
    )
        -> CoverageUpdate.Outcome
    {
        CoverageUpdate(span: week, proofs: proofs, present: present, withheld: withheld, now: now).applied(
            to: old, calendar: .xnys)
    }

    static let answered = SpanProof(span: week, proof: .stored)

    @Test("Sessions with a row are stored in one span; the weekend belongs to nobody")
    func stored() {
        let outcome = Self.update(present: Self.days, proofs: [Self.answered])
        #expect(outcome.coverage.spans == [CoverageSpan(Self.week, .stored)])
        #expect(outcome.holes.isEmpty)
    }

    @Test("A session that the answer should have and has not is a gap, with its own next try")
    func gap() {
        let outcome = Self.update(
            present: [Self.days[0], Self.days[1], Self.days[3], Self.days[4]], proofs: [Self.answered])
        #expect(outcome.holes == [Self.days[2]])
        #expect(!outcome.isKnown)
        #expect(outcome.coverage.hasGap(at: Self.days[2], code: "missing"))
        #expect(outcome.coverage.nextGapTry == Self.now.adding(days: 1))
        let again = CoverageUpdate(
            span: Self.week, proofs: [Self.answered],
            present: [Self.days[0], Self.days[1], Self.days[3], Self.days[4]], withheld: [:],
            now: Self.now.adding(days: 1)
        ).applied(to: outcome.coverage, calendar: .xnys)
        #expect(again.isKnown)
        #expect(again.coverage.nextGapTry == Self.now.adding(days: 3))
    }

    @Test("What no proof speaks of stays unknown")
    func unknown() {
        let half = SpanProof(span: Span(Self.days[0], Self.days[2]), proof: .stored)
        let outcome = Self.update(present: Array(Self.days[..<2]), proofs: [half])
        #expect(outcome.coverage.spans.map(\.span) == [Span(Self.days[0], Self.days[2])])
        #expect(outcome.coverage.missing(in: Self.week) == [Span(Self.days[2], Self.week.upper)])
    }

    @Test("A later proof is more exact than an earlier one; a row is proof of itself")
    func precedence() {
        let listing = SpanProof(span: Span(Self.days[0], Self.days[2]), proof: .empty(Reason("before_listing")))
        let null = SpanProof(span: Span(Day(number: Self.days[3])), proof: .gap(Reason("null_bar")))
        let outcome = Self.update(present: Array(Self.days[2...]), proofs: [Self.answered, listing, null])
        #expect(outcome.coverage.state(at: Self.days[1]) == .empty(Reason("before_listing")))
        #expect(outcome.coverage.state(at: Self.days[3]) == .stored)
        #expect(outcome.holes.isEmpty)
    }

    @Test("A quarantined session is a gap that names the rule")
    func quarantined() {
        let outcome = Self.update(
            present: Array(Self.days[1...]), proofs: [Self.answered],
            withheld: [Self.days[0]: Reason("quarantined", "rule E5")])
        #expect(outcome.coverage.hasGap(at: Self.days[0], code: "quarantined"))
    }

    @Test("A hole between stored sessions that has its row now counts as filled")
    func filled() {
        let first = Self.update(
            present: [Self.days[0], Self.days[2], Self.days[3], Self.days[4]], proofs: [Self.answered])
        let healed = Self.update(present: Self.days, proofs: [Self.answered], old: first.coverage)
        #expect(healed.filled == 1)
        #expect(healed.coverage.gaps.isEmpty)
    }
}
