import Kalshi
import LosslessJSON
import MarketCalendar
import PluginKit
import PluginTesting
import Tabular
import TestWorld
import Testing

/// Answers that others recorded from the live API. They are not part of the project: the tests are skipped where the
/// folder is absent.
@Suite(
    "Kalshi: recorded answers", .enabled(if: recorded.areThere, "the recorded answers are not on this machine"))
struct RecordedAnswerTests {
    @Test(
        "every bar that was recorded comes out, value for value",
        arguments: [
            ("golden202601_series_market_candlesticks.json", 1440, 90),
            ("recorded2026Q4_historical_candles.json", 60, 3),
            ("recorded2026Q4_live_candles.json", 60, 12),
        ])
    func candles(_ file: String, _ period: Int, _ count: Int) throws {
        let answer = try recorded.answer(file)
        let bars = try answer.elements("candlesticks")
        let ticker = try answer.json.member("ticker").string()
        let reading = try read(answer.text, ticker, period, bars)
        #expect(bars.count == count)
        try compare(bars, reading, period)
    }

    @Test(
        "bars that came for several markets at once are read as those of one",
        arguments: [
            "golden202601_candlesticks_batch.json", "golden202601_event_candlesticks.json",
        ])
    func batches(_ file: String) throws {
        let answer = try recorded.answer(file)
        let lists =
            try answer.json["markets"]?.elements.map { try $0.member("candlesticks") }
            ?? answer.elements("market_candlesticks")
        #expect(!lists.isEmpty)
        for list in lists {
            let bars = try list.elements.map { $0 }
            try compare(bars, read("{\"ticker\":\"T\",\"candlesticks\":\(list.rawText)}", "T", 1440, bars), 1440)
        }
    }

    /// Asked for all that is in it, which is less than one window.
    private func read(_ body: String, _ ticker: String, _ period: Int, _ bars: [JSONValue]) throws -> Reading {
        let ends = try bars.map { try $0.member("end_period_ts").integer() }
        let span = Span(Instant(seconds: ends.min() ?? 0)..<Instant(seconds: (ends.max() ?? 0) + 1))
        return try Reading(body, Reading.fetch("candles(\(ticker),period=\(period))", span: span))
    }

    private func compare(_ bars: [JSONValue], _ reading: Reading, _ period: Int) throws {
        let dataset = "candles_\(period)"
        #expect(reading.rows(dataset).count == bars.count && reading.content.setAside.isEmpty)
        #expect(
            reading.cells(dataset, "end_time").map { Reading.at($0).seconds }
                == (try bars.map { try $0.member("end_period_ts").integer() })
        )
        for column in ["yes_bid", "yes_ask", "price"] {
            for part in ["open", "high", "low", "close"] + (column == "price" ? ["mean", "previous"] : []) {
                let cells = reading.cells(dataset, "\(column)_\(part)")
                let sent = try bars.map { bar in try bar.member(column)["\(part)_dollars"] ?? bar.member(column)[part] }
                for (cell, value) in zip(cells, sent) {
                    #expect(
                        cell == (value.flatMap { $0.isNull ? nil : try? $0.string() } ?? "-"),
                        "\(dataset).\(column)_\(part)")
                }
            }
        }
        for column in ["volume", "open_interest"] {
            let sent = try bars.map { bar in try text(bar[column + "_fp"] ?? bar.member(column)) }
            #expect(reading.cells(dataset, column) == sent)
        }
        let batch = try #require(reading.batch(dataset))
        let grid: TimeGrid = period == 1440 ? .midnights(.xnys) : .seconds(3600)
        let odd = (0..<batch.count).map { Instant(microseconds: batch.integer(row: $0, column: 1)) }.filter {
            !grid.contains($0)
        }
        // The day of 25 hours ends an hour early.
        #expect(odd == (period == 1440 ? [Reading.at("2025-11-03T04:00:00Z")] : []))
        #expect(batch.isInKeyOrder)
    }

    private func text(_ value: JSONValue) throws -> String {
        value.kind == .string ? try value.string() : try value.numberText()
    }

    @Test("every market that was recorded comes out, in either style")
    func markets() throws {
        let combos = try recorded.answer("captured202606_markets_MVE.json").json.elements.map { $0 }
        let list = try recorded.answer("golden202601_markets_list.json").elements("markets")
        let others = try [
            recorded.answer("golden202601_market_single.json").json.member("market"),
            recorded.answer("recorded202608_market_finalized_MVE_combo.json").json.member("market"),
            recorded.answer("golden202601_event_single.json").elements("markets")[0],
            recorded.answer("recorded202608_event_with_nested_markets.json").json.member("event").member("markets")
                .element(0),
        ]
        #expect(combos.count == 5 && list.count == 5)
        for market in combos + list + others {
            let ticker = try market.member("ticker").string()
            let body = "{\"markets\":[\(market.rawText)],\"cursor\":\"\"}"
            let reading = try Reading(body, Reading.fetch("archive(series=S)"))
            #expect(reading.cells("markets", "ticker") == [ticker] && reading.content.setAside.isEmpty)
            #expect(reading.content.shown.map(\.name) == [ticker])
            for name in ["yes_bid", "yes_ask", "no_bid", "no_ask", "last_price", "notional_value"] {
                #expect(
                    reading.cells("markets", name) == [try market.member(name + "_dollars").string()],
                    "\(ticker).\(name)")
            }
            for name in ["volume", "open_interest", "volume_24h"] {
                #expect(
                    reading.cells("markets", name) == [try text(market[name + "_fp"] ?? market.member(name))],
                    "\(ticker).\(name)")
            }
            #expect(reading.cells("markets", "is_combo") == [market["mve_collection_ticker"] == nil ? "false" : "true"])
            #expect(reading.cells("markets", "status") == [try market.member("status").string()])
        }
    }

    @Test("a finalized combo is over, and pays what was recorded")
    func combo() throws {
        let body = try recorded.answer("recorded202608_market_finalized_MVE_combo.json").json.member("market").rawText
        let reading = try Reading("{\"markets\":[\(body)]}", Reading.fetch("combos(settled)"))
        #expect(reading.content.shown.first?.isOver == true)
        #expect(
            reading.cells("markets", "settlement_value") == ["0.0000"] && reading.cells("markets", "result") == ["no"])
        #expect(reading.cells("markets", "settlement_time") == ["2026-08-24T15:15:27.049899Z"])
    }

    @Test("the list of markets of January 2026 is combos alone, and is read as such")
    func list() throws {
        let answer = try recorded.answer("golden202601_markets_list.json")
        let reading = try Reading(answer.text, Reading.fetch("combos(open)"))
        #expect(reading.content.shown.count == 5)
        guard case .more = reading.content.end else {
            Issue.record("there is a cursor")
            return
        }
    }

    @Test(
        "recorded events come out",
        arguments: ["golden202601_events_list.json", "golden202601_events_multivariate.json"])
    func events(_ file: String) throws {
        let answer = try recorded.answer(file)
        let sent = try answer.elements("events")
        // They were recorded without their markets, as those of settled events can be.
        let reading = try Reading(answer.text, Reading.fetch("events(settled)"))
        #expect(reading.cells("events", "event_ticker") == (try sent.map { try $0.member("event_ticker").string() }))
        #expect(reading.cells("events", "series_ticker") == (try sent.map { try $0.member("series_ticker").string() }))
        #expect(reading.cells("events", "category") == (try sent.map { try $0.member("category").string() }))
        // As open ones they would have lost them, which is seen when they are enough.
        let many = Array(repeating: sent.map(\.rawText), count: 20).flatMap { $0 }.prefix(20).joined(separator: ",")
        #expect(
            Reading.refusal { try Reading("{\"events\":[\(many)]}", Reading.fetch("events(open)")) }?.code == .mismatch)
    }

    @Test(
        "an event with its markets, inside it or beside it, answers a look-up",
        arguments: [
            "golden202601_event_single.json", "recorded202608_event_with_nested_markets.json",
        ])
    func event(_ file: String) throws {
        let answer = try recorded.answer(file)
        let nested = try answer.json.member("event")["markets"] ?? answer.json.member("markets")
        let market = try nested.element(0).rawText
        let walk = try FakeWalk(Reading.fetch("named(KXELONMARS-99)")) { request in
            request.path == "/events/KXELONMARS-99"
                ? (200, answer.text) : (200, "{\"markets\":[\(market)],\"cursor\":\"\"}")
        }
        #expect(
            walk.cells("markets", "series_ticker") == ["KXELONMARS"] && walk.cells("markets", "category") == ["World"])
        #expect(walk.cells("events", "title") == ["Will Elon Musk visit Mars in his lifetime?"])
        #expect(walk.shown.map(\.name) == ["KXELONMARS-99"])
    }

    @Test("every series that was recorded comes out")
    func series() throws {
        let list = try recorded.answer("golden202601_series_list.json")
        let sent = try list.elements("series")
        let reading = try Reading(list.text, Reading.fetch("series"))
        #expect(reading.rows("series").count == sent.count && !sent.isEmpty)
        #expect(reading.cells("series", "ticker") == (try sent.map { try $0.member("ticker").string() }))
        for file in ["golden202601_series_single.json", "recorded202608_series_FED.json"] {
            let series = try recorded.answer(file).json.member("series")
            let reading = try Reading("{\"series\":[\(series.rawText)]}", Reading.fetch("series"))
            #expect(reading.cells("series", "ticker") == [try series.member("ticker").string()])
            #expect(reading.cells("series", "tags") == [series["tags"]?.rawText ?? "-"])
        }
    }

    @Test(
        "both recorded cutoffs",
        arguments: [
            ("recorded202608_historical_cutoff.json", "2026-06-25T00:00:00Z"),
            ("recorded2026Q4_historical_cutoff.json", "2026-08-07T00:00:00Z"),
        ])
    func cutoff(_ file: String, _ time: String) throws {
        let facts = try Reading(recorded.answer(file).text, Reading.fetch("cutoff")).content.facts
        #expect(facts == "{\"marketsSettled\":\"\(time)\",\"tradesCreated\":\"\(time)\"}")
    }

    @Test("recorded errors are Kalshi's words")
    func errors() throws {
        let fetch = Reading.fetch(
            "candles(T,period=60)", span: Reading.span("2026-11-17T10:00:01Z", "2026-11-17T14:00:01Z"))
        let missing = try Reading(recorded.answer("recorded202608_error_404.json").text, fetch, status: 404)
        guard case .again = missing.content.end else {
            Issue.record("a 404 does not ask the other tier")
            return
        }
        let error = Reading.refusal {
            try Reading(recorded.answer("recorded202608_error_400_batch_candles_cap.json").text, fetch, status: 400)
        }
        #expect(
            error?.message.hasSuffix("requested candlesticks across all markets: 36000, max candlesticks: 10000")
                == true)
    }

    @Test("no recorded file is forgotten")
    func complete() throws {
        // Not read by this provider: the exchange's hours and status, an order book, changes of fees, tags by category,
        // the API's own description.
        let others = ["exchange_schedule", "exchange_status", "orderbook", "fee_changes", "tags_by", "openapi"]
        let files = try recorded.files().filter { file in !others.contains { file.contains($0) } }
        #expect(files.count == 20, "\(files.sorted())")
    }
}

private let recorded = RecordedAnswers.shared("kalshi")
