import PluginTesting
import Tabular
import Testing

@testable import PluginKit

/// Sources that are values: what is asked of an upstream of each kind, what comes of its answers, and what is wrong
/// with a declaration.
@Suite("A source as a value")
struct DeclaredTests {
    static let now = Instant("2024-01-10T00:00:00Z") ?? Instant(seconds: 0)
    /// 2024-01-01, ten o'clock to noon.
    static let span = Span(Instant(seconds: 1_704_103_200)..<Instant(seconds: 1_704_110_400))

    static let trades = Dataset(
        "trades", .series(axis: "time", isDense: false), "Trades.",
        columns: [
            Column("symbol", .text, from: "{symbol}", "The symbol."),
            Column("time", .instant(fractionDigits: 3), from: "t", as: .milliseconds, "When."),
            Column("id", .text, from: "id", "The id."),
            Column("price", .decimal, from: "p.value", "As sent."),
            Column("size", .decimal, nullable: true, from: "s", as: .cents, "In units."),
        ], key: ["symbol", "time", "id"])

    static func source(
        _ dataset: Dataset = trades, rows: String = "data",
        span: SpanQuery? = SpanQuery(from: "a", to: "b", as: .seconds),
        pages: Paging = .none, order: SeriesEndpoint.Order = .oldestFirst, end: WalkEnd = .emptyPage,
        expects: SeriesEndpoint.Expected = .continuous(lag: 60)
    ) -> PagedJSON {
        PagedJSON(
            "venue", "A venue", upstream: UpstreamDeclaration("venue", base: "https://venue.example/v1", delay: 0),
            series: [
                .of(
                    "symbol", dataset, "/trades/{symbol}", query: ["limit": "2"], rows: rows, span: span, pages: pages,
                    order: order, end: end, expects: expects)
            ])
    }

    static func row(_ second: Int, _ id: String, _ price: String = "1.10", size: String = "250") -> String {
        #"{"t":\#(1_704_103_200_000 + second * 1000 + 7),"id":"\#(id)","p":{"value":\#(price)},"s":\#(size)}"#
    }

    static func body(_ rows: [String], _ more: String = "") -> String {
        #"{"data":[\#(rows.joined(separator: ","))]\#(more)}"#
    }

    static func walk(
        _ source: PagedJSON, _ unit: String = "trades(A%2C1)", span: Span = span,
        answer: @escaping (Request) throws -> (status: Int, body: String)
    ) throws -> FakeWalk {
        try FakeWalk(
            ProviderPlugin(source).load(), StoredFetch(unit: UnitName(text: unit), span: span, now: now), limit: 20,
            answer: answer)
    }

    @Test("cells are those of the paths: digits as sent, milliseconds to the digit, hundredths, the unit's name")
    func cells() throws {
        let walk = try Self.walk(Self.source()) { _ in
            (200, Self.body([Self.row(1, "x", "0.12345678901234567890", size: "5"), Self.row(2, "y", size: "null")]))
        }
        #expect(walk.targets == ["/trades/A%2C1?a=1704103200&b=1704110400&limit=2"])
        #expect(
            walk.rows("trades") == [
                "A,1 2024-01-01T10:00:01.007Z x 0.12345678901234567890 0.05",
                "A,1 2024-01-01T10:00:02.007Z y 1.10 -",
            ])
        #expect(walk.tiles(Self.span))
    }

    @Test("a page is refused that is of another shape, and one status says that there is no such unit")
    func refused() throws {
        let provider = try ProviderPlugin(Self.source()).load()
        let fetch = StoredFetch(unit: UnitName(text: "trades(A)"), span: Self.span, now: Self.now)
        for body in ["{}", #"{"data":5}"#, "[]", #"{"data":[1,2,3]}"#] {
            #expect(
                Reading.refusal { try Reading(provider, .json(body, received: Self.now), for: fetch) }?.code
                    == .malformed, "\(body)")
        }
        let gone = try Reading(provider, .json("{}", status: 404, received: Self.now), for: fetch)
        #expect(gone.content.absence?.code == "unknown_symbol" && gone.proofs == [])
    }

    @Test("by cursor, until there is none; an answer without a cursor where an empty page is the end is refused")
    func cursor() throws {
        let source = Self.source(pages: .cursor(query: "c", path: "next.c"), end: .noCursor)
        let walk = try Self.walk(source) { request in
            request["c"] == nil
                ? (200, Self.body([Self.row(1, "x")], #","next":{"c":"k=1"}"#))
                : (200, Self.body([Self.row(2, "y")], #","next":{"c":""}"#))
        }
        #expect(walk.requests.map { $0["c"] } == [nil, "k=1"])
        #expect(walk.stored("trades", "id") == ["x", "y"] && walk.tiles(Self.span))
        #expect(throws: PluginError.self) {
            try Self.walk(Self.source(pages: .cursor(query: "c", path: "next.c"))) { _ in
                (200, Self.body([Self.row(1, "x")]))
            }
        }
    }

    @Test("by page, by offset and by total; a page that is short ends nothing")
    func numbers() throws {
        let pages = [[Self.row(1, "x"), Self.row(2, "y")], [Self.row(3, "z")], []]
        let byPage = try Self.walk(Self.source(pages: .page(query: "n"))) { request in
            (200, Self.body(pages[(Int(request["n"] ?? "") ?? 1) - 1]))
        }
        #expect(byPage.requests.map { $0["n"] } == ["1", "2", "3"])
        let byOffset = try Self.walk(Self.source(pages: .offset(query: "o"), end: .total(path: "all"))) { request in
            (200, Self.body(request["o"] == "0" ? pages[0] : pages[1], #","all":3"#))
        }
        #expect(byOffset.requests.map { $0["o"] } == ["0", "2"])
        #expect(byPage.stored("trades") == byOffset.stored("trades") && byOffset.tiles(Self.span))
        #expect(throws: PluginError.self) {
            try Self.walk(Self.source(pages: .offset(query: "o"), end: .total(path: "all"))) { _ in
                (200, Self.body([], #","all":3"#))
            }
        }
    }

    @Test("by link, of the same upstream only")
    func link() throws {
        let source = Self.source(pages: .link(path: "next"), end: .noCursor)
        let walk = try Self.walk(source) { request in
            request["page"] == nil
                ? (200, Self.body([Self.row(1, "x")], ##","next":"https://venue.example/v1/more?page=a%20b""##))
                : (200, Self.body([Self.row(2, "y")], #","next":null"#))
        }
        #expect(walk.targets.last == "/more?page=a%20b")
        #expect(throws: PluginError.self) {
            try Self.walk(source) { _ in (200, Self.body([], #","next":"https://elsewhere.example/more""#)) }
        }
    }

    @Test("newest first by the last row: rows wait, and the walk ends at what is older than the span")
    func newestFirst() throws {
        let source = Self.source(
            rows: "", span: nil, pages: .after(query: "before", lastRow: "id"), order: .newestFirst)
        let walk = try Self.walk(source) { request in
            let rows =
                switch request["before"] {
                case nil: [Self.row(7000, "e"), Self.row(60, "d")]
                case "d": [Self.row(30, "c"), Self.row(-60, "b")]
                default: [Self.row(-90, "a")]
                }
            return (200, "[\(rows.joined(separator: ","))]")
        }
        #expect(walk.requests.count == 2 && walk.pages.map(\.proofs.count) == [0, 1])
        #expect(walk.stored("trades", "id") == ["b", "c", "d", "e"])
    }

    static let candles = Dataset(
        "candles", .series(axis: "start", isDense: false), "Candles.",
        columns: [
            Column("symbol", .text, from: "{symbol}"),
            Column("start", .instant(fractionDigits: 0), from: "[0]", as: .seconds),
            Column("close", .decimal, from: "[2]"),
        ], key: ["symbol", "start"])

    @Test("in windows: each is proved by itself, they touch, and rows may be arrays")
    func windows() throws {
        let source = Self.source(
            Self.candles, rows: "", span: SpanQuery(from: "a", to: "b", as: .iso8601), pages: .window(seconds: 3000))
        let walk = try Self.walk(source, "candles(A)") { request in
            request["a"] == "2024-01-01T10:00:00Z" ? (200, "[[1704103260,1,2.50,9]]") : (200, "[]")
        }
        #expect(
            walk.requests.map { $0["a"] ?? "" }.map { String($0.suffix(9)) } == ["10:00:00Z", "10:50:00Z", "11:40:00Z"])
        #expect(walk.stored("candles") == ["A 2024-01-01T10:01:00Z 2.50"])
        #expect(walk.tiles(Self.span))
    }

    @Test("by the rest of the span: a moment is not asked for twice, and an empty answer ends it")
    func rest() throws {
        let source = Self.source(Self.candles, rows: "", pages: .rest)
        let walk = try Self.walk(source, "candles(A)") { request in
            let from = Int(request["a"] ?? "") ?? 0
            let rows = stride(from: 1_704_103_200, to: 1_704_110_400, by: 1800).filter { $0 >= from }.prefix(2)
            return (200, "[\(rows.map { "[\($0),1,2]" }.joined(separator: ","))]")
        }
        #expect(walk.requests.compactMap { $0["a"] } == ["1704103200", "1704105001", "1704108601"])
        #expect(walk.stored("candles").count == 4 && walk.tiles(Self.span))
    }

    @Test(
        "however an upstream writes and compares the ends of a span, no moment of it is left out",
        arguments: [TimeForm.seconds, .milliseconds, .microseconds, .iso8601, .day], SpanQuery.Bounds.allCases)
    func bounds(form: TimeForm, bounds: SpanQuery.Bounds) throws {
        var dice = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let lower = Int64.random(in: 1_600_000_000_000_000...1_800_000_000_000_000, using: &dice)
            let span = Span(lower, lower + Int64.random(in: 1...400_000_000_000, using: &dice))
            var series = Self.source(span: SpanQuery(from: "a", to: "b", as: form, including: bounds)).source.series[0]
            series.endpoint.pages = .none
            let asked = series.parameters(for: span)
            let from = try #require(asked["a"].flatMap(form.instant)).microseconds
            let to = try #require(asked["b"].flatMap(form.instant)).microseconds
            for moment in [span.lower, span.upper - 1, (span.lower + span.upper) / 2] {
                let cut = moment - (moment % form.grain + form.grain) % form.grain
                // By the moment itself, and by what the form shows of it.
                for seen in [moment, cut] {
                    let isBehind = bounds == .both || bounds == .from ? seen >= from || cut >= from : seen > from
                    let isBefore = bounds == .both || bounds == .to ? seen <= to : seen < to
                    #expect(isBehind && isBefore, "\(form) \(bounds) \(span) \(asked) \(moment)")
                }
            }
            // Not much more than that is asked for.
            #expect(span.lower - from <= 2 * form.grain && to - span.upper <= 2 * form.grain)
        }
    }

    @Test("what is wrong with a declaration is said when it is loaded, and all of it")
    func faults() throws {
        #expect(Self.source().source.faults == [], "the control")
        func fault(_ source: PagedJSON, _ words: String) {
            #expect(source.source.faults.contains { $0.contains(words) }, "\(source.source.faults) has no \(words)")
            #expect(throws: PluginError.self) { try ProviderPlugin(source).load() }
        }
        func dataset(_ time: Column, key: [String] = ["symbol", "time"], symbol: String = "{symbol}") -> Dataset {
            Dataset(
                "trades", .series(axis: "time", isDense: false), "Trades.",
                columns: [Column("symbol", .text, from: symbol), time], key: key)
        }
        let time = Column("time", .instant(fractionDigits: 0), from: "t", as: .seconds)
        fault(Self.source(dataset(Column("time", .instant(fractionDigits: 0), from: "t"))), "say how the time")
        fault(Self.source(dataset(Column("time", .day, from: "t", as: .day))), "the axis of trades is a day")
        fault(Self.source(dataset(time, key: ["time", "symbol"])), "begins with the axis")
        fault(Self.source(dataset(time, symbol: "{name}")), "nothing fills {name}")
        fault(Self.source(dataset(time, symbol: "")), "nothing fills the column symbol")
        fault(Self.source(dataset(Column("time", .day, from: "t", as: .day("MM/yyyy")))), "does not have a year")
        fault(Self.source(pages: .rest), "rows of one moment on two pages would be lost")
        fault(Self.source(span: nil, pages: .window(seconds: 60)), "asked for by two ends")
        fault(Self.source(pages: .page(query: "n"), end: .noCursor), "its pages have none")
        fault(
            PagedJSON("none", "Nothing", upstream: UpstreamDeclaration("none", base: "https://n.example", delay: 0)),
            "neither a list nor a series")
    }
}
