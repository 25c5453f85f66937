import Archive
import Orchestrator
import PluginKit
import Words

/// The units one by one, each where a link finds it: the line of its values, its rows, its coverage, its holes.
struct UnitsPart {
    let units: [ReportedUnit]
    /// How many there are.
    let total: Int
    let anchors: UnitAnchors
    /// Of the archive, as its other sections are numbered.
    let number: Int

    /// Of so many units a list of names helps to find one.
    static let named = 12
    /// How many holes are told of each.
    static let holes = 5
    /// Splits and restatements that are told of one line in words.
    static let told = 3

    var markup: Markup {
        guard !units.isEmpty else { return "<p class=\"none\">No unit is followed yet.</p>" }
        return """
            <p>The values of each series, on a logarithmic scale where they span decades. A line is broken and shaded \
            where rows are missing; an upright stroke is a split, a dashed one is where the series was written anew.</p>
            \(names)
            <div class="box units" role="region" aria-label="Units" tabindex="0">
            \(units.map(block))
            </div>
            \(more)
            """
    }

    private var names: Markup {
        guard units.count > Self.named else { return "" }
        let links = units.map { anchors.name($0.label, $0.id) }
        return "<details class=\"names\"><summary>By name</summary><p>\(links)</p></details>"
    }

    private var more: Markup {
        let left = total - units.count
        guard left > 0 else { return "" }
        return """
            <p class="more">and \(Figures.count(left)) more, with as few holes or fewer; penstock coverage has all</p>
            """
    }

    private func block(_ unit: ReportedUnit) -> Markup {
        """
        <article class="unit" id="\(anchors[unit.id] ?? "")">
        <h4><bdi>\(unit.label)</bdi> <span class="soft">\(unit.account.unit.provider)</span></h4>
        \(unit.account.datasets.map { series($0.name, of: unit) })
        \(strip(unit))\(holes(unit))\(asides(unit))
        </article>
        """
    }

    private func series(_ dataset: String, of unit: ReportedUnit) -> Markup {
        let extent = unit.account.extents[dataset]
        var ends = ""
        if let extent, extent.rows > 0 {
            let (first, last) = (moment(extent.first, unit), moment(extent.last, unit))
            ends = first == last ? ", \(first)" : ", \(first) to \(last)"
        }
        let rows: Markup = "<p>\(dataset): \(Figures.counted(extent?.rows ?? 0, "row"))\(ends)</p>"
        switch unit.pictures[dataset] {
        case nil: return rows
        case .absent(let why): return "\(rows)<p>No line of it: \(why)</p>"
        case .line(let line):
            return """
                <p><b>\(line.last.text)</b> \(line.name), \(moment(line.last.tick, unit))</p>\
                \(LineShape(line: line).markup)\(rows)\(told(line))
                """
        }
    }

    private func moment(_ tick: Int64, _ unit: ReportedUnit) -> String {
        ReportWording.moment(tick, unit.account.axis)
    }

    /// The newest of what is marked, also for those who cannot point at a mark.
    private func told(_ line: ValueLine) -> Markup {
        guard !line.marks.isEmpty else { return "" }
        let marks = line.marks.suffix(Self.told)
        let left = line.splits + line.restatements - marks.count
        let words =
            marks.map { LineShape.text($0, line.axis) }.joined(separator: "; ")
            + (left > 0 ? " and \(Figures.count(left)) before" : "")
        return "<p>\(words)</p>"
    }

    private func strip(_ unit: ReportedUnit) -> Markup {
        guard !unit.coverage.cells.isEmpty else { return "<p>nothing is expected yet</p>" }
        let columns = MonthColumns(covering: [unit.coverage])
        return CoverageStrip(row: unit.coverage, columns: columns, axis: unit.account.axis, isSmall: true).markup
    }

    private func holes(_ unit: ReportedUnit) -> Markup {
        let holes = unit.holes
        guard !holes.isEmpty else { return "" }
        let lines = holes.prefix(Self.holes).map { hole in
            "<li><bdi>\(RawText.shortened(ReportWording.hole(hole, unit.account.axis)))</bdi></li>" as Markup
        }
        let left = holes.count - lines.count
        return "<ul>\(lines + (left > 0 ? ["<li>and \(Figures.count(left)) more</li>"] : []))</ul>"
    }

    /// What the lists below have of it.
    private func asides(_ unit: ReportedUnit) -> Markup {
        let asides = unit.asides
        let counts: [(count: Int, section: Markup, words: String)] = [
            (asides.quarantined, "quarantine", "\(Figures.counted(asides.quarantined, "row")) in quarantine"),
            (asides.remarks, "remarks", Figures.counted(asides.remarks, "remark")),
            (asides.revised, "revisions", "\(Figures.counted(asides.revised, "row")) revised"),
            (asides.restated, "revisions", "written anew \(Figures.counted(asides.restated, "time"))"),
        ]
        var links: Markup = ""
        for part in counts where part.count > 0 {
            links += "\(links == "" ? Markup("") : ", ")<a href=\"#\(part.section)-\(number)\">\(part.words)</a>"
        }
        return links == "" ? "" : "<p>\(links)</p>"
    }
}
