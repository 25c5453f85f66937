import Equities
import Foundation
import MarketCalendar
import PluginKit
import PluginTesting
import Tabular
import TestWorld
import Testing

/// Answers that others recorded from the live API. They are not part of the project: the tests are skipped where the
/// folder is absent.
@Suite(
    "Equities: recorded answers", .enabled(if: recorded.areThere, "the recorded answers are not on this machine"))
struct RecordedAnswerTests {
    @Test(
        "daily New York answers give their rows, value for value",
        arguments: [
            ("body_chart_MSFT_6mo.json", 127), ("http_chart_AAPL_1d_single_bar.json", 1),
            ("http_chart_AAPL_1d_split_and_dividend.json", 49),
            ("http_chart_MSFT_252bars_4dividends.json", 252),
        ])
    func values(_ file: String, _ count: Int) throws {
        let answer = try YahooAnswer(file)
        let reading = try answer.read()
        let rows = reading.rows().map { $0.split(separator: " ").map(String.init) }
        #expect(rows.count == count)
        #expect(rows.map { $0[0] } == answer.dates)
        let sentRows = try answer.read(priceText: "sent").rows().map { $0.split(separator: " ").map(String.init) }
        for (column, name) in ["open", "high", "low", "close", "adjclose", "volume"].enumerated() {
            let sent = try answer.column(name)
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
        #expect(reading.rows("actions").count == answer.eventCount)
        #expect(rows.filter { $0[8] != "0.0" }.count + rows.filter { $0[9] != "1.0" }.count == answer.eventCount)
        #expect(reading.content.flags.isEmpty)
        // Nothing is left over for a rule to set aside: all dates are sessions.
        #expect(rows.allSatisfy { Chart.calendar.isSession(Chart.day($0[0])) })
    }

    @Test("rows that are known by heart")
    func knownRows() throws {
        let apple = try YahooAnswer("http_chart_AAPL_1d_split_and_dividend.json").read()
        #expect(apple.rows().first?.hasSuffix(" 0.0 4.0") == true)
        #expect(apple.rows("actions") == ["AAPL 2020-08-31 split - 4 1", "AAPL 2020-11-06 dividend 0.205 - -"])
        // The last bar is live, stamped 16:00:01, and its session has closed.
        let microsoft = try YahooAnswer("body_chart_MSFT_6mo.json").read()
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
        let answer = try YahooAnswer(file)
        let error = try #require(Reading.refusal { try answer.read() })
        #expect(error.message.contains(reason))
    }

    @Test("no recorded file is forgotten")
    func complete() throws {
        #expect(try recorded.files().count == 19)
    }

    @Test("the recorded list of the index is read whole")
    func constituents() throws {
        let body = try RecordedAnswers.shared("sp500").answer("constituents.csv").text
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

private let recorded = RecordedAnswers.shared("yahoo")

/// A recorded answer of Yahoo, read by Foundation beside the provider: what the rows are compared with.
private struct YahooAnswer {
    private let answer: RecordedAnswer
    private let chart: [String: Any]

    init(_ file: String) throws {
        answer = try recorded.answer(file)
        let root = try? JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        chart = ((root?["chart"] as? [String: Any])?["result"] as? [[String: Any]])?.first ?? [:]
    }

    /// Asked as the answer says it was, long after all of its sessions.
    func read(priceText: String = "shortest") throws -> Reading {
        let meta = chart["meta"] as? [String: Any]
        let symbol = meta?["symbol"] as? String ?? "AAPL"
        let name = symbol.contains("=") ? "bars(\(symbol.replacing("=", with: "%3D")))" : "bars(\(symbol))"
        return try Reading(
            answer.text, unit: name,
            span: Span(Chart.day("1990-01-02")..<Chart.day("2026-01-02")),
            status: answer.status, mediaType: answer.mediaType,
            now: Chart.calendar.close(of: Chart.day("2026-01-05")),
            options: ["price-text": priceText]
        )
    }

    private var stamps: [Int] { chart["timestamp"] as? [Int] ?? [] }

    /// In New York, by Foundation's clock.
    var dates: [String] {
        let formatter = DateFormatter()
        formatter.dateFormat = "yyyy-MM-dd"
        formatter.timeZone = TimeZone(identifier: "America/New_York")
        return stamps.map { formatter.string(from: Date(timeIntervalSince1970: TimeInterval($0))) }
    }

    /// As numbers, by `JSONDecoder`: `JSONSerialization` misses some by a few units in the last place.
    func column(_ name: String) throws -> [Double] {
        let indicators = try JSONDecoder().decode(Envelope.self, from: Data(answer.body)).chart.result[0].indicators
        return (name == "adjclose" ? indicators.adjclose : indicators.quote)[0][name] ?? []
    }

    private struct Envelope: Decodable {
        struct Chart: Decodable { let result: [Result] }
        struct Result: Decodable { let indicators: Indicators }
        struct Indicators: Decodable { let quote: [[String: [Double]]], adjclose: [[String: [Double]]] }
        let chart: Chart
    }

    var eventCount: Int { (chart["events"] as? [String: [String: Any]] ?? [:]).values.reduce(0) { $0 + $1.count } }
}
