import Equities
import MarketCalendar
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Orchestrator

/// Single odd things in Yahoo's answer, from the answer to the rows that may be stored: what each costs, and what is
/// right to refuse.
@Suite("Odd answers of Yahoo")
struct OddAnswerTests {
    private static let days = ["2026-01-12", "2026-01-13", "2026-01-14", "2026-01-15"]

    /// An answer of four sessions. `changes` replaces text of it; each must be there.
    private static func check(_ changes: [(String, String)]) throws -> CheckedPage {
        let calendar = MarketCalendar.xnys
        let stamps = days.map { "\(calendar.open(of: FakeMarket.day($0)).seconds)" }.joined(separator: ",")
        var text = """
            {"chart":{"result":[{"meta":{"currency":"USD","symbol":"ODDLY","instrumentType":"EQUITY",\
            "firstTradeDate":1577975400,\
            "regularMarketTime":1768510802,"exchangeTimezoneName":"America/New_York","dataGranularity":"1d"},\
            "timestamp":[\(stamps)],\
            "events":{},"indicators":{"quote":[{"open":[10.0,11.0,12.0,13.0],"high":[10.5,11.5,12.5,13.5],"low":[9.5,\
            10.5,11.5,12.5],\
            "close":[10.25,11.25,12.25,13.25],"volume":[100,200,300,400]}],"adjclose":[{"adjclose":[10.25,11.25,12.25,\
            13.25]}]}}],\
            "error":null}}
            """
        for (sent, odd) in changes {
            #expect(text.contains(sent), "\(sent)")
            text = text.replacing(sent, with: odd)
        }
        let now = FakeMarket.instant("2026-01-16T12:00:00Z")
        let fetch = StoredFetch(
            unit: UnitName(text: "bars(ODDLY)"), span: Span(FakeMarket.day(days[0])..<FakeMarket.day("2026-01-16")),
            now: now)
        let response = Response(
            status: 200, headers: ["content-type": "application/json"], body: Array(text.utf8), received: now)
        return try PageCheck(fetch: fetch).check(ProviderPlugin(Equities.self).load().read(response, for: fetch))
    }

    private static func stamp(_ day: String) -> String {
        "\(MarketCalendar.xnys.open(of: FakeMarket.day(day)).seconds)"
    }

    /// The dates of bars, with what is not usual about them, then the events, then what is set aside.
    private static func text(_ page: CheckedPage) -> String {
        func rows(_ dataset: String) -> [[String]] {
            guard let batch = page.series.first(where: { $0.dataset.name == dataset })?.batch else { return [] }
            return (0..<batch.count).map { row in
                batch.schema.columns.indices.map { batch.text(row: row, column: $0) ?? "-" }
            }
        }
        let bars = rows("daily_bars").map { cells in
            String(cells[0].suffix(2)) + (cells[8] == "0.0" ? "" : " d=\(cells[8])")
                + (cells[9] == "1.0" ? "" : " s=\(cells[9])")
        }
        let events = rows("actions").map { $0[2...].filter { $0 != "-" }.joined(separator: " ") }
        let aside = page.quarantined.map {
            "\($0.dataset) \($0.rule)\($0.tick.map { " " + "\(Day(number: $0))".suffix(2) } ?? "")"
        }
        return [bars, events, aside].map { $0.joined(separator: ", ") }.joined(separator: " | ")
    }

    private static func events(_ list: String, _ members: String) -> (String, String) {
        ("\"events\":{}", "\"events\":{\"\(list)\":{\"1\":{\"date\":\(stamp("2026-01-14")),\(members)}}}")
    }

    @Test(
        "what each costs",
        arguments: [
            ("nothing", [], "12, 13, 14, 15 |  | "),
            (
                "DIVNUL", [Self.events("dividends", #""amount":null"#)],
                "12, 13, 15 |  | actions T2 14, daily_bars T2 14"
            ),
            ("DIVSTR", [Self.events("dividends", #""amount":"0.25""#)], "12, 13, 14 d=0.25, 15 | dividend 0.25 | "),
            (
                "DIVNEG", [Self.events("dividends", #""amount":-0.25"#)],
                "12, 13, 15 |  | daily_bars E12 14, actions E12 14"
            ),
            ("DIVZER", [Self.events("dividends", #""amount":0"#)], "12, 13, 14, 15 |  | actions E12 14"),
            (
                "SPLSTR", [Self.events("splits", #""splitRatio":"2:1""#)],
                "12, 13, 15 |  | actions T2 14, daily_bars T2 14"
            ),
            (
                "ZEROD", [Self.events("splits", #""numerator":1,"denominator":0"#)],
                "12, 13, 15 |  | actions E12 14, daily_bars E12 14"
            ),
            ("SPLONE", [Self.events("splits", #""numerator":1,"denominator":1"#)], "12, 13, 14, 15 | split 1 1 | "),
            (
                "SPLEXP", [Self.events("splits", #""numerator":1.5,"denominator":1e3"#)],
                "12, 13, 14 s=0.0015, 15 | split 1.5 1e3 | "
            ),
            ("EVEMPT", [("\"events\":{},", "")], "12, 13, 14, 15 |  | "),
            ("EVLIST", [("\"events\":{}", "\"events\":{\"dividends\":[]}")], "12, 13, 14, 15 |  | "),
            ("NOTYPE", [("\"EQUITY\"", "null")], "12, 13, 14, 15 |  | "),
            ("NOFTD", [("1577975400", "null")], "12, 13, 14, 15 |  | "),
            ("NORMT", [("1768510802", "null")], "12, 13, 14, 15 |  | "),
            ("STRPX", [("12.25,13.25],\"volume", "\"12.25\",13.25],\"volume")], "12, 13, 14, 15 |  | "),
            ("OBJPX", [("12.25,13.25],\"volume", "{},13.25],\"volume")], "12, 13, 15 |  | daily_bars T2 14"),
            ("VOLFR", [("300", "20.5")], "12, 13, 15 |  | daily_bars E7 14"),
            ("VOLEX", [("300", "3e2")], "12, 13, 14, 15 |  | "),
            ("VOLNEG", [("300", "-300")], "12, 13, 15 |  | daily_bars E7 14"),
            ("TSNUL", [(Self.stamp("2026-01-14"), "null")], "12, 13, 15 |  | daily_bars T2"),
            (
                "TWOD",
                [Self.events("dividends", #""amount":0.092},"2":{"date":\#(Self.stamp("2026-01-14")),"amount":1.5"#)],
                "12, 13, 14 d=1.592, 15 | dividend 1.592 | "
            ),
            ("DUPE", [(Self.stamp("2026-01-14"), Self.stamp("2026-01-13"))], "12, 13, 15 |  | "),
        ] as [(String, [(String, String)], String)])
    func costs(_ name: String, _ changes: [(String, String)], _ right: String) throws {
        #expect(try Self.text(Self.check(changes)) == right, "\(name)")
    }

    @Test(
        "what makes the whole answer doubtful refuses it",
        arguments: [
            ("NOCUR", ("\"USD\"", "null"), PluginError.Code.malformed),
            ("NOTZ", ("\"America/New_York\"", "null"), .malformed),
            ("SHORT", ("300,400]", "300]"), .malformed),
            ("ORDER", ("[\(Self.stamp("2026-01-12")),", "[\(Self.stamp("2026-01-15")),"), .malformed),
            ("RENAM", ("\"ODDLY\"", "\"NEWCO\""), .mismatch), ("FUND", ("\"EQUITY\"", "\"MUTUALFUND\""), .mismatch),
            ("CHIC", ("America/New_York", "America/Chicago"), .mismatch),
            ("EVTEXT", ("\"events\":{}", "\"events\":\"none\""), .malformed),
            ("CUT", ("\"error\":null}}", "\"error\":null}"), .malformed),
        ] as [(String, (String, String), PluginError.Code)])
    func refuses(_ name: String, _ change: (String, String), _ code: PluginError.Code) {
        let error = #expect(throws: PluginError.self) { try Self.check([change]) }
        #expect(error?.code == code, "\(name)")
    }
}
