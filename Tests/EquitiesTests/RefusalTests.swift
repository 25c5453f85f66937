import PluginKit
import PluginTesting
import Tabular
import Testing

/// Answers that the provider of equities refuses as a whole: errors, pages of HTML, other symbols, other shapes.
@Suite("Equities: answers that are none")
struct RefusalTests {
    private static let chart = "{\"chart\":{\"result\":null,\"error\":"

    @Test(
        "404 says that there is no such symbol: the unit is absent, whatever the wording",
        arguments: ["No data found, symbol may be delisted", ""])
    func unknown(_ words: String) throws {
        let reading = try Reading("\(Self.chart){\"code\":\"Not Found\",\"description\":\"\(words)\"}}}", status: 404)
        #expect(reading.content.absence == Reason("unknown_symbol", words))
        #expect(reading.rows().isEmpty && reading.proofsInWords.isEmpty)
    }

    @Test("400 about the start date says that all of the span is before the first trade")
    func beforeListing() throws {
        let words = "Data doesn't exist for startDate = 1736208000, endDate = 1736380800"
        let reading = try Reading("\(Self.chart){\"code\":\"Bad Request\",\"description\":\"\(words)\"}}}", status: 400)
        #expect(reading.proofsInWords == ["2025-01-07..2025-01-08 empty before listing: \(words)"])
        #expect(reading.content.absence == nil)
    }

    @Test(
        "any other error is refused in Yahoo's words",
        arguments: [(422, "Unprocessable Entity"), (400, "Bad Request"), (200, "Internal")])
    func errors(_ status: Int, _ code: String) throws {
        let body = "\(Self.chart){\"code\":\"\(code)\",\"description\":\"1d data not available.\"}}}"
        let error = try #require(Reading.refusal { try Reading(body, status: status) })
        #expect(error.code == .refused)
        #expect(error.message == "Yahoo refuses to answer for BRK.B: \(code): 1d data not available.")
    }

    @Test("pages and texts for people are refused, whatever media type they claim")
    func people() throws {
        func message(_ body: String, _ status: Int, _ type: String) -> String? {
            Reading.refusal { try Reading(body, status: status, mediaType: type) }?.message
        }
        let page = "Yahoo answers with an HTML page (status 200) instead of bars"
        #expect(message("\n <!doctype html><title>Will be right back</title>", 200, "application/json") == page)
        #expect(message("{}", 200, "text/html") == page)
        #expect(
            message("Too Many Requests\r\n", 404, "text/plain")
                == "Yahoo answers with the plain text 'Too Many Requests' (status 404) instead of bars")
        #expect(
            message("{\"chart\":{\"error\":null}}", 422, "application/json")
                == "Yahoo answers with status 422 and gives no reason")
    }

    @Test(
        "an answer about something else is refused with what it is about",
        arguments: [
            (["symbol": "\"BRK-A\""], "BRK.B was asked for and the answer is about BRK-A"),
            (
                ["exchangeTimezoneName": "\"Europe/London\""],
                "BRK-B trades on Europe/London time; only listings on America/New_York time have the sessions of XNYS"
            ),
            (["dataGranularity": "\"1wk\""], "daily bars of BRK.B were asked for and the answer has bars of 1wk"),
            (["currency": "\"GBp\""], "BRK-B is priced in GBp; only listings in USD are read"),
            (["instrumentType": "\"FUTURE\""], "BRK-B is a future; its series is spliced from contracts"),
            (
                ["instrumentType": "\"MUTUALFUND\""],
                "BRK-B is a mutual fund; it has one net asset value a day, published hours after the close, and no bars"
            ),
        ])
    func mismatch(_ meta: [String: String], _ words: String) throws {
        var chart = Chart()
        chart.meta = meta
        let error = try #require(Reading.refusal { try Reading(chart) })
        #expect(error.code == .mismatch)
        #expect(error.message == words)
    }

    @Test(
        "the control: the same answer about the right thing is read",
        arguments: [
            [:], ["symbol": "\"BRK.B\""], ["instrumentType": "\"ETF\""], ["instrumentType": ""],
            ["instrumentType": "null"],
            ["regularMarketTime": ""], ["firstTradeDate": ""],
        ])
    func control(_ meta: [String: String]) throws {
        var chart = Chart()
        chart.meta = meta
        #expect(try Reading(chart).rows().count == 2)
    }

    @Test(
        "a required key that is missing refuses the answer and is named",
        arguments: ["symbol", "exchangeTimezoneName", "dataGranularity", "currency"])
    func missing(_ key: String) throws {
        var chart = Chart()
        chart.meta = [key: ""]
        let error = try #require(Reading.refusal { try Reading(chart) })
        #expect(error.code == .malformed)
        #expect(error.message.contains(key))
    }

    @Test("arrays of different lengths, values of other types and dates that are none refuse the answer with the place")
    func malformed() {
        func message(_ change: (inout Chart) -> Void) -> String {
            var chart = Chart()
            change(&chart)
            let error = Reading.refusal { try Reading(chart) }
            #expect(error?.code == .malformed)
            return error?.message ?? ""
        }
        #expect(
            message { $0.high.removeLast() }.contains(
                "indicators.quote[0].high has 1 elements where $.chart.result[0].timestamp has 2"))
        #expect(message { $0.adjclose.append("1.0") }.contains("adjclose has 3 elements"))
        #expect(message { $0.quote = "{\"close\":[1,2]}" }.contains("open"))
        #expect(message { $0.timestamp = "" }.contains("there is no timestamp"))
    }

    @Test("an answer with no chart or two is refused")
    func results() {
        func message(_ body: String) -> String {
            let error = Reading.refusal { try Reading(body) }
            #expect(error?.code == .malformed)
            return error?.message ?? ""
        }
        #expect(
            message("{\"chart\":{\"result\":[],\"error\":null}}")
                == "$.chart.result is a list of 0 where one chart is expected")
        #expect(
            message("{\"chart\":{\"result\":null,\"error\":null}}")
                == "$.chart.result is null where one chart is expected")
        #expect(
            message(
                "{\"finance\":{\"result\":null,\"error\":{\"code\":\"Unauthorized\",\"description\":\"No crumb\"}}}"
            ).hasSuffix(
                "which says: No crumb"))
        #expect(message("[]") == "the answer is not a chart: at its top is an array")
        #expect(message("{\"chart\":").hasSuffix("the text ends too early at $.chart (byte 9)"))
    }
}
