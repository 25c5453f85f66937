import Equities
import MarketCalendar
import PluginKit
import Tabular
import Testing

/// Answers held against stored rows as values: is what is stored of one basis, and does it stay so.
@Suite("Equities: one basis")
struct BasisTests {
    /// Sessions from Monday, 3 March 2025 on.
    static let sessions = Array(MarketCalendar.xnys.sessions(in: Chart.day("2025-03-03")..<Chart.day("2025-06-01")))

    /// A session's price in cents before and after what a test does to it.
    static func price(_ session: Int) -> Double { 100 + Double(session * 37 % 23) / 4 }

    struct Bar {
        var close: Double
        var factor = 1.0
        /// adj_close by close.
        var adjusted = 1.0
        var volume: Int64 = 1_000
        /// All four prices are the close.
        var isFlat = false
        /// Multiplied and rounded, one after the other.
        var roundings: [(factor: Double, unit: Double)] = []
    }

    static func bars(_ count: Int, _ change: (Int, inout Bar) -> Void = { _, _ in }) -> [Bar] {
        (0..<count).map { session in
            var bar = Bar(close: price(session))
            change(session, &bar)
            return bar
        }
    }

    static func text(_ value: Double) -> String { Float(value).description }

    static func batch(_ bars: [Bar], from first: Int = 0) throws -> Batch {
        var builder = BatchBuilder(try #require(Equities.manifest.dataset(named: "daily_bars")).schema)
        for (offset, bar) in bars.enumerated() {
            let close = bar.close * bar.factor
            builder.day(sessions[first + offset])
            builder.text("ABC")
            let prices = bar.isFlat ? [close, close, close, close] : [close * 0.99, close * 1.02, close * 0.97, close]
            for value in prices + [close * bar.adjusted] {
                builder.decimal(text(bar.roundings.reduce(value) { ($0 * $1.factor / $1.unit).rounded() * $1.unit }))
            }
            builder.integer(bar.volume)
            builder.decimal("0.0")
            builder.decimal("1.0")
            builder.endRow()
        }
        return builder.finish()
    }

    /// `split 20 2:1`, `dividend 20 0.5`.
    static func actions(_ events: [(kind: String, session: Int, amount: String?, ratio: (String, String)?)]) throws
        -> Batch
    {
        var builder = BatchBuilder(try #require(Equities.manifest.dataset(named: "actions")).schema)
        for event in events {
            builder.text("ABC")
            builder.day(sessions[event.session])
            builder.text(event.kind)
            if let amount = event.amount { builder.decimal(amount) } else { builder.null() }
            if let ratio = event.ratio {
                builder.decimal(ratio.0)
                builder.decimal(ratio.1)
            } else {
                builder.null()
                builder.null()
            }
            builder.endRow()
        }
        return builder.finish()
    }

    typealias Event = (kind: String, session: Int, amount: String?, ratio: (String, String)?)
    static func split(_ session: Int, _ above: String, _ below: String) -> Event {
        ("split", session, nil, (above, below))
    }
    static func dividend(_ session: Int, _ amount: String) -> Event { ("dividend", session, amount, nil) }

    static func weigh(
        stored: [Bar], _ storedEvents: [Event] = [], answered: [Bar], _ answeredEvents: [Event] = [],
        storedFrom: Int = 0,
        answeredFrom: Int = 0, isWhole: Bool = true, proofs: [SpanProof] = [], recorded: String? = nil,
        note: String? = nil
    ) throws -> Weighing {
        let end = sessions[max(storedFrom + stored.count, answeredFrom + answered.count) - 1].number + 1
        let comparison = Comparison(
            span: Span(sessions[min(storedFrom, answeredFrom)].number, end), isWhole: isWhole,
            stored: ["daily_bars": try batch(stored, from: storedFrom), "actions": try actions(storedEvents)],
            answered: ["daily_bars": try batch(answered, from: answeredFrom), "actions": try actions(answeredEvents)],
            proofs: proofs,
            recordedNote: recorded, answeredNote: note)
        return try #require(
            try ProviderPlugin(Equities.self).load().weigh(comparison, of: UnitName(text: "bars(ABC)")),
            "bars are weighed")
    }

    static func code(_ weighing: Weighing) -> String {
        switch weighing.verdict {
        case .rows: "rows"
        case .keep: "keep"
        case .readWhole(let reason): "read whole: \(reason.code)"
        case .restated(let reason): "restated: \(reason.code)"
        case .refused(let reason): "refused: \(reason.code)"
        }
    }

    @Test("Equal rows and a new one are rows; nothing waits and nothing is read again")
    func quiet() throws {
        let weighing = try Self.weigh(stored: Self.bars(20), answered: Self.bars(21))
        #expect(weighing == Weighing())
    }

    @Test("The sessions at the end do not tell of what is before them: a new event has the symbol read whole")
    func tail() throws {
        let weighing = try Self.weigh(
            stored: Self.bars(5), answered: Self.bars(6), [Self.dividend(5, "0.5")], isWhole: false)
        #expect(Self.code(weighing) == "read whole: new_dividend")
        let known = try Self.weigh(
            stored: Self.bars(5), [Self.dividend(3, "0.5")], answered: Self.bars(6), [Self.dividend(3, "0.5")],
            isWhole: false)
        #expect(Self.code(known) == "rows")
    }

    @Test(
        "Stored rows say whether a split is in the prices before it, whatever its size",
        arguments: [("2", "1"), ("4", "1"), ("1", "10"), ("21", "20"), ("11", "10"), ("3", "2")])
    func split(above: String, below: String) throws {
        let ratio = try #require(Double(above)) / #require(Double(below))
        let stored = Self.bars(20)
        let after = Self.bars(1) { $1.close = Self.price(20) / ratio }
        let late = try Self.weigh(stored: stored, answered: stored + after, [Self.split(20, above, below)])
        #expect(Self.code(late) == "keep")
        #expect(late.waiting.map(\.span) == [Span(Self.sessions[20].number, Self.sessions[20].number + 1)])
        #expect(late.waiting.first?.reason.code == "not_restated_yet")
        #expect(late.rereads.contains(Self.sessions[21].number))
        let restated = try Self.weigh(
            stored: stored, answered: Self.bars(20) { $1.factor = 1 / ratio } + after, [Self.split(20, above, below)])
        #expect(Self.code(restated) == "restated: new_split")
        #expect(restated.waiting.isEmpty)
    }

    @Test("A split that goes back to its old prices after it was restated waits: the stored rows stay")
    func lapsed() throws {
        let stored = Self.bars(25) { if $0 < 20 { $1.factor = 0.5 } }
        let answered = Self.bars(26)
        let weighing = try Self.weigh(
            stored: stored, [Self.split(20, "2", "1")], answered: answered, [Self.split(20, "2", "1")])
        #expect(Self.code(weighing) == "keep")
        #expect(weighing.waiting.map(\.span) == [Span(Self.sessions[24].number + 1, Self.sessions[25].number + 1)])
    }

    @Test(
        "A split that is told of after its day: the jump of the closes decides, and nothing is taken while it is there")
    func toldLate() throws {
        let jumping = Self.bars(23) { if $0 >= 20 { $1.factor = 0.5 } }
        let waiting = try Self.weigh(stored: Array(jumping.dropLast()), answered: jumping, [Self.split(20, "2", "1")])
        #expect(Self.code(waiting) == "keep")
        #expect(waiting.waiting.map(\.span.lower) == [Self.sessions[22].number])
        let even = Self.bars(23)
        let fine = try Self.weigh(stored: Array(even.dropLast()), answered: even, [Self.split(20, "2", "1")])
        #expect(Self.code(fine) == "rows")
        #expect(fine.waiting.isEmpty)
        // Stored on two bases by an older version, and restated since.
        let healed = Self.bars(23) { $1.factor = 0.5 }
        let restated = try Self.weigh(
            stored: Array(jumping.dropLast()), [Self.split(20, "2", "1")], answered: healed, [Self.split(20, "2", "1")])
        #expect(Self.code(restated).hasPrefix("restated"))
    }

    @Test("Where nothing is stored the jump decides, for ratios that no day makes by itself; what is before it waits")
    func first() throws {
        let jump = Self.bars(25) { if $0 >= 20 { $1.factor = 0.5 } }
        let weighing = try Self.weigh(stored: [], answered: jump, [Self.split(20, "2", "1")])
        #expect(Self.code(weighing) == "rows")
        #expect(weighing.waiting.map(\.span) == [Span(Self.sessions[0].number, Self.sessions[20].number)])
        #expect(try Self.weigh(stored: [], answered: Self.bars(25), [Self.split(20, "2", "1")]).waiting.isEmpty)
        let small = Self.bars(25) { if $0 >= 20 { $1.factor = 0.9 } }
        #expect(try Self.weigh(stored: [], answered: small, [Self.split(20, "10", "9")]).waiting.isEmpty)
        // What was stored from the split on waits for the rest, until the jump is gone.
        let kept = try Self.weigh(
            stored: Array(jump[20...]), [Self.split(20, "2", "1")], answered: jump, [Self.split(20, "2", "1")],
            storedFrom: 20)
        #expect(kept.waiting.count == 1)
        let healed = try Self.weigh(
            stored: Array(jump[20...]), [Self.split(20, "2", "1")], answered: Self.bars(25) { $1.factor = 0.5 },
            [Self.split(20, "2", "1")],
            storedFrom: 20)
        #expect(Self.code(healed) == "rows")
        #expect(healed.waiting.isEmpty)
        // And is restated by itself meanwhile.
        let factor = 1 - 2 / (Self.price(35) / 2)
        let late = Self.bars(37) { if $0 >= 20 { $1.factor = 0.5 } }
        let dividend = try Self.weigh(
            stored: Array(late[20..<36]), [Self.split(20, "2", "1")],
            answered: late.enumerated().map { index, bar in
                var bar = bar
                if index < 36 { bar.adjusted = factor }
                return bar
            }, [Self.split(20, "2", "1"), Self.dividend(36, "2")], storedFrom: 20)
        #expect(Self.code(dividend) == "restated: new_dividend")
        #expect(dividend.waiting.count == 1)
    }

    @Test("After twenty sessions the way out is offered")
    func patience() throws {
        let stored = Self.bars(20)
        func detail(_ days: Int) throws -> String {
            let late = (0..<days).map { Bar(close: Self.price(20 + $0) / 2) }
            return try #require(
                Self.weigh(stored: stored, answered: stored + late, [Self.split(20, "2", "1")]).waiting.first?.reason
                    .detail)
        }
        #expect(try !detail(21).contains("accept"))
        #expect(try detail(22).contains("penstock accept equities ABC --as continuation"))
    }

    @Test(
        """
        A dividend restates adj_close alone; one that is not in it yet withholds nothing, is flagged and read again \
        for twenty sessions
        """
    )
    func dividend() throws {
        let stored = Self.bars(20)
        let factor = 1 - 2 / Self.price(19)
        let restated = try Self.weigh(
            stored: stored, answered: Self.bars(21) { if $0 < 20 { $1.adjusted = factor } }, [Self.dividend(20, "2")])
        #expect(Self.code(restated) == "restated: new_dividend")
        #expect(restated.flags.isEmpty)
        let late = try Self.weigh(stored: stored, answered: Self.bars(21), [Self.dividend(20, "2")])
        #expect(Self.code(late) == "rows")
        #expect(late.waiting.isEmpty)
        #expect(late.flags.count == 1)
        #expect(
            late.flags.first?.hasPrefix("E11: ABC: adj_close before the dividend 2 of 2025-03-31 is by 1.0") == true)
        #expect(late.rereads.contains(Self.sessions[21].number))
        // Stored, and still not in it.
        let again = try Self.weigh(
            stored: Self.bars(40), [Self.dividend(20, "2")], answered: Self.bars(41), [Self.dividend(20, "2")])
        #expect(again.rereads == [Self.sessions[41].number])
        let over = try Self.weigh(
            stored: Self.bars(41), [Self.dividend(20, "2")], answered: Self.bars(42), [Self.dividend(20, "2")])
        #expect(over == Weighing())
    }

    @Test("A new event is looked at again after 1, 2, 5 and 20 sessions, counted from its day")
    func rereads() throws {
        let stored = Self.bars(20)
        let factor = 1 - 2 / Self.price(19)
        let weighing = try Self.weigh(
            stored: stored, answered: Self.bars(21) { if $0 < 20 { $1.adjusted = factor } }, [Self.dividend(20, "2")])
        #expect(weighing.rereads == Set([21, 22, 25, 40].map { Self.sessions[$0].number }))
    }

    @Test("Half of the rows before a split on its basis are not all of them; the older or the newer half")
    func halfSplit() throws {
        let after = Self.bars(2) { $1.close = Self.price(40 + $0) / 2 }
        for half in [0..<20, 20..<40] {
            let weighing = try Self.weigh(
                stored: Self.bars(40), answered: Self.bars(40) { if half.contains($0) { $1.factor = 0.5 } } + after,
                [Self.split(40, "2", "1")])
            #expect(Self.code(weighing) == "keep", "\(half)")
        }
    }

    @Test("A split that no price shows stops nothing, before and after it is stored")
    func tinySplit() throws {
        let event = [Self.split(20, "10005", "10000")]
        #expect(Self.code(try Self.weigh(stored: Self.bars(20), answered: Self.bars(21), event)) == "rows")
        #expect(Self.code(try Self.weigh(stored: Self.bars(21), event, answered: Self.bars(22), event)) == "rows")
    }

    @Test(
        """
        A split with something else in its factor is restated, and two that make up for each other are looked at by \
        their jumps
        """
    )
    func mixedFactors() throws {
        let after = Self.bars(1) { $1.close = Self.price(20) / 2 }
        let spun = try Self.weigh(
            stored: Self.bars(20), answered: Self.bars(20) { $1.factor = 1 / 2.06 } + after, [Self.split(20, "2", "1")])
        #expect(Self.code(spun) == "restated: new_split")
        let between = Self.bars(1) { $1.close = Self.price(20) / 2 } + Self.bars(1) { $1.close = Self.price(21) }
        let both = [Self.split(20, "2", "1"), Self.split(21, "1", "2")]
        #expect(Self.code(try Self.weigh(stored: Self.bars(20), answered: Self.bars(20) + between, both)) == "keep")
        let smooth = try Self.weigh(stored: Self.bars(20), answered: Self.bars(22), both)
        #expect(Self.code(smooth) == "rows")
    }

    @Test("A penny stock whose restatement lapses is kept as it is stored")
    func pennies() throws {
        let cents: [(factor: Double, unit: Double)] = [(1, 0.01)]
        func bars(_ count: Int, _ factor: Double) -> [Bar] {
            Self.bars(count) {
                $1.close = 0.05 + Double($0 % 5) / 100
                $1.factor = factor
                $1.roundings = cents
            }
        }
        let event = [Self.split(20, "1", "10")]
        let after = Self.bars(5) { $1.close = 0.5 + Double($0) / 100 }
        let weighing = try Self.weigh(stored: bars(20, 10) + after, event, answered: bars(20, 1) + after, event)
        #expect(Self.code(weighing) == "keep")
    }

    @Test("A restated split of which few rows came is a restatement, or waits where none came: never rows of two bases")
    func fewRows() throws {
        let after = Self.bars(1) { $1.close = Self.price(4) / 2 }
        let event = [Self.split(4, "2", "1")]
        let whole = Self.bars(4) { $1.factor = 0.5 }
        // The answer lacks the first three: what is stored of them is not beside it.
        let short = try Self.weigh(
            stored: Self.bars(4), answered: Array(whole[2...]) + after, event.map { $0 }, answeredFrom: 2)
        #expect(Self.code(short) == "restated: new_split")
        let none = try Self.weigh(stored: Self.bars(4), answered: Array(whole[3...]) + after, event, answeredFrom: 3)
        #expect(Self.code(none) == "keep")
    }

    @Test("Prices that were rounded to cents and are divided fit their ratio within the rounding")
    func rounding() throws {
        let cents = Self.bars(20) {
            $1.close = 1.25 + Double($0 % 4) / 100
            $1.roundings = [(1, 0.01)]
        }
        var answered = cents + [Bar(close: 0.42)]
        for index in 0..<20 { answered[index].roundings.append((1.0 / 3, 0.001)) }
        let weighing = try Self.weigh(stored: cents, answered: answered, [Self.split(20, "3", "1")])
        #expect(Self.code(weighing) == "restated: new_split")
    }

    @Test("A restatement that lost a stored dividend is refused; one from whose prices it is gone was undone")
    func lost() throws {
        let factor = 1 - 2 / Self.price(9)
        let stored = Self.bars(20) { if $0 < 10 { $1.adjusted = factor } }
        let answered = Self.bars(21) {
            if $0 < 10 { $1.adjusted = factor }
            if $0 < 20 { $1.factor = 0.5 }
        }
        let weighing = try Self.weigh(
            stored: stored, [Self.dividend(10, "2")], answered: answered, [Self.split(20, "2", "1")])
        #expect(Self.code(weighing) == "refused: short_answer")
        let undone = try Self.weigh(stored: stored, [Self.dividend(10, "2")], answered: Self.bars(21))
        #expect(Self.code(undone) == "restated: prices_moved")
        // On the same basis it is kept, and said.
        let kept = try Self.weigh(stored: stored, [Self.dividend(10, "2")], answered: stored)
        #expect(Self.code(kept) == "rows")
        #expect(kept.flags == ["E13: ABC: the answer lacks the dividend 2 of 2025-03-17; it is kept"])
    }
}
