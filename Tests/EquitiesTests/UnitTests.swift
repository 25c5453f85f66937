import Equities
import MarketCalendar
import PluginKit
import PluginTesting
import Tabular
import Testing

/// Units of equities and what they are asked for: symbols in any spelling, spans, options.
@Suite("Equities: units and requests")
struct UnitTests {
    private let provider: any LoadedProvider

    init() throws {
        provider = try ProviderPlugin(Equities.self).load()
    }

    private func roots(_ names: String...) throws -> [String] {
        try provider.roots(for: Selection(names: names)).map(\.text)
    }

    @Test(
        "any spelling of a symbol is one unit, in the form BRK.B",
        arguments: ["BRK.B", "brk.b", "BRK-B", " brk/b ", "Brk-b\t"])
    func spellings(_ typed: String) throws {
        #expect(try roots(typed, "BRK.B") == ["bars(BRK.B)"])
    }

    @Test(
        "an index has a caret; other names of listings are letters and digits",
        arguments: ["^GSPC", "A", "3M", "BF.B", "BAC-PL"])
    func sane(_ typed: String) throws {
        #expect(try roots(typed).count == 1)
    }

    @Test(
        "a name that cannot be a listing is a mistake of usage, with an example",
        arguments: [
            "", " ", "BRK B", "^", "BRK..B", ".B", "B.", "EURUSD=X", "AAPL,MSFT", "ÄPL", "A%", "../etc",
            "AAAAAAAAAAAAAAAAAAA",
        ])
    func mistakes(_ typed: String) throws {
        let error = try #require(throws: PluginError.self) { try roots(typed) }
        #expect(error.code == .usage)
        #expect(
            error.description
                == """
                '\(typed)' is not a symbol of a New York listing. Name symbols like AAPL or BRK.B, or sp500 for the \
                whole index
                """
        )
    }

    @Test("sp500 in any case is the list of the index, also without any name; names beside it stay")
    func index() throws {
        #expect(try roots() == ["constituents"])
        #expect(try roots("SP500") == ["constituents"])
        #expect(try roots("aapl", "sp500", "AAPL", " Sp500 ") == ["bars(AAPL)", "constituents"])
    }

    @Test("labels, files, series and expectations")
    func expectations() throws {
        let bars = UnitName(text: "bars(BRK.B)")
        let list = UnitName(text: "constituents")
        #expect(try [bars, list].map { try provider.label(of: $0, note: nil) } == ["BRK.B", "sp500"])
        #expect(try provider.partition(of: bars, note: nil) == ["BRK.B"])
        #expect(try provider.partition(of: list, note: nil).isEmpty)
        #expect(try provider.series(of: bars, note: nil).map(\.name) == ["daily_bars", "actions"])
        #expect(try provider.series(of: list, note: nil).isEmpty)
        #expect(try provider.expectation(of: bars, note: nil) == .sessions(.xnys, recheck: 5))
        #expect(try provider.expectation(of: list, note: nil) == .snapshot(maxAge: 72_000))
    }

    @Test("the request depends on the span alone: midnights in UTC, all events, a dash for the dot")
    func request() throws {
        let span = Span(Chart.day("2025-03-07")..<Chart.day("2025-03-12"))
        let early = try provider.request(
            for: StoredFetch(unit: UnitName(text: "bars(BRK.B)"), span: span, now: Reading.now))
        let late = try provider.request(
            for: StoredFetch(
                unit: UnitName(text: "bars(BRK.B)"), span: span, purpose: .recheck, now: Reading.now.adding(days: 90)))
        #expect(early == late)
        #expect(
            early.target
                == """
                /v8/finance/chart/BRK-B?period1=1741305600&period2=1741737600&interval=1d&\
                events=div%2Csplits%2CcapitalGains&includePrePost=false
                """
        )
        #expect(
            early.upstream == "yahoo" && early.answerStatuses == [400, 404, 422]
                && early.mediaTypes == ["application/json"])
        let index = try provider.request(
            for: StoredFetch(unit: UnitName(text: "bars(^GSPC)"), span: span, now: Reading.now))
        #expect(index.path == "/v8/finance/chart/%5EGSPC")
        #expect(throws: PluginError.self) {
            try provider.request(for: StoredFetch(unit: UnitName(text: "bars(A)"), now: Reading.now))
        }
    }

    @Test("both ends of a span hold their sessions' opens, in summer and in winter")
    func bounds() throws {
        for day in MarketCalendar.xnys.sessions(in: Chart.day("2024-01-01")..<Chart.day("2026-01-01")) {
            let open = MarketCalendar.xnys.open(of: day)
            #expect(open >= day.startUTC && open < day.adding(1).startUTC)
        }
    }

    @Test("price text is sent or shortest, nothing else")
    func options() throws {
        #expect(ProviderPlugin(Equities.self).options.map(\.name) == ["price-text"])
        let error = try #require(throws: PluginError.self) {
            try ProviderPlugin(Equities.self).load(OptionValues(["price-text": "long"]))
        }
        #expect(error.description == "--price-text cannot be 'long'. Say sent or shortest")
    }
}
