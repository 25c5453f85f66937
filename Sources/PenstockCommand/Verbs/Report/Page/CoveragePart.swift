import PluginKit
import Tabular
import Words

/// The coverage maps, one per kind of unit.
struct CoveragePart {
    let maps: [CoverageMap]
    let anchors: UnitAnchors

    var markup: Markup {
        let maps = maps.filter { $0.units > 0 }
        guard !maps.isEmpty else { return "<p class=\"none\">Nothing was asked for yet, so nothing is expected.</p>" }
        return """
            <p>How much of what is expected in each month is there. A hole is never drawn so small that it is not \
            seen.</p>
            \(key)
            <div class="charts">
            \(maps.map(figure))
            </div>
            """
    }

    private var key: Markup {
        let entries: [(String, CoverageCell)] = [
            ("stored", CoverageCell(expected: 1, stored: 1)), ("proved empty", CoverageCell(expected: 1, empty: 1)),
            ("missing", CoverageCell(expected: 1)), ("unavailable upstream", CoverageCell(expected: 1, unavailable: 1)),
        ]
        let items = entries.map { words, cell in
            var shapes = StackedShapes(isStruck: true)
            shapes.add(StackedCell(cell), at: 0, width: 1)
            return """
                <li><svg viewBox="0 0 1 100" preserveAspectRatio="none" \
                aria-hidden="true">\(shapes.markup)</svg>\(words)</li>
                """ as Markup
        }
        return "<ul class=\"key\" aria-label=\"Key\">\(items)</ul>"
    }

    private func figure(_ map: CoverageMap) -> Markup {
        let columns = MonthColumns(covering: map.all)
        let noun = map.noun.plural
        return """
            <figure>
            <figcaption><h4><bdi>\(map.name)</bdi></h4><p class="about">\(about(map)) \(columns.words)</p></figcaption>
            <div class="box map" role="region" aria-label="Coverage of \(map.name)" tabindex="0" \
            style="\(columns.widths)">
            <table role="table">
            <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><bdi>\(noun)</bdi></th><th \
            role="columnheader" scope="col" class="n">accounted</th><th role="columnheader" scope="col" \
            class="n">missing</th>\
            <th role="columnheader" scope="col" class="long"><span class="unseen">\(columns.text)</span><div \
            class="months\(columns.isMonthly ? Markup(" two") : columns.labels.count > 8 ? Markup(" many") : "")" \
            aria-hidden="true">\(columns.labels)</div></th></tr></thead>
            <tbody role="rowgroup">
            \(rows(map.rows, map, columns) + rows(map.bands, map, columns, isSecond: !map.rows.isEmpty))
            </tbody>
            </table>
            </div>
            </figure>
            """
    }

    private func about(_ map: CoverageMap) -> String {
        let sum = map.sum
        var words =
            """
            \(map.noun.counted(map.units)): \(Numerals.percent(sum.accounted, of: sum.expected)) of what is expected \
            is stored or proved empty
            """
        if map.axis == .sessions {
            words += " (\(Figures.count(sum.accounted)) of \(Figures.counted(sum.expected, "session")))"
        }
        guard !map.bands.isEmpty else { return words + "." }
        let rest = "many to a row, in the order in which the archive came to know them."
        return words
            + (map.rows.isEmpty
                ? ". None has a hole; they stand "
                : ". The \(Figures.count(map.rows.count)) with the most holes come first, then the others ") + rest
    }

    private func rows(_ rows: [CoverageRow], _ map: CoverageMap, _ columns: MonthColumns, isSecond: Bool = false)
        -> [Markup]
    {
        rows.enumerated().map { index, row in
            let strip = CoverageStrip(row: row, columns: columns, axis: map.axis)
            let sum = row.sum
            let holes: String =
                switch map.axis {
                case .sessions: Figures.count(sum.missing)
                case .time: Numerals.percent(sum.missing, of: sum.expected)
                }
            let label = row.units > 1 ? "\(row.label) (\(Figures.count(row.units)))" : row.label
            return """
                <tr role="row"\(isSecond && index == 0 ? Markup(" class=\"half\"") : "")><th role="rowheader" \
                scope="row">\(anchors.name(label, row.unit, title: label))</th>\
                <td role="cell" class="n">\(Numerals.percent(sum.accounted, of: sum.expected))</td>\
                <td role="cell" class="n\(sum.missing > 0 ? Markup(" bad") : Markup(" soft"))">\(holes)</td><td \
                role="cell" class="long">\(strip.markup)</td></tr>
                """
        }
    }
}
