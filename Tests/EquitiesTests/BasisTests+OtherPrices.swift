import Equities
import MarketCalendar
import PluginKit
import Tabular
import Testing

/// Answers whose prices are others although no event says so: of another basis, of another company, or corrected.
extension BasisTests {
    @Test(
        """
        A restatement without an event is one factor, or few: what is stored has the jump, or would have it, and the \
        answer has none
        """,
        arguments: [(0.95, 20), (0.5, 20), (0.9, 12), (0.5, 12), (1.25, 20), (100, 12), (0.01, 12)])
    func silent(factor: Double, through: Int) throws {
        let weighing = try Self.weigh(
            stored: Self.bars(20) { if $0 < through { $1.factor = 1 / factor } }, answered: Self.bars(21))
        #expect(Self.code(weighing) == "restated: prices_moved")
    }

    @Test(
        """
        An answer of which only some rows are on another basis is not taken, wherever they are, and nothing new beside \
        it
        """,
        arguments: [(0.5, 0..<20), (0.5, 0..<12), (0.5, 6..<12), (2.0, 4..<20), (0.1, 8..<9)])
    func halfRestated(factor: Double, rows: Range<Int>) throws {
        let weighing = try Self.weigh(
            stored: Self.bars(20), answered: Self.bars(21) { if rows.contains($0) { $1.factor = factor } })
        // One bar is a correction.
        guard rows.count > 1 else { return #expect(Self.code(weighing) == "rows") }
        #expect(Self.code(weighing) == "keep")
        #expect(weighing.waiting.map(\.reason.code).contains("not_restated_yet"))
        #expect(weighing.waiting.allSatisfy { $0.span.contains(Self.sessions[20].number) })
        #expect(weighing.rereads.contains(Self.sessions[21].number))
    }

    @Test(
        """
        Neighbouring rows by a hundred are no corrections, however long the history; stored ones by a hundred are put \
        right
        """
    )
    func block() throws {
        let wrong: (Int, inout Bar) -> Void = { if (20..<30).contains($0) { $1.factor = 100 } }
        #expect(
            Self.code(try Self.weigh(stored: Self.bars(60), answered: Self.bars(61, wrong))) == "refused: other_series")
        #expect(
            Self.code(try Self.weigh(stored: Self.bars(60, wrong), answered: Self.bars(61))) == "restated: prices_moved"
        )
    }

    @Test(
        """
        An answer that begins with a first trade behind stored rows is another listing, also where some days are in both
        """
    )
    func laterListing() throws {
        let proofs = [
            SpanProof(
                span: Span(Self.sessions[0].number, Self.sessions[15].number),
                proof: .empty(Reason("before_listing", "first trade on 2025-03-24")))
        ]
        let other = Self.bars(6) { $1.close = 40 + Double($0) }
        let weighing = try Self.weigh(stored: Self.bars(20), answered: other, answeredFrom: 15, proofs: proofs)
        #expect(Self.code(weighing) == "keep")
        #expect(weighing.waiting.map(\.reason.code) == ["other_listing"])
        #expect(weighing.newcomerSince == Self.sessions[15].number)
        // Without that word: two days are too few to be corrections of twenty.
        #expect(
            Self.code(try Self.weigh(stored: Self.bars(17), answered: other, answeredFrom: 15))
                == "refused: other_series")
    }

    @Test("Prices of another company are refused, and so is a hundredfold that no split explains")
    func other() throws {
        let other = Self.bars(21) { $1.close = 40 + Double($0 * 13 % 17) }
        let weighing = try Self.weigh(stored: Self.bars(20), answered: other)
        #expect(Self.code(weighing) == "refused: other_series")
        if case .refused(let reason) = weighing.verdict {
            #expect(reason.detail.contains("penstock accept equities ABC --as continuation"))
            #expect(reason.detail.contains("close of 2025-03-27"))
        }
        let pence = try Self.weigh(stored: Self.bars(20), answered: Self.bars(21) { $1.factor = 100 })
        #expect(Self.code(pence) == "refused: other_series")
        // Many factors at places where nothing happened are no restatement either.
        let steps = Self.bars(60) { $1.factor = [0.9, 0.8, 0.7, 0.6, 0.5][$0 / 12] }
        #expect(Self.code(try Self.weigh(stored: Self.bars(59), answered: steps)) == "refused: other_series")
    }

    @Test("A few bars that differ alone are corrections")
    func corrections() throws {
        let weighing = try Self.weigh(stored: Self.bars(40), answered: Self.bars(41) { if $0 == 7 { $1.close += 3 } })
        #expect(Self.code(weighing) == "rows")
        let both = try Self.weigh(
            stored: Self.bars(40),
            answered: Self.bars(41) {
                $1.factor = $0 < 40 ? 0.5 : 1
                if $0 == 7 { $1.close += 3 }
            }, [Self.split(40, "2", "1")])
        #expect(Self.code(both) == "restated: new_split")
    }

    @Test("A first trade behind all stored rows is another listing; one that is refuted by rows of its own is none")
    func listing() throws {
        let proof = SpanProof(
            span: Span(Self.sessions[0].number, Self.sessions[30].number),
            proof: .empty(Reason("before_listing", "first trade on X")))
        let weighing = try Self.weigh(
            stored: Self.bars(20), answered: Self.bars(1), answeredFrom: 30, proofs: [proof])
        #expect(Self.code(weighing) == "keep")
        #expect(weighing.waiting.first?.span.contains(Self.sessions[30].number) == true)
        // Once a row of the new listing is stored, it was accepted.
        let accepted = try Self.weigh(
            stored: Self.bars(31), answered: Array(Self.bars(32)[30...]), answeredFrom: 30, proofs: [proof])
        #expect(Self.code(accepted) == "rows")
    }

    @Test("An answer with none of the stored sessions is read whole, and waits when the whole has none either")
    func apart() throws {
        let tail = try Self.weigh(stored: Self.bars(5), answered: Self.bars(1), answeredFrom: 8, isWhole: false)
        #expect(Self.code(tail) == "read whole: no_overlap")
        let whole = try Self.weigh(stored: Self.bars(20), answered: Self.bars(4), answeredFrom: 30)
        #expect(Self.code(whole) == "keep")
        #expect(whole.waiting.map(\.reason.code) == ["other_listing"])
        #expect(Self.code(try Self.weigh(stored: Self.bars(20), answered: [])) == "rows")
    }
}
