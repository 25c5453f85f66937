import Tabular
import Words

/// One row of a map. Neighbours that look the same are drawn as one, with one title.
struct CoverageStrip {
    let row: CoverageRow
    let columns: MonthColumns
    let axis: Axis
    /// One of hundreds: without lines between months, and with titles for its holes alone.
    var isSmall = false

    /// In a row that changes all along, titles would be most of the page.
    static let mostTitles = 60

    var markup: Markup {
        let runs = runs
        var shapes = StackedShapes(isStruck: columns.count <= 60)
        var titles: Markup = ""
        for run in runs {
            shapes.add(run.look, at: run.columns.lowerBound, width: run.columns.count)
            guard runs.count <= Self.mostTitles, !isSmall || run.look.missing > 0 else { continue }
            let title = "\(columns.text(run.columns)): \(words(run.sum))"
            titles +=
                """
                <rect x="\(run.columns.lowerBound)" width="\(run.columns.count)" \
                height="100"><title>\(title)</title></rect>
                """
        }
        let tips: Markup = titles == "" ? "" : "<g class=\"tips\">\(titles)</g>"
        let separators: Markup = isSmall ? "" : columns.separators
        return """
            <svg class="strip" role="img" aria-label="\(summary(runs))" viewBox="0 0 \(columns.count) 100" \
            preserveAspectRatio="none">\(shapes.markup)\(separators)\(tips)</svg>
            """
    }

    private struct Run {
        var columns: Range<Int>
        var look: StackedCell
        var sum: CoverageCell
    }

    private var runs: [Run] {
        var runs: [Run] = []
        for column in 0..<columns.count {
            let sum = columns.months(column).reduce(into: CoverageCell()) { $0 += row.cell(Month(number: $1)) }
            let look = StackedCell(sum)
            guard !look.isBlank else { continue }
            if let last = runs.last, last.columns.upperBound == column, last.look == look {
                runs[runs.count - 1].columns = last.columns.lowerBound..<column + 1
                runs[runs.count - 1].sum += sum
            } else {
                runs.append(Run(columns: column..<column + 1, look: look, sum: sum))
            }
        }
        return runs
    }

    private func words(_ cell: CoverageCell) -> String {
        let parts = [
            (cell.stored, "stored"), (cell.empty, "proved empty"), (cell.unavailable, "unavailable"),
            (cell.missing, "missing"),
        ]
        .filter { $0.0 > 0 }
        if parts.count == 1, let part = parts.first {
            return part.0 == 1 ? "\(amount(1, nil)) \(part.1)" : "all \(amount(part.0, nil)) \(part.1)"
        }
        return parts.map { "\(amount($0.0, cell.expected)) \($0.1)" }.joined(separator: ", ")
    }

    private func amount(_ count: Int, _ whole: Int?) -> String {
        switch axis {
        case .sessions:
            whole.map { "\(Figures.count(count)) of \(Figures.count($0))" } ?? Figures.counted(count, "session")
        case .time: whole.map { Numerals.percent(count, of: $0) } ?? "of it"
        }
    }

    /// For those who do not see the strip: where it begins and ends, and its holes.
    private func summary(_ runs: [Run]) -> String {
        guard let first = runs.first, let last = runs.last else { return "nothing is expected" }
        let holes = runs.filter { $0.look.missing > 0 }
        let span = columns.text(first.columns.lowerBound..<last.columns.upperBound)
        guard !holes.isEmpty else { return "\(span): no holes" }
        let named = holes.prefix(6).map { columns.text($0.columns) }.joined(separator: ", ")
        return "\(span): holes in \(named)" + (holes.count > 6 ? " and \(holes.count - 6) more" : "")
    }
}
