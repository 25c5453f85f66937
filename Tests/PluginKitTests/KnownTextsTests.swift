import LosslessJSON
import PluginKit
import PluginTesting
import Tabular
import Testing

/// Subjects whose text was read before: passed over, and only where all that they were made from is the same.
@Suite("Known texts")
struct KnownTextsTests {
    /// Things of an answer, each with what a house says of them all.
    struct Fair: Provider {
        enum Unit: Hashable, Codable, Sendable { case all }
        struct Note: Hashable, Codable, Sendable { let size: Int64? }

        static let things = Dataset(
            "things", .entities(nil), "Things.",
            columns: [
                Column("id", .text, from: "id", "Its id."),
                Column("size", .integer, nullable: true, from: "size", "Its size."),
                Column("house", .text, nullable: true, "Its house."),
            ], key: ["id"])
        static let plan = RowPlan<(JSONValue, String?)>(
            things, json: { $0.0 }, [.text("house") { $0.1 }])
        static let visitors = Dataset(
            "visitors", .entities(.init(firstSeen: "first", lastSeen: "last")), "A list.",
            columns: [
                Column("id", .text, from: "id", "Who."), Column("first", .day, nullable: true, "From."),
                Column("last", .day, nullable: true, "To."),
            ], key: ["id"])
        static let manifest = ProviderManifest(
            name: "fair", summary: "", noun: .init("thing", "things"), datasets: [things, visitors], upstreams: [],
            defaultArchive: "data")

        init(options: NoOptions) {}
        func roots(for selection: Selection) -> [Unit] { [.all] }
        func expectation(of unit: Unit, note: Note?) -> UnitExpectation { .once }
        func request(for fetch: Fetch<Fair>) -> Request { Request("fair", path: "/") }

        func read(_ response: Response, for fetch: Fetch<Fair>, into page: inout Page<Fair>) throws {
            let root = try JSONDocument(response.body).root
            let house = try root.optional("house")?.string()
            for thing in try root.member("things").elements {
                let id = try thing.member("id").string()
                try page.subject(id, from: thing, of: Self.things, given: [house]) { page in
                    page.looks(at: 1, of: Self.things)
                    var oddities: [OddMember] = []
                    try page.rows(by: Self.plan) { rows in oddities = try rows.append((thing, house)) }
                    for odd in oddities { page.leavesOut(odd, thing, of: Self.things, key: id) }
                    if thing["visits"] != nil { _ = try page.append([thing], by: RowPlan(Self.visitors)) }
                    if thing["unlikely"] != nil { page.remark("S1", "\(id) is unlikely") }
                    if thing["hidden"] != nil { return page.keeps(id) }
                    try page.shows(
                        id, label: id, note: Note(size: thing["size"]?.wholeNumber), isPartial: thing["part"] != nil,
                        holdsUntil: thing["until"]?.instant)
                }
            }
        }
    }

    private static func read(_ body: String, _ known: KnownTexts?) throws -> PageContent {
        let provider = try ProviderPlugin(Fair.self).load()
        let response = Response(status: 200, body: Array(body.utf8), received: Instant(seconds: 0))
        return try provider.read(
            response, for: StoredFetch(unit: UnitName(text: "all"), now: Instant(seconds: 0)), known: known)
    }

    private static func body(_ things: [String], house: String? = "Red") -> String {
        "{\(house.map { "\"house\":\"\($0)\"," } ?? "")\"things\":[\(things.joined(separator: ","))]}"
    }

    private static let a = #"{"id":"a","size":1}"#
    private static let b = #"{"id":"b","size":2}"#

    private static func ids(_ content: PageContent) -> [String] {
        var content = content
        return content.takeBatches().flatMap { _, batch in (0..<batch.count).map { batch.keyText($0) } }
    }

    @Test("the same text once more makes no row and no note, and is there by its id; one that changed is made")
    func unchanged() throws {
        let first = try Self.read(Self.body([Self.a, Self.b]), KnownTexts(version: "1"))
        #expect(first.shown.map(\.name) == ["a", "b"] && first.unchanged.isEmpty)
        let again = try Self.read(Self.body([Self.a, Self.b]), KnownTexts(after: first))
        #expect(again.shown.isEmpty && Self.ids(again).isEmpty)
        #expect(again.unchanged.map { "\($0.name) \($0.id)" } == ["a 1", "b 2"])
        let changed = try Self.read(Self.body([Self.a, #"{"id":"b","size":3}"#]), KnownTexts(after: first))
        #expect(changed.unchanged.map(\.name) == ["a"] && changed.shown.map(\.name) == ["b"])
        #expect(Self.ids(changed) == ["b"])
        // Of what was never remembered nothing is passed over: the control.
        #expect(try Self.read(Self.body([Self.a]), nil).shown.first?.digest == nil)
    }

    @Test("another house, another version, another order of the members: it is made anew")
    func basis() throws {
        let first = try Self.read(Self.body([Self.a]), KnownTexts(version: "1"))
        func isPassedOver(_ body: String, _ version: String = "1") throws -> Bool {
            try !Self.read(body, KnownTexts(after: first, version: version)).unchanged.isEmpty
        }
        #expect(try isPassedOver(Self.body([Self.a])))
        #expect(try !isPassedOver(Self.body([Self.a]), "2"))
        #expect(try !isPassedOver(Self.body([Self.a], house: "Blue")))
        #expect(try !isPassedOver(Self.body([Self.a], house: nil)))
        #expect(try !isPassedOver(Self.body([Self.a], house: "")))
        #expect(try !isPassedOver(Self.body([#"{"size":1,"id":"a"}"#])))
    }

    @Test(
        "a subject about which anything is odd, or that does more than show itself, is made every time",
        arguments: [
            #""size":1.5"#, #""size":1,"unlikely":true"#, #""size":1,"part":true"#, #""size":1,"visits":true"#,
        ])
    func odd(members: String) throws {
        let body = Self.body(["{\"id\":\"a\",\(members)}", Self.b])
        let first = try Self.read(body, KnownTexts(version: "1"))
        #expect(first.shown.map { $0.digest != nil } == [false, true])
        let again = try Self.read(body, KnownTexts(after: first))
        #expect(again.shown.map(\.name) == ["a"] && again.unchanged.map(\.name) == ["b"])
        #expect(again.flags == first.flags && again.remarks == first.remarks)
    }

    @Test("a page that shows a subject as it was and otherwise is read whole")
    func contradiction() throws {
        let first = try Self.read(Self.body([Self.a, Self.b]), KnownTexts(version: "1"))
        for other in [#"{"id":"a","size":9}"#, #"{"id":"a","size":9,"hidden":true}"#] {
            let page = try Self.read(Self.body([Self.a, other, Self.b]), KnownTexts(after: first))
            #expect(page.unchanged.isEmpty && Self.ids(page) == ["a", "a", "b"])
        }
        // Twice in one text is no contradiction.
        let twice = try Self.read(Self.body([Self.a, Self.a]), KnownTexts(after: first))
        #expect(twice.unchanged.map(\.name) == ["a", "a"] && twice.shown.isEmpty)
    }

    @Test("what is passed over counts where one odd row is told from a change of schema")
    func census() throws {
        let many = (0..<97).map { #"{"id":"t\#($0)","size":1}"# }
        let first = try Self.read(Self.body(many), KnownTexts(version: "1"))
        let odd = (0..<3).map { #"{"id":"o\#($0)","size":"large"}"# }
        let page = try Self.read(Self.body(many + odd), KnownTexts(after: first))
        #expect(page.unchanged.count == 97 && page.shown.map(\.name) == ["o0", "o1", "o2"])
    }

    @Test("when a text comes to say something else by itself goes with it")
    func until() throws {
        let page = try Self.read(
            Self.body([#"{"id":"a","until":"2026-01-01T00:00:00Z"}"#, Self.b]), KnownTexts(version: "1"))
        #expect(page.shown.map(\.holdsUntil) == [Instant("2026-01-01T00:00:00Z"), nil])
        #expect(page.shown.allSatisfy { $0.digest != nil })
    }

    @Test("rows that the runtime finds odd take the digest of their subject, and nobody else's")
    func rows() throws {
        var content = try Self.read(Self.body([Self.a, Self.b]), KnownTexts(version: "1"))
        let batches = content.takeBatches()
        content.forgetTexts(ofRows: ["others": ["a"], "things": ["b"]], in: batches)
        #expect(content.shown.map { $0.digest != nil } == [true, false])
    }
}
