import PluginKit
import PluginTesting
import Polymarket
import Tabular
import Testing

/// Polymarket's units: which a selection names, which a market brings, and how long they live.
@Suite("Polymarket: units, names and lives")
struct UnitTests {
    private func note(_ market: String = GammaJSON.market()) throws -> String {
        let page = try Reading(GammaJSON.page(events: [GammaJSON.event([market])]), unit: "events(open)")
        return try #require(page.content.shown.first?.note)
    }

    private func continuity(_ unit: String, _ note: String, options: [String: String] = [:]) throws -> Continuity {
        let expectation = try Reading.provider(options).expectation(of: UnitName(text: unit), note: note)
        guard case .continuous(let continuity) = expectation else { throw PluginError(.plugin, "\(unit) is a list") }
        return continuity
    }

    @Test(
        "the status says which listings are read",
        arguments: [
            (nil, ["events(open)"]), ("open", ["events(open)"]), ("closed", ["events(open)", "events(closed)"]),
            ("settled", ["events(open)", "events(closed)"]), ("all", ["events(open)", "events(closed)"]),
        ] as [(String?, [String])])
    func roots(_ status: String?, _ units: [String]) throws {
        #expect(try Reading.provider().roots(for: Selection(status: status)).map(\.text) == units)
    }

    @Test("a status that nobody has is refused")
    func unknownStatus() throws {
        let provider = try Reading.provider()
        #expect(throws: PluginError.usage("--status cannot be 'resolved'", fix: "say open, closed, settled or all")) {
            try provider.roots(for: Selection(status: "resolved"))
        }
    }

    @Test("markets are named by id, condition or slug; the same name twice is one")
    func names() throws {
        let provider = try Reading.provider()
        let condition = GammaJSON.condition
        let roots = try provider.roots(
            for: Selection(names: [
                "516710", condition.uppercased().replacing("0X", with: "0x"), "will-it-hold-516710", "516710",
                condition,
            ]))
        #expect(roots.map(\.text) == ["named(516710)", "named(\(condition))", "named(will-it-hold-516710)"])
        for name in ["", "KXFED-26SEP", "0x12", "a b", "ümlaut", "will/it"] {
            #expect(throws: PluginError.self, "\(name)") { try provider.roots(for: Selection(names: [name])) }
        }
        let own = try provider.roots(of: "516710", note: note())
        for name in ["516710", condition, condition.uppercased().replacing("0X", with: "0x"), "will-it-hold-516710"] {
            #expect(try own.contains(provider.roots(for: Selection(names: [name]))[0]))
        }
        for name in ["51671", "will-it-hold", "0x" + String(repeating: "00", count: 32)] {
            #expect(try !own.contains(provider.roots(for: Selection(names: [name]))[0]))
        }
    }

    @Test("a market brings the midpoints of each outcome and its trades, as far as datasets are wanted")
    func units() throws {
        let provider = try Reading.provider()
        let note = try note()
        let prices = ["prices(market=516710,outcome=0)", "prices(market=516710,outcome=1)"]
        func units(_ datasets: [String]) throws -> [String] {
            try provider.units(of: "516710", note: note, selection: Selection(datasets: datasets)).map(\.text)
        }
        #expect(try units([]) == prices + ["trades(market=516710)"])
        #expect(try units(["prices"]) == prices)
        #expect(try units(["trades", "markets"]) == ["trades(market=516710)"])
        #expect(try units(["markets"]) == [])
        // An id that the data API does not take: no trades. A token that is none: no midpoints of it.
        let odd = try self.note(
            GammaJSON.market("516710", ["conditionId": #""""#, "clobTokenIds": GammaJSON.list(["12", "0xab"])]))
        #expect(try provider.units(of: "516710", note: odd, selection: Selection()).map(\.text) == [prices[0]])
    }

    @Test("files, labels and series of a unit")
    func files() throws {
        let provider = try Reading.provider()
        let note = try note()
        let expected: [(String, [String], String, [String])] = [
            ("events(open)", [], "events(open)", []), ("named(516710)", [], "516710", []),
            ("prices(market=516710,outcome=1)", ["9001", "516710-1"], "will-it-hold-516710 No", ["prices"]),
            ("trades(market=516710)", ["9001", "516710"], "will-it-hold-516710", ["trades"]),
        ]
        for (unit, partition, label, series) in expected {
            #expect(try provider.partition(of: UnitName(text: unit), note: note) == partition)
            #expect(try provider.label(of: UnitName(text: unit), note: note) == label)
            #expect(try provider.series(of: UnitName(text: unit), note: note).map(\.name) == series)
        }
    }

    @Test("lists age, and series live from the day the market was made to an hour after it was closed")
    func lives() throws {
        let provider = try Reading.provider()
        #expect(try provider.expectation(of: UnitName(text: "events(open)"), note: nil) == .snapshot(maxAge: 900))
        #expect(try provider.expectation(of: UnitName(text: "named(1)"), note: nil) == .snapshot(maxAge: 900))
        #expect(try provider.expectation(of: UnitName(text: "events(closed)"), note: nil) == .onRequest(maxAge: 72_000))
        let open = try continuity("prices(market=516710,outcome=0)", note())
        #expect(
            open.from == Reading.at("2026-10-01T00:00:00Z") && open.until == nil && open.grid == .seconds(60)
                && !open.includesEnd)
        #expect(open.lag >= 300)
        let closed = try note(GammaJSON.resolved(payouts: ["1", "0"]))
        #expect(try continuity("prices(market=516710,outcome=0)", closed).until == Reading.at("2026-11-10T01:35:00Z"))
        let hourly = try continuity("prices(market=516710,outcome=0)", closed, options: ["fidelity": "60"])
        #expect(hourly.until == Reading.at("2026-11-10T02:00:00Z") && hourly.grid == .seconds(3_600))
        // On the grid already, it is the end itself.
        let exact = try note(GammaJSON.resolved(payouts: ["1", "0"], ["closedTime": #""2026-11-10T00:00:00Z""#]))
        #expect(try continuity("prices(market=516710,outcome=0)", exact).until == Reading.at("2026-11-10T01:00:00Z"))
        let trades = try continuity("trades(market=516710)", closed)
        #expect(trades.from == Reading.at("2026-09-30T00:00:00Z") && trades.until == Reading.at("2026-11-10T01:34:19Z"))
        #expect(trades.grid == .wholeSeconds && trades.lag >= 300)
    }

    @Test(
        "a market without dates, or of a year in which there was no venue, begins with the venue",
        arguments: [nil, #""1970-01-01T00:00:00Z""#, #""0201-10-01T00:00:00Z""#, #""2020-06-01T08:00:00Z""#])
    func beginning(_ date: String?) throws {
        let note = try note(GammaJSON.market("516710", ["createdAt": date, "startDate": date]))
        for unit in ["prices(market=516710,outcome=0)", "trades(market=516710)"] {
            #expect(try continuity(unit, note).from == Reading.at("2020-06-01T00:00:00Z"))
        }
    }

    @Test("fine midpoints of what ends soon are asked for first; trades stay")
    func expiry() throws {
        let provider = try Reading.provider()
        let closed = try note(GammaJSON.resolved(payouts: ["1", "0"]))
        func expiry(_ unit: String, _ note: String) throws -> Instant? {
            try provider.expiry(of: UnitName(text: unit), note: note, facts: nil)
        }
        #expect(try expiry("prices(market=516710,outcome=0)", note()) == Reading.at("2026-12-31T12:00:00Z"))
        #expect(try expiry("prices(market=516710,outcome=0)", closed) == Reading.at("2026-11-10T12:34:19Z"))
        #expect(try expiry("trades(market=516710)", closed) == nil)
    }

    @Test("categories are the tags of the event, by label and by a slug that is another name")
    func categories() throws {
        #expect(
            try Reading.provider().categories(of: "516710", note: note()) == [
                "Northern Coast", "Politics", "us-politics",
            ])
    }

    @Test("--fidelity divides a day", arguments: ["1", "5", "30", "60", "1440"])
    func fidelity(_ text: String) throws {
        #expect(try PolymarketOptions(OptionValues(["fidelity": text])).fidelity == Int(text))
    }

    @Test("another --fidelity is refused", arguments: ["0", "7", "1441", "-1", "", "1m", "2880"])
    func otherFidelity(_ text: String) {
        #expect(throws: PluginError.self) { try PolymarketOptions(OptionValues(["fidelity": text])) }
    }

    @Test(
        "the ladder has the coarser rungs only", arguments: [("1", 4), ("30", 3), ("60", 3), ("720", 1), ("1440", 1)])
    func ladder(_ fidelity: String, _ rungs: Int) throws {
        let span = Reading.span("2026-11-06T00:00:00Z", "2026-11-06T12:00:00Z")
        let walk = try FakeWalk(
            "prices(market=516710,outcome=0)", note: note(), span: span, options: ["fidelity": fidelity]
        ) { _ in
            (200, #"{"history":[]}"#)
        }
        #expect(walk.requests.count == rungs)
        #expect(walk.requests.first?.query.last?.value == fidelity)
    }

    @Test("an estimate counts the windows of a span")
    func estimate() throws {
        let fetch = StoredFetch(
            unit: UnitName(text: "prices(market=516710,outcome=0)"), note: try note(),
            span: Reading.span("2026-08-01T00:00:00Z", "2026-11-01T00:00:00Z"), now: Reading.now)
        #expect(try Reading.provider().size(of: fetch, rank: nil).requests == 7)
    }
}
