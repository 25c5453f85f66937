import MarketCalendar
import PluginTesting
import Tabular
import Testing

@testable import PluginKit

/// Declared lists with subjects, and sources of delimited text.
@Suite("A source as a value: lists, and text")
struct DeclaredListTests {
    static let now = DeclaredTests.now

    static let markets = Dataset(
        "markets", .entities(nil), "Markets.",
        columns: [Column("id", .text, from: "id"), Column("question", .text, from: "question")], key: ["id"])

    static let source = PagedJSON(
        "bets", "Bets", upstream: UpstreamDeclaration("bets", base: "https://bets.example", delay: 0),
        lists: [
            .list(
                markets, "/markets", query: ["limit": "2"], pages: .after(query: "before", lastRow: "id"),
                one: "/market/{id}",
                subject: SubjectPaths(
                    "market", "markets", id: "id", label: "question", rank: "volume", category: "kind",
                    opened: "created", ended: "resolved", times: .milliseconds))
        ],
        series: [
            .of(
                "market", DeclaredTests.trades.named("fills", of: "market"), "/bets", query: ["m": "{market}"],
                pages: .after(query: "before", lastRow: "id"), order: .newestFirst, expects: .continuous(lag: 60))
        ])

    private static func market(_ id: String, resolved: String = "null") -> String {
        #"{"id":"\#(id)","question":"Is \#(id)?","volume":1.5,"kind":"k","created":1704067200000,"resolved":\#(resolved)}"#
    }

    @Test("a list shows its subjects, whole; each is asked for directly, and brings its series")
    func subjects() throws {
        let provider = try ProviderPlugin(Self.source).load()
        #expect(try provider.roots(for: Selection()).map(\.text) == ["markets"])
        #expect(try provider.roots(for: Selection(names: ["m(1)"])).map(\.text) == ["market(m%281%29)"])
        let walk = try FakeWalk(provider, StoredFetch(unit: UnitName(text: "markets"), now: Self.now)) { request in
            request["before"] == nil
                ? (200, "[\(Self.market("b")),\(Self.market("a", resolved: "1704153600000"))]") : (200, "[]")
        }
        #expect(walk.shown.map(\.name) == ["b", "a"] && walk.shown.map(\.isOver) == [false, true])
        #expect(walk.shown.map(\.label) == ["Is b?", "Is a?"] && walk.shown.first?.rank == 1.5)
        let note = try #require(walk.shown.last?.note)
        #expect(try provider.units(of: "a", note: note, selection: Selection()).map(\.text) == ["fills(a)"])
        #expect(try provider.isWanted("a", note: note, status: "open") == false)
        guard case .continuous(let life) = try provider.expectation(of: UnitName(text: "fills(a)"), note: note) else {
            Issue.record("a series of time")
            return
        }
        #expect(life.from?.description == "2024-01-01T00:00:00Z" && life.until?.description == "2024-01-02T00:00:00Z")
    }

    @Test("one market is asked for by its path; another one's answer is refused, and who is gone is absent")
    func one() throws {
        let provider = try ProviderPlugin(Self.source).load()
        let fetch = StoredFetch(unit: UnitName(text: "market(a)"), now: Self.now)
        #expect(try provider.request(for: fetch).target == "/market/a")
        let read = try Reading(provider, .json(Self.market("a"), received: Self.now), for: fetch)
        #expect(read.content.shown.map(\.name) == ["a"] && read.rows("markets") == ["a Is a?"])
        #expect(
            Reading.refusal { try Reading(provider, .json(Self.market("b"), received: Self.now), for: fetch) }?.code
                == .mismatch)
        let gone = try Reading(provider, .json("{}", status: 404, received: Self.now), for: fetch)
        #expect(gone.content.absence?.code == "unknown_market")
        var direct = StoredFetch(unit: UnitName(text: "markets"), now: Self.now)
        direct.subjects = ["z"]
        let lacking = try Reading(provider, .json("{}", status: 404, received: Self.now), for: direct)
        #expect(lacking.content.lacking.map(\.name) == ["z"])
    }

    static let daily = Dataset(
        "observations", .series(axis: "date", isDense: false), "Observations.",
        columns: [
            Column("series", .text, from: "{series}"), Column("date", .day, from: "observation_date", as: .day),
            Column("value", .decimal, from: "VALUE"),
        ], key: ["series", "date"])

    static let text = PagedCSV(
        "rates", "Rates", upstream: UpstreamDeclaration("rates", base: "https://rates.example", delay: 0),
        series: [
            .of(
                "series", daily, "/graph.csv", query: ["id": "{series}"], span: SpanQuery(from: "s", to: "e", as: .day),
                expects: .weekdays(lag: 22 * 3600))
        ], missing: ["", "."])

    private static func csv(_ body: String) throws -> Reading {
        let response = Response(
            status: 200, headers: ["content-type": "text/csv"], body: Array(body.utf8), received: now)
        let days = Span((Day("2024-01-01") ?? Day(number: 0))..<(Day("2024-01-06") ?? Day(number: 0)))
        return try Reading(
            ProviderPlugin(text).load(), response,
            for: StoredFetch(unit: UnitName(text: "observations(D)"), span: days, now: now))
    }

    @Test("text: columns by the names of the header, a dot is no value, what cannot be read is set aside")
    func delimited() throws {
        let reading = try Self.csv(
            "observation_date,VALUE\n2024-01-01,.\n2024-01-02,3.95\n2024-01-03,\"4,0\"\n2024-01-04,4.00\n")
        #expect(reading.rows("observations") == ["D 2024-01-02 3.95", "D 2024-01-04 4.00"])
        #expect(reading.content.setAside.map(\.key) == ["D|2024-01-03"])
        #expect(reading.proofs == ["2024-01-01..2024-01-05 stored"])
        let other = Reading.refusal { try Self.csv("DATE,VALUE\n2024-01-02,3.95\n") }
        #expect(other?.code == .malformed && other?.message.contains("observation_date") == true)
    }

    @Test("what cannot stand between cells is a fault, and no trap")
    func delimiters() {
        for delimiter in ["\"", "\n", "é"] as [Character] {
            let source = PagedCSV(
                "rates", "Rates", upstream: UpstreamDeclaration("rates", base: "https://rates.example", delay: 0),
                series: Self.text.source.series, delimiter: delimiter)
            #expect(throws: PluginError.self) { try ProviderPlugin(source).load() }
        }
    }

    @Test("a day is expected when it has ended and its lag is over, and weekends are not")
    func days() throws {
        let provider = try ProviderPlugin(Self.text).load()
        guard
            case .sessions(let calendar, _) = try provider.expectation(
                of: UnitName(text: "observations(D)"), note: nil)
        else {
            Issue.record("days")
            return
        }
        let friday = Day("2024-01-05")
        #expect(calendar.lastClosedSession(at: Instant("2024-01-06T21:59:59Z") ?? Self.now) != friday)
        #expect(calendar.lastClosedSession(at: Instant("2024-01-06T22:00:00Z") ?? Self.now) == friday)
        #expect(calendar.lastClosedSession(at: Instant("2024-01-08T12:00:00Z") ?? Self.now) == friday)
        #expect(calendar.nextClose(after: Instant("2024-01-08T12:00:00Z") ?? Self.now)?.day == Day("2024-01-08"))
        #expect(provider.manifest.needsNames)
    }
}

extension Dataset {
    /// The same rows under another name, of something else.
    fileprivate func named(_ name: String, of noun: String) -> Dataset {
        Dataset(
            name, kind, summary,
            columns: schema.columns.map {
                Column(
                    $0.name, $0.type, nullable: $0.isNullable, unit: $0.unit,
                    from: $0.isOfName ? "{\(noun)}" : $0.source,
                    as: $0.form, $0.summary)
            }, key: schema.keyNames)
    }
}
