import LosslessJSON
import PluginKit
import Tabular

/// The provider of docs/writing-a-provider.md: a plain paged JSON API, oldest notices first, each topic a unit with a
/// file.
struct Notices: Provider {
    enum Unit: Hashable, Codable, Sendable {
        case topics
        case notices(topic: String)
    }
    struct Cursor: Hashable, Codable, Sendable { let after: Int64 }

    static let notices = Dataset(
        "notices", .series(axis: "at", isDense: false), "What was published under a topic.",
        columns: [
            Column("topic", .text, from: "topic", "The topic."),
            Column("at", .instant(fractionDigits: 0), from: "at", "When it was published."),
            Column("id", .integer, from: "id", "The venue's number."),
            Column("price", .decimal, nullable: true, unit: "USD", from: "price", "As sent."),
        ], key: ["topic", "at", "id"],
        rules: [Rule("N1", .positive(columns: ["price"]), .quarantine, "A price is above 0.")])

    static let manifest = ProviderManifest(
        name: "notices", summary: "Notices of an invented venue", noun: .init("topic", "topics"), datasets: [notices],
        upstreams: [UpstreamDeclaration("notices", base: "https://notices.example", delay: 0)],
        defaultArchive: "data/notices")

    init(options: NoOptions) {}

    func roots(for selection: Selection) -> [Unit] {
        selection.names.isEmpty ? [.topics] : selection.names.map { .notices(topic: $0) }
    }

    func expectation(of unit: Unit, note: NoValue?) -> UnitExpectation {
        unit == .topics ? .snapshot(maxAge: 3600) : .continuous(lag: 60)
    }

    func partition(of unit: Unit, note: NoValue?) -> [String] {
        if case .notices(let topic) = unit { [topic] } else { [] }
    }

    func label(of unit: Unit, note: NoValue?) -> String? {
        if case .notices(let topic) = unit { topic } else { "topics" }
    }

    func request(for fetch: Fetch<Notices>) -> Request {
        guard case .notices(let topic) = fetch.unit else { return Request("notices", path: "/topics") }
        var query = [Request.QueryItem("topic", topic)]
        if let span = fetch.span {
            query += [.init("from", "\(span.start.seconds)"), .init("to", "\(span.end.seconds)")]
        }
        if let cursor = fetch.cursor { query.append(.init("after", "\(cursor.after)")) }
        return Request("notices", path: "/notices", query: query, answerStatuses: [404])
    }

    func read(_ response: Response, for fetch: Fetch<Notices>, into page: inout Page<Notices>) throws {
        let root = try JSONDocument(response.body).root
        guard case .notices = fetch.unit else {
            for topic in try root.member("topics").elements { try page.discover(.notices(topic: topic.string())) }
            return
        }
        if response.status == 404 { return page.absent(Reason("unknown_topic")) }
        try page.append(root.member("notices"), to: Self.notices)
        if let next = try root.optional("next") {
            page.end = .more(Cursor(after: try next.integer()))
        } else if let span = fetch.span {
            page.proves(span, .stored)
        }
    }
}
