import LosslessJSON
import PluginKit
import Tabular

/// A provider whose units say themselves whom they ask: `u1.aab` is a unit of three pages, of which the first two are
/// asked of the upstream `NAME-a` and the third of `NAME-b`. Each page has one row.
struct Ferry<Port: FerryPort>: Provider {
    enum Unit: Hashable, Codable, Sendable { case crossing(String) }
    struct Cursor: Hashable, Codable, Sendable { var page: Int }

    static var rows: Dataset {
        Dataset(
            "rows", .series(axis: "at", isDense: false), "Rows.",
            columns: [
                Column("name", .text, from: "name", "The unit."),
                Column("at", .instant(fractionDigits: 0), from: "at", "When."),
            ], key: ["name", "at"])
    }

    static var manifest: ProviderManifest {
        ProviderManifest(
            name: Port.name, summary: "An invented ferry", noun: .init("unit", "units"), datasets: [rows],
            upstreams: ["a", "b"].map { lane in
                // More than a run asks for: what bounds a lane is the run.
                UpstreamDeclaration(
                    "\(Port.name)-\(lane)", base: "https://\(lane).\(Port.name).example", delay: 0, concurrency: 32)
            }, defaultArchive: "data/ferries")
    }

    init(options: NoOptions) {}
    func roots(for selection: Selection) -> [Unit] {
        selection.names.filter { $0.hasPrefix(Port.name) }.map { .crossing($0) }
    }
    func expectation(of unit: Unit, note: NoValue?) -> UnitExpectation { .continuous(lag: 60) }
    func partition(of unit: Unit, note: NoValue?) -> [String] { [name(unit)] }
    func label(of unit: Unit, note: NoValue?) -> String? { name(unit) }

    func request(for fetch: Fetch<Ferry>) -> Request {
        let lanes = Array(lanes(fetch.unit))
        return Request(
            "\(Port.name)-\(lanes[page(fetch)])", path: "/rows",
            query: [
                .init("name", name(fetch.unit)), .init("page", "\(page(fetch))"),
                .init("from", "\(fetch.span?.start.seconds ?? 0)"),
            ])
    }

    func read(_ response: Response, for fetch: Fetch<Ferry>, into page: inout Page<Ferry>) throws {
        try page.append(JSONDocument(response.body).root.member("rows"), to: Self.rows)
        let next = self.page(fetch) + 1
        if next < lanes(fetch.unit).count {
            page.end = .more(Cursor(page: next))
        } else if let span = fetch.span {
            page.proves(span, .stored)
        }
    }

    private func name(_ unit: Unit) -> String {
        switch unit {
        case .crossing(let name): name
        }
    }
    private func lanes(_ unit: Unit) -> Substring { name(unit).drop { $0 != "." }.dropFirst() }
    private func page(_ fetch: Fetch<Ferry>) -> Int { fetch.cursor?.page ?? 0 }
}

protocol FerryPort: Sendable { static var name: String { get } }
enum North: FerryPort { static let name = "north" }
enum South: FerryPort { static let name = "south" }
