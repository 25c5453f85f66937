import MarketCalendar
import PluginKit
import PluginTesting
import Tabular
import Testing

/// Answers of Yahoo without rows: what each proves, and what it does not.
@Suite("Equities: answers without rows, and what they prove")
struct EmptyAnswerTests {
    private func noRows(_ meta: [String: String] = [:]) -> Chart {
        var chart = Chart()
        chart.timestamp = ""
        chart.quote = "{}"
        chart.adjclose = []
        chart.meta = meta
        return chart
    }

    private func failure(_ status: Int, _ code: String, _ description: String) throws -> Reading {
        try Reading(
            "{\"chart\":{\"result\":null,\"error\":{\"code\":\"\(code)\",\"description\":\"\(description)\"}}}",
            status: status)
    }

    @Test("no timestamp and no prices is a gap, never success")
    func noTimestamp() throws {
        let reading = try Reading(noRows())
        #expect(reading.rows().isEmpty)
        #expect(
            reading.proofsInWords == ["2025-01-07..2025-01-08 gap no rows: the answer has no timestamp and no prices"])
        #expect(reading.content.absence == nil)
    }

    @Test("empty arrays are no rows either")
    func emptyArrays() throws {
        var chart = Chart()
        chart.fill([])
        #expect(
            try Reading(chart).proofsInWords == [
                "2025-01-07..2025-01-08 gap no rows: the answer has no timestamp and no prices"
            ])
    }

    @Test("sessions before the first trade are empty with the date; those after it are what the answer says")
    func beforeListing() throws {
        let listed = String(Chart.stamp("2025-01-08"))
        #expect(
            try Reading(noRows(["firstTradeDate": listed])).proofsInWords == [
                "2025-01-07..2025-01-08 gap no rows: the answer has no timestamp and no prices",
                "2025-01-07 empty before listing: first trade on 2025-01-08",
            ])
        var chart = Chart()
        chart.fill(["2025-01-08"])
        chart.meta["firstTradeDate"] = listed
        #expect(
            try Reading(chart).proofsInWords == [
                "2025-01-07..2025-01-08 stored", "2025-01-07 empty before listing: first trade on 2025-01-08",
            ])
    }

    @Test("a listing day in the future of the span proves the whole span empty, and nothing behind it")
    func notYetListed() throws {
        let later = String(Chart.stamp("2025-03-03"))
        #expect(
            try Reading(noRows(["firstTradeDate": later])).proofsInWords.last
                == "2025-01-07..2025-01-08 empty before listing: first trade on 2025-03-03")
    }

    @Test("without a listing date nothing is said about listing", arguments: ["null", ""])
    func unknownListing(_ value: String) throws {
        #expect(try Reading(noRows(["firstTradeDate": value])).proofsInWords.count == 1)
    }

    @Test("a bar before the first trade is flagged")
    func recycled() throws {
        var chart = Chart()
        chart.meta["firstTradeDate"] = String(Chart.stamp("2025-01-08"))
        #expect(
            try Reading(chart).content.remarks == [
                "E18: BRK.B: a bar of 2025-01-07, before the first trade on 2025-01-08"
            ])
    }

    @Test("404: the upstream does not have the symbol, with its own words")
    func unknownSymbol() throws {
        let reading = try failure(404, "Not Found", "No data found, symbol may be delisted")
        #expect(reading.content.absence == Reason("unknown_symbol", "No data found, symbol may be delisted"))
        #expect(reading.proofsInWords.isEmpty && !reading.content.isGone)
    }

    @Test(
        """
        400 with a span before the first trade is an empty span; any other 400 and a 422 are refusals with Yahoo's words
        """
    )
    func badRequest() throws {
        let description = "Data doesn't exist for startDate = 1736208000, endDate = 1736380800"
        #expect(
            try failure(400, "Bad Request", description).proofsInWords == [
                "2025-01-07..2025-01-08 empty before listing: \(description)"
            ])
        let bad = try #require(Reading.refusal { try failure(400, "Bad Request", "Invalid input - interval=1x") })
        #expect(
            bad.code == .refused
                && bad.message == "Yahoo refuses to answer for BRK.B: Bad Request: Invalid input - interval=1x")
        let range = try #require(Reading.refusal { try failure(422, "Unprocessable Entity", "1m data not available") })
        #expect(range.code == .refused && range.message.hasSuffix("Unprocessable Entity: 1m data not available"))
    }

    @Test("an error in an answer with status 200 is one all the same")
    func errorIn200() throws {
        #expect(try failure(200, "Not Found", "gone").content.absence?.code == "unknown_symbol")
        #expect(Reading.refusal { try failure(200, "Internal", "") }?.code == .refused)
    }
}
