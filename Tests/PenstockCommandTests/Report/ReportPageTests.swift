import Archive
import Foundation
import TestGolden
import Testing

@testable import PenstockCommand

/// The report page as HTML: golden files, hostile text, its policy, its size.
@Suite("The page")
struct ReportPageTests {
    @Test("The page of a small model, of an empty archive and of none")
    func golden() {
        expectGolden(ReportModels.small.html, "small", kind: "html")
        expectGolden(ReportModels.empty.html, "empty", kind: "html")
        expectGolden(ReportModels.facts([]).html, "none", kind: "html")
    }

    @Test(
        """
        C5: a run in which nothing succeeded is struck through whatever its exit code; one that still runs did not \
        have nothing to do
        """
    )
    func runs() {
        func run(_ code: Int32?, _ success: Int = 0, of total: Int = 0, state: RunRecord.State = .ended) -> RunRecord {
            ReportModels.run(
                2, "update equities", "2026-11-24T06:00:00Z", state, exitCode: code, success: success, of: total)
        }
        /// The older run is a good one, so that what is struck is the newer one.
        func page(_ run: RunRecord, isBeingWritten: Bool = false) -> String {
            let good = ReportModels.run(1, exitCode: 0, success: 3, of: 3)
            return RunsPart(runs: [run, good], total: 2, isBeingWritten: isBeingWritten).markup.text
        }
        func isStruck(_ page: String) -> Bool { page.contains("class=\"m\"") || page.contains("class=\"x") }
        #expect(
            isStruck(page(run(10, 0, of: 3))) && isStruck(page(run(69)))
                && isStruck(page(run(nil, state: .interrupted))))
        #expect(!isStruck(page(run(10, 2, of: 3))) && !isStruck(page(run(0))))
        #expect(page(run(10, 0, of: 3)).contains("0 of 3"))
        #expect(page(run(0)).contains("nothing to do") && page(run(69)).contains("nothing was done"))
        // Where nobody holds the archive, a run that is not ended was killed.
        let running = page(run(nil, 0, of: 3, state: .running), isBeingWritten: true)
        #expect(
            !isStruck(running) && running.contains("running<") && isStruck(page(run(nil, 0, of: 3, state: .running))))
        let young = page(run(nil, state: .running), isBeingWritten: true)
        #expect(young.contains("not known yet") && !young.contains("nothing to do"))
    }

    @Test("The same values give the same bytes")
    func deterministic() {
        #expect(ReportModels.big.html == ReportModels.big.html)
    }

    @Test(
        "No text of a hostile model reaches the page as markup, as an attribute's end, or as something that is not seen"
    )
    func hostile() {
        let html = ReportModels.hostile.html
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
            ReportModels.poison.contains("<script") && ReportModels.poison.contains("\" onload")
                && ReportModels.poison.contains("\u{202E}"))
    }

    @Test("The page names its policy, loads nothing, and runs nothing")
    func contained() {
        for html in [ReportModels.small.html, ReportModels.hostile.html, ReportModels.big.html] {
            #expect(
                html.contains(
                    "content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:\""))
            #expect(!html.contains("url(") && !html.contains("@import") && !html.contains("<link"))
        }
    }

    @Test("503 symbols over 240 months stay below 3 MB")
    func size() {
        let size = ReportModels.big.html.utf8.count
        #expect(size < 3_000_000)
        // All of it is there in some row.
        let map = ReportModels.big.archives[0].providers[0].coverage[0]
        #expect(map.units == 503)
    }

    @Test("503 symbols over five years, each with a line of the most points that it can have, stay below 1 MB")
    func fiveYears() {
        let html = ReportModels.fiveYears.html
        #expect(html.utf8.count < 1_000_000)
        #expect(html.components(between: "<svg class=\"line\"", and: ">").count == 503)
        // The bound is no large one: three times as many do not fit.
        var larger = ReportModels.fiveYears
        larger.archives = Array(repeating: larger.archives[0], count: 3)
        #expect(larger.html.utf8.count > 1_000_000)
    }

    @Test("200 units with holes everywhere stay below 3 MB too")
    func busy() {
        var archive = ReportModels.small.archives[0]
        archive.providers[0].coverage[0].rows = (0..<200).map { number in
            CoverageRow(
                label: "U\(number)", first: Month(year: 2000, month: 1),
                cells: (0..<240).map { CoverageCell(expected: 21, stored: 1 + ($0 * 7 + number) % 21) })
        }
        let html = ReportModels.facts([archive]).html
        #expect(html.utf8.count < 3_000_000)
    }

    @Test("Lists say how many more there are, and nothing where there are none")
    func more() {
        #expect(ReportModels.small.html.contains("and 12 more"))
        #expect(!ReportModels.single.html.contains(" more</p>"))
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
            ([Freshness.current], "Up to date"), ([.current, .current], "All 2 datasets are up to date"),
            ([], "No data yet"),
            ([.behind], "Behind"),
            ([.behind, .current], "1 of 2 datasets is behind"),
            ([.behind, .behind, .empty], "2 of 3 datasets are behind"),
            ([.behind, .behind], "All 2 datasets are behind"),
            ([.empty, .current], "Up to date, as far as there are data: 1 of 2 datasets is empty"),
        ])
    func verdict(datasets: [Freshness], words: String) {
        #expect(Verdict(datasets: datasets).words == words)
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
