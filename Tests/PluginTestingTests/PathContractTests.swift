import LosslessJSON
import PluginKit
import PluginTesting
import Tabular
import Testing

/// The contract finds what a reader has exchanged under a true declaration, and a plan that fills nothing.
@Suite("The contract of paths")
struct PathContractTests {
    private static let sample = ProviderContract.Sample(
        StoredFetch(unit: UnitName(text: "all"), now: Instant(seconds: 0)),
        Response(
            status: 200,
            body: Array(#"{"rows":[{"id":"a","bid":"0.1","ask":0.2},{"id":"b","bid":"0.3","ask":"0.37"}]}"#.utf8),
            received: Instant(seconds: 0)))

    @Test("two decimals that a provider exchanges are found, at both places; a true one has none")
    func exchanged() throws {
        let right = try PathContract(ProviderPlugin(Quotes<Straight>.self).load(), Self.sample).check()
        #expect(right.violations == [] && right.columns == ["quotes.bid", "quotes.ask"])
        let wrong = try PathContract(ProviderPlugin(Quotes<Exchanged>.self).load(), Self.sample).check()
        #expect(
            wrong.violations.map(\.detail) == [
                "quotes.ask is declared with ask and changes with rows.bid",
                "quotes.bid is declared with bid and changes with rows.ask",
            ])
        #expect(try ProviderContract(ProviderPlugin(Quotes<Straight>.self), samples: [Self.sample]).violations() == [])
        #expect(
            try ProviderContract(ProviderPlugin(Quotes<Exchanged>.self), samples: [Self.sample]).violations().count == 2
        )
    }

    @Test("a plan that does not fill its dataset is found by the contract, and refused when the provider is loaded")
    func faulty() throws {
        #expect(
            try ProviderContract(ProviderPlugin(Quotes<Forgetful>.self), samples: []).violations().map(\.detail) == [
                "quotes: nothing fills mid"
            ])
        #expect(throws: PluginError.self) { try ProviderPlugin(Quotes<Forgetful>.self).load() }
    }
}

/// How the rows of `Quotes` are read.
private protocol Hand: Sendable {
    static var columns: [Column] { get }
    static var readings: [ColumnReading<JSONValue>] { get }
}

extension Hand {
    static var columns: [Column] { [] }
    static func reading(_ column: String, at key: String) -> ColumnReading<JSONValue> {
        .decimal(column) { row throws(OddMember) in try Member(key).decimal(in: row) }
    }
}

private enum Straight: Hand {
    static var readings: [ColumnReading<JSONValue>] { [reading("bid", at: "bid"), reading("ask", at: "ask")] }
}

private enum Exchanged: Hand {
    static var readings: [ColumnReading<JSONValue>] { [reading("bid", at: "ask"), reading("ask", at: "bid")] }
}

private enum Forgetful: Hand {
    static let columns = [Column("mid", .decimal, nullable: true, "Their middle.")]
    static var readings: [ColumnReading<JSONValue>] { [] }
}

private struct Quotes<H: Hand>: Provider {
    enum Unit: Hashable, Codable, Sendable { case all }

    static var quotes: Dataset {
        Dataset(
            "quotes", .entities(nil), "Quotes.",
            columns: [
                Column("id", .text, from: "id", "Whose."), Column("bid", .decimal, from: "bid", "Bid."),
                Column("ask", .decimal, from: "ask", "Ask."),
            ] + H.columns, key: ["id"])
    }
    static var plan: RowPlan<JSONValue> { RowPlan(quotes, H.readings) }
    static var plans: [any DatasetPlan] { [plan] }
    static var manifest: ProviderManifest {
        ProviderManifest(
            name: "quotes", summary: "Quotes of an invented venue", noun: .init("thing", "things"), datasets: [quotes],
            upstreams: [UpstreamDeclaration("quotes", base: "https://quotes.example", delay: 0)], defaultArchive: "data"
        )
    }

    init(options: NoOptions) {}
    func roots(for selection: Selection) -> [Unit] { [.all] }
    func expectation(of unit: Unit, note: NoValue?) -> UnitExpectation { .once }
    func request(for fetch: Fetch<Quotes>) -> Request { Request("quotes", path: "/") }
    func read(_ response: Response, for fetch: Fetch<Quotes>, into page: inout Page<Quotes>) throws {
        _ = try page.append(JSONDocument(response.body).root.member("rows").elements, by: Self.plan)
    }
}
