import LosslessJSON
import PluginKit
import Tabular
import Testing

/// Pages that a provider fills from declared paths: cells, odd members, changes of schema.
@Suite("Pages")
struct PageTests {
    @Test("Declared columns are read from their paths; numbers keep their text and null stays null")
    func declaredRows() throws {
        let page = try Self.read(
            #"""
            {"rows":[{"id":"1","at":1700000000,"price":{"close":"0.0535"},"size":57.51,"n":3,"on":true},{"id":2,\#
            "at":"2024-01-02T03:04:05Z","n":4,"on":false,"price":{}}]}
            """#
        )
        var content = page
        let batch = try #require(content.takeBatches().first?.batch)
        #expect(batch.count == 2)
        #expect(
            batch.row(0) == [
                .text("1"), .instant(Instant(seconds: 1_700_000_000)), .decimal("0.0535"), .decimal("57.51"),
                .integer(3), .boolean(true),
            ])
        #expect(batch.row(1)[0] == .text("2"))
        #expect(batch.row(1)[2] == .null)
        #expect(batch.row(1)[3] == .null)
        #expect(content.end == .more("{\"page\":7}"))
    }

    @Test(
        """
        A row that is not what the declaration says is set aside with its text, or its member is null, and the rest \
        goes in
        """,
        arguments: [
            (#"{"id":"1"}"#, "there is no at", true),
            (#"{"id":"1","at":1,"n":1.5,"on":true}"#, "n is 1.5, not a whole number", true),
            (#"{"id":"1","at":1,"n":1,"on":true,"size":"12,5"}"#, #"size is "12,5", not a decimal"#, false),
            (#"{"id":"1","at":1,"n":1,"on":true,"price":5}"#, "price.close is 5, not a member of an object", false),
            (#"{"id":"a\u0000","at":1,"n":1,"on":true}"#, "id is", true),
            ("7", "id is 7, not a member of an object", true),
        ])
    func odd(row: String, mentions: String, isSetAside: Bool) throws {
        var content = try Self.read(
            #"{"rows":[\#(row),{"id":"2","at":"1700000000","n":4.0,"on":"false","size":"1e3"}]}"#)
        let batch = try #require(content.takeBatches().first?.batch)
        #expect(batch.count == (isSetAside ? 1 : 2))
        #expect(
            batch.row(batch.count - 1) == [
                .text("2"), .instant(Instant(seconds: 1_700_000_000)), .null, .decimal("1e3"), .integer(4),
                .boolean(false),
            ])
        #expect(content.setAside.map(\.raw) == (isSetAside ? [row] : []))
        #expect(content.flags.count == 1 && content.flags[0].contains(mentions))
    }

    @Test("What is no list of rows is refused with its place", arguments: [#"{"rows":{"id":"1"}}"#, #"{"other":[]}"#])
    func refused(text: String) {
        #expect {
            try Self.read(text)
        } throws: { error in
            "\(error)".contains("rows")
        }
    }

    @Test(
        """
        The same member odd in every row of three or more, or in more than a tenth and more than ten, is a change of \
        schema
        """,
        arguments: [
            (1, 1, false), (2, 2, false), (2, 3, false), (3, 3, true), (10, 100, false), (11, 100, true),
            (11, 200, false),
        ])
    func schema(odd: Int, of rows: Int, isRefused: Bool) throws {
        let list = (0..<rows).map { #"{"id":"\#($0)","at":1,"\#($0 < odd ? "number" : "n")":1,"on":true}"# }.joined(
            separator: ",")
        if isRefused {
            #expect {
                try Self.read(#"{"rows":[\#(list)]}"#)
            } throws: { error in
                (error as? PluginError)?.code == .malformed
                    && "\(error)".contains("rows: lacking: n (\(odd) of \(rows)); other keys: number")
            }
        } else {
            #expect(try Self.read(#"{"rows":[\#(list)]}"#).setAside.count == odd)
        }
        // A member that may be null counts as well, and ten different ones are ten odd values.
        let sizes = (0..<rows).map { #"{"id":"\#($0)","at":1,"n":1,"on":true\#($0 < odd ? #","size":{}"# : "")}"# }
            .joined(separator: ",")
        #expect(((try? Self.read(#"{"rows":[\#(sizes)]}"#)) == nil) == isRefused)
    }

    @Test(
        "Whole numbers however they are written",
        arguments: [
            ("20", 20), ("20.0", 20), ("2e1", 20), ("2.0E+1", 20), ("200e-1", 20), (#""20""#, 20), ("-0", 0),
            ("0e999999999", 0),
            ("9223372036854775807", .max), ("-9223372036854775808", .min), ("9.223372036854775807e18", .max),
            ("20.5", nil), ("2e-1", nil),
            ("9223372036854775808", nil), ("1e19", nil), ("1e999999999999", nil), (#""+20""#, nil), (#"" 20""#, nil),
            (#""020""#, nil),
            ("true", nil), ("{}", nil), (#""""#, nil),
        ] as [(String, Int64?)])
    func whole(text: String, value: Int64?) throws {
        #expect(try JSONDocument(text: text).root.wholeNumber == value)
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
                Column("close", .decimal, nullable: true, from: "price.close"),
                Column("size", .decimal, nullable: true, from: "size"),
                Column("n", .integer, from: "n"), Column("on", .boolean, from: "on"),
            ], key: ["id"])
        static let manifest = ProviderManifest(
            name: "sample", summary: "", noun: .init("thing", "things"), datasets: [rows], upstreams: [],
            defaultArchive: "data")

        init(options: NoOptions) {}
        func roots(for selection: Selection) -> [SampleUnit] { [.all] }
        func expectation(of unit: SampleUnit, note: NoValue?) -> UnitExpectation { .once }
        func request(for fetch: Fetch<Sample>) -> Request { Request("sample", path: "/") }
        func read(_ response: Response, for fetch: Fetch<Sample>, into page: inout Page<Sample>) throws {
            try page.append(JSONDocument(response.body).root.member("rows"), to: Self.rows)
            page.end = .more(Cursor(page: 7))
        }
    }

    enum SampleUnit: Hashable, Codable, Sendable { case all }
}
