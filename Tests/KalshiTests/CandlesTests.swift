import Kalshi
import MarketCalendar
import PluginKit
import PluginTesting
import Tabular
import Testing

/// Kalshi's bars: both tiers, both styles, what cannot be a price, and what an empty answer proves.
@Suite("Kalshi: bars")
struct CandlesTests {
    private static let market = "KXFED-26DEC-C25"
    private static let note = #"{"opens":"2026-09-01T14:00:00Z","series":"KXFED","status":"active"}"#

    private func fetch(
        _ period: Int = 60, _ span: Span = Reading.span("2026-11-17T10:00:01Z", "2026-11-17T14:00:01Z"),
        note: String? = note,
        facts: String? = CutoffTests.facts
    ) -> StoredFetch {
        Reading.fetch("candles(\(Self.market),period=\(period))", note: note, facts: facts, span: span)
    }

    private static let traded =
        """
        0.5500 0.5700 0.5400 0.5600 0.5700 0.5900 0.5600 0.5800 0.5600 0.5800 0.5500 0.5700 0.5600 0.0600 57.00 12432.00
        """

    @Test("both tiers and both styles of January 2026 give one row", arguments: CandleJSON.Schema.allCases)
    func schemas(_ schema: CandleJSON.Schema) throws {
        let row = try #require(
            try Reading(CandleJSON(schema).answer(["2026-11-17T11:00:00Z"]), fetch()).rows("candles_60").first)
        let cells = row.split(separator: " ").map(String.init)
        #expect(cells[0] == Self.market && cells[1] == "2026-11-17T11:00:00Z")
        let expected = Self.traded.split(separator: " ").map(String.init)
        for (cell, text) in zip(cells.dropFirst(2), expected) {
            #expect(DecimalText.isEqual(cell.utf8, text.utf8), "\(schema): \(cell) for \(text)")
        }
        #expect(cells.count == expected.count + 2)
        // Dollars are kept as sent, and cents have two digits.
        #expect(cells[2] == (schema == .cents ? "0.55" : "0.5500"))
    }

    @Test("a bar without trades has no prices and keeps its quotes", arguments: CandleJSON.Schema.allCases)
    func quiet(_ schema: CandleJSON.Schema) throws {
        var json = CandleJSON(schema)
        json.price = nil
        let reading = try Reading(json.answer(["2026-11-17T11:00:00Z"]), fetch())
        for column in ["open", "high", "low", "close", "mean"] {
            #expect(reading.cells("candles_60", "price_\(column)") == ["-"])
        }
        #expect(reading.cells("candles_60", "price_previous").first?.hasPrefix("0.06") == true)
        #expect(reading.cells("candles_60", "yes_bid_close").first?.hasPrefix("0.56") == true)
        json.previous = nil
        json.priceBlock = "{}"
        #expect(
            try Reading(json.answer(["2026-11-17T11:00:00Z"]), fetch()).cells("candles_60", "price_previous") == ["-"])
    }

    @Test(
        "a price where nothing was traded is set aside: it is filled in, or a 0 that stands for nothing",
        arguments: ["0", "57"])
    func filled(_ cents: String) throws {
        var json = CandleJSON(.cents)
        json.price = nil
        json.priceBlock = "{\"open\":null,\"close\":\(cents)}"
        let reading = try Reading(json.answer(["2026-11-17T11:00:00Z"]), fetch())
        #expect(reading.rows("candles_60").isEmpty)
        #expect(reading.content.setAside.map { [$0.rule, $0.key] } == [["H3", "\(Self.market)|2026-11-17T11:00:00Z"]])
    }

    @Test("a bar of which a member cannot be a price, or is not there, is set aside and never 0")
    func broken() throws {
        func fault(_ change: (inout String) -> Void) throws -> String {
            var body = CandleJSON(.live).answer(["2026-11-17T11:00:00Z", "2026-11-17T12:00:00Z"])
            let bars = body
            change(&body)
            #expect(body != bars)
            let reading = try Reading(body, fetch())
            #expect(reading.content.setAside.allSatisfy { $0.rule == "T2" })
            #expect(reading.rows("candles_60").count + reading.content.setAside.count == 2)
            return reading.content.flags.first ?? ""
        }
        #expect(
            try fault { $0 = $0.replacing("\"open_dollars\":\"0.5500\"", with: "\"open\":5.5") }.contains(
                "yes_bid.open is 5.5"))
        #expect(
            try fault { $0 = $0.replacing("\"open_dollars\":\"0.5500\",", with: "") }.contains(
                "there is no yes_bid.open_dollars"))
        #expect(try fault { $0 = $0.replacing("\"0.5500\"", with: "\"half\"") }.contains("\"half\", not a decimal"))
        #expect(try fault { $0 = $0.replacing("volume_fp", with: "traded") }.contains("there is no volume_fp"))
        #expect(
            try fault { $0 = $0.replacing("\"end_period_ts\":", with: "\"end_period_ts\":1e99,\"x\":") }.contains(
                "end_period_ts is 1e99"))
    }

    @Test(
        """
        the tier is the settlement's: the live one for what trades or settled lately, the archive's for what settled \
        before the cutoff
        """
    )
    func tiers() throws {
        let provider = try ProviderPlugin(Kalshi.self).load()
        func target(_ ended: String?, _ facts: String? = CutoffTests.facts) throws -> String {
            let note = ended.map { #"{"ended":"\#($0)","series":"KXFED"}"# } ?? Self.note
            let request = try provider.request(for: fetch(note: note, facts: facts))
            return "\(request.upstream) \(request.path)"
        }
        let live = "kalshi /series/KXFED/markets/\(Self.market)/candlesticks"
        let archive = "kalshi-historical /historical/markets/\(Self.market)/candlesticks"
        #expect(try target(nil) == live)
        #expect(try target("2026-09-12T00:00:00Z") == live)
        #expect(try target("2026-09-11T23:59:59Z") == archive)
        // Estimates are made before the cutoff is read.
        #expect(try target("2026-01-01T00:00:00Z", nil) == live)
        let combo = try provider.request(for: fetch(note: #"{"collection":"KXMVE-R"}"#))
        #expect(combo.path == "/series/KXMVE-R/markets/\(Self.market)/candlesticks")
    }

    @Test(
        """
        a 404 asks the other tier, once; a 404 of both: an open market is asked again, of a settled one there is \
        nothing more to have
        """,
        arguments: [false, true])
    func fallback(_ isArchived: Bool) throws {
        let note = isArchived ? #"{"ended":"2026-01-01T00:00:00Z","series":"KXFED"}"# : Self.note
        let body = CandleJSON(isArchived ? .live : .archive).answer(["2026-11-17T11:00:00Z"])
        let walk = try FakeWalk(fetch(note: note)) { request in
            request.path.hasPrefix("/historical") == isArchived ? (404, ErrorJSON.missing) : (200, body)
        }
        #expect(walk.upstreams == (isArchived ? ["kalshi-historical", "kalshi"] : ["kalshi", "kalshi-historical"]))
        #expect(walk.again == 1 && walk.rows("candles_60").count == 1)
        #expect(walk.proofs == ["[2026-11-17T10:00:01Z, 2026-11-17T14:00:01Z) stored"])
        let nowhere = try FakeWalk(fetch(note: note)) { _ in (404, ErrorJSON.missing) }
        #expect(nowhere.targets.count == 2)
        #expect(nowhere.pages.last?.content.absence?.code == (isArchived ? nil : "unknown_market"))
        #expect(nowhere.pages.last?.isDone == true)
        #expect(
            nowhere.proofs
                == (isArchived ? ["[2026-11-17T10:00:01Z, 2026-11-17T14:00:01Z) lacking unknown_market"] : []))
    }

    @Test(
        """
        a settled market that is in no tier any more in the middle of a walk keeps its windows, and what is left is \
        unavailable
        """
    )
    func vanished() throws {
        let span = Reading.span("2026-01-01T00:00:01Z", "2026-01-12T00:00:01Z")
        let walk = try FakeWalk(fetch(1, span, note: #"{"ended":"2026-01-11T00:00:00Z","series":"KXFED"}"#)) {
            request in
            request["start_ts"] == String(span.start.seconds)
                ? (200, CandleJSON(.archive).answer([Int64]())) : (404, ErrorJSON.missing)
        }
        #expect(walk.targets.count == 3)
        #expect(
            walk.proofs == [
                "[2026-01-01T00:00:01Z, 2026-01-04T08:00:01Z) stored",
                "[2026-01-04T08:00:01Z, 2026-01-12T00:00:01Z) lacking unknown_market",
            ])
    }

    @Test("no bars in an answer of 200 are none, and prove it")
    func empty() throws {
        let reading = try Reading(CandleJSON(.live).answer([Int64]()), fetch())
        #expect(
            reading.rows("candles_60").isEmpty
                && reading.proofs == ["[2026-11-17T10:00:01Z, 2026-11-17T14:00:01Z) stored"])
    }

    @Test("no bar of a settled market that was traded proves nothing, nor does an empty answer of the second tier")
    func nothing() throws {
        let span = Reading.span("2026-11-01T00:00:00Z", "2026-11-12T00:00:01Z")
        let note = #"{"ended":"2026-11-11T00:00:00Z","isTraded":true,"opens":"2026-11-01T00:00:00Z","series":"KXFED"}"#
        let none = try FakeWalk(fetch(1, span, note: note)) { _ in (200, CandleJSON(.live).answer([Int64]())) }
        #expect(none.proofs == ["\(span.text(on: .time)) gap no_bars"])
        let some = try FakeWalk(fetch(1, span, note: note)) { request in
            (
                200,
                CandleJSON(.live).answer(
                    request["start_ts"] == String(span.start.seconds) ? [] : [Int64(request["end_ts"] ?? "") ?? 0])
            )
        }
        #expect(
            some.proofs.first?.hasPrefix("[2026-11-01T00:00:00Z") == true
                && some.proofs.allSatisfy { $0.hasSuffix(" stored") })
        let second = try FakeWalk(fetch()) {
            $0.upstream == "kalshi" ? (404, ErrorJSON.missing) : (200, CandleJSON(.archive).answer([Int64]()))
        }
        #expect(second.proofs == ["[2026-11-17T10:00:01Z, 2026-11-17T14:00:01Z) gap unknown_market"])
    }

    @Test("bars of another market are refused")
    func mismatch() {
        var json = CandleJSON(.live)
        json.ticker = "KXFED-26DEC-C50"
        let error = Reading.refusal { try Reading(json.answer(["2026-11-17T11:00:00Z"]), fetch()) }
        #expect(error?.message == "bars of \(Self.market) were asked for and those of KXFED-26DEC-C50 came")
        #expect(Reading.refusal { try Reading("{\"candlesticks\":[]}", fetch()) }?.code == .malformed)
    }

    @Test("one made-up bar before the bounds is not stored; more, or one behind them, is a bound that was ignored")
    func bounds() throws {
        let json = CandleJSON(.live)
        let reading = try Reading(json.answer(["2026-11-17T10:00:00Z", "2026-11-17T11:00:00Z"]), fetch())
        #expect(reading.cells("candles_60", "end_time") == ["2026-11-17T11:00:00Z"])
        for ends in [["2026-11-17T09:00:00Z", "2026-11-17T10:00:00Z"], ["2026-11-17T15:00:00Z"]] {
            #expect(Reading.refusal { try Reading(json.answer(ends), fetch()) }?.code == .mismatch)
        }
    }

    @Test(
        """
        a bar ends on the grid, a day also 24 hours after a midnight; one that does not is set aside, and an answer \
        without any refused
        """
    )
    func grid() throws {
        func read(_ period: Int, _ ends: String...) throws -> Reading {
            try Reading(
                CandleJSON(.live).answer(ends),
                fetch(period, Reading.span("2026-03-08T00:00:00Z", "2026-03-11T00:00:00Z")))
        }
        for end in ["2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z", "2026-03-09T05:00:00Z", "2026-03-10T04:00:00Z"] {
            #expect(try read(1440, end).cells("candles_1440", "end_time") == [end])
        }
        let grid = "2026-03-09T04:00:00Z"
        for (period, end) in [
            (1440, "2026-03-10T00:00:00Z"), (1440, "2026-03-10T05:00:00Z"), (60, "2026-03-10T05:30:00Z"),
            (1, "2026-03-10T05:30:01Z"),
        ] {
            let reading = try read(period, grid, end)
            #expect(reading.cells("candles_\(period)", "end_time") == [grid])
            #expect(reading.content.setAside.map { [$0.rule, $0.key] } == [["H4", "\(Self.market)|\(end)"]])
        }
        let error = Reading.refusal { try read(1440, "2026-03-09T00:00:00Z", "2026-03-10T00:00:00Z") }
        #expect(
            error?.message.hasPrefix("2 bars of \(Self.market) came and none ends on the grid of candles_1440") == true)
    }

    @Test("a request that Kalshi refuses is refused with its words")
    func refused() {
        let error = Reading.refusal {
            try Reading(
                ErrorJSON.bad("requested time range with candlesticks: 5762.016667, max candlesticks: 5000"), fetch(),
                status: 400)
        }
        #expect(error?.code == .refused && error?.message.contains("max candlesticks: 5000") == true)
    }

    @Test("the last price of a settled market agrees with what it paid, or that is said")
    func tail() throws {
        func flags(_ payout: String, _ close: Int) throws -> [String] {
            var json = CandleJSON(.live)
            json.price = [56, 99, 1, close]
            let note = #"{"ended":"2026-11-17T13:00:00Z","payout":"\#(payout)","series":"KXFED"}"#
            return try Reading(json.answer(["2026-11-17T11:00:00Z"]), fetch(note: note)).content.flags
        }
        #expect(try flags("1.0000", 97).isEmpty && flags("0.0000", 3).isEmpty && flags("0.5000", 97).isEmpty)
        #expect(try flags("1.0000", 3) == ["S2: \(Self.market) was last traded at 0.0300 and paid 1"])
        #expect(try flags("0.0000", 97) == ["S2: \(Self.market) was last traded at 0.9700 and paid 0"])
    }
}
