import PluginKit
import Polymarket
import Tabular
import Testing

/// What the provider makes of one answer.
struct Reading {
    /// Monday, 16 November 2026.
    static let now = at("2026-11-16T21:30:00Z")

    let content: PageContent
    private let batches: [String: Batch]

    init(content: PageContent) {
        var content = content
        batches = Dictionary(uniqueKeysWithValues: content.takeBatches().map { ($0.dataset.name, $0.batch) })
        self.content = content
    }

    init(
        _ body: String, unit: String, note: String? = nil, span: Span? = nil, cursor: String? = nil,
        purpose: Purpose = .extend,
        subjects: [String] = [], status: Int = 200, now: Instant = now, options: [String: String] = [:]
    ) throws {
        let fetch = StoredFetch(
            unit: UnitName(text: unit), note: note, span: span, cursor: cursor, purpose: purpose, subjects: subjects,
            now: now)
        self.init(content: try Reading.provider(options).read(Reading.response(body, status: status), for: fetch))
    }

    static func provider(_ options: [String: String] = [:]) throws -> any LoadedProvider {
        try ProviderPlugin(Polymarket.self).load(OptionValues(options))
    }

    static func response(_ body: String, status: Int = 200) -> Response {
        Response(status: status, headers: ["content-type": "application/json"], body: Array(body.utf8), received: now)
    }

    static func at(_ text: String) -> Instant { Instant(text) ?? Instant(seconds: 0) }

    static func span(_ start: String, _ end: String) -> Span { Span(at(start).microseconds, at(end).microseconds) }

    /// The rows of a dataset, cells joined by a bar, nothing for null.
    func rows(_ dataset: String) -> [String] { batches[dataset].map(Reading.rows) ?? [] }

    /// The cells of one column.
    func cells(_ dataset: String, _ column: String) -> [String?] {
        guard let batch = batches[dataset], let index = batch.schema.index(of: column) else { return [] }
        return (0..<batch.count).map { batch.text(row: $0, column: index) }
    }

    static func rows(_ batch: Batch) -> [String] {
        (0..<batch.count).map { row in
            batch.schema.columns.indices.map { batch.text(row: row, column: $0) ?? "" }.joined(separator: "|")
        }
    }

    var proofs: [String] { content.proofs.map(Reading.text) }

    static func text(_ proof: SpanProof) -> String {
        let what =
            switch proof.proof {
            case .stored: "stored"
            case .empty(let reason): "empty \(reason.code)"
            case .unavailable(let reason): "unavailable \(reason.code)"
            case .lacking(let reason): "lacking \(reason.code)"
            case .gap(let reason): "gap \(reason.code)"
            }
        return "\(proof.span.start)..\(proof.span.end) \(what)"
    }

    /// The error of an answer that is refused.
    static func refusal(_ read: () throws -> Reading) -> PluginError? {
        #expect(throws: PluginError.self) { try read() }
    }
}
