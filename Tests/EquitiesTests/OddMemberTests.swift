import Equities
import Foundation
import MarketCalendar
import PluginKit
import PluginTesting
import Tabular
import Testing

/// One odd member of a chart at a time: it costs itself, and is said.
@Suite("Equities: one odd value costs itself")
struct OddMemberTests {
    /// What makes the whole answer doubtful: whose it is, in what currency and zone, of what length its bars are, and
    /// whether it is an error.
    private static let refused: Set<String> = [
        "$.chart.error", "$.chart.result[*].meta.symbol", "$.chart.result[*].meta.currency",
        "$.chart.result[*].meta.exchangeTimezoneName",
        "$.chart.result[*].meta.dataGranularity",
    ]

    private static func check(_ body: String, _ symbol: String, span: Span, now: Instant) throws
        -> OddMemberContract.Result
    {
        let sample = ProviderContract.Sample(
            StoredFetch(unit: UnitName(text: "bars(\(symbol))"), span: span, now: now),
            Response(status: 200, headers: ["content-type": "application/json"], body: Array(body.utf8), received: now))
        return try OddMemberContract(ProviderPlugin(Equities.self).load(), sample, refused: refused) { _, row in
            row["date"] ?? ""
        }.check()
    }

    @Test("every member of an answer with events of all kinds, once")
    func chart() throws {
        var chart = Chart()
        chart.fill(["2025-01-02", "2025-01-03", "2025-01-06", "2025-01-07", "2025-01-08"])
        chart.events = """
            {"splits":{\(Chart.split("2025-01-03", "4", "1"))},"dividends":{\(Chart.payment("2025-01-06", "0.25"))},
             "capitalGains":{\(Chart.payment("2025-01-07", "0.5"))}}
            """
        let result = try Self.check(
            chart.json, "BRK.B", span: Span(Chart.day("2025-01-02")..<Chart.day("2025-01-09")), now: Reading.now)
        #expect(result.violations == [])
        #expect(result.refusals == Self.refused)
        #expect(result.answers > 150)
    }

    @Test(
        "every member of the fixtures, at three places each",
        arguments: ["backfill/BRAM.B", "backfill/LATEN", "update/VELLM.whole"])
    func fixtures(_ name: String) throws {
        let folder = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../fixtures/equities")
            .standardizedFileURL
        let parts = try String(contentsOf: folder.appendingPathComponent("\(name).http"), encoding: .utf8).split(
            separator: "\n\n", maxSplits: 2)
        let index = try String(
            contentsOf: folder.appendingPathComponent("\(name.prefix { $0 != "/" })/exchanges.txt"), encoding: .utf8)
        let now = try #require(Instant(index.dropFirst(5).prefix { $0 != "\n" }))
        let symbol = String(name.drop { $0 != "/" }.dropFirst()).replacing(".whole", with: "")
        let result = try Self.check(
            String(parts[2]), symbol, span: Span(Chart.day("2025-01-02")..<now.dayUTC.adding(1)), now: now)
        #expect(result.violations == [])
        #expect(result.answers > 100)
    }

    @Test("the control: a contract that lists nothing finds what refuses the page")
    func control() throws {
        let sample = ProviderContract.Sample(
            StoredFetch(
                unit: UnitName(text: "bars(BRK.B)"), span: Span(Chart.day("2025-01-07")..<Chart.day("2025-01-09")),
                now: Reading.now),
            Response(status: 200, headers: [:], body: Array(Chart().json.utf8), received: Reading.now))
        let provider = try ProviderPlugin(Equities.self).load()
        let found = try OddMemberContract(provider, sample) { _, row in row["date"] ?? "" }.check()
        #expect(Set(found.violations.map(\.clause)) == ["an odd value refuses no page"])
        // And one row that owns another is noticed.
        let mixed = try OddMemberContract(provider, sample, refused: Self.refused) { _, _ in "all" }.check()
        #expect(mixed.violations == [])
    }

    // MARK: One bar

    @Test(
        "a number in quotes, or written otherwise, is a number",
        arguments: [
            ("\"11.5\"", "2000", "11.5", "2000"), ("11.5", "\"2000\"", "11.5", "2000"),
            ("11.5", "2000.0", "11.5", "2000"),
            ("11.5", "2e3", "11.5", "2000"), ("\"1.15e1\"", "20.00E2", "1.15e1", "2000"),
        ])
    func exact(_ close: String, _ volume: String, _ storedClose: String, _ storedVolume: String) throws {
        var chart = Chart()
        chart.close[1] = close
        chart.volume[1] = volume
        let reading = try Reading(chart)
        #expect(reading.rows().last == "2025-01-08 BRK.B 20.0 22.5 19.5 \(storedClose) 21.0 \(storedVolume) 0.0 1.0")
        #expect(reading.content.setAside.isEmpty && reading.content.flags.isEmpty)
    }

    @Test(
        "what is no number costs its session, under its rule and with its text",
        arguments: [
            ("close", "{}", "T2"), ("close", "\"n/a\"", "T2"), ("open", "true", "T2"), ("adjclose", "[1]", "T2"),
            ("volume", "20.5", "E7"),
            ("volume", "\"20.5\"", "E7"), ("volume", "1e30", "E7"), ("volume", "99999999999999999999", "E7"),
            ("volume", "\"many\"", "T2"),
        ])
    func bar(_ column: String, _ value: String, _ rule: String) throws {
        let paths: [String: WritableKeyPath<Chart, [String?]>] = [
            "open": \.open, "close": \.close, "adjclose": \.adjclose, "volume": \.volume,
        ]
        var chart = Chart()
        chart[keyPath: try #require(paths[column])][0] = value
        let reading = try Reading(chart)
        #expect(reading.rows() == ["2025-01-08 BRK.B 20.0 22.5 19.5 21.25 21.0 2000 0.0 1.0"])
        let row = try #require(reading.content.setAside.first)
        #expect(reading.content.setAside.count == 1)
        #expect(row.rule == rule && row.key == "BRK.B|2025-01-07" && row.tick == Chart.day("2025-01-07").number)
        #expect(row.raw.contains("\(column)=\(value)"))
        #expect(reading.proofsInWords == ["2025-01-07..2025-01-08 stored"])
    }

    @Test(
        "a stamp that is no time costs its row; text and other spellings of one are read",
        arguments: ["null", "\"soon\"", "1e300", "5.5"])
    func stamp(_ stamp: String) throws {
        var chart = Chart()
        chart.timestamp = "\"timestamp\":[\(stamp),\(Chart.stamp("2025-01-08"))],"
        let reading = try Reading(chart)
        #expect(reading.rows().map { $0.prefix(10) } == ["2025-01-08"])
        #expect(reading.content.setAside.map { [$0.rule, $0.key] } == [["T2", "BRK.B|row 0"]])
        chart.timestamp = "\"timestamp\":[\"\(Chart.stamp("2025-01-07"))\",\(Chart.stamp("2025-01-08")).0],"
        #expect(try Reading(chart).rows().map { $0.prefix(10) } == ["2025-01-07", "2025-01-08"])
    }

    // MARK: One event

    /// The cases of ../shared/cases 2 and 58, written anew: what an event is, under which rule it is set aside, and the
    /// dates of the bars.
    @Test(
        "an event that cannot be read is set aside with its text, and nothing is claimed of its day",
        arguments: [
            ("splits", #""numerator":1,"denominator":0,"splitRatio":"1:0""#, "E12"),
            ("splits", #""splitRatio":"2:1""#, "T2"),
            ("splits", #""numerator":"2:1","denominator":1"#, "T2"),
            ("splits", #""numerator":0,"denominator":3"#, "E12"),
            ("splits", #""numerator":-2,"denominator":1"#, "E12"),
            ("splits", #""numerator":null,"denominator":1"#, "T2"),
            ("dividends", #""amount":null"#, "T2"), ("dividends", #""amount":"a quarter""#, "T2"),
            ("dividends", #""amount":{}"#, "T2"),
            ("dividends", #""paid":0.25"#, "T2"),
        ])
    func event(_ list: String, _ members: String, _ rule: String) throws {
        var chart = Chart()
        let entry = "{\"date\":\(Chart.stamp("2025-01-08")),\(members)}"
        chart.events = "{\"\(list)\":{\"1\":\(entry)}}"
        let reading = try Reading(chart)
        #expect(reading.rows() == ["2025-01-07 BRK.B 10.0 12.5 9.5 11.15 11.0 1000 0.0 1.0"])
        #expect(reading.rows("actions").isEmpty)
        #expect(reading.content.setAside.map { [$0.dataset, $0.rule] } == [["actions", rule], ["daily_bars", rule]])
        #expect(reading.content.setAside.first?.raw == entry)
        #expect(reading.content.setAside.last?.tick == Chart.day("2025-01-08").number)
        #expect(!reading.content.flags.isEmpty || !reading.content.remarks.isEmpty)
    }

    @Test(
        """
        figures in quotes and other spellings are read; a gain without an amount costs no bar; an event without a date \
        its own day at most
        """
    )
    func readable() throws {
        var chart = Chart()
        let stamp = Chart.stamp("2025-01-08")
        chart.events = "{\"dividends\":{\"1\":{\"amount\":\"0.25\",\"date\":\"\(stamp)\"}}}"
        #expect(try Reading(chart).rows()[1].hasSuffix(" 0.25 1.0"))
        chart.events = "{\"splits\":{\"1\":{\"numerator\":1.5,\"denominator\":1e3,\"date\":\(stamp)}}}"
        #expect(try Reading(chart).rows()[1].hasSuffix(" 0.0 0.0015"))
        chart.events = "{\"capitalGains\":{\"1\":{\"amount\":null,\"date\":\(stamp)}}}"
        #expect(try Reading(chart).rows().count == 2)
        for (key, rows) in [("\(stamp)", 1), ("x", 2)] {
            chart.events = "{\"dividends\":{\"\(key)\":{\"amount\":0.25,\"date\":null}}}"
            let reading = try Reading(chart)
            #expect(reading.rows().count == rows && reading.content.setAside.first?.dataset == "actions")
        }
        for empty in ["{\"dividends\":[]}", "[]", "null", "{\"dividends\":null}"] {
            chart.events = empty
            #expect(try Reading(chart).rows().count == 2)
        }
        for unreadable in ["5", "\"none\"", "{\"splits\":true}"] {
            chart.events = unreadable
            #expect(Reading.refusal { try Reading(chart) }?.code == .malformed)
        }
    }

    // MARK: Several events of a day

    @Test(
        "several events of one kind and day are one row, exactly, and each is named",
        arguments: [
            ("dividends", ["0.092", "1.5"], "dividend 1.592 - -", "1.592 1.0", "0.092 + 1.5 = 1.592"),
            ("dividends", ["0.1", "0.2", "0.3"], "dividend 0.6 - -", "0.6 1.0", "0.1 + 0.2 + 0.3 = 0.6"),
            ("dividends", ["0.5", "1.5"], "dividend 2.0 - -", "2.0 1.0", "0.5 + 1.5 = 2.0"),
            ("capitalGains", ["0.25", "\"1e-2\""], "capital_gain 0.26 - -", "0.0 1.0", "0.25 + 1e-2 = 0.26"),
            ("splits", ["2/1", "3/2"], "split - 6 2", "0.0 3.0", "2:1 x 3:2 = 6:2"),
        ])
    func several(_ list: String, _ figures: [String], _ action: String, _ bar: String, _ words: String) throws {
        let entries = figures.enumerated().map { place, figure in
            let parts = figure.split(separator: "/")
            let members =
                parts.count == 2 ? "\"numerator\":\(parts[0]),\"denominator\":\(parts[1])" : "\"amount\":\(figure)"
            return "\"\(place)\":{\"date\":\(Chart.stamp("2025-01-08") + Int64(place * 60)),\(members)}"
        }
        var chart = Chart()
        chart.events = "{\"\(list)\":{\(entries.joined(separator: ","))}}"
        let reading = try Reading(chart)
        #expect(reading.rows("actions") == ["BRK.B 2025-01-08 \(action)"])
        #expect(reading.rows()[1].hasSuffix(" \(bar)"))
        #expect(reading.content.remarks.count == 1 && reading.content.remarks.first?.contains(words) == true)
        #expect(reading.content.remarks.first?.hasPrefix("E3: BRK.B: the \(figures.count) ") == true)
    }

    @Test("equal events of one day count once; amounts in two currencies are not added")
    func equal() throws {
        var chart = Chart()
        let stamp = Chart.stamp("2025-01-08")
        chart.events =
            """
            {"dividends":{"1":{"amount":0.25,"date":\(stamp)},"2":{"amount":0.250,"date":\(stamp + 60)}}}
            """
        let once = try Reading(chart)
        #expect(once.rows("actions") == ["BRK.B 2025-01-08 dividend 0.25 - -"])
        #expect(once.content.flags == ["E3: BRK.B: the 2 dividends of 2025-01-08 are the same, 0.25, and count once"])
        chart.events = """
            {"dividends":{"1":{"amount":0.25,"date":\(stamp),"currency":"CAD"},"2":{"amount":0.5,"date":\(stamp),\
            "currency":"USD"}}}
            """
        let mixed = try Reading(chart)
        #expect(mixed.rows("actions").isEmpty && mixed.rows().count == 1)
        #expect(
            mixed.content.setAside.map { [$0.dataset, $0.rule] } == [
                ["actions", "E12"], ["actions", "E12"], ["daily_bars", "E12"],
            ])
    }

    // MARK: A change of schema

    @Test(
        """
        the same member odd in every row of three or more, or in more than a tenth and more than ten, refuses the \
        answer; fewer do not
        """,
        arguments: [
            (1, 1, false), (2, 2, false), (3, 3, true), (10, 100, false), (11, 100, true), (11, 200, false),
            (21, 200, true),
        ])
    func schema(_ odd: Int, _ rows: Int, _ isRefused: Bool) throws {
        let days = Array(Chart.calendar.sessions(in: Chart.day("2024-01-02")..<Chart.day("2025-01-01")).prefix(rows))
            .map { "\($0)" }
        var chart = Chart()
        chart.fill(days)
        for row in 0..<odd { chart.close[row] = "{}" }
        let span = Span(Chart.day("2024-01-02")..<Chart.day("2025-01-01"))
        if isRefused {
            let error = try #require(Reading.refusal { try Reading(chart, span: span) })
            #expect(error.code == .malformed)
            #expect(
                error.message.contains(
                    "daily_bars: of another kind: close (\(odd) of \(rows)): close is {}, not a number"))
        } else {
            let reading = try Reading(chart, span: span)
            #expect(reading.rows().count == rows - odd && reading.content.setAside.count == odd)
        }
    }

    // MARK: The list

    @Test(
        """
        a row of the list that names no symbol is set aside, and nobody is taken to have left; so is a symbol that \
        comes twice
        """
    )
    func list() throws {
        func read(_ text: String) throws -> Reading {
            try Reading(text, unit: "constituents", span: nil, mediaType: "text/plain")
        }
        let bad = try read(ConstituentsTests.list(500) + "A B,\"x\ny\",x,,,,,\n")
        #expect(bad.rows("constituents").count == 500 && bad.content.completed.isEmpty)
        #expect(bad.content.setAside.map { [$0.rule, $0.key, $0.raw] } == [["T2", "line 502", "A B|x\ny|x|||||"]])
        let twice = try read(ConstituentsTests.list(500) + "AAA,again,x,,,,,\n")
        #expect(twice.rows("constituents").count == 500 && twice.content.completed.isEmpty)
        #expect(twice.content.setAside.map { [$0.rule, $0.key] } == [["E3", "AAA"]])
        let equal = try read(ConstituentsTests.list(500) + "AAA,AAA Works,Industrials,,,1999-01-04,1001,1901\n")
        #expect(
            equal.content.completed == ["constituents"] && equal.content.setAside.isEmpty
                && equal.content.flags.count == 1)
        // Eleven of a hundred are another list.
        let other = ConstituentsTests.list(440) + (0..<60).map { "no \($0),x,x,,,,,\n" }.joined()
        #expect(Reading.refusal { try read(other) }?.code == .malformed)
    }

    @Test("text of whatever characters is kept; one with a NUL is null and said")
    func text() throws {
        let name = "\u{1}\u{1F600}\u{202E}\r\"=cmd|' /C calc'!A0\u{7F}" + String(repeating: "é", count: 100_000)
        let quoted = "\"" + name.replacing("\"", with: "\"\"") + "\""
        let rows = "ZZY,\(quoted),Energy,,,,,\nZZZ,a\0b,Energy,,,,,\n"
        let reading = try Reading(
            ConstituentsTests.list(500) + rows, unit: "constituents", span: nil, mediaType: "text/plain")
        let batch = try #require(reading.batch("constituents"))
        #expect(batch.text(row: 500, column: 1) == name)
        #expect(batch.text(row: 501, column: 1) == nil)
        #expect(reading.content.flags == [#"T2: constituents ZZZ: a cell is "a\u0000b", not text; stored as null"#])
    }
}
