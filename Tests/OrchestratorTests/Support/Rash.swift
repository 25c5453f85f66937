import LosslessJSON
import MarketCalendar
import PluginKit
import Tabular

/// A provider that believes whatever it is sent, and proves more or less than it should: what an author's mistakes look
/// like to the runtime. What is wrong with a unit its name says.
struct Rash: Provider {
    enum Unit: Hashable, Codable, Sendable { case rows(String) }
    typealias Cursor = Int

    static let rows = Dataset(
        "rows", .series(axis: "at", isDense: false), "Rows.",
        columns: [
            Column("name", .text, from: "name", "The name."),
            Column("at", .instant(fractionDigits: 3), from: "at", "When."),
            Column("price", .decimal, from: "price", "As sent, and not looked at."),
        ], key: ["name", "at"])
    static let plan = RowPlan(
        rows,
        [
            .instant("at") { row throws(OddMember) in row["at"]?.wholeNumber.map { Instant(seconds: $0) } },
            .decimal("price") { row throws(OddMember) in row["price"]?.plainText },
        ])
    static let plans: [any DatasetPlan] = [plan]
    static let manifest = ProviderManifest(
        name: "rash", summary: "Mistakes of an invented author", noun: .init("name", "names"), datasets: [rows],
        upstreams: [UpstreamDeclaration("rash", base: "https://rash.example", delay: 0)], defaultArchive: "data/rash")

    init(options: NoOptions) {}
    func roots(for selection: Selection) -> [Unit] { selection.names.map { .rows($0) } }
    func expectation(of unit: Unit, note: NoValue?) -> UnitExpectation {
        unit == .rows("days") ? .sessions(.xnys, recheck: 5) : .continuous(lag: 60)
    }
    func partition(of unit: Unit, note: NoValue?) -> [String] { [name(of: unit)] }
    func label(of unit: Unit, note: NoValue?) -> String? { name(of: unit) }

    private func name(of unit: Unit) -> String {
        switch unit {
        case .rows(let name): name
        }
    }

    func request(for fetch: Fetch<Rash>) -> Request {
        Request(
            "rash", path: "/rows",
            query: [.init("name", name(of: fetch.unit)), .init("page", "\(fetch.cursor ?? 0)")])
    }

    func read(_ response: Response, for fetch: Fetch<Rash>, into page: inout Page<Rash>) throws {
        let root = try JSONDocument(response.body).root
        _ = try page.append(root.member("rows").elements, by: Self.plan)
        let name = name(of: fetch.unit)
        if name == "endless" {
            page.end = .more((fetch.cursor ?? 0) + 1)
            return
        }
        guard let span = fetch.span else { return }
        if name == "half" { return page.proves(Span(span.lower, span.upper - 3_600_000_000), .stored) }
        if name == "open" {
            page.proves(Span(span.lower, span.upper - 3_600_000_000), .stored)
            return page.leavesOpen(Span(span.upper - 3_600_000_000, span.upper))
        }
        if name != "unproved" { page.proves(span, .stored) }
    }
}
