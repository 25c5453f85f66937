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
