import Archive
import Tabular
import Words

/// The small line of a series: its values from left to right, broken and shaded where rows are missing, with an upright
/// stroke for each split and a dashed one where it was written anew.
struct LineShape {
    static let height = 32
    /// Of a line with more gaps than these, none has a title.
    static let mostTitles = 12

    let line: ValueLine

    var markup: Markup {
        """
        <svg class="line" role="img" aria-label="\(words)" viewBox="0 0 \(ValueLine.columns) \(Self.height)" \
        preserveAspectRatio="none">\(gaps)\(marks)<path d="\(path)"/></svg>
        """
    }

    private func moment(_ reading: ValueLine.Reading) -> String { ReportWording.moment(reading.tick, line.axis) }

    private func text(_ gap: ValueLine.Gap) -> String {
        ReportWording.hole(gap.first, line.axis) + (gap.others > 0 ? "; and \(gap.others) more" : "")
    }

    /// `split 4 for 1 on 2024-11-25`
    static func text(_ mark: ValueLine.Mark, _ axis: Axis) -> String {
        switch mark.event {
        case .split(let ratio, let tick): "split \(ratio) for 1 on \(ReportWording.moment(tick, axis))"
        case .restatement(let restatement): "written anew on \(restatement.recorded.dayUTC): \(restatement.reason)"
        }
    }

    private var scale: ValueScale { ValueScale(from: line.lowest.value, to: line.highest.value) }

    /// For those who do not see it.
    private var words: String {
        var words =
            "\(line.name)\(line.measure.isEmpty ? "" : " in \(line.measure)"), \(moment(line.first)) to "
            + "\(moment(line.last)), from \(line.lowest.text) to \(line.highest.text)"
        if scale.isLogarithmic { words += ", logarithmic scale" }
        let counts = [(line.gaps.count, "gap"), (line.splits, "split"), (line.restatements, "restatement")]
        for (count, noun) in counts where count > 0 { words += ", \(Figures.counted(count, noun))" }
        return words
    }

    /// Whole numbers, each point by its distance from the one before it, in as few letters as there are: it is half of
    /// what a unit takes on the page.
    private var path: Markup {
        let scale = scale
        var path = ""
        for stroke in line.strokes {
            guard let start = stroke.first else { continue }
            var (x, y) = (start.column, scale.place(start.value, in: Self.height))
            path += "M\(x) \(y)"
            var steps = ""
            for point in stroke.dropFirst() {
                let place = scale.place(point.value, in: Self.height)
                let (right, down) = (point.column - x, place - y)
                switch (right, down) {
                case (0, 0): continue
                case (0, _): steps += "v\(down)"
                case (_, 0): steps += "h\(right)"
                default: steps += "l\(right)\(down < 0 ? "" : " ")\(down)"
                }
                (x, y) = (point.column, place)
            }
            // A single point is a dot: the ends of a stroke are round.
            path += steps.isEmpty ? "h0" : steps
        }
        return Markup(trusted: path)
    }

    private var gaps: Markup {
        guard line.gaps.count <= Self.mostTitles else {
            let shapes = line.gaps.map { gap in
                "M\(gap.columns.lowerBound) 0h\(gap.columns.count)v\(Self.height)h-\(gap.columns.count)z"
            }
            return "<path class=\"g\" d=\"\(Markup(trusted: shapes.joined()))\"/>"
        }
        return line.gaps.reduce(into: "") { gaps, gap in
            gaps +=
                """
                <rect class="g" x="\(gap.columns.lowerBound)" width="\(gap.columns.count)" height="\(Self.height)">\
                <title>\(text(gap))</title></rect>
                """
        }
    }

    private var marks: Markup {
        line.marks.reduce(into: "") { marks, mark in
            let name: Markup = if case .split = mark.event { "k" } else { "r" }
            marks +=
                """
                <path class="\(name)" d="M\(mark.column) 0v\(Self.height)">\
                <title>\(Self.text(mark, line.axis))</title></path>
                """
        }
    }
}

/// How high a value is drawn. Logarithmic where values span decades, so that a rise by half looks the same anywhere.
struct ValueScale {
    let lowest: Double
    let highest: Double
    let isLogarithmic: Bool

    init(from lowest: Double, to highest: Double) {
        self.lowest = lowest
        self.highest = highest
        isLogarithmic = lowest > 0 && highest / lowest >= 10
    }

    /// From the top, with room for half a stroke; values that are all one are drawn in the middle.
    func place(_ value: Double, in height: Int) -> Int {
        let (low, high, at) =
            isLogarithmic
            ? (Scale.digits(lowest), Scale.digits(highest), Scale.digits(value)) : (lowest, highest, value)
        // Halves, so that no two numbers are too far apart.
        let share = (at / 2 - low / 2) / (high / 2 - low / 2)
        guard high > low, share.isFinite else { return height / 2 }
        return 1 + Int(((1 - min(max(share, 0), 1)) * Double(height - 2)).rounded())
    }
}
