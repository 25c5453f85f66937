import Equities
import MarketCalendar
import PluginKit
import Tabular
import Testing

/// What the provider makes of an answer.
struct Reading {
    /// The evening of Wednesday, 8 January 2025.
    static let now = Chart.calendar.close(of: Chart.day("2025-01-08")).adding(seconds: 3600)

    let content: PageContent
    private let batches: [String: Batch]

    init(
        _ body: String, unit: String = "bars(BRK.B)",
        span: Span? = Span(Chart.day("2025-01-07")..<Chart.day("2025-01-09")),
        status: Int = 200,
        mediaType: String = "application/json", now: Instant = now, options: [String: String] = [:]
    ) throws {
        let provider = try ProviderPlugin(Equities.self).load(OptionValues(options))
        let fetch = StoredFetch(unit: UnitName(text: unit), span: span, now: now)
        let response = Response(
            status: status, headers: ["content-type": mediaType], body: Array(body.utf8), received: now)
        self.init(content: try provider.read(response, for: fetch))
    }

    init(content: PageContent) {
        var content = content
        batches = Dictionary(uniqueKeysWithValues: content.takeBatches().map { ($0.dataset.name, $0.batch) })
        self.content = content
    }

    init(
        _ chart: Chart, span: Span? = Span(Chart.day("2025-01-07")..<Chart.day("2025-01-09")), now: Instant = now,
        options: [String: String] = [:]
    ) throws {
        try self.init(chart.json, span: span, now: now, options: options)
    }

    /// The rows of a dataset, cells joined by spaces, `-` for null.
    func rows(_ dataset: String = "daily_bars") -> [String] {
        guard let batch = batches[dataset] else { return [] }
        return (0..<batch.count).map { row in
            batch.schema.columns.indices.map { batch.text(row: row, column: $0) ?? "-" }.joined(separator: " ")
        }
    }

    func batch(_ dataset: String) -> Batch? { batches[dataset] }

    /// `2025-01-07..2025-01-08 stored`, in the order in which they hold: the last one that speaks of a day.
    var proofs: [String] {
        content.proofs.map { proof in
            let what =
                switch proof.proof {
                case .stored: "stored"
                case .empty(let reason): "empty \(reason)"
                case .unavailable(let reason): "unavailable \(reason)"
                case .lacking(let reason): "lacking \(reason)"
                case .gap(let reason): "gap \(reason)"
                }
            return "\(proof.span.text(on: .sessions)) \(what)"
        }
    }

    /// The error of an answer that is refused.
    static func refusal(_ read: () throws -> Reading) -> PluginError? {
        #expect(throws: PluginError.self) { try read() }
    }
}
