import Foundation
import LosslessJSON
import PluginKit
import PluginTesting
import Polymarket
import Tabular
import Testing

/// One odd member of an answer of Polymarket at a time: it costs itself, and is said.
@Suite("Polymarket: one odd value costs itself")
struct OddMemberTests {
    private static let folder = URL(fileURLWithPath: #filePath).appendingPathComponent(
        "../../../fixtures/prediction-markets/backfill"
    )
    .standardizedFileURL

    /// The markets of the fixtures' listings.
    private static func notes() throws -> [(id: String, note: String)] {
        try files("gamma_").flatMap { file in
            let (query, body) = try Self.body(file)
            return try Reading(body, unit: unit(query)).content.shown.map { ($0.name, $0.note) }
        }
    }

    private static func unit(_ query: [String: String]) -> String {
        query["closed"] == "true" ? "events(closed)" : "events(open)"
    }

    private static func listing(_ file: URL) throws -> (fetch: StoredFetch, body: String) {
        let (query, body) = try Self.body(file)
        return (fetch(unit(query)), body)
    }

    private static func files(_ prefix: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix(prefix) }.sorted { $0.path < $1.path }
    }

    private static func body(_ file: URL) throws -> (query: [String: String], body: String) {
        let parts = try String(contentsOf: file, encoding: .utf8).split(separator: "\n\n", maxSplits: 2)
        var query: [String: String] = [:]
        for item in parts[0].split(separator: "\n")[0].split(separator: "?").last?.split(separator: "&") ?? [] {
            let pair = item.split(separator: "=").map(String.init)
            query[pair[0]] = pair.last
        }
        return (query, String(parts[2]))
    }

    private static func fetch(_ unit: String, note: String? = nil, span: Span? = nil, cursor: String? = nil)
        -> StoredFetch
    {
        StoredFetch(unit: UnitName(text: unit), note: note, span: span, cursor: cursor, now: Reading.now)
    }

    /// Whose trades these are (T3), and where the walk goes on.
    private static let refused: Set<String> = [
        "$.data[*].condition_id", "$[*].conditionId", "$.pagination.next_cursor", "$.next_cursor",
    ]

    private func check(
        _ fetch: StoredFetch, _ body: String, owner: @escaping @Sendable (String, OddMemberContract.Row) -> String
    ) throws -> OddMemberContract.Result {
        try OddMemberContract(
            Reading.provider(), ProviderContract.Sample(fetch, Reading.response(body)), refused: Self.refused,
            owner: owner
        ).check()
    }

    @Test("every member of the fixtures' listings, at three places each")
    func listings() throws {
        let events = Dictionary(
            try Self.notes().map { ($0.id, try JSONDocument(text: $0.note).root["event"]?.string() ?? "") },
            uniquingKeysWith: { $1 })
        for file in try Self.files("gamma_") {
            let (fetch, body) = try Self.listing(file)
            let result = try check(fetch, body) { _, row in row["event_id"] ?? events[row["market_id"] ?? ""] ?? "?" }
            #expect(result.violations == [], "\(file.lastPathComponent)")
            #expect(result.answers > 300)
        }
    }

    @Test("every member of the fixtures' trades and prices, at three places each")
    func series() throws {
        let notes = try Self.notes()
        var answers = 0
        var places: Set<String> = []
        func market(where text: String) -> (id: String, note: String)? { notes.first { $0.note.contains(text) } }
        for file in try Self.files("polymarket-data") {
            let (query, body) = try Self.body(file)
            guard let condition = query["market"] ?? query["condition"], let market = market(where: condition) else {
                Issue.record("\(file.lastPathComponent) is of no market")
                continue
            }
            let isOld = query["market"] != nil
            let end = query["end"].flatMap { Int64($0) } ?? Reading.now.seconds
            let start = query["start"].flatMap { Int64($0) } ?? Reading.now.seconds - 86_400 * 900
            let cursor =
                isOld
                ? #"""
                {"oldTrades":{"_0":{"end":\#(end),"gaps":[],"offset":0,"page":{"counts":{}},"tail":{"counts":{}}}}}
                """#
                : nil
            let result = try check(
                Self.fetch(
                    "trades(market=\(market.id))", note: market.note,
                    span: Span(Instant(seconds: start)..<Instant(seconds: end + 1)),
                    cursor: cursor), body
            ) { _, row in row["timestamp"] ?? "" }
            #expect(result.violations == [], "\(file.lastPathComponent)")
            answers += result.answers
            places.formUnion(result.refusals)
        }
        for file in try Self.files("clob_").prefix(30) {
            let (query, body) = try Self.body(file)
            guard let token = query["market"], let market = market(where: token),
                let tokens = try JSONDocument(text: market.note).root["tokens"]?.elements.map({ try $0.string() }),
                let outcome = tokens.firstIndex(of: token), let start = query["startTs"].flatMap({ Int64($0) }),
                let end = query["endTs"].flatMap({ Int64($0) })
            else { continue }
            let result = try check(
                Self.fetch(
                    "prices(market=\(market.id),outcome=\(outcome))", note: market.note,
                    span: Span(Instant(seconds: start)..<Instant(seconds: end))), body
            ) { _, row in row["timestamp"] ?? "" }
            #expect(result.violations == [], "\(file.lastPathComponent)")
            answers += result.answers
        }
        #expect(answers > 1_000)
        #expect(places == ["$.data[*].condition_id", "$[*].conditionId", "$.pagination.next_cursor"])
    }

    // MARK: Trades

    private static let noon = TradeTests.noon

    private func trades(_ rows: [String]) throws -> Reading {
        try Reading(
            #"{"data":[\#(rows.joined(separator: ","))],"pagination":{"next_cursor":null}}"#, unit: TradeTests.unit,
            note: TradeTests.note(),
            span: Span(Instant(seconds: Self.noon - 60)..<Instant(seconds: Self.noon + 60)))
    }

    @Test("a size as text is a size; a fill that cannot be read is set aside with its text, and the page goes on")
    func fills() throws {
        func row(_ sent: String, _ odd: String) -> String {
            FillJSON(second: Self.noon).new.replacing(sent, with: odd)
        }
        let good = FillJSON(second: Self.noon, hash: "0xAB02").new
        let text = try trades([row("\"size\":57.51", "\"size\":\"14.0\""), good])
        #expect(
            text.cells("trades", "size").sorted() == ["14.0", "57.51"]
                && text.content.setAside.isEmpty)
        for (sent, odd) in [
            ("\"size\":57.51", "\"size\":null"), ("\"size\":57.51", "\"size\":\"many\""),
            ("\"price\":0.0535", "\"price\":{}"),
            ("\"timestamp\":\(Self.noon)", "\"timestamp\":5"),
            ("\"timestamp\":\(Self.noon)", "\"timestamp\":99999999999"),
            ("\"proxy_wallet\":\"0xC0de\"", "\"proxy_wallet\":null"),
            ("\"transaction_hash\":\"0xAB01\"", "\"transaction_hash\":\"\""),
        ] {
            let broken = row(sent, odd)
            #expect(broken.contains(odd))
            let reading = try trades([broken, good])
            #expect(reading.rows("trades").count == 1)
            #expect(reading.content.setAside.map { [$0.dataset, $0.rule, $0.raw] } == [["trades", "T2", broken]])
            #expect(reading.proofs.count == 1)
        }
        let error = Reading.refusal { try trades((0..<3).map { _ in row("\"size\":57.51", "\"amount\":57.51") }) }
        #expect(error?.code == .malformed && error?.message.contains("lacking: size (3 of 3)") == true)
    }

    @Test("a window in which no point can be read is a gap, and is not taken for one without points")
    func points() throws {
        let note = try TradeTests.note()
        let start = Reading.at("2026-11-10T00:00:00Z").seconds
        func read(_ points: String) throws -> Reading {
            try Reading(
                "{\"history\":[\(points)]}", unit: "prices(market=516710,outcome=0)", note: note,
                span: Span(Instant(seconds: start)..<Instant(seconds: start + 86_400)))
        }
        let none = try read("{\"t\":\(start + 60),\"p\":null},{\"t\":{},\"p\":0.5}")
        #expect(none.rows("prices").isEmpty && none.proofs.count == 1 && none.proofs[0].contains("gap"))
        #expect(none.content.setAside.map(\.rule) == ["T2", "T2"] && none.content.end == .done)
        let one = try read(
            """
            {"t":"\(start + 60)","p":"0.5"},{"t":\(start + 120),"p":"half"},{"t":\(start + 180).0,"p":1e-1}
            """
        )
        #expect(one.cells("prices", "mid") == ["0.5", "1e-1"] && one.content.setAside.count == 1)
    }

    // MARK: Listings

    @Test("an event without an id costs itself, and a market of which a member that decides cannot be read is there")
    func listing() throws {
        func read(_ events: [String]) throws -> Reading {
            try Reading(GammaJSON.page(events: events), unit: "events(open)")
        }
        let nameless = try read([
            GammaJSON.event([GammaJSON.market("1")], ["id": "null"]), GammaJSON.event([GammaJSON.market("2")]), "7",
        ])
        #expect(nameless.cells("events", "event_id") == ["9001"] && nameless.content.shown.map(\.name) == ["2"])
        #expect(nameless.content.setAside.map { [$0.dataset, $0.rule] } == [["events", "P1"], ["events", "P1"]])
        for (key, value) in [
            ("closed", "\"maybe\""), ("umaResolutionStatus", "{}"), ("conditionId", "[]"), ("startDate", "1e300"),
        ] {
            let odd = GammaJSON.market("1", [key: value])
            let page = try read([GammaJSON.event([odd, GammaJSON.market("2")])])
            #expect(page.content.kept == ["1"] && page.content.shown.map(\.name) == ["2"])
            #expect(
                page.content.setAside.map { [$0.dataset, $0.rule, $0.key, $0.raw] } == [["markets", "T2", "1", odd]])
        }
        // A number as text, and text as a number.
        let exact = try read([
            GammaJSON.event([GammaJSON.market("1", ["closed": "\"false\"", "id": "1", "orderMinSize": "\"5\""])])
        ])
        #expect(
            exact.cells("markets", "is_closed") == ["false"] && exact.cells("markets", "minimum_order_size") == ["5"])
        #expect(exact.content.flags.isEmpty)
    }

    @Test("a row of a direct answer that does not say what it is proves nothing of the market that was asked for")
    func lookup() throws {
        var cursor: String?
        for body in [GammaJSON.page(markets: [GammaJSON.market("1", ["id": "{}"])]), GammaJSON.page(markets: [])] {
            let page = try Reading(body, unit: "events(open)", cursor: cursor, subjects: ["1"])
            #expect(page.content.lacking.isEmpty && page.rows("market_status").isEmpty)
            guard case .more(let next) = page.content.end else {
                #expect(page.content.end == .done && cursor != nil)
                return
            }
            cursor = next
        }
        Issue.record("the walk ends with its second question")
    }

    @Test(
        "a market whose event, or an event whose markets, cannot be read is neither gone nor without its event",
        arguments: [
            ("alone", #"{"events":{"id":"91"}}"#), ("alone", #"{"events":[{"id":{}}]}"#),
            ("event", #"{"markets":"1"}"#),
            ("event", #"{"markets":[{"id":null,"question":"It?"}]}"#),
        ])
    func unreadableHome(_ place: String, _ change: String) throws {
        let member = String(change.dropFirst(2).prefix { $0 != "\"" })
        let value = String(change.dropFirst(member.count + 4).dropLast())
        let lookup = try FakeWalk("events(open)", subjects: ["1"]) { request in
            guard request.query.contains(where: { $0 == .init("closed", "true") }) else {
                return (
                    200, request.path == "/markets/keyset" ? GammaJSON.page(markets: []) : GammaJSON.page(events: [])
                )
            }
            guard request.path == "/markets/keyset" else {
                return (200, GammaJSON.page(events: [GammaJSON.event([], id: "91", isClosed: true, [member: value])]))
            }
            let market = GammaJSON.resolved("1", payouts: ["1", "0"], place == "alone" ? [member: value] : [:])
            return (
                200,
                GammaJSON.page(markets: [
                    place == "alone" ? market : GammaJSON.alone(market, event: "91", isClosed: true)
                ])
            )
        }
        #expect(lookup.lacking.isEmpty && lookup.rows("market_status").isEmpty && lookup.rows("markets").isEmpty)
        #expect(!lookup.flags.isEmpty, "what was odd is said")
    }
}
