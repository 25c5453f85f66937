/// Bars along a row of days or runs, with marks beside it and names below. Its texts are HTML, so that they do not
/// stretch with the bars.
struct BarChart {
    struct Bar {
        let value: Int
        let title: String
        /// The class of its colour.
        var tone: Markup = "s"
    }

    let bars: [Bar]
    let scale: Scale
    var mark: (Int) -> String = Numerals.short
    /// What it shows in words.
    let label: String
    var isLow = false
    /// Below the bars: at which bar, and what.
    let feet: [(bar: Int, text: String)]
    /// How wide a bar may get, in pixels.
    var widest = 22

    /// Few bars do not become wide ones.
    private var places: Int { max(bars.count, 16) }

    var markup: Markup {
        let marks = scale.marks.map { (height: $0 == 0 ? 0 : scale.height($0), text: mark($0)) }
        let markTexts = marks.map { placed($0.text, at: $0.height) }
        let footTexts = feet.map { placed($0.text, at: $0.bar * 1000 / places) }
        return """
            <div class="chart" style="--most:\(places * widest)px">
            <div class="marks" aria-hidden="true">\(markTexts)</div>
            <svg class="bars\(isLow ? Markup(" low") : "")" style="max-width:var(--most)" role="img" \
            aria-label="\(label)" \
            viewBox="0 0 \(places * 10) 1000" preserveAspectRatio="none">\
            <path class="grid" vector-effect="non-scaling-stroke" \
            d="\(marks.dropFirst().map { "M0 \(1000 - $0.height)H\(places * 10)" as Markup })"/>
            \(bars.enumerated().map { drawn($0.element, at: $0.offset) })
            </svg>
            <div class="feet" aria-hidden="true">\(footTexts)</div>
            </div>
            """
    }

    /// A text so many thousandths along its row.
    private func placed(_ text: String, at place: Int) -> Markup {
        "<span style=\"--at:\(Numerals.tenths(place))%\">\(text)</span>"
    }

    private func drawn(_ bar: Bar, at index: Int) -> Markup {
        // A failure that did nothing still has something to strike through.
        let height = bar.tone == "m" ? max(scale.height(bar.value), 200) : scale.height(bar.value)
        let strike: Markup =
            bar.tone == "m"
            ? """
            <path class="x" vector-effect="non-scaling-stroke" d="M\(index * 10 + 1) 1000L\(index * 10 + 9) \
            \(1000 - height)"/>
            """
            : ""
        // The whole column tells its title, not only the bar.
        return """
            <g><title>\(bar.title)</title><rect fill="none" pointer-events="all" x="\(index * 10)" y="0" width="10" \
            height="1000"/>\
            <rect class="\(bar.tone)" x="\(index * 10 + 1)" y="\(1000 - height)" width="8" \
            height="\(height)"/>\(strike)</g>
            """
    }
}
