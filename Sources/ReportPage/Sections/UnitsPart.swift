import Words

/// The units one by one, each where a link finds it: the line of its values, its rows, its coverage, its holes.
struct UnitsPart {
    let units: Listing<UnitBlock>
    let anchors: UnitAnchors
    /// Of the archive, as its other sections are numbered.
    let number: Int

    /// Of so many units a list of names helps to find one.
    static let named = 12
    /// Splits and restatements that are told of one line in words.
    static let told = 3

    var markup: Markup {
        guard !units.shown.isEmpty else { return "<p class=\"none\">No unit is followed yet.</p>" }
        return """
            <p>The values of each series, on a logarithmic scale where they span decades. A line is broken and shaded \
            where rows are missing; an upright stroke is a split, a dashed one is where the series was written anew.</p>
            \(names)
            <div class="box units" role="region" aria-label="Units" tabindex="0">
            \(units.shown.map(block))
            </div>
            \(more)
            """
    }

    private var names: Markup {
        guard units.shown.count > Self.named else { return "" }
        let links = units.shown.map { anchors.name($0.label, $0.id) }
        return "<details class=\"names\"><summary>By name</summary><p>\(links)</p></details>"
    }

    private var more: Markup {
        let left = units.total - units.shown.count
        guard left > 0 else { return "" }
        return """
            <p class="more">and \(Figures.count(left)) more, with as few holes or fewer; penstock coverage has all</p>
            """
    }

    private func block(_ unit: UnitBlock) -> Markup {
        """
        <article class="unit" id="\(anchors[unit.id] ?? "")">
        <h4><bdi>\(unit.label)</bdi> <span class="soft">\(unit.provider)</span></h4>
        \(unit.series.map(series))
        \(strip(unit))\(list(unit.holes))\(asides(unit))
        </article>
        """
    }

    private func series(_ series: UnitSeries) -> Markup {
        var ends = ""
        if let first = series.first, let last = series.last {
            ends = first == last ? ", \(first)" : ", \(first) to \(last)"
        }
        let rows: Markup = "<p>\(series.dataset): \(Figures.counted(series.rows, "row"))\(ends)</p>"
        switch series.picture {
        case .nothing: return rows
        case .absent(let why): return "\(rows)<p>No line of it: \(why)</p>"
        case .line(let line):
            return """
                <p><b>\(line.last.text)</b> \(line.name), \(line.last.moment)</p>\(LineShape(line: line).markup)\(rows)\
                \(told(line))
                """
        }
    }

    /// The newest of what is marked, also for those who cannot point at a mark.
    private func told(_ line: ValueLine) -> Markup {
        guard !line.marks.isEmpty else { return "" }
        let marks = line.marks.suffix(Self.told)
        let left = line.splits + line.restatements - marks.count
        let words = marks.map(\.text).joined(separator: "; ") + (left > 0 ? " and \(Figures.count(left)) before" : "")
        return "<p>\(words)</p>"
    }

    private func strip(_ unit: UnitBlock) -> Markup {
        guard !unit.coverage.cells.isEmpty else { return "<p>nothing is expected yet</p>" }
        let columns = MonthColumns(covering: [unit.coverage])
        return CoverageStrip(row: unit.coverage, columns: columns, measure: unit.measure, isSmall: true).markup
    }

    private func list(_ holes: Listing<String>) -> Markup {
        guard holes.total > 0 else { return "" }
        let left = holes.total - holes.shown.count
        let lines =
            holes.shown.map { "<li><bdi>\(RawText.shortened($0))</bdi></li>" as Markup }
            + (left > 0 ? ["<li>and \(Figures.count(left)) more</li>"] : [])
        return "<ul>\(lines)</ul>"
    }

    /// What the lists below have of it.
    private func asides(_ unit: UnitBlock) -> Markup {
        let counts: [(count: Int, section: Markup, words: String)] = [
            (unit.quarantined, "quarantine", "\(Figures.counted(unit.quarantined, "row")) in quarantine"),
            (unit.remarks, "remarks", Figures.counted(unit.remarks, "remark")),
            (unit.revised, "revisions", "\(Figures.counted(unit.revised, "row")) revised"),
            (unit.restated, "revisions", "written anew \(Figures.counted(unit.restated, "time"))"),
        ]
        var links: Markup = ""
        for part in counts where part.count > 0 {
            links += "\(links == "" ? Markup("") : ", ")<a href=\"#\(part.section)-\(number)\">\(part.words)</a>"
        }
        return links == "" ? "" : "<p>\(links)</p>"
    }
}
