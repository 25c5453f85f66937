import MarketCalendar
import PluginKit
import PluginTesting
import Tabular
import Testing

/// Bars and actions of a chart that Yahoo answers with: numbers, events, dates, holes.
@Suite("Equities: bars of an answer")
struct ChartReadingTests {
    @Test("rows are the answer's numbers, floats in their shortest text, with 0 and 1 where it has no events")
    func golden() throws {
        let reading = try Reading(Chart())
        #expect(
            reading.rows() == [
                "2025-01-07 BRK.B 10.0 12.5 9.5 11.15 11.0 1000 0.0 1.0",
                "2025-01-08 BRK.B 20.0 22.5 19.5 21.25 21.0 2000 0.0 1.0",
            ])
        #expect(reading.rows("actions").isEmpty)
        #expect(reading.proofsInWords == ["2025-01-07..2025-01-08 stored"])
        #expect(reading.content.flags.isEmpty)
    }

    @Test("--price-text sent keeps every digit, of dividends too")
    func sent() throws {
        var chart = Chart()
        chart.events = "{\"dividends\":{\(Chart.payment("2025-01-08", "0.20499999821186066"))}}"
        #expect(try Reading(chart, options: ["price-text": "sent"]).rows()[0].contains(" 11.149999618530273 "))
        #expect(try Reading(chart, options: ["price-text": "sent"]).rows()[1].hasSuffix(" 0.20499999821186066 1.0"))
        #expect(try Reading(chart).rows()[1].hasSuffix(" 0.205 1.0"))
    }

    @Test("events go to the row of their own date and to actions; a day without a bar is in actions alone")
    func events() throws {
        var chart = Chart()
        chart.events = """
            {"splits":{\(Chart.split("2025-01-07", "4", "1"))},
             \
            "dividends":{\(Chart.payment("2025-01-08", "0.25")),"5":{"amount":1.5,"date":\(Chart.stamp("2025-01-09"))},\
            "7":{"amount":0.75,"date":\(Chart.stamp("2025-01-07"))}},
             "capitalGains":{\(Chart.payment("2025-01-08", "3.25"))}}
            """
        let now = Chart.calendar.close(of: Chart.day("2025-01-10"))
        let reading = try Reading(chart, span: Span(Chart.day("2025-01-07")..<Chart.day("2025-01-11")), now: now)
        #expect(
            reading.rows().map { $0.split(separator: " ").suffix(2).joined(separator: " ") } == [
                "0.75 4.0", "0.25 1.0",
            ])
        #expect(
            reading.rows("actions") == [
                "BRK.B 2025-01-07 dividend 0.75 - -", "BRK.B 2025-01-07 split - 4 1",
                "BRK.B 2025-01-08 capital_gain 3.25 - -",
                "BRK.B 2025-01-08 dividend 0.25 - -", "BRK.B 2025-01-09 dividend 1.5 - -",
            ])
        #expect(reading.batch("actions")?.isInKeyOrder == true)
    }

    @Test("an action of a session that has not closed waits like its bar")
    func earlyAction() throws {
        var chart = Chart()
        chart.events = "{\"dividends\":{\(Chart.payment("2025-01-08", "0.25"))}}"
        let reading = try Reading(chart, now: Chart.calendar.close(of: Chart.day("2025-01-08")).adding(seconds: -1))
        #expect(reading.rows("actions").isEmpty)
        #expect(reading.rows().count == 1)
    }

    @Test("a capital gain as large as the share is set aside; what is paid in another currency is kept and said")
    func oddPayments() throws {
        var chart = Chart()
        chart.events = "{\"capitalGains\":{\(Chart.payment("2025-01-08", "99999"))}}"
        let gain = try Reading(chart)
        #expect(gain.rows("actions").isEmpty)
        #expect(gain.content.setAside.map(\.rule) == ["E12"])
        for (currency, isSaid) in [("CAD", true), ("USD", false), ("", false)] {
            let stamp = Chart.stamp("2025-01-08")
            chart.events = "{\"dividends\":{\"1\":{\"amount\":0.25,\"date\":\(stamp),\"currency\":\"\(currency)\"}}}"
            let reading = try Reading(chart)
            #expect(reading.rows("actions").count == 1)
            #expect(
                reading.content.remarks.contains { $0.hasPrefix("E12: BRK.B: the dividend of 2025-01-08 is in CAD") }
                    == isSaid)
        }
    }

    @Test(
        "split ratios as decimals",
        arguments: [
            ("4", "1", "4.0"), ("2.0", "1.0", "2.0"), ("1", "2", "0.5"), ("3", "2", "1.5"), ("1", "10", "0.1"),
            ("1", "1000", "0.001"),
            ("1", "3", "0.333333333333333"), ("2", "3", "0.666666666666667"), ("1.05", "1", "1.05"),
            ("21", "20", "1.05"),
            ("1281", "1000", "1.281"), ("10000", "9607", "1.04090767148954"), ("1", "7000", "0.000142857142857143"),
            ("1", "1", "1.0"),
        ])
    func ratios(_ numerator: String, _ denominator: String, _ ratio: String) throws {
        var chart = Chart()
        chart.events = "{\"splits\":{\(Chart.split("2025-01-08", numerator, denominator))}}"
        let reading = try Reading(chart)
        #expect(reading.rows()[1].hasSuffix(" 0.0 \(ratio)"))
        #expect(reading.rows("actions") == ["BRK.B 2025-01-08 split - \(numerator) \(denominator)"])
    }

    @Test("a session with a null in any of its numbers is a gap with the names, and never a row", arguments: 0..<6)
    func nulls(_ column: Int) throws {
        var chart = Chart()
        let paths: [WritableKeyPath<Chart, [String?]>] = [\.open, \.high, \.low, \.close, \.volume, \.adjclose]
        chart[keyPath: paths[column]][0] = nil
        let reading = try Reading(chart)
        #expect(reading.rows().count == 1)
        let name = ["open", "high", "low", "close", "volume", "adjclose"][column]
        #expect(
            reading.proofsInWords == [
                "2025-01-07..2025-01-08 stored", "2025-01-07 gap null bar: Yahoo has null for \(name)",
            ])
    }

    @Test("a null row on a day that is no session is nothing")
    func nullOnHoliday() throws {
        var chart = Chart()
        chart.fill(["2025-01-08", "2025-01-09", "2025-01-10"])
        for path in [\Chart.open, \.high, \.low, \.close, \.volume, \.adjclose] { chart[keyPath: path][1] = nil }
        let now = Chart.calendar.close(of: Chart.day("2025-01-10"))
        let reading = try Reading(chart, span: Span(Chart.day("2025-01-08")..<Chart.day("2025-01-11")), now: now)
        #expect(reading.rows().count == 2)
        #expect(reading.proofsInWords == ["2025-01-08..2025-01-10 stored"])
    }

    @Test("a bar's date is New York's, on both sides of a change of clocks and late in the evening")
    func dates() throws {
        var chart = Chart()
        chart.fill(["2025-03-07", "2025-03-10", "2025-10-31", "2025-11-03"])
        // 21:30 in New York, which is the next day in UTC.
        chart.stamps[3] = Chart.stamp("2025-11-03") + 12 * 3600
        let span = Span(Chart.day("2025-03-07")..<Chart.day("2025-11-04"))
        let reading = try Reading(chart, span: span, now: Chart.calendar.close(of: Chart.day("2025-11-03")))
        #expect(reading.rows().map { $0.prefix(10) } == ["2025-03-07", "2025-03-10", "2025-10-31", "2025-11-03"])
    }

    @Test("rows keep the answer's order and the span is the runtime's to apply")
    func order() throws {
        var chart = Chart()
        chart.fill(["2025-01-08", "2025-01-06"])
        #expect(try Reading(chart).rows().map { $0.prefix(10) } == ["2025-01-08", "2025-01-06"])
    }

    @Test("new keys are flagged and read over")
    func newKeys() throws {
        var chart = Chart()
        chart.more = "\"comparisons\":[],"
        chart.events = "{\"earnings\":{\"1\":{}}}"
        chart.meta["instrumentType"] = "\"WARRANT\""
        let reading = try Reading(chart)
        #expect(reading.rows().count == 2)
        #expect(
            reading.content.flags == [
                "T2: new key comparisons at $.chart.result[0]", "T2: BRK.B: new instrumentType WARRANT",
                "T2: new key earnings at $.chart.result[0].events",
            ])
    }
}
