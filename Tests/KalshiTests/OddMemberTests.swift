import Foundation
import Kalshi
import LosslessJSON
import PluginKit
import PluginTesting
import Tabular
import Testing

/// One odd member of an answer of Kalshi at a time: it costs itself, and is said.
@Suite("Kalshi: one odd value costs itself")
struct OddMemberTests {
    /// A recorded exchange of the quickstart's fixtures, with the question that it answers.
    private struct Exchange {
        let name: String
        let fetch: StoredFetch
        let body: String

        /// nil for another venue's.
        init?(_ file: URL) throws {
            let parts = try String(contentsOf: file, encoding: .utf8).split(separator: "\n\n", maxSplits: 2)
            let words = parts[0].split(separator: "\n")[0].split(separator: " ")
            guard words.count == 3, words[1].hasPrefix("kalshi"), parts.count == 3 else { return nil }
            let target = words[2].split(separator: "?")
            let path = target[0].split(separator: "/").map(String.init)
            var query: [String: String] = [:]
            for item in target.dropFirst().joined().split(separator: "&") {
                let pair = item.split(separator: "=").map(String.init)
                query[pair[0]] = pair[1]
            }
            func seconds(_ name: String) -> Int64 { Int64(query[name] ?? "") ?? 0 }
            let now = Reading.at("2026-11-16T21:30:00Z")
            func fetch(_ unit: String, _ span: Span? = nil, cursor: String? = nil) -> StoredFetch {
                StoredFetch(
                    unit: UnitName(text: unit), note: span == nil ? nil : #"{"series":"S"}"#, facts: nil, span: span,
                    cursor: cursor,
                    now: now)
            }
            func span(_ from: Int64, _ to: Int64) -> Span { Span(Instant(seconds: from)..<Instant(seconds: to)) }
            switch path.last {
            case "cutoff": self.fetch = fetch("cutoff")
            case "series": self.fetch = fetch("series")
            case "events": self.fetch = fetch("events(\(query["status"] ?? ""))")
            case "markets": self.fetch = fetch("archive(series=\(query["series_ticker"] ?? ""))")
            case "trades":
                self.fetch = fetch("trades(\(query["ticker"] ?? ""))", span(seconds("min_ts") + 1, seconds("max_ts")))
            default:
                self.fetch = fetch(
                    "candles(\(path[path.count - 2]),period=\(query["period_interval"] ?? ""))",
                    span(seconds("start_ts"), seconds("end_ts") + 1))
            }
            name = file.lastPathComponent
            body = String(parts[2])
        }
    }

    private static func exchanges() throws -> [Exchange] {
        let folder = URL(fileURLWithPath: #filePath).appendingPathComponent(
            "../../../fixtures/prediction-markets/backfill"
        )
        .standardizedFileURL
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix("kalshi") }.sorted { $0.path < $1.path }.compactMap {
                try Exchange($0)
            }
    }

    /// Where the walk goes on, where the tiers meet, and whose bars and trades these are (T3): without it the whole
    /// answer is in doubt.
    private static let refused: Set<String> = [
        "$.cursor", "$.market_settled_ts", "$.trades_created_ts", "$.ticker", "$.trades[*].ticker",
    ]

    /// An event's; a bar and a trade are their own.
    private static func owner(_ dataset: String, _ row: OddMemberContract.Row) -> String {
        if let event = row["event_ticker"] { return event }
        let ticker = row["ticker"] ?? ""
        if let time = row["end_time"] { return "\(ticker) \(time)" }
        if let id = row["trade_id"] { return id }
        return dataset == "market_status" ? ticker.split(separator: "-").dropLast().joined(separator: "-") : ticker
    }

    @Test("every member of the fixtures, at three places each")
    func fixtures() throws {
        let provider = try ProviderPlugin(Kalshi.self).load()
        var answers = 0
        var places: Set<String> = []
        let exchanges = try Self.exchanges()
        #expect(exchanges.count == 28)
        for exchange in exchanges {
            let sample = ProviderContract.Sample(exchange.fetch, Reading.response(exchange.body))
            let result = try OddMemberContract(provider, sample, refused: Self.refused, owner: Self.owner).check()
            #expect(result.violations == [], "\(exchange.name)")
            answers += result.answers
            places.formUnion(result.refusals)
        }
        #expect(answers > 3_000)
        // What is listed is needed.
        #expect(places == Self.refused)
    }

    @Test(
        "every member of every kind of answer, also of those that the fixtures lack",
        arguments: ContractTests.samples.indices)
    func samples(_ index: Int) throws {
        let sample = ContractTests.samples[index]
        // A market that is asked for directly is the one that was asked for.
        let refused = Self.refused.union(
            sample.fetch.subjects != nil || sample.fetch.unit.text.hasPrefix("named") ? ["$.markets[*].ticker"] : []
        )
        .union(sample.fetch.unit.text.hasPrefix("combos") ? ["$.markets[*].mve_collection_ticker"] : [])
        let result = try OddMemberContract(
            ProviderPlugin(Kalshi.self).load(), sample, refused: refused, owner: Self.owner
        ).check()
        #expect(result.violations == [])
    }

    // MARK: Lists

    private func read(_ events: String, _ unit: String = "events(open)") throws -> Reading {
        try Reading("{\"cursor\":\"\",\"events\":[\(events)]}", Reading.fetch(unit))
    }

    @Test(
        "one odd member of an event is null and said; its markets and all others are read",
        arguments: [
            ("strike_date", "\"2026-12\"", "strike_date is \"2026-12\", not an instant"),
            ("title", "{}", "title is {}, not text"),
            ("mutually_exclusive", "\"maybe\"", "mutually_exclusive is \"maybe\", not true or false"),
            ("title", "\"a\\u0000b\"", "title is \"a\\u0000b\", not text"),
        ])
    func event(_ key: String, _ value: String, _ words: String) throws {
        let good = EventJSON([MarketJSON("A-1-X", event: "A-1")], ticker: "A-1").json
        let odd = EventJSON([MarketJSON("B-1-X", event: "B-1")], ticker: "B-1").json.dropFirst()
        let rest = odd.split(separator: ",").filter { !$0.hasPrefix("\"\(key)\"") }.joined(separator: ",")
        let reading = try read("{\"\(key)\":\(value),\(rest.hasSuffix("}") ? rest : rest + "}"),\(good)")
        #expect(reading.cells("events", "event_ticker") == ["B-1", "A-1"])
        #expect(
            reading.cells("events", key) == [
                "-", key == "title" ? "What will the rate be?" : key == "strike_date" ? "-" : "true",
            ])
        #expect(reading.content.shown.map(\.name) == ["B-1-X", "A-1-X"])
        #expect(reading.content.flags == ["T2: events B-1: \(words); stored as null"])
    }

    @Test("an event without a ticker is set aside, and its markets are read")
    func nameless() throws {
        let odd = EventJSON([MarketJSON("B-1-X", event: "B-1")], ticker: "B-1").json.replacing(
            "\"event_ticker\":\"B-1\",\"last", with: "\"event_ticker\":null,\"last")
        let reading = try read("\(odd),\(EventJSON([MarketJSON("A-1-X")]).json),5")
        #expect(
            reading.content.setAside.map { [$0.dataset, $0.rule, $0.key] } == [
                ["events", "P1", "?"], ["events", "P1", "?"],
            ])
        #expect(reading.content.shown.map(\.name) == ["B-1-X", "A-1-X"] && reading.rows("events").count == 1)
    }

    @Test(
        "a market of which a member that decides cannot be read is set aside, is there, and proves nothing",
        arguments: [
            ("status", "{}"), ("settlement_ts", "\"soon\""), ("close_time", "1e300"),
            ("settlement_value_dollars", "\"many\""),
        ])
    func market(_ key: String, _ value: String) throws {
        let odd = MarketJSON("B-1-X", event: "B-1", [key: value])
        let reading = try read(EventJSON([MarketJSON("A-1-X", event: "A-1"), odd]).json)
        #expect(
            reading.content.setAside.map { [$0.dataset, $0.rule, $0.key, $0.raw] } == [
                ["markets", "T2", "B-1-X", odd.json]
            ])
        #expect(reading.content.shown.map(\.name) == ["A-1-X"] && reading.content.kept == ["B-1-X"])
        // Asked for directly it is there too, and not lacking.
        let asked = try Reading(
            MarketJSON.list([odd]), Reading.fetch("events(open)", subjects: ["B-1-X"]))
        #expect(
            asked.content.lacking.isEmpty && asked.content.kept == ["B-1-X"] && asked.rows("market_status").isEmpty
                && asked.isDone)
        let nameless = MarketJSON("", event: "B-1")
        var archive = try Reading(
            MarketJSON.list([nameless]), Reading.fetch("events(open)", subjects: ["B-1-X"]))
        guard case .more(let cursor) = archive.content.end else {
            Issue.record("the archive is asked too")
            return
        }
        archive = try Reading(
            MarketJSON.list([]), Reading.fetch("events(open)", cursor: cursor, subjects: ["B-1-X"]))
        #expect(archive.isDone && archive.content.lacking.isEmpty && archive.rows("market_status").isEmpty)
    }

    @Test("a series that cannot be read is asked for again")
    func series() throws {
        let note = #"{"read":"2026-11-17T18:00:00Z"}"#
        let reading = try Reading(
            #"{"series":[{"ticker":{}},{"ticker":"KXA","fee_multiplier":"0.07"}]}"#, Reading.fetch("series", note: note)
        )
        #expect(reading.cells("series", "ticker") == ["KXA"] && reading.content.note == note)
        #expect(reading.content.setAside.map(\.rule) == ["P1"])
    }

    // MARK: A change of schema

    @Test("cents again instead of dollars are a change of schema, told with the difference of the keys")
    func cents() throws {
        let trades = (0..<3).map {
            TradeJSON("2026-11-17T1\($0):00:00Z", id: "t-\($0)", ["no_price_dollars": "", "no_price_mills": "940"])
        }
        let span = Reading.span("2026-11-16T05:00:01Z", "2026-11-18T05:00:01Z")
        func read(_ count: Int) throws -> Reading {
            try Reading(
                TradeJSON.list(Array(trades.prefix(count))),
                Reading.fetch("trades(KXFED-26DEC-C25)", facts: CutoffTests.facts, span: span))
        }
        let error = try #require(Reading.refusal { try read(3) })
        #expect(error.code == .malformed)
        #expect(
            error.message
                == """
                the rows are not what they were, trades: lacking: no_price_dollars (3 of 3); other keys: \
                no_price_mills, taker_side
                """
        )
        #expect(try read(2).content.setAside.count == 2)
    }

    @Test("half a surrogate pair and a bare control character are kept as their escapes, and said")
    func characters() throws {
        let body = EventJSON.list([
            EventJSON([MarketJSON("A-1-X", ["title": "\"a\\ud83d b\u{1}c\\ud83d\\ude00\\\\ud83d\""])])
        ])
        let reading = try Reading(body, Reading.fetch("events(open)"))
        #expect(reading.cells("markets", "title") == ["a\\ud83d b\u{1}c\u{1F600}\\ud83d"])
        #expect(
            reading.content.flags == [
                "T2: 2 characters of the answer's texts are none of JSON's and were kept as escapes"
            ])
        #expect(
            Reading.refusal { try Reading("{\"events\":[\"\\ud83d\"", Reading.fetch("events(open)")) }?.code
                == .malformed)
    }
}
