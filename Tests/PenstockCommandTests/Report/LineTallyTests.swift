import Tabular
import Testing

@testable import Orchestrator
@testable import PenstockCommand

/// How the values of a series become the points of a small line.
@Suite("the sampling of a line")
struct LineTallyTests {
    private func sampled(
        _ values: [(Int64, Double)], holes: [Span] = [], splits: [Int64] = [], batch: Int = 100
    ) -> ValueLine? {
        let end = max(values.last?.0 ?? 0, (holes.last?.upper ?? 1) - 1) + 1
        var tally = LineTally(
            axis: .sessions, domain: Span(values.first?.0 ?? 0, end), holes: holes.map(hole))
        for start in stride(from: 0, to: values.count, by: batch) {
            let part = values[start..<min(start + batch, values.count)]
            tally.add(part.map(\.0), part.map(\.1)) { "\(part[start + $0].1)" }
        }
        for split in splits { tally.addSplit(at: split, "\(split)") }
        return tally.line(name: "close", measure: "")
    }

    private func hole(_ span: Span) -> AccountedSpan { AccountedSpan(span: span, state: .unasked, sessions: 1) }

    /// A walk without a step that comes twice.
    private func walk(_ count: Int) -> [(Int64, Double)] {
        var state: UInt64 = 7
        var value = 1000.0
        return (0..<Int64(count)).map { tick in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            value += Double(state >> 40) / Double(1 << 24) * 20 - 10
            return (tick, value)
        }
    }

    @Test(
        "of each column the lowest and the highest value stay, in the order in which they came",
        arguments: [1, 7, 5000])
    func extremes(batch: Int) throws {
        let values = walk(1260)
        let line = try #require(sampled(values, batch: batch))
        let points = line.strokes.joined()
        #expect(line.strokes.count == 1 && points.count <= 2 * ValueLine.columns + 1)
        let numbers = values.map(\.1)
        #expect(points.map(\.value).min() == numbers.min() && points.map(\.value).max() == numbers.max())
        #expect(line.lowest.value == numbers.min() && line.highest.value == numbers.max())
        #expect(points.first?.column == 0)
        #expect(points.last?.value == numbers.last && line.last.tick == 1259 && line.first.tick == 0)
        for column in 0..<ValueLine.columns {
            let all = values.filter { Int(Double($0.0) / 1260 * Double(ValueLine.columns)) == column }.map(\.1)
            let kept = points.filter { $0.column == column }.map(\.value)
            #expect(kept.min() == all.min() && kept.max() == all.max())
            let places = kept.compactMap { all.firstIndex(of: $0) }
            #expect(places == places.sorted())
        }
        // A sample of every fifteenth row would lose them.
        let thinned = stride(from: 0, to: 1260, by: 15).map { numbers[$0] }
        #expect(thinned.max() != numbers.max() || thinned.min() != numbers.min())
    }

    @Test("as many rows as there are make no more points")
    func bounded() throws {
        let line = try #require(sampled(walk(100_000), batch: 4096))
        #expect(line.strokes.joined().count <= 2 * ValueLine.columns + 1)
    }

    @Test("a hole breaks the line, however short it is; what is behind it never touches what is before it")
    func holes() throws {
        let values = walk(1260).filter { $0.0 != 600 }
        let line = try #require(sampled(values, holes: [Span(600, 601)]))
        #expect(line.strokes.count == 2 && line.gaps == [ValueLine.Gap(columns: 38..<39, first: hole(Span(600, 601)))])
        #expect(line.strokes[0].last?.value == values[599].1 && line.strokes[0].last?.column == 38)
        #expect(line.strokes[1].first.map { $0.column > 38 } == true)
        #expect(sampled(values)?.strokes.count == 1)
    }

    @Test("holes before the first row and behind the last are gaps and break nothing; those of one column are one gap")
    func ends() throws {
        let line = try #require(sampled([(10, 1), (11, 2)], holes: [Span(12, 90), Span(90, 91), Span(91, 170)]))
        #expect(line.strokes.count == 1 && line.strokes[0].map(\.value) == [1, 2])
        #expect(line.gaps.map(\.columns) == [1..<40, 40..<80])
        #expect(line.gaps.map(\.others) == [0, 1] && line.gaps.last?.first.span == Span(90, 91))
        var before = LineTally(axis: .sessions, domain: Span(0, 100), holes: [hole(Span(0, 50))])
        before.add([50, 51], [3, 4]) { "\($0)" }
        let late = try #require(before.line(name: "close", measure: ""))
        #expect(late.strokes.count == 1 && late.gaps.map(\.columns) == [0..<40])
    }

    @Test("a hole behind each row of the last columns breaks the line and keeps it on its picture")
    func crowded() throws {
        let values = (0..<200).map { (Int64($0 * 2), Double($0)) }
        let line = try #require(sampled(values, holes: (0..<199).map { Span($0 * 2 + 1, $0 * 2 + 2) }))
        #expect(line.strokes.count == 200 && line.strokes.joined().allSatisfy { $0.column <= ValueLine.columns })
        #expect(line.strokes.joined().count == 200)
    }

    @Test("splits are marked where they were, the newest of many; a value that is none is left out")
    func marks() throws {
        let line = try #require(sampled([(0, 1), (40, .nan), (79, 2)], splits: (0..<15).map { $0 * 5 }))
        #expect(line.splits == 15 && line.marks.count == LineTally.marked)
        #expect(line.marks.first == ValueLine.Mark(column: 15, event: .split("15", tick: 15)))
        #expect(line.marks.last?.column == 70)
        #expect(line.strokes == [[ValueLine.Point(column: 0, value: 1), ValueLine.Point(column: 79, value: 2)]])
        #expect(sampled([(0, .nan), (1, .infinity)]) == nil && sampled([]) == nil)
    }

    @Test("a value that stays the same is one point a column, and its text is the stored one")
    func flat() throws {
        let line = try #require(sampled((0..<800).map { (Int64($0), 5.0) }))
        #expect(line.strokes.joined().count == ValueLine.columns)
        #expect(line.lowest == line.first && line.highest.text == "5.0" && line.last.tick == 799)
    }
}
