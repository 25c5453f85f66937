import Foundation
import TestGolden
import Testing

@testable import ReportPage

/// The report page as HTML: golden files, hostile text, its policy, its size.
@Suite("The page")
struct PageTests {
    @Test("The page of a small model, of an empty archive and of none")
    func golden() {
        expectGolden(Models.small.html, "small", kind: "html")
        expectGolden(Models.empty.html, "empty", kind: "html")
        expectGolden(
            ReportDocument(generated: "2026-11-24 14:17 UTC", version: "penstock 1.2.0", archives: []).html, "none",
            kind: "html")
    }

    @Test(
        """
        C5: a run in which nothing succeeded is struck through whatever its exit code; one that still runs did not \
        have nothing to do
        """
    )
    func runs() {
        func line(_ outcome: RunLine.Outcome, _ code: Int?, _ succeeded: Int = 0, of total: Int = 0) -> RunLine {
            RunLine(
                id: 1, job: "update equities", started: "2026-11-24 06:00", outcome: outcome, exitCode: code,
                meaning: "so",
                succeeded: succeeded,
                total: total, seconds: code == nil ? nil : 1)
        }
        /// The older run is a good one, so that what is struck is the newer one.
        func page(_ run: RunLine) -> String {
            let good = line(.succeeded, 0, 3, of: 3)
            return RunsPart(runs: Listing([run, good], total: 2)).markup.text
        }
        func isStruck(_ run: RunLine) -> Bool { page(run).contains("class=\"m\"") || page(run).contains("class=\"x") }
        #expect(
            isStruck(line(.partly, 10, 0, of: 3)) && isStruck(line(.failed, 69)) && isStruck(line(.interrupted, nil)))
        #expect(
            !isStruck(line(.partly, 10, 2, of: 3)) && !isStruck(line(.succeeded, 0))
                && !isStruck(line(.running, nil, 0, of: 3)))
        #expect(page(line(.partly, 10, 0, of: 3)).contains("0 of 3"))
        #expect(
            page(line(.running, nil)).contains("not known yet") && !page(line(.running, nil)).contains("nothing to do"))
        #expect(
            page(line(.succeeded, 0)).contains("nothing to do") && page(line(.failed, 69)).contains("nothing was done"))
    }

    @Test("The same values give the same bytes")
    func deterministic() {
        #expect(Models.big.html == Models.big.html)
    }

    @Test(
        "No text of a hostile model reaches the page as markup, as an attribute's end, or as something that is not seen"
    )
    func hostile() {
        let html = Models.hostile.html
        #expect(!html.contains("<script"))
        #expect(!html.contains("<img"))
        #expect(!html.contains("\" onload"))
        // One style of the program's, and not closed by another.
        #expect(html.components(between: "<style>", and: "</style>").count == 1)
        #expect(html.components(between: "</style>", and: "\u{0}").count == 1)
        #expect(
            html.unicodeScalars.allSatisfy {
                $0 == "\n" || $0 == "\t"
                    || ($0.properties.generalCategory != .control && $0.properties.generalCategory != .format)
            })
        #expect(html.contains("[U+202E]dlrow"))
        // The negative: the marks are those of this text.
        #expect(
            Models.poison.contains("<script") && Models.poison.contains("\" onload")
                && Models.poison.contains("\u{202E}"))
    }

    @Test("The page names its policy, loads nothing, and runs nothing")
    func contained() {
        for html in [Models.small.html, Models.hostile.html, Models.big.html] {
            #expect(
                html.contains(
                    "content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:\""))
            #expect(!html.contains("url(") && !html.contains("@import") && !html.contains("<link"))
        }
    }

    @Test("503 symbols over 240 months stay below 3 MB")
    func size() {
        let size = Models.big.html.utf8.count
        #expect(size < 3_000_000)
        // All of it is there in some row.
        let map = Models.big.archives[0].coverage[0]
        #expect(map.units == 503)
    }

    @Test("503 symbols over five years, each with a line of the most points that it can have, stay below 1 MB")
    func fiveYears() {
        let html = Models.fiveYears.html
        #expect(html.utf8.count < 1_000_000)
        #expect(html.components(between: "<svg class=\"line\"", and: ">").count == 503)
        // The bound is no large one: three times as many do not fit.
        var larger = Models.fiveYears
        larger.archives = Array(repeating: larger.archives[0], count: 3)
        #expect(larger.html.utf8.count > 1_000_000)
    }

    @Test("200 units with holes everywhere stay below 3 MB too")
    func busy() {
        var archive = Models.small.archives[0]
        archive.coverage[0].rows = (0..<200).map { number in
            CoverageRow(
                label: "U\(number)", first: Month(year: 2000, month: 1),
                cells: (0..<240).map { CoverageCell(expected: 21, stored: 1 + ($0 * 7 + number) % 21) })
        }
        let html = ReportDocument(generated: "x", version: "y", archives: [archive]).html
        #expect(html.utf8.count < 3_000_000)
    }

    @Test("Lists say how many more there are, and nothing where there are none")
    func more() {
        #expect(Models.small.html.contains("and 12 more"))
        #expect(!Models.single.html.contains(" more</p>"))
    }

    @Test("A long raw text is cut and says how much is left out")
    func raw() {
        let text = RawText(String(repeating: "<", count: 700)).markup.text
        #expect(text.contains("and 100 more characters"))
        #expect(text.contains(String(repeating: "&lt;", count: 600)))
        #expect(!RawText(String(repeating: "a", count: 600)).markup.text.contains("more"))
        // One character of a thousand marks is not one to show whole.
        #expect(RawText("e" + String(repeating: "\u{301}", count: 1000)).markup.text.contains("and 401 more"))
    }

    @Test(
        "The verdict counts",
        arguments: [
            ([Standing.current], "Up to date"), ([.current, .current], "All 2 datasets are up to date"),
            ([], "No data yet"),
            ([.behind], "Behind"),
            ([.behind, .current], "1 of 2 datasets is behind"),
            ([.behind, .behind, .empty], "2 of 3 datasets are behind"),
            ([.behind, .behind], "All 2 datasets are behind"),
            ([.empty, .current], "Up to date, as far as there are data: 1 of 2 datasets is empty"),
        ])
    func verdict(standings: [Standing], words: String) {
        #expect(Verdict(cards: standings.map { Models.card("x", $0) }).words == words)
    }

    @Test("A scale is logarithmic where one day dwarfs the others, and only there")
    func scale() {
        let days = [2_600_000, 1000, 0, 1010, 990]
        #expect(Scale(days).isLogarithmic)
        #expect(Scale(days).height(1000) > 400)
        #expect(Scale(days).height(2_600_000) <= 1000)
        #expect(!Scale([1000, 990, 1500]).isLogarithmic)
        #expect(Scale([0, 0]).height(0) == 0)
        #expect(Scale([.max]).height(.max) == 1000)
        #expect(Scale([100]).marks == [0, 50, 100])
    }

    @Test("The colours of texts can be read on both grounds, light and dark")
    func contrast() {
        for text in ["ink", "soft", "good", "warn", "bad"] {
            for ground in ["paper", "sheet", "faint"] where !(ground == "faint" && text != "ink") {
                for value in [\Palette.Colour.light, \.dark] {
                    let ratio = ratio(colour(text)[keyPath: value], colour(ground)[keyPath: value])
                    #expect(ratio >= 4.5, "\(text) on \(ground): \(ratio)")
                }
            }
        }
        #expect(ratio("#777777", "#ffffff") < 4.5)
        #expect(ratio("#000000", "#ffffff") == 21)
    }

    private func colour(_ name: String) -> Palette.Colour {
        Palette.colours.first { $0.name == name }!
    }

    private func ratio(_ a: String, _ b: String) -> Double {
        let lights = [a, b].map { text -> Double in
            let number = Int(text.dropFirst(), radix: 16)!
            let parts = [16, 8, 0].map { shift -> Double in
                let value = Double(number >> shift & 255) / 255
                return value <= 0.03928 ? value / 12.92 : power((value + 0.055) / 1.055)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }.sorted()
        return (lights[1] + 0.05) / (lights[0] + 0.05)
    }

    private func power(_ value: Double) -> Double { pow(value, 2.4) }
}
