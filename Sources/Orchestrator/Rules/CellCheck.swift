import PluginKit
import Tabular

/// The cells of a page, held against what their dataset declares before any sink has them: what an archive takes does
/// not depend on where it is kept. Columns are looked at whole, one after the other.
struct CellCheck {
    let dataset: Dataset
    let batch: Batch
    /// Of the run.
    let now: Instant

    /// Rows this long after the run's present may be another clock's.
    private static let leeway: Int64 = 86_400

    /// Throws `PluginError.malformed` with the dataset, the row's key and the column of the first cell that cannot be,
    /// or for a page all of whose rows lie where no rows are.
    func check() throws {
        let filledLater = dataset.runtimeColumns
        for (index, column) in batch.schema.columns.enumerated() where !filledLater.contains(column.name) {
            let data = batch.columns[index]
            if !column.isNullable, let row = data.nulls.firstIndex(of: true) {
                throw fault(row, column, "is empty, which it never is")
            }
            switch column.type {
            case .text, .integer: break
            case .boolean:
                if let row = rows(of: data, first: { !(0...1).contains($0) }) {
                    throw fault(row, column, "holds \(data.values[row]), and is true or false")
                }
            case .decimal: try checkDecimals(data, column)
            case .day: try checkTimes(data, column, .sessions, within: Self.days)
            case .instant: try checkTimes(data, column, .time, within: Self.instants)
            }
        }
        try checkAxis()
    }

    private func checkDecimals(_ data: ColumnData, _ column: Column) throws {
        let odd = data.arena.withUnsafeBufferPointer { arena in
            data.values.indices.first { row in
                !data.nulls[row] && !DecimalText.isDecimal(UnsafeBufferPointer(rebasing: arena[data.range(row)]))
            }
        }
        guard let odd else { return }
        let text = String(decoding: batch.bytes(row: odd, column: index(of: column)), as: UTF8.self)
        throw fault(odd, column, "is no decimal: '\(text)'")
    }

    /// The years that a text can name, 0001 to 9999.
    private static let days = -719_162...Int64(2_932_896)
    private static let instants =
        Day(number: -719_162).startUTC.microseconds...Day(number: 2_932_897).startUTC.microseconds - 1

    private func checkTimes(_ data: ColumnData, _ column: Column, _ axis: Axis, within years: ClosedRange<Int64>) throws
    {
        guard let row = rows(of: data, first: { !years.contains($0) }) else { return }
        throw fault(row, column, "is \(axis.text(data.values[row])), which is no date of a calendar\(Self.hint)")
    }

    private static let hint = "; are these milliseconds, or another unit than the column's `as:` says?"

    /// Rows of which all lie behind the present, or in years of which nobody has market data, are of another unit of
    /// time.
    private func checkAxis() throws {
        guard let index = dataset.axisColumn else { return }
        let ticks = batch.columns[index].values
        let (early, late, latest) =
            switch dataset.axis {
            case .sessions:
                (Self.firstYear.number, Self.lastYear.number, now.adding(seconds: Self.leeway).dayUTC.number)
            case .time:
                (
                    Self.firstYear.startUTC.microseconds, Self.lastYear.startUTC.microseconds,
                    now.adding(seconds: Self.leeway).microseconds
                )
            }
        guard let first = ticks.first, first < early || first >= late || first > latest else { return }
        let place: String
        if ticks.allSatisfy({ $0 < early || $0 >= late }) {
            place = "outside of the years 1900 to 2100"
        } else if ticks.allSatisfy({ $0 > latest }) {
            place = "after the present"
        } else {
            return
        }
        let nearest = ticks.min { distance($0, latest) < distance($1, latest) } ?? first
        throw PluginError.malformed(
            """
            \(dataset.name): \(batch.count) of \(batch.count) rows lie \(place), the nearest at \
            \(dataset.axis.text(nearest))\(Self.hint)
            """)
    }

    private static let firstYear = Day(year: 1900, month: 1, day: 1) ?? Day(number: 0)
    private static let lastYear = Day(year: 2101, month: 1, day: 1) ?? Day(number: 0)

    private func distance(_ tick: Int64, _ other: Int64) -> UInt64 {
        let (difference, overflow) = tick.subtractingReportingOverflow(other)
        return overflow ? .max : difference.magnitude
    }

    private func rows(of data: ColumnData, first isOdd: (Int64) -> Bool) -> Int? {
        data.values.indices.first { isOdd(data.values[$0]) && !data.nulls[$0] }
    }

    private func index(of column: Column) -> Int { batch.schema.index(of: column.name) ?? 0 }

    private func fault(_ row: Int, _ column: Column, _ what: String) -> PluginError {
        .malformed("\(dataset.name) \(batch.keyText(row)): \(column.name) \(what)")
    }
}
