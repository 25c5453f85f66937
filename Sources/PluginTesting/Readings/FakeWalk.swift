public import PluginKit
public import Tabular

/// A whole walk of a unit against answers that a test invents, page by page as the runtime makes it: a page that is to
/// be asked otherwise is dropped, and after a restart the walk begins anew.
///
/// ```swift
/// let walk = try FakeWalk(provider, fetch) { request in (200, bodies[request.target] ?? "{}") }
/// #expect(walk.targets == ["/notices?topic=weather", "/notices?topic=weather&after=7"])
/// #expect(walk.stored("notices") == ["weather 2024-01-02T03:04:05Z 7 0.5", "weather 2024-01-02T03:04:06Z 8 -"])
/// ```
public struct FakeWalk: Sendable {
    /// What was asked, in order.
    public private(set) var requests: [Request] = []
    /// What every answer gave, dropped ones too.
    public private(set) var answers: [Reading] = []
    /// What the answers gave that were kept.
    public private(set) var pages: [Reading] = []
    /// Why the walk began anew, each time.
    public private(set) var restarts: [Reason] = []
    /// How many answers were dropped to be asked otherwise.
    public private(set) var again = 0

    /// - Parameters:
    ///   - limit: how many requests a walk makes that ends.
    ///   - answer: the status and the JSON for a request.
    /// - Throws: what the provider throws; `PluginError` for a status that is no answer, for a walk without an end, for
    ///   one that begins anew a fourth time, and for rows that wait and prove something.
    public init(
        _ provider: any LoadedProvider, _ fetch: StoredFetch, limit: Int = 300,
        answer: (Request) throws -> (status: Int, body: String)
    ) throws {
        var fetch = fetch
        while requests.count < limit {
            let request = try provider.request(for: fetch)
            let (status, body) = try answer(request)
            requests.append(request)
            guard status == 200 || request.answerStatuses.contains(status) else {
                throw PluginError(.refused, "status \(status) is no answer to \(request.target): \(body)")
            }
            let page = try Reading(provider, .json(body, status: status, received: fetch.now), for: fetch)
            answers.append(page)
            switch page.content.end {
            case .done:
                pages.append(page)
                return
            case .more(let cursor):
                pages.append(page)
                fetch.cursor = cursor
            case .held(let cursor):
                guard page.content.proofs.isEmpty else {
                    throw PluginError(.plugin, "rows that wait prove nothing yet: \(page.proofs)")
                }
                pages.append(page)
                fetch.cursor = cursor
            case .again(let cursor):
                again += 1
                fetch.cursor = cursor
            case .restart(let reason):
                restarts.append(reason)
                guard restarts.count < 4 else { throw PluginError(.plugin, "the walk begins anew for ever: \(reason)") }
                fetch.cursor = nil
            }
        }
        throw PluginError(.plugin, "the walk has no end: \(targets.suffix(3))")
    }

    /// `/markets?tickers=…`, without the upstream.
    public var targets: [String] { requests.map(\.target) }
    public var upstreams: [String] { requests.map(\.upstream) }

    /// The rows that came, page by page; see `Reading.rows`.
    public func rows(_ dataset: String) -> [String] { pages.flatMap { $0.rows(dataset) } }
    /// The cells of one column that came, page by page, `-` for null.
    public func cells(_ dataset: String, _ column: String) -> [String] { pages.flatMap { $0.cells(dataset, column) } }

    /// The rows as the archive will have them: in key order, each key once.
    public func stored(_ dataset: String) -> [String] { storedBatch(dataset).map(Reading.rows) ?? [] }
    /// The cells of one column of the rows as the archive will have them, `-` for null.
    public func stored(_ dataset: String, _ column: String) -> [String] {
        storedBatch(dataset).map { Reading.cells($0, column) } ?? []
    }

    /// The rows as the archive will have them; nil where no page has any.
    public func storedBatch(_ dataset: String) -> Batch? {
        let batches = pages.compactMap { $0.batch(dataset) }
        guard let first = batches.first else { return nil }
        let all = batches.dropFirst().reduce(first) { $0.appending($1) }.sortedByKey()
        return all.selecting((0..<all.count).filter { $0 == 0 || all.compareKey($0 - 1, to: $0, in: all) != 0 })
    }

    public var shown: [ShownSubject] { pages.flatMap(\.content.shown) }
    public var lacking: [LackingSubject] { pages.flatMap(\.content.lacking) }
    /// What was odd in any answer.
    public var flags: [String] { answers.flatMap(\.content.flags) }

    public var spanProofs: [SpanProof] { pages.flatMap(\.content.proofs) }
    /// As `Reading` writes them.
    public var proofs: [String] { pages.flatMap(\.proofs) }

    /// Whether what is proved covers a span: no hole, nothing twice.
    public func tiles(_ span: Span) -> Bool {
        let spans = spanProofs.map(\.span).sorted { $0.lower < $1.lower }
        return spans.first?.lower == span.lower && spans.last?.upper == span.upper
            && zip(spans, spans.dropFirst()).allSatisfy { $0.upper == $1.lower }
    }
}

extension Request {
    /// The value of a query parameter.
    public subscript(_ name: String) -> String? { query.first { $0.name == name }?.value }
}
