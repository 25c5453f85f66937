import Kalshi
import PluginKit
import Tabular
import Testing

/// What the provider makes of an answer.
struct Reading {
    /// Wednesday, 18 November 2026, after noon in New York.
    static let now = at("2026-11-18T18:00:30Z")

    let content: PageContent
    private let batches: [String: Batch]

    static func at(_ text: String) -> Instant { Instant(text) ?? Instant(seconds: 0) }
    static func span(_ from: String, _ to: String) -> Span { Span(at(from)..<at(to)) }

    static func fetch(
        _ unit: String, note: String? = nil, facts: String? = nil, span: Span? = nil, cursor: String? = nil,
        purpose: Purpose = .extend,
        subjects: [String] = []
    ) -> StoredFetch {
        StoredFetch(
            unit: UnitName(text: unit), note: note, facts: facts, span: span, cursor: cursor, purpose: purpose,
            subjects: subjects, now: now
        )
    }

    init(_ body: String, _ fetch: StoredFetch, status: Int = 200, options: [String: String] = [:]) throws {
        let provider = try ProviderPlugin(Kalshi.self).load(OptionValues(options))
        try self.init(content: provider.read(Reading.response(body, status), for: fetch))
    }

    init(content: PageContent) {
        var content = content
        batches = Dictionary(uniqueKeysWithValues: content.takeBatches().map { ($0.dataset.name, $0.batch) })
        self.content = content
    }

    static func response(_ body: String, _ status: Int = 200) -> Response {
        Response(status: status, headers: ["content-type": "application/json"], body: Array(body.utf8), received: now)
    }

    /// The rows of a dataset, cells joined by spaces, `-` for null.
    func rows(_ dataset: String) -> [String] {
        guard let batch = batches[dataset] else { return [] }
        return (0..<batch.count).map { row in
            batch.schema.columns.indices.map { batch.text(row: row, column: $0) ?? "-" }.joined(separator: " ")
        }
    }

    /// The cells of a column, `-` for null.
    func cells(_ dataset: String, _ column: String) -> [String] {
        guard let batch = batches[dataset], let index = batch.schema.index(of: column) else { return [] }
        return (0..<batch.count).map { batch.text(row: $0, column: index) ?? "-" }
    }

    func batch(_ dataset: String) -> Batch? { batches[dataset] }

    /// `[2026-11-01T00:00:00Z, 2026-11-02T00:00:00Z) stored`.
    var proofs: [String] {
        content.proofs.map { proof in
            let what =
                switch proof.proof {
                case .stored: "stored"
                case .empty(let reason): "empty \(reason.code)"
                case .unavailable(let reason): "unavailable \(reason.code)"
                case .lacking(let reason): "lacking \(reason.code)"
                case .gap(let reason): "gap \(reason.code)"
                }
            return "\(proof.span.text(on: .time)) \(what)"
        }
    }

    var isDone: Bool { content.end == .done }

    /// The error of an answer that is refused.
    static func refusal(_ read: () throws -> Reading) -> PluginError? {
        #expect(throws: PluginError.self) { try read() }
    }
}
