import LosslessJSON
import PluginKit
import PluginTesting
import Tabular
import Testing

/// The fake walk over a provider that does what its answers say: what it keeps, drops and stores, and what it refuses.
@Suite("The fake walk")
struct FakeWalkTests {
    private static let fetch = StoredFetch(
        unit: UnitName(text: "all"), span: Span(0, 10), now: Instant(seconds: 1_700_000_000))

    private func walk(_ answers: [String], limit: Int = 300, status: Int = 200) throws -> FakeWalk {
        var next = answers.makeIterator()
        var last = "{}"
        return try FakeWalk(ProviderPlugin(Obedient.self).load(), Self.fetch, limit: limit) { _ in
            last = next.next() ?? last
            return (status, last)
        }
    }

    private func page(_ rows: [(at: Int, id: String)], _ end: String, proves: Bool = false) -> String {
        let rows = rows.map { "{\"at\": \($0.at), \"id\": \"\($0.id)\"}" }.joined(separator: ",")
        return "{\"rows\": [\(rows)], \"end\": \"\(end)\", \"proves\": \(proves)}"
    }

    @Test("rows come page by page, and are stored in key order, each key once; a dropped page leaves none")
    func rows() throws {
        let walk = try walk([
            page([(9, "dropped")], "again"), page([(3, "c"), (1, "a")], "held"), page([(3, "c"), (2, "b")], "more"),
            page([], "done", proves: true),
        ])
        #expect(walk.targets == ["/", "/?page=again", "/?page=held", "/?page=more"])
        #expect(walk.answers.count == 4 && walk.pages.count == 3 && walk.again == 1)
        #expect(walk.cells("rows", "id") == ["c", "a", "c", "b"])
        #expect(walk.stored("rows", "id") == ["a", "b", "c"])
        #expect(walk.stored("rows")[0] == "a 1970-01-01T00:00:01Z")
        #expect(walk.tiles(Span(0, 10)) && !walk.tiles(Span(0, 11)))
        #expect(walk.pages.map(\.isDone) == [false, false, true])
    }

    @Test("a restart asks from the beginning, three times at most")
    func restarts() throws {
        let walk = try walk([page([(1, "a")], "restart"), page([(1, "a")], "done")])
        #expect(walk.restarts.map(\.code) == ["told"] && walk.targets == ["/", "/"])
        #expect(throws: PluginError.self) { try self.walk([page([], "restart")]) }
    }

    @Test("what the runtime would not take is an error: another status, no end, rows that wait and prove something")
    func refused() {
        #expect(throws: PluginError.self) { try walk([page([], "done")], status: 500) }
        #expect(throws: PluginError.self) { try walk([page([], "more")], limit: 5) }
        #expect(throws: PluginError.self) { try walk([page([(1, "a")], "held", proves: true)]) }
    }
}

private struct Obedient: Provider {
    enum Unit: Hashable, Codable, Sendable { case all }
    typealias Cursor = String

    static let rows = Dataset(
        "rows", .series(axis: "at", isDense: false), "Rows.",
        columns: [
            Column("id", .text, from: "id", "The id."), Column("at", .instant(fractionDigits: 0), from: "at", "When."),
        ], key: ["id", "at"])
    static let manifest = ProviderManifest(
        name: "obedient", summary: "An invented venue", noun: .init("thing", "things"), datasets: [rows],
        upstreams: [UpstreamDeclaration("obedient", base: "https://obedient.example", delay: 0)],
        defaultArchive: "data")

    init(options: NoOptions) {}
    func roots(for selection: Selection) -> [Unit] { [.all] }
    func expectation(of unit: Unit, note: NoValue?) -> UnitExpectation { .continuous(lag: 60) }
    func request(for fetch: Fetch<Obedient>) -> Request {
        Request("obedient", path: "/", query: fetch.cursor.map { [.init("page", $0)] } ?? [])
    }

    func read(_ response: Response, for fetch: Fetch<Obedient>, into page: inout Page<Obedient>) throws {
        let root = try JSONDocument(response.body).root
        try page.append(root.member("rows"), to: Self.rows)
        if try root.member("proves").bool(), let span = fetch.span { page.proves(span, .stored) }
        switch try root.member("end").string() {
        case "more": page.end = .more("more")
        case "held": page.end = .held("held")
        case "again": page.end = .again("again")
        case "restart": page.end = .restart(Reason("told"))
        default: page.end = .done
        }
    }
}
