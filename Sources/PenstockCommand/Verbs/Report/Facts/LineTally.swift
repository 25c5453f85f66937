import Archive
import Orchestrator
import Tabular

/// Samples the values of a series for its small line while they are read: of each column the lowest and the highest
/// stay, so no extreme is lost and memory does not grow with the rows.
struct LineTally {
    /// Of splits the newest so many are marked.
    static let marked = 12

    private let axis: Axis
    private let domain: Span
    /// In order.
    private let holes: [AccountedSpan]
    /// Holes that began before the row that was placed last.
    private var passed = 0
    private var strokes: [[ValueLine.Point]] = []
    private var bucket: Bucket?
    private var ends: (first: ValueLine.Reading, last: ValueLine.Reading)?
    private var extremes: (lowest: ValueLine.Reading, highest: ValueLine.Reading)?
    private var splits: [(tick: Int64, event: ValueLine.Mark.Event)] = []
    private var splitCount = 0
    /// That were handed over, those without a value among them.
    private(set) var rows = 0

    /// What one column has so far.
    private struct Bucket {
        let column: Int
        private(set) var lowest: Double
        private(set) var highest: Double
        private(set) var isHighestLast = true
        private(set) var last: Double

        init(column: Int, _ value: Double) {
            self.column = column
            (lowest, highest, last) = (value, value, value)
        }

        mutating func add(_ value: Double) {
            if value < lowest { (lowest, isHighestLast) = (value, false) }
            if value > highest { (highest, isHighestLast) = (value, true) }
            last = value
        }

        /// As they came, each once; the last value too where the line ends.
        func points(isEnd: Bool) -> [ValueLine.Point] {
            var values = isHighestLast ? [lowest, highest] : [highest, lowest]
            if lowest == highest { values.removeLast() }
            if isEnd, values.last != last { values.append(last) }
            return values.map { ValueLine.Point(column: column, value: $0) }
        }
    }

    /// - Parameter domain: from the line's left to its right, in ticks.
    init(axis: Axis, domain: Span, holes: [AccountedSpan]) {
        self.axis = axis
        self.domain = domain
        self.holes = holes.filter { $0.span.intersection(domain) != nil }
    }

    /// Takes rows in the order of their ticks; a value that is no number is none.
    ///
    /// - Parameter text: of a row's value, as it is stored; asked for few of them.
    mutating func add(_ ticks: [Int64], _ values: [Double], text: (Int) -> String) {
        rows += values.count
        var found: (first: Int, lowest: Int, highest: Int, last: Int)?
        for (row, value) in values.enumerated() where value.isFinite {
            place(value, at: ticks[row])
            guard let before = found else {
                found = (row, row, row, row)
                continue
            }
            if value < values[before.lowest] { found?.lowest = row }
            if value > values[before.highest] { found?.highest = row }
            found?.last = row
        }
        guard let found else { return }
        func reading(_ row: Int) -> ValueLine.Reading {
            ValueLine.Reading(tick: ticks[row], value: values[row], text: text(row))
        }
        ends = (ends?.first ?? reading(found.first), reading(found.last))
        let lowest = extremes.flatMap { $0.lowest.value <= values[found.lowest] ? $0.lowest : nil }
        let highest = extremes.flatMap { $0.highest.value >= values[found.highest] ? $0.highest : nil }
        extremes = (lowest ?? reading(found.lowest), highest ?? reading(found.highest))
    }

    /// - Parameter ratio: new shares for an old one, as text.
    mutating func addSplit(at tick: Int64, _ ratio: String) {
        splitCount += 1
        splits.append((tick, .split(ratio, tick: tick)))
        if splits.count > Self.marked { splits.removeFirst() }
    }

    private mutating func place(_ value: Double, at tick: Int64) {
        var isBroken = false
        while passed < holes.count, holes[passed].span.lower <= tick {
            passed += 1
            isBroken = bucket != nil
        }
        var column = column(of: tick)
        if let bucket {
            // What comes behind a hole never touches what came before it, however short the hole is.
            column = min(ValueLine.columns, max(column, bucket.column + (isBroken ? 1 : 0)))
            if !isBroken, column == bucket.column {
                self.bucket?.add(value)
                return
            }
            flush(isEnd: isBroken)
        }
        if isBroken || strokes.isEmpty { strokes.append([]) }
        bucket = Bucket(column: column, value)
    }

    private mutating func flush(isEnd: Bool) {
        guard let bucket, !strokes.isEmpty else { return }
        strokes[strokes.count - 1] += bucket.points(isEnd: isEnd)
        self.bucket = nil
    }

    private func column(of tick: Int64) -> Int {
        let share = (Double(tick) - Double(domain.lower)) / (Double(domain.upper) - Double(domain.lower))
        return share.isFinite ? min(max(Int(share * Double(ValueLine.columns)), 0), ValueLine.columns - 1) : 0
    }

    /// nil: no row has a value.
    ///
    /// - Parameter asides: when the series was written anew.
    func line(name: String, measure: String, asides: UnitAsides = UnitAsides()) -> ValueLine? {
        guard let ends, let extremes else { return nil }
        var whole = self
        whole.flush(isEnd: true)
        let restatements = asides.restatements.map { restatement in
            let tick = axis == .sessions ? restatement.recorded.dayUTC.number : restatement.recorded.microseconds
            return (tick: tick, event: ValueLine.Mark.Event.restatement(restatement))
        }
        let marks = (splits + restatements).sorted { $0.tick < $1.tick }
        return ValueLine(
            name: name, measure: measure, axis: axis, strokes: whole.strokes, gaps: gaps,
            marks: marks.map { ValueLine.Mark(column: column(of: $0.tick), event: $0.event) }, splits: splitCount,
            restatements: asides.restated, first: ends.first, last: ends.last, lowest: extremes.lowest,
            highest: extremes.highest)
    }

    /// Holes of one column are one gap, with the first of them to tell of.
    private var gaps: [ValueLine.Gap] {
        var gaps: [ValueLine.Gap] = []
        for hole in holes {
            let lower = column(of: hole.span.lower)
            let columns = lower..<max(lower, column(of: hole.span.upper - 1)) + 1
            if let last = gaps.last, columns.lowerBound < last.columns.upperBound {
                let upper = max(last.columns.upperBound, columns.upperBound)
                gaps[gaps.count - 1].columns = last.columns.lowerBound..<upper
                gaps[gaps.count - 1].others += 1
            } else {
                gaps.append(ValueLine.Gap(columns: columns, first: hole))
            }
        }
        return gaps
    }
}
