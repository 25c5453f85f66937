/// The columns of a map: months, or as many of them to a column as make about 240 columns.
struct MonthColumns {
    static let most = 240
    let first: Month
    /// Months to a column: 1, 3, 12 or 120.
    let step: Int
    let count: Int

    init(covering rows: [CoverageRow]) {
        let filled = rows.filter { !$0.cells.isEmpty }
        let first = filled.map(\.first).min() ?? Month(year: 2000, month: 1)
        let end = max(filled.map(\.end).max() ?? first, Month(number: first.number + 1))
        step = [1, 3, 12].first { (end.number - first.number) / $0 <= Self.most } ?? 120
        let start = first.number - (first.number % step + step) % step
        self.first = Month(number: start)
        count = (end.number - start + step - 1) / step
    }

    func months(_ column: Int) -> Range<Int> {
        let start = first.number + column * step
        return start..<start + step
    }

    /// `2021-03`, `2021-03 to 2021-06`.
    func text(_ columns: Range<Int>) -> String {
        let start = first.number + columns.lowerBound * step
        let end = first.number + columns.upperBound * step - 1
        return start == end ? Month(number: start).text : "\(Month(number: start).text) to \(Month(number: end).text)"
    }

    var text: String { text(0..<count) }

    var words: String {
        switch step {
        case 1: "Each column is a month."
        case 3: "Each column is a quarter."
        case 12: "Each column is a year."
        default: "Each column is a decade."
        }
    }

    /// A column is at least so wide that it is seen, and not so wide that few of them look like many.
    var widths: String {
        let least = count > 120 ? 3 : count > 60 ? 6 : count > 24 ? 10 : count > 12 ? 16 : 28
        return "--least:\(least * count)px;--most:\(count * (count > 12 ? 26 : 34))px"
    }

    /// Few enough that each is named.
    var isMonthly: Bool { step == 1 && count <= 24 }

    /// Months where there is room for their names, else years.
    var labels: [Markup] {
        if isMonthly {
            let months = (0..<count).map { Month(number: first.number + $0) }
            return months.enumerated().flatMap { column, month in
                let name = count <= 12 || column % 2 == 0 ? [label(month.name, at: column)] : []
                let isYear = month.month == 1 || column == 0 && (count < 3 || !months[1...2].contains { $0.month == 1 })
                return isYear ? [label(String(month.year), at: column, isOver: true)] + name : name
            }
        }
        let perYear = max(1, 12 / step)
        let years = Double(count) / Double(perYear) * Double(max(step, 12)) / 12
        let every = [1, 2, 5, 10, 20, 50, 100].first { years / Double($0) <= 20 } ?? 200
        return (0..<count).compactMap { column in
            let range = months(column)
            let year = Month(number: range.lowerBound).year
            guard (range.lowerBound..<range.lowerBound + 1).contains(year * 12) || step > 12, year % every == 0 else {
                return nil
            }
            return label(String(year), at: column)
        }
    }

    private func label(_ text: String, at column: Int, isOver: Bool = false) -> Markup {
        """
        <span\(isOver ? Markup(" class=\"over\"") : "") \
        style="--at:\(Numerals.tenths(column * 1000 / count))%">\(text)</span>
        """
    }

    /// Lines between months while they are wide, and between years.
    var separators: Markup {
        let perYear = max(1, 12 / step)
        let isWide = count <= 120
        var path: Markup = ""
        for column in 1..<max(count, 2) where column < count {
            let isYear = (first.number + column * step) % 12 == 0 && (perYear > 1 || count <= 120)
            if isWide || isYear { path += "M\(column) 0v100" }
        }
        return "<path class=\"sep\" vector-effect=\"non-scaling-stroke\" d=\"\(path)\"/>"
    }
}
