import LosslessJSON
import PluginKit
import Tabular

/// A provider of markets of an invented venue: a paged list, direct questions in batches of two, a series of ticks for
/// each market.
struct Bazaar: Provider {
    enum Unit: Hashable, Codable, Sendable {
        case clock
        case list
        case one(String)
        case ticks(String)
    }
    struct Note: Hashable, Codable, Sendable {
        var kind: String
        var opened: Int64
        var ended: Int64?
    }
    struct Facts: Hashable, Codable, Sendable { var cutoff: Int64 }

    static let markets = Dataset(
        "markets", .entities(nil), "Markets.",
        columns: [Column("id", .text, from: "id", "The id."), Column("kind", .text, from: "kind", "The kind.")],
        key: ["id"])
    static let plan = RowPlan(markets)
    static let ticks = Dataset(
        "ticks", .series(axis: "at", isDense: false), "Ticks.",
        columns: [
            Column("id", .text, from: "id", "The id."), Column("at", .instant(fractionDigits: 0), from: "at", "When."),
            Column("price", .decimal, from: "price", "As sent."),
        ], key: ["id", "at"])
    static let manifest = ProviderManifest(
        name: "bazaar", summary: "An invented venue", noun: .init("series", "series"), datasets: [markets, ticks],
        upstreams: [UpstreamDeclaration("bazaar", base: "https://bazaar.example", delay: 0)],
        defaultArchive: "data/bazaar",
        subjects: SubjectDeclaration(noun: .init("market", "markets"), batch: 2, limit: 2, prices: ["ticks"]))

    init(options: NoOptions) {}
    func prologue() -> [Unit] { [.clock] }
    func roots(for selection: Selection) -> [Unit] {
        selection.names.isEmpty ? [.list] : selection.names.map { .one($0) }
    }

    func expectation(of unit: Unit, note: Note?) -> UnitExpectation {
        switch unit {
        case .clock: .onRequest(maxAge: 0)
        case .list, .one: .snapshot(maxAge: 600)
        case .ticks:
            .continuous(
                Continuity(
                    from: note.map { Instant(seconds: $0.opened) }, until: note?.ended.map { Instant(seconds: $0) },
                    lag: 60, rest: 300))
        }
    }

    func partition(of unit: Unit, note: Note?) -> [String] { if case .ticks(let id) = unit { [id] } else { [] } }
    func label(of unit: Unit, note: Note?) -> String? { if case .ticks(let id) = unit { id } else { nil } }
    func units(of subject: String, note: Note, selection: Selection) -> [Unit] { [.ticks(subject)] }
    func categories(of subject: String, note: Note) -> [String] { [note.kind] }
    func expiry(of unit: Unit, note: Note?, facts: Facts?) -> Instant? { note?.ended.map { Instant(seconds: $0) } }

    func roots(of subject: String, note: Note) -> [Unit] { [.one(subject)] }

    func isWanted(_ subject: String, note: Note, status: String) -> Bool {
        switch status {
        case "open": return note.ended == nil
        case "settled": return note.ended != nil
        default: return true
        }
    }

    func request(for fetch: Fetch<Bazaar>) -> Request {
        switch fetch.unit {
        case .clock: return Request("bazaar", path: "/clock")
        case .one(let id): return Request("bazaar", path: "/ask", query: [.init("ids", id)])
        case .list:
            if let subjects = fetch.subjects {
                return Request("bazaar", path: "/ask", query: [.init("ids", subjects.joined(separator: "-"))])
            }
            return Request("bazaar", path: "/list", query: fetch.cursor.map { [.init("after", $0)] } ?? [])
        case .ticks(let id):
            let span = fetch.span.map { "\($0.start.seconds)-\($0.end.seconds)" } ?? ""
            return Request("bazaar", path: "/ticks", query: [.init("id", id), .init("span", span)])
        }
    }

    typealias Cursor = String

    func read(_ response: Response, for fetch: Fetch<Bazaar>, into page: inout Page<Bazaar>) throws {
        let root = try JSONDocument(response.body).root
        switch fetch.unit {
        case .clock: try page.facts(Facts(cutoff: root.member("cutoff").integer()))
        case .ticks:
            try page.append(root.member("ticks"), to: Self.ticks)
            if let span = fetch.span { page.proves(span, .stored) }
        case .list, .one:
            if try root.optional("refused") != nil {
                page.end = .restart(Reason("cursor_refused"))
                return
            }
            if let also = try root.optional("also") { try page.discover(.one(also.string())) }
            var shown: Set<String> = []
            for market in try root.member("markets").elements {
                let id = try market.member("id").string()
                shown.insert(id)
                // Made only where the market is not in the text in which it was stored.
                try page.subject(id, from: market, of: Self.markets) { page in
                    _ = try page.append(CollectionOfOne(market), by: Self.plan)
                    guard let opened = market["opened"]?.wholeNumber else { return page.keeps(id) }
                    let note = Note(
                        kind: try market.member("kind").string(), opened: opened,
                        ended: try market.optional("ended")?.integer())
                    try page.shows(
                        id, label: id, note: note, rank: Double(try market.member("volume").integer()),
                        isOver: note.ended != nil)
                }
            }
            for id in fetch.subjects ?? [] where !shown.contains(id) { page.lacks(id, Reason("gone")) }
            if case .one(let id) = fetch.unit, shown.isEmpty { page.absent(Reason("unknown_market", id)) }
            if let next = try root.optional("next") { page.end = .more(try next.string()) }
        }
    }
}
