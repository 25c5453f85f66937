import LosslessJSON
import PluginKit
import Tabular

/// A provider whose upstream answers newest first, has a coarser answer where the fine one is empty, and may forget a
/// cursor.
struct Fills: Provider {
    enum Unit: Hashable, Codable, Sendable { case fills(String) }
    struct Cursor: Hashable, Codable, Sendable {
        var page = 0
        var isCoarse = false
    }

    static let fills = Dataset(
        "fills", .series(axis: "at", isDense: false), "Fills.",
        columns: [
            Column("name", .text, from: "name", "The name."),
            Column("at", .instant(fractionDigits: 0), from: "at", "When."),
            Column("size", .decimal, from: "size", "As sent."),
        ], key: ["name", "at"])
    static let manifest = ProviderManifest(
        name: "fills", summary: "Fills of an invented venue", noun: .init("name", "names"), datasets: [fills],
        upstreams: [UpstreamDeclaration("fills", base: "https://fills.example", delay: 0)], defaultArchive: "data/fills"
    )

    init(options: NoOptions) {}
    func roots(for selection: Selection) -> [Unit] { selection.names.map { .fills($0) } }
    func expectation(of unit: Unit, note: NoValue?) -> UnitExpectation { .continuous(lag: 60) }
    func partition(of unit: Unit, note: NoValue?) -> [String] {
        guard case .fills(let name) = unit else { return [] }
        return [name]
    }

    func request(for fetch: Fetch<Fills>) -> Request {
        let cursor = fetch.cursor ?? Cursor()
        return Request(
            "fills", path: "/fills", query: [.init("page", "\(cursor.page)"), .init("coarse", "\(cursor.isCoarse)")])
    }

    func read(_ response: Response, for fetch: Fetch<Fills>, into page: inout Page<Fills>) throws {
        let root = try JSONDocument(response.body).root
        let cursor = fetch.cursor ?? Cursor()
        if try root.optional("forgotten") != nil {
            page.end = .restart(Reason("forgotten_cursor"))
            return
        }
        try page.append(root.member("fills"), to: Self.fills)
        if try root.member("fills").count == 0, !cursor.isCoarse {
            page.end = .again(Cursor(page: 0, isCoarse: true))
        } else if let next = try root.optional("next") {
            page.end = .held(Cursor(page: Int(try next.integer()), isCoarse: cursor.isCoarse))
        } else if let span = fetch.span {
            page.proves(span, .stored)
        }
    }
}
