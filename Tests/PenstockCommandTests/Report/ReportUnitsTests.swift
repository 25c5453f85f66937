import Testing

@testable import PenstockCommand

/// The units on the report page: how a line is drawn, and where links find them.
@Suite("The units of the page")
struct ReportUnitsTests {
    private func path(_ line: ValueLine) -> String {
        LineShape(line: line).markup.text.components(between: "<path d=\"", and: "\"").last ?? ""
    }

    private func unit(_ id: Int64, _ label: String) -> ReportedUnit {
        ReportedUnit(
            account: ReportModels.account(id, label),
            coverage: CoverageRow(label: label, unit: id, first: Month(year: 2026, month: 1), cells: []))
    }

    @Test(
        "A scale is logarithmic where values span a decade, and only there",
        arguments: [
            (10.0, 100.0, true), (10, 99, false), (0.001, 0.5, true), (0, 100, false), (-5, 100, false),
            (7, 7, false),
        ])
    func scale(lowest: Double, highest: Double, isLogarithmic: Bool) {
        let scale = ValueScale(from: lowest, to: highest)
        #expect(scale.isLogarithmic == isLogarithmic)
        if lowest < highest {
            #expect(scale.place(lowest, in: 32) == 31 && scale.place(highest, in: 32) == 1)
        } else {
            #expect(scale.place(lowest, in: 32) == 16)
        }
    }

    @Test("Each decade is as high as the other; without the logarithm all but the last would lie on the ground")
    func decades() {
        let scale = ValueScale(from: 1, to: 10_000)
        #expect([10.0, 100, 1000].map { scale.place($0, in: 42) } == [31, 21, 11])
        #expect(ValueScale(from: 0, to: 10_000).place(1000, in: 42) == 37)
        #expect(ValueScale(from: -1e308, to: 1e308).place(0, in: 32) == 16)
    }

    @Test("A path has whole numbers and relative steps; a gap begins it anew, and a single point is a dot")
    func steps() {
        let line = ReportModels.line(
            [[(0, 0), (1, 30), (1, 0), (2, 0), (2, 0), (3, 15)], [(9, 30)]], from: "0", to: "30")
        #expect(path(line) == "M0 31l1-30v30h1l1-15M9 1h0")
        #expect(!path(line).contains("."))
    }

    @Test("Gaps and marks have titles, and are told in the line's words")
    func words() {
        guard case .line(let line) = ReportModels.apple.pictures["daily_bars"] else {
            Issue.record("no line")
            return
        }
        let text = LineShape(line: line).markup.text
        #expect(
            text.components(between: "<title>", and: "</title>") == [
                "2026-09-02: gap, null bar: the answer left it out; asked 3 times, again on 2026-11-28",
                "split 4 for 1 on 2026-09-04", "written anew on 2026-09-05: new split",
            ])
        #expect(text.contains("<rect class=\"g\" x=\"40\" width=\"1\" height=\"32\">"))
        #expect(
            text.contains(
                """
                role="img" aria-label="adj_close in USD a share, 2026-08-03 to 2026-09-30, from 99.50 to 130.25, 1 \
                gap, 1 split, 1 restatement"
                """))
        let wide = ReportModels.line([[(0, 1), (79, 100)]], from: "1", to: "100")
        let words = LineShape(line: wide).markup.text
        #expect(
            words.contains("from 1 to 100, logarithmic scale\"") && !words.contains("gap") && !words.contains("<rect"))
    }

    @Test("Of a line with more gaps than have titles, all are drawn in one shape")
    func manyGaps() {
        let gaps = (0..<13).map { ValueLine.Gap(columns: $0 * 3..<$0 * 3 + 1, first: ReportModels.appleGap) }
        let text = LineShape(line: ReportModels.line([[(79, 1)]], from: "1", to: "1", gaps: gaps)).markup.text
        #expect(!text.contains("<title>") && text.contains("M36 0h1v32h-1z") && text.contains("13 gaps"))
    }

    @Test("Units of one name have anchors of their own, and a name is harmless in one")
    func anchors() {
        let units = [
            unit(7, "AAPL"), unit(9, "AAPL"), unit(3, "AAPL-9"), unit(4, ReportModels.poison), unit(5, "Zürich A/B #1"),
            unit(6, ""), unit(8, String(repeating: "x", count: 300)),
        ]
        let anchors = UnitAnchors(units: units, archive: 2)
        let names = units.compactMap { anchors[$0.id] }
        #expect(names.count == units.count && Set(names).count == units.count)
        #expect(names[0] == "unit-2-AAPL" && names[1] == "unit-2-AAPL-9" && names[2] == "unit-2-AAPL-9-3")
        #expect(names[4] == "unit-2-Z~c3~bcrich~20A~2fB~20~231")
        #expect(
            names.allSatisfy {
                $0.utf8.allSatisfy { byte in
                    byte < 128
                        && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber
                            || "-._~".utf8.contains(byte))
                }
            })
        #expect(names[6].utf8.count < 70)
        #expect(anchors.name("<b>", 7).text == "<bdi><a href=\"#unit-2-AAPL\">&lt;b&gt;</a></bdi>")
        #expect(anchors.name("<b>", 11).text == "<bdi>&lt;b&gt;</bdi>")
    }

    @Test("Every link leads to something on the page, each list to its unit, and the contents to each section")
    func links() {
        for html in [
            ReportModels.small.html, ReportModels.hostile.html, ReportModels.fiveYears.html, ReportModels.empty.html,
        ] {
            let ids = html.components(between: " id=\"", and: "\"")
            #expect(Set(ids).count == ids.count)
            let links = Set(html.components(between: " href=\"#", and: "\""))
            #expect(links.isSubset(of: ids), "\(links.subtracting(ids))")
        }
        let html = ReportModels.small.html
        #expect(html.components(between: "href=\"#unit-1-AAPL\"", and: "\"").count == 5)
        let contents = html.components(between: "<nav aria-label=\"Contents\">", and: "</nav>")[0]
        #expect(
            contents.components(between: "href=\"#", and: "\"") == [
                "path-1", "freshness-1", "coverage-1", "units-1", "rows-1", "runs-1", "gaps-1", "quarantine-1",
                "remarks-1", "revisions-1",
            ])
        // Names are listed where there are many.
        #expect(
            ReportModels.fiveYears.html.contains("<details class=\"names\">")
                && !html.contains("<details class=\"names\">"))
    }

    @Test("A unit that cannot be read has no line and says why; one without a chart has its rows alone")
    func blocks() {
        let html = ReportModels.small.html
        let blocks = html.components(between: "<article class=\"unit\"", and: "</article>")
        #expect(blocks.count == 2)
        #expect(
            blocks[0].contains("<b>130.25</b> adj_close, 2026-09-30")
                && blocks[0].contains("actions: 1 row, 2026-09-04<"))
        #expect(
            blocks[0].contains("<li>and 1 more</li>")
                && blocks[0].contains("<a href=\"#revisions-1\">2 rows revised</a>"))
        #expect(blocks[0].components(between: "class=\"line\"", and: ">").count == 1)
        #expect(blocks[1].contains("No line of it: BRK-B: data/historical/daily_bars/BRK-B.csv is gone"))
        #expect(!blocks[1].contains("class=\"line\"") && blocks[1].contains("2026-09: no holes"))
        #expect(html.contains("and 1 more, with as few holes or fewer"))
        #expect(ReportModels.empty.html.contains("No unit is followed yet."))
    }
}
