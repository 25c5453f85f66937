import LosslessJSON
import PluginKit
import Tabular
import Testing

@Suite("Pages")
struct PageTests {
    @Test("Declared columns are read from their paths; numbers keep their text and null stays null")
    func declaredRows() throws {
        let page = try Self.read(
            #"{"rows":[{"id":"1","at":1700000000,"price":{"close":"0.0535"},"size":57.51,"n":3,"on":true},{"id":2,"at":"2024-01-02T03:04:05Z","n":4,"on":false,"price":{}}]}"#
        )
        var content = page
        let batch = try #require(content.takeBatches().first?.batch)
        #expect(batch.count == 2)
        #expect(
            batch.row(0) == [
                .text("1"), .instant(Instant(seconds: 1_700_000_000)), .decimal("0.0535"), .decimal("57.51"), .integer(3), .boolean(true),
            ])
        #expect(batch.row(1)[0] == .text("2"))
        #expect(batch.row(1)[2] == .null)
        #expect(batch.row(1)[3] == .null)
        #expect(content.end == .more("{\"page\":7}"))
    }

    @Test(
        "A row that is not what the declaration says is refused with its place",
        arguments: [
            (#"{"rows":[{"id":"1"}]}"#, "at"),
            (#"{"rows":[{"id":"1","at":1,"n":1.5,"on":true}]}"#, "1.5"),
            (#"{"rows":[{"id":"1","at":1,"n":1,"on":true,"size":"12,5"}]}"#, "12,5"),
            (#"{"rows":{"id":"1"}}"#, "rows"),
            (#"{"other":[]}"#, "rows"),
        ])
    func refused(text: String, mentions: String) {
        #expect {
            try Self.read(text)
        } throws: { error in
            "\(error)".contains(mentions)
        }
    }

    @Test("A row of the wrong width is the plugin's fault and says which")
    func wrongWidth() {
        var page = Page<Sample>()
        #expect(throws: PluginError.self) {
            try page.rows(of: Sample.rows) { builder in
                builder.text("1")
                builder.endRow()
            }
        }
    }

    private static func read(_ text: String) throws -> PageContent {
        let provider = try ProviderPlugin(Sample.self).load()
        let response = Response(status: 200, body: Array(text.utf8), received: Instant(seconds: 0))
        return try provider.read(response, for: StoredFetch(unit: UnitName(text: "all"), now: Instant(seconds: 0)))
    }

    struct Sample: Provider {
        typealias Unit = SampleUnit
        struct Cursor: Hashable, Codable, Sendable { let page: Int }

        static let rows = Dataset(
            "rows", .entities(nil), "Rows of every type.",
            columns: [
                Column("id", .text, from: "id"), Column("at", .instant(fractionDigits: 0), from: "at"),
                Column("close", .decimal, nullable: true, from: "price.close"), Column("size", .decimal, nullable: true, from: "size"),
                Column("n", .integer, from: "n"), Column("on", .boolean, from: "on"),
            ], key: ["id"])
        static let manifest = ProviderManifest(
            name: "sample", summary: "", noun: .init("thing", "things"), datasets: [rows], upstreams: [], defaultArchive: "data")

        init(options: NoOptions) {}
        func roots(for selection: Selection) -> [SampleUnit] { [.all] }
        func expectation(of unit: SampleUnit, note: NoValue?) -> PluginKit.Expectation { .once }
        func request(for fetch: Fetch<Sample>) -> Request { Request("sample", path: "/") }
        func read(_ response: Response, for fetch: Fetch<Sample>, into page: inout Page<Sample>) throws {
            try page.append(JSONDocument(response.body).root.member("rows"), to: Self.rows)
            page.end = .more(Cursor(page: 7))
        }
    }

    enum SampleUnit: Hashable, Codable, Sendable { case all }
}
