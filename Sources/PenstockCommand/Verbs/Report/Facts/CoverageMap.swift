import PluginKit
import Tabular
import Words

/// What is there of each unit in each month.
struct CoverageMap {
    /// What is mapped: `equities`.
    var name: String
    /// What a unit is called.
    var noun: ProviderManifest.Noun
    /// On sessions they are what is counted; time is said in shares.
    var axis: Axis
    /// Units one by one. With `bands`, only those with the most holes, the worst first.
    var rows: [CoverageRow]
    /// The others in the order in which they came, many to a row.
    var bands: [CoverageRow] = []

    var all: [CoverageRow] { rows + bands }
    var units: Int { all.reduce(0) { $0 + $1.units } }
    var sum: CoverageCell { all.reduce(into: CoverageCell()) { $0 += $1.sum } }
}

/// One unit, or a band of several, along the months.
struct CoverageRow {
    var label: String
    /// The unit that it is, as in the record; nil: it is none with a place of its own.
    var unit: Int64?
    /// How many units it stands for.
    var units = 1
    /// The month of the first cell.
    var first: Month
    var cells: [CoverageCell]

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
struct CoverageCell: Equatable {
    var expected = 0
    var stored = 0
    /// Asked for, and proved to hold nothing.
    var empty = 0
    /// The upstream does not have it.
    var unavailable = 0

    /// Expected, and neither there nor explained.
    var missing: Int { max(0, expected - stored - empty - unavailable) }
    var accounted: Int { stored + empty }

    static func += (a: inout CoverageCell, b: CoverageCell) {
        a.expected += b.expected
        a.stored += b.stored
        a.empty += b.empty
        a.unavailable += b.unavailable
    }
}

/// A month of a year.
struct Month: Comparable {
    /// Months since January of the year 0.
    var number: Int

    var year: Int { number >= 0 ? number / 12 : (number - 11) / 12 }
    var month: Int { number - year * 12 + 1 }

    static func < (a: Month, b: Month) -> Bool { a.number < b.number }

    /// `2021-03`.
    var text: String { "\(year)-\(month.digits(2))" }
    /// `Mar`.
    var name: String {
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1]
    }
}

extension Month {
    /// - Parameter month: 1 is January.
    init(year: Int, month: Int) { self.init(number: year * 12 + month - 1) }
}
