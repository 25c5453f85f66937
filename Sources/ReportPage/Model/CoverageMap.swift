import Words

/// What is there of each unit in each month.
package struct CoverageMap: Sendable, Equatable {
    /// What is mapped: `equities`.
    package var name: String
    /// What a unit is called.
    package var noun: Noun
    package var measure: Measure
    /// Units one by one. With `bands`, only those with the most holes, the worst first.
    package var rows: [CoverageRow]
    /// The others in the order in which they came, many to a row.
    package var bands: [CoverageRow]

    package enum Measure: Sendable, Equatable {
        /// Things that can be counted, such as sessions.
        case counted(Noun)
        /// Time, said in shares.
        case time
    }

    package init(name: String, noun: Noun, measure: Measure, rows: [CoverageRow], bands: [CoverageRow] = []) {
        self.name = name
        self.noun = noun
        self.measure = measure
        self.rows = rows
        self.bands = bands
    }

    var all: [CoverageRow] { rows + bands }
    var units: Int { all.reduce(0) { $0 + $1.units } }
    var sum: CoverageCell { all.reduce(into: CoverageCell()) { $0 += $1.sum } }
}

/// One unit, or a band of several, along the months.
package struct CoverageRow: Sendable, Equatable {
    package var label: String
    /// How many units it stands for.
    package var units: Int
    /// The month of the first cell.
    package var first: Month
    package var cells: [CoverageCell]

    package init(label: String, units: Int = 1, first: Month, cells: [CoverageCell]) {
        self.label = label
        self.units = units
        self.first = first
        self.cells = cells
    }

    var sum: CoverageCell { cells.reduce(into: CoverageCell()) { $0 += $1 } }
    /// The month behind the last cell.
    var end: Month { Month(number: first.number + cells.count) }

    func cell(_ month: Month) -> CoverageCell {
        let index = month.number - first.number
        return cells.indices.contains(index) ? cells[index] : CoverageCell()
    }

    mutating func add(_ other: CoverageRow) {
        units += other.units
        guard !other.cells.isEmpty else { return }
        guard !cells.isEmpty else {
            first = other.first
            cells = other.cells
            return
        }
        if other.first < first {
            cells.insert(contentsOf: Array(repeating: CoverageCell(), count: first.number - other.first.number), at: 0)
            first = other.first
        }
        if end < other.end { cells += Array(repeating: CoverageCell(), count: other.end.number - end.number) }
        for (index, cell) in other.cells.enumerated() { cells[other.first.number - first.number + index] += cell }
    }
}

/// What became of what a unit should have in one month. Counts of sessions, or of any measure of time.
package struct CoverageCell: Sendable, Hashable {
    package var expected: Int
    package var stored: Int
    /// Asked for, and proved to hold nothing.
    package var empty: Int
    /// The upstream does not have it.
    package var unavailable: Int

    package init(expected: Int = 0, stored: Int = 0, empty: Int = 0, unavailable: Int = 0) {
        self.expected = expected
        self.stored = stored
        self.empty = empty
        self.unavailable = unavailable
    }

    /// Expected, and neither there nor explained.
    package var missing: Int { max(0, expected - stored - empty - unavailable) }
    var accounted: Int { stored + empty }

    static func += (a: inout CoverageCell, b: CoverageCell) {
        a.expected += b.expected
        a.stored += b.stored
        a.empty += b.empty
        a.unavailable += b.unavailable
    }
}

/// A month of a year.
package struct Month: Sendable, Hashable, Comparable {
    /// Months since January of the year 0.
    package var number: Int

    package init(number: Int) {
        self.number = number
    }

    /// - Parameter month: 1 is January.
    package init(year: Int, month: Int) {
        number = year * 12 + month - 1
    }

    package var year: Int { number >= 0 ? number / 12 : (number - 11) / 12 }
    package var month: Int { number - year * 12 + 1 }

    package static func < (a: Month, b: Month) -> Bool { a.number < b.number }

    /// `2021-03`.
    package var text: String { "\(year)-\(month.digits(2))" }
    /// `Mar`.
    var name: String {
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1]
    }
}
