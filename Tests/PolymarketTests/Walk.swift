import PluginKit
import Polymarket
import Tabular
import Testing

/// A whole walk of a unit, page by page, as the runtime makes it: rows of pages that are asked otherwise are dropped,
/// held pages are sorted.
struct Walk {
    private(set) var requests: [Request] = []
    private(set) var pages: [PageContent] = []
    private(set) var proofs: [SpanProof] = []
    private(set) var restarts = 0
    private var batches: [String: [Batch]] = [:]

    init(
        _ unit: String, note: String? = nil, span: Span? = nil, purpose: Purpose = .extend, subjects: [String] = [],
        now: Instant = Reading.now, options: [String: String] = [:],
        answer: (Request) throws -> (status: Int, body: String)
    ) throws {
        let provider = try Reading.provider(options)
        var fetch = StoredFetch(
            unit: UnitName(text: unit), note: note, span: span, purpose: purpose, subjects: subjects, now: now)
        while true {
            try #require(requests.count < 300, "the walk does not end")
            let request = try provider.request(for: fetch)
            let (status, body) = try answer(request)
            requests.append(request)
            try #require(
                status == 200 || request.answerStatuses.contains(status),
                "\(request.target) was answered with \(status): \(body)")
            var content = try provider.read(Reading.response(body, status: status), for: fetch)
            pages.append(content)
            switch content.end {
            case .again(let cursor):
                fetch.cursor = cursor
                continue
            case .restart:
                restarts += 1
                try #require(restarts < 4)
                fetch.cursor = nil
                continue
            case .done, .more, .held: break
            }
            for (dataset, batch) in content.takeBatches() { batches[dataset.name, default: []].append(batch) }
            proofs += content.proofs
            guard case .more(let cursor) = content.end else {
                guard case .held(let cursor) = content.end else { return }
                try #require(content.proofs.isEmpty, "rows that wait in the spool prove nothing yet")
                fetch.cursor = cursor
                continue
            }
            fetch.cursor = cursor
        }
    }

    /// In key order, each once.
    func rows(_ dataset: String) -> [String] {
        guard let batches = batches[dataset], let first = batches.first else { return [] }
        let all = batches.dropFirst().reduce(first) { $0.appending($1) }.sortedByKey()
        let kept = (0..<all.count).filter { $0 == 0 || all.compareKey($0 - 1, to: $0, in: all) != 0 }
        return Reading.rows(all.selecting(kept))
    }

    /// How many rows came in all, equal ones too.
    func rowCount(_ dataset: String) -> Int { batches[dataset, default: []].reduce(0) { $0 + $1.count } }

    var shown: [ShownSubject] { pages.flatMap(\.shown) }
    var lacking: [String] { pages.flatMap(\.lacking).map { "\($0.name) \($0.reason.code)" } }
    var flags: [String] { pages.flatMap(\.flags) }
    var targets: [String] { requests.map(\.target) }

    /// Whether what is proved tiles a span: no hole, nothing twice.
    func tiles(_ span: Span) -> Bool {
        let spans = proofs.map(\.span).sorted { $0.lower < $1.lower }
        return spans.first?.lower == span.lower && spans.last?.upper == span.upper
            && zip(spans, spans.dropFirst()).allSatisfy { $0.upper == $1.lower }
    }
}
