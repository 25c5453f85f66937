import Kalshi
import MarketCalendar
import PluginKit
import PluginTesting
import Tabular
import Testing

/// Kalshi's units: which a selection names, and which a market that is followed brings.
@Suite("Kalshi: units and what brings them")
struct UnitTests {
    private static let note =
        #"""
        {"category":"Economics","closes":"2026-12-09T18:59:00Z","created":"2026-09-01T10:00:00Z",\#
        "opens":"2026-09-01T14:00:00Z","series":"KXFED","status":"active"}
        """#
    private static let ended =
        #"""
        {"closes":"2026-11-10T14:30:00Z","ended":"2026-11-10T15:00:27.049899Z","opens":"2026-09-01T14:00:00Z",\#
        "series":"KXFED","status":"finalized"}
        """#

    private func provider(_ options: [String: String] = [:]) throws -> any LoadedProvider {
        try ProviderPlugin(Kalshi.self).load(OptionValues(options))
    }

    private func roots(_ selection: Selection, _ options: [String: String] = [:]) throws -> [String] {
        try provider(options).roots(for: selection).map(\.text)
    }

    @Test("a status names its listings; what is closed and unsettled is followed up with the open ones")
    func roots() throws {
        #expect(try roots(Selection()) == ["series", "events(open)"])
        #expect(try roots(Selection(status: "open")) == ["series", "events(open)"])
        #expect(try roots(Selection(status: "closed")) == ["series", "events(open)", "events(closed)"])
        #expect(try roots(Selection(status: "settled")) == ["series", "events(settled)"])
        #expect(try roots(Selection(status: "all")) == ["series", "events(open)", "events(closed)", "events(settled)"])
        #expect(try roots(Selection(), ["include-combos": "yes"]) == ["series", "events(open)", "combos(open)"])
        #expect(try roots(Selection(datasets: ["trades"])) == ["events(open)"])
        let error = try #require(throws: PluginError.self) { try roots(Selection(status: "finalized")) }
        #expect(error.description == "--status cannot be 'finalized'. Say open, closed, settled or all")
    }

    @Test("a name is a ticker, in any case")
    func names() throws {
        #expect(
            try roots(Selection(names: [" kxfed-26dec-c25 ", "KXBTCD-25JAN0117-T94499.99"])) == [
                "named(KXFED-26DEC-C25)", "named(KXBTCD-25JAN0117-T94499.99)",
            ])
    }

    @Test(
        "what cannot be a ticker is a mistake of usage", arguments: ["", " ", "KX/FED", "KXFED,KXGDP", "ÄX", "a%20b"])
    func mistakes(_ typed: String) throws {
        let error = try #require(throws: PluginError.self) { try roots(Selection(names: [typed])) }
        #expect(error.code == .usage && error.message == "'\(typed)' is not a ticker of Kalshi")
    }

    @Test("a followed market brings bars of the chosen lengths and its trades, and only the datasets that are selected")
    func units() throws {
        func units(_ options: [String: String], _ datasets: [String] = []) throws -> [String] {
            try provider(options).units(of: "T", note: Self.note, selection: Selection(datasets: datasets)).map(\.text)
        }
        #expect(try units([:]) == ["candles(T,period=1440)", "trades(T)"])
        #expect(try units(["candle-period": "1, 60"]) == ["candles(T,period=60)", "candles(T,period=1)", "trades(T)"])
        #expect(try units([:], ["candles_60", "markets"]) == ["candles(T,period=60)"])
        #expect(try units([:], ["trades"]) == ["trades(T)"])
        #expect(try units([:], ["markets"]).isEmpty)
    }

    @Test("options: lengths of bars and combos, nothing else", arguments: ["5", "", "1440,", "60;1", "day"])
    func options(_ period: String) throws {
        #expect(ProviderPlugin(Kalshi.self).options.map(\.name) == ["candle-period", "include-combos"])
        let error = try #require(throws: PluginError.self) { try provider(["candle-period": period]) }
        #expect(error.fix == "say 1440, 60 or 1, several between commas")
        let other = try #require(throws: PluginError.self) { try provider(["include-combos": "maybe"]) }
        #expect(other.description == "--include-combos cannot be 'maybe'. Say yes or no")
    }

    @Test(
        "Kalshi's words fall under the statuses of a job",
        arguments: [
            ("active", "open"), ("inactive", "open"), ("closed", "closed"), ("determined", "closed"),
            ("disputed", "closed"),
            ("amended", "closed"), ("finalized", "settled"), ("something_new", "open"),
        ])
    func statuses(_ word: String, _ status: String) throws {
        for asked in ["open", "closed", "settled", "all"] {
            let isWanted = try provider().isWanted("T", note: #"{"status":"\#(word)"}"#, status: asked)
            #expect(isWanted == (asked == status || asked == "all"), "\(word) \(asked)")
        }
    }

    @Test("a market that has not opened is in no status but all")
    func unopened() throws {
        let wanted = try ["open", "closed", "settled", "all"].filter {
            try provider().isWanted("T", note: #"{"status":"initialized"}"#, status: $0)
        }
        #expect(wanted == ["all"])
    }

    @Test("a market is found by its ticker in any case, and by its category")
    func wanted() throws {
        let provider = try provider()
        let own = try provider.roots(of: "KXFED-26DEC-C25", note: Self.note)
        #expect(try provider.roots(for: Selection(names: ["kxfed-26dec-c25"])) == own)
        #expect(try provider.roots(for: Selection(names: ["KXFED-26DEC-C50"])) != own)
        #expect(try provider.categories(of: "T", note: Self.note) == ["Economics"])
        #expect(try provider.categories(of: "T", note: "{}").isEmpty)
    }

    @Test("labels, files and series")
    func places() throws {
        let provider = try provider()
        let bars = UnitName(text: "candles(KXFED-26DEC-C25,period=60)")
        let trades = UnitName(text: "trades(KXFED-26DEC-C25)")
        #expect(try provider.label(of: bars, note: Self.note) == "KXFED-26DEC-C25 candles_60")
        #expect(try provider.label(of: trades, note: Self.note) == "KXFED-26DEC-C25 trades")
        #expect(try provider.partition(of: bars, note: Self.note) == ["KXFED", "KXFED-26DEC-C25"])
        #expect(try provider.partition(of: trades, note: nil) == ["KXFED-26DEC-C25"])
        #expect(
            try provider.partition(of: trades, note: #"{"collection":"KXMVE-R"}"#) == ["KXMVE-R", "KXFED-26DEC-C25"])
        #expect(try provider.series(of: bars, note: nil).map(\.name) == ["candles_60"])
        #expect(try provider.series(of: trades, note: nil).map(\.name) == ["trades"])
        for list in ["cutoff", "series", "events(open)", "archive(series=KXFED)", "combos(closed)", "named(T)"] {
            #expect(
                try provider.partition(of: UnitName(text: list), note: nil).isEmpty
                    && provider.series(of: UnitName(text: list), note: nil).isEmpty)
        }
    }

    @Test("lists are read again when they are old, or when a job names them")
    func lists() throws {
        func expected(_ unit: String) throws -> UnitExpectation {
            try provider().expectation(of: UnitName(text: unit), note: nil)
        }
        #expect(try expected("series") == .snapshot(maxAge: 72_000))
        #expect(try expected("events(open)") == .snapshot(maxAge: 900))
        #expect(try expected("combos(open)") == .snapshot(maxAge: 900))
        #expect(try expected("named(T)") == .snapshot(maxAge: 900))
        for list in ["events(closed)", "events(settled)", "combos(settled)", "archive(series=KXFED)"] {
            #expect(try expected(list) == .onRequest(maxAge: 72_000))
        }
    }

    private func continuity(_ unit: String, _ note: String?) throws -> Continuity {
        guard case .continuous(let continuity) = try provider().expectation(of: UnitName(text: unit), note: note) else {
            throw PluginError(.plugin, "not continuous")
        }
        return continuity
    }

    @Test("a market that trades has no end, its bars begin with its opening and its trades with its making")
    func open() throws {
        let day = try continuity("candles(T,period=1440)", Self.note)
        #expect(day.from == Reading.at("2026-09-01T14:00:00Z") && day.until == nil)
        #expect(day.grid == .midnights(.xnys) && day.includesEnd && day.lag == 120 && day.rest == 3600)
        #expect(try continuity("candles(T,period=60)", Self.note).grid == .seconds(3600))
        #expect(try continuity("candles(T,period=1)", Self.note).grid == .seconds(60))
        let trades = try continuity("trades(T)", Self.note)
        #expect(trades.from == Reading.at("2026-09-01T10:00:00Z") && trades.until == nil)
        #expect(trades.grid == .wholeSeconds && !trades.includesEnd)
    }

    @Test(
        "a market without dates, or of a year in which there was no venue, begins with the venue",
        arguments: [nil, "{}", #"{"created":"0201-09-01T10:00:00Z","opens":"1970-01-01T00:00:00Z"}"#])
    func beginning(_ note: String?) throws {
        for unit in ["candles(T,period=1440)", "candles(T,period=1)", "trades(T)"] {
            #expect(try continuity(unit, note).from == Reading.at("2021-06-01T00:00:00Z"))
        }
    }

    @Test("a settled one ends on its grid, a whole bar after the settlement, and a last read goes there")
    func ended() throws {
        // Midnights in New York of 11 and 12 November are 05:00 UTC.
        #expect(try continuity("candles(T,period=1440)", Self.ended).until == Reading.at("2026-11-12T05:00:01Z"))
        #expect(try continuity("candles(T,period=60)", Self.ended).until == Reading.at("2026-11-10T17:00:01Z"))
        #expect(try continuity("candles(T,period=1)", Self.ended).until == Reading.at("2026-11-10T15:02:01Z"))
        #expect(try continuity("trades(T)", Self.ended).until == Reading.at("2026-11-10T16:00:27Z"))
    }

    @Test("what will leave the live tier is asked first")
    func expiry() throws {
        let provider = try provider()
        #expect(
            try provider.expiry(of: UnitName(text: "trades(T)"), note: Self.ended, facts: nil)
                == Reading.at("2027-01-09T15:00:27.049899Z"))
        #expect(try provider.expiry(of: UnitName(text: "trades(T)"), note: Self.note, facts: nil) == nil)
    }
}
