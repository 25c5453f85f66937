import LosslessJSON
import PluginKit
import PluginTesting
import Tabular
import Testing

/// Each clause about units finds a provider that is wrong in that way only.
@Suite("The contract of units")
struct UnitContractTests {
    private static let now = Instant("2024-01-02T00:00:00Z") ?? Instant(seconds: 0)

    private static func sample(_ name: String, row: String? = nil) -> ProviderContract.Sample {
        let span = Span(Instant(seconds: 1_704_067_200)..<now)
        return ProviderContract.Sample(
            StoredFetch(unit: UnitName(text: "rows(\(name))"), span: span, now: now),
            .json(#"{"rows":[{"name":"\#(row ?? name)","at":1704103200,"price":"1.5"}]}"#, received: now))
    }

    private static func clauses<H: UnitHand>(
        _ hand: H.Type, _ samples: [ProviderContract.Sample] = [sample("a"), sample("b")]
    ) throws -> Set<String> {
        Set(try ProviderContract(ProviderPlugin(Units<H>.self), samples: samples).violations().map(\.clause))
    }

    @Test("control: one that is right has no violation")
    func right() throws {
        #expect(try Self.clauses(RightHand.self) == [])
    }

    @Test("a request with the time of day, an axis that does not fit, one file of two, and one key of two are found")
    func wrong() throws {
        #expect(try Self.clauses(ClockHand.self) == ["requests do not depend on the clock"])
        #expect(try Self.clauses(DayHand.self) == ["an axis fits what is expected"])
        #expect(try Self.clauses(FileHand.self) == ["keys of two units never meet"])
        #expect(
            try Self.clauses(RightHand.self, [Self.sample("a"), Self.sample("b", row: "a")])
                == ["keys of two units never meet"])
    }
}

/// In what a provider of `Units` differs.
private protocol UnitHand: Sendable {
    static func query(_ fetch: Instant) -> [Request.QueryItem]
    static var expectation: UnitExpectation { get }
    static func partition(_ name: String) -> [String]
}

extension UnitHand {
    static func query(_ now: Instant) -> [Request.QueryItem] { [] }
    static var expectation: UnitExpectation { .continuous(lag: 60) }
    static func partition(_ name: String) -> [String] { [name] }
}

private enum RightHand: UnitHand {}
private enum ClockHand: UnitHand {
    static func query(_ now: Instant) -> [Request.QueryItem] { [.init("t", "\(now.seconds)")] }
}
private enum DayHand: UnitHand {
    static var expectation: UnitExpectation { .days() }
}
private enum FileHand: UnitHand {
    static func partition(_ name: String) -> [String] { ["same"] }
}

private struct Units<H: UnitHand>: Provider {
    enum Unit: Hashable, Codable, Sendable { case rows(String) }

    static var rows: Dataset {
        Dataset(
            "rows", .series(axis: "at", isDense: false), "Rows.",
            columns: [
                Column("name", .text, from: "name", "The name."),
                Column("at", .instant(fractionDigits: 0), from: "at", "When."),
                Column("price", .decimal, from: "price", "As sent."),
            ], key: ["name", "at"])
    }
    static var manifest: ProviderManifest {
        ProviderManifest(
            name: "units", summary: "Units of an invented venue", noun: .init("name", "names"), datasets: [rows],
            upstreams: [UpstreamDeclaration("units", base: "https://units.example", delay: 0)],
            defaultArchive: "data/units")
    }

    init(options: NoOptions) {}
    func roots(for selection: Selection) -> [Unit] { selection.names.map { .rows($0) } }
    func expectation(of unit: Unit, note: NoValue?) -> UnitExpectation { H.expectation }
    func partition(of unit: Unit, note: NoValue?) -> [String] {
        switch unit {
        case .rows(let name): H.partition(name)
        }
    }
    func request(for fetch: Fetch<Units>) -> Request { Request("units", path: "/rows", query: H.query(fetch.now)) }
    func read(_ response: Response, for fetch: Fetch<Units>, into page: inout Page<Units>) throws {
        try page.append(JSONDocument(response.body).root.member("rows"), to: Self.rows)
        if let span = fetch.span { page.proves(span, .stored) }
    }
}
