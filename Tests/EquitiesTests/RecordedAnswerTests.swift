import Equities
import Foundation
import MarketCalendar
import PluginKit
import Tabular
import Testing

/// Answers that others recorded from the live API. They are not part of the project: the tests are skipped where the
/// folder is absent.
@Suite(
    "Equities: recorded answers", .enabled(if: RecordedAnswer.areThere, "the recorded answers are not on this machine"))
struct RecordedAnswerTests {
    @Test(
        "daily New York answers give their rows, value for value",
        arguments: [
            ("body_chart_MSFT_6mo.json", 127), ("http_chart_AAPL_1d_single_bar.json", 1),
            ("http_chart_AAPL_1d_split_and_dividend.json", 49),
            ("http_chart_MSFT_252bars_4dividends.json", 252),
        ])
    func values(_ file: String, _ count: Int) throws {
        let recorded = try RecordedAnswer(file)
        let reading = try recorded.read()
        let rows = reading.rows().map { $0.split(separator: " ").map(String.init) }
        #expect(rows.count == count)
        #expect(rows.map { $0[0] } == recorded.dates)
        let sentRows = try recorded.read(priceText: "sent").rows().map { $0.split(separator: " ").map(String.init) }
        for (column, name) in ["open", "high", "low", "close", "adjclose", "volume"].enumerated() {
            let sent = try recorded.column(name)
            #expect(sentRows.map { Double($0[column + 2]) } == sent)
            for (row, value) in rows.enumerated() {
                // The stored text names the 32-bit float that was sent, in the fewest digits, or is the text that was
                // sent.
                let (text, float) = (value[column + 2], Float(sent[row]))
                let isSame =
                    Double(float) == sent[row]
                    ? Float(text) == float && text.count <= "\(float)".count : Double(text) == sent[row]
                #expect(isSame || name == "volume", "\(file) \(name)[\(row)]: \(text) for \(sent[row])")
            }
        }
        #expect(reading.rows("actions").count == recorded.eventCount)
        #expect(rows.filter { $0[8] != "0.0" }.count + rows.filter { $0[9] != "1.0" }.count == recorded.eventCount)
        #expect(reading.content.flags.isEmpty)
        // Nothing is left over for a rule to set aside: all dates are sessions.
        #expect(rows.allSatisfy { Chart.calendar.isSession(Chart.day($0[0])) })
    }

    @Test("rows that are known by heart")
    func knownRows() throws {
        let apple = try RecordedAnswer("http_chart_AAPL_1d_split_and_dividend.json").read()
        #expect(apple.rows().first?.hasSuffix(" 0.0 4.0") == true)
        #expect(apple.rows("actions") == ["AAPL 2020-08-31 split - 4 1", "AAPL 2020-11-06 dividend 0.205 - -"])
        // The last bar is live, stamped 16:00:01, and its session has closed.
        let microsoft = try RecordedAnswer("body_chart_MSFT_6mo.json").read()
        #expect(microsoft.rows().last?.hasPrefix("2025-10-29 MSFT ") == true)
        #expect(microsoft.rows().last?.contains(" 541.55 541.55 33295714 0.0 1.0") == true)
    }

    @Test(
        "every other file is refused, each with its own reason",
        arguments: [
            ("HANDMADE_chart_no_timestamp_weird_quote.fake.json", "there is no timestamp"),
            ("body_chart_GS2C.DE_short.json", "GS2C.DE trades on Europe/Berlin time"),
            ("body_chart_VFINX_fund_capitalgains.json", "VFINX is a mutual fund"),
            ("body_chart_historical01.txt", "MUV2.DE trades on Europe/Berlin time"),
            ("body_chart_historical02.txt", "MUV2.DE trades on Europe/Berlin time"),
            ("body_quote_v7_AAPL_MSFT.json", "at its top is quoteResponse"),
            ("body_quote_v7_unknown_symbol_empty.json", "at its top is quoteResponse"),
            ("http_chart_0P000071W8.TO_mutualfund.json", "0P000071W8.TO trades on America/Toronto time"),
            ("http_chart_AAPL_1m_weekend_no_timestamp.json", "the answer has bars of 1m"),
            ("http_chart_BTC-USD_1d.json", "BTC-USD trades on UTC time"),
            ("http_chart_EURUSD_1d.json", "EURUSD=X trades on Europe/London time"),
            ("http_chart_WSU.DE_1d.json", "WSU.DE trades on Europe/Berlin time"),
            ("http_consent_redirect_307.json", "a redirect (307)"),
            ("http_getcrumb_200.json", "the plain text 'haT3oykhHqZ'"),
            ("http_quoteSummary_404_error_envelope.json", "which says: No fundamentals data found"),
        ])
    func refused(_ file: String, _ reason: String) throws {
        let recorded = try RecordedAnswer(file)
        let error = try #require(Reading.refusal { try recorded.read() })
        #expect(error.message.contains(reason))
    }

    @Test("no recorded file is forgotten")
    func complete() throws {
        #expect(try RecordedAnswer.files().count == 19)
    }

    @Test("the recorded list of the index is read whole")
    func constituents() throws {
        let body = try RecordedAnswer.text("sp500/constituents.csv")
        let reading = try Reading(body, unit: "constituents", span: nil, mediaType: "text/plain")
        #expect(reading.rows("constituents").count == 503)
        #expect(reading.rows("constituents").contains { $0.hasPrefix("BRK.B Berkshire Hathaway ") })
        #expect(reading.content.flags.isEmpty)
        // The same with the names that older lists had.
        let older = body.replacing("Symbol,Security,GICS Sector,", with: "Symbol,Name,Sector,")
        #expect(
            try Reading(older, unit: "constituents", span: nil, mediaType: "text/plain").rows("constituents")
                == reading.rows("constituents"))
    }
}
