import Tabular
import Testing

@testable import PenstockCommand

/// The map of coverage on the report page: cells, bands, months and titles.
@Suite("The coverage map")
struct ReportCoverageTests {
    private func row(_ label: String, _ cells: [CoverageCell], first: Month = Month(year: 2020, month: 1))
        -> CoverageRow
    {
        CoverageRow(label: label, first: first, cells: cells)
    }

    @Test("A cell is a stack of a hundred in which even the smallest hole is seen")
    func stack() {
        let hole = StackedCell(CoverageCell(expected: 10_000, stored: 9999))
        #expect(hole.missing >= 25 && hole.stored + hole.missing == 100)
        #expect(StackedCell(CoverageCell(expected: 3, stored: 3)).stored == 100)
        #expect(StackedCell(CoverageCell(expected: 3)).missing == 100)
        let all = StackedCell(CoverageCell(expected: 100, stored: 40, empty: 30, unavailable: 20))
        #expect(all.stored + all.empty + all.unavailable + all.missing == 100)
        #expect(StackedCell(CoverageCell()).isBlank)
        #expect(StackedCell(CoverageCell(expected: 1, stored: 5, empty: -3)).stored == 100)
    }

    @Test("Up to 200 units stand by themselves; of more the worst do, and the others are banded in order, none lost")
    func bands() {
        func map(_ units: Int) -> CoverageMap {
            var tally = CoverageTally(units: units)
            for number in 0..<units {
                let missing = number % 10 == 3 ? 1 + number % 7 : 0
                tally.add(row("U\(number)", [CoverageCell(expected: 21, stored: 21 - missing)]))
            }
            return tally.map(name: "x", noun: ReportModels.symbols, axis: .sessions)
        }
        #expect(map(200).rows.count == 200)
        #expect(map(200).bands.isEmpty)
        let large = map(5000)
        #expect(large.rows.count == 40)
        #expect(large.rows.allSatisfy { $0.sum.missing == 7 })
        #expect(large.bands.count == 40)
        #expect(large.units == 5000)
        #expect(
            large.sum
                == (0..<5000).reduce(into: CoverageCell()) {
                    $0 += CoverageCell(expected: 21, stored: $1 % 10 == 3 ? 20 - $1 % 7 : 21)
                })
        #expect(large.bands[0].label == "U0 to U124")
        #expect(large.bands[39].label == "U4875 to U4999")
    }

    @Test("A map without holes has bands only")
    func complete() {
        var tally = CoverageTally(units: 300)
        for number in 0..<300 { tally.add(row("U\(number)", [CoverageCell(expected: 5, stored: 5)])) }
        let map = tally.map(name: "x", noun: ReportModels.symbols, axis: .time)
        #expect(map.rows.isEmpty)
        #expect(map.bands.reduce(0) { $0 + $1.units } == 300)
    }

    @Test("Rows of other months are added month by month")
    func adding() {
        var sum = row("a", [CoverageCell(expected: 1, stored: 1)], first: Month(year: 2020, month: 3))
        sum.add(row("b", [CoverageCell(expected: 2)], first: Month(year: 2020, month: 1)))
        sum.add(row("c", [CoverageCell(expected: 4, empty: 4)], first: Month(year: 2020, month: 5)))
        #expect(sum.first == Month(year: 2020, month: 1))
        #expect(sum.cells.map(\.expected) == [2, 0, 1, 0, 4])
        #expect(sum.units == 3)
    }

    @Test("Neighbours that look alike are one shape with one title; what is not expected is not drawn")
    func strip() {
        let full = CoverageCell(expected: 21, stored: 21)
        let row = row("a", [full, full, CoverageCell(), CoverageCell(expected: 21, stored: 20), full])
        let columns = MonthColumns(covering: [row])
        let text = CoverageStrip(row: row, columns: columns, axis: .sessions).markup.text
        #expect(
            text.components(between: "<title>", and: "</title>") == [
                "2020-01 to 2020-02: all 42 sessions stored", "2020-04: 20 of 21 stored, 1 of 21 missing",
                "2020-05: all 21 sessions stored",
            ])
        #expect(text.contains("aria-label=\"2020-01 to 2020-05: holes in 2020-04\""))
    }

    @Test(
        "Months are columns up to 240 of them, then quarters, years, decades",
        arguments: [(1, 1), (240, 1), (241, 3), (700, 3), (2800, 12), (9000, 120)])
    func steps(months: Int, step: Int) {
        let row = row("a", Array(repeating: CoverageCell(expected: 1, stored: 1), count: months))
        let columns = MonthColumns(covering: [row])
        #expect(columns.step == step)
        #expect(
            (0..<columns.count).reduce(0) { sum, column in
                sum + columns.months(column).reduce(0) { $0 + row.cell(Month(number: $1)).stored }
            } == months)
        #expect(columns.count <= 241)
    }

    @Test("Months before the year 0 have a text too")
    func months() {
        #expect(Month(year: 2021, month: 3).text == "2021-03")
        #expect(Month(number: -1).text == "-1-12")
        #expect(Month(number: -1).name == "Dec")
    }
}

extension String {
    /// What stands between each pair of marks.
    func components(between start: String, and end: String) -> [String] {
        split(separator: start, omittingEmptySubsequences: false).dropFirst().map { part in
            part.split(separator: end, omittingEmptySubsequences: false).first.map(String.init) ?? ""
        }
    }
}
