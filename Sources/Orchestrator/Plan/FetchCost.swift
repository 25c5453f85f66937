import Archive
import MarketCalendar
import PluginKit
import Tabular
import Upstream

/// What fetches will cost in questions, bytes and time, and what will be stored of them, counted alike for a dry run
/// and for what a run is about to begin.
struct FetchCost {
    let provider: any LoadedProvider
    let now: Instant
    private(set) var requests = 0
    /// Of answers before compression, roughly.
    private(set) var bytes = 0
    private(set) var storage = StorageEstimate()
    private var weights: [String: Double] = [:]

    init(provider: any LoadedProvider, now: Instant) {
        self.provider = provider
        self.now = now
    }

    /// - Parameter coverage: of the unit: what is read again is stored already.
    mutating func add(_ admission: Admission, coverage: Coverage = Coverage(), times: Int = 1) throws {
        let fetch = StoredFetch(
            unit: admission.name, note: admission.note, span: admission.span, purpose: admission.purpose, now: now)
        let size = try size(of: admission, fetch)
        let new = admission.span.map { Self.share(of: $0, notIn: coverage) } ?? 1
        var answered = 2_000 * size.requests
        for dataset in admission.datasets {
            guard let rows = size.rows[dataset.name] else {
                storage.unsized += times
                continue
            }
            // JSON is about half as long again as CSV.
            answered += rows * dataset.schema.usualRowBytes * 3 / 2
            let kept = Int((Double(rows) * new).rounded(.up)) * times
            storage.rows[dataset.name, default: 0] += kept
            storage.bytes += kept * dataset.schema.usualRowBytes
        }
        count(
            try provider.request(for: fetch), requests: size.requests * times, bytes: (size.bytes ?? answered) * times)
    }

    /// A list by the pages that it had when it was read last; as the provider thinks, where it never was.
    mutating func add(list admission: Admission, read: (pages: Int, bytes: Int)?) throws {
        guard let read else { return try add(admission) }
        let fetch = StoredFetch(
            unit: admission.name, note: admission.note, span: admission.span, purpose: admission.purpose, now: now)
        count(try provider.request(for: fetch), requests: read.pages, bytes: read.bytes)
    }

    /// No run can be quicker at the upstreams' pace.
    /// - Parameter hasBurst: nothing was asked yet, so that the first questions need not wait.
    func leastSeconds(at upstreams: [UpstreamDeclaration], hasBurst: Bool) -> Double {
        upstreams.map { ((weights[$0.name] ?? 0) - (hasBurst ? Double($0.burst) : 0)) * $0.delay }.reduce(0, max)
    }

    private mutating func count(_ request: Request, requests: Int, bytes: Int) {
        weights[request.upstream, default: 0] += request.weight * Double(requests)
        self.requests += requests
        self.bytes += bytes
    }

    /// As the provider thinks, and a row for each session where each of them has one.
    private func size(of admission: Admission, _ fetch: StoredFetch) throws -> FetchSize {
        var size = try provider.size(of: fetch, rank: admission.rank)
        guard let span = admission.span,
            case .sessions(let calendar, _) = try provider.expectation(of: admission.name, note: admission.note)
        else { return size }
        for dataset in admission.datasets where dataset.isDense && size.rows[dataset.name] == nil {
            size.rows[dataset.name] = calendar.sessionCount(in: Day(number: span.lower)..<Day(number: span.upper))
        }
        return size
    }

    /// How much of a span was never asked for, from 0 to 1.
    private static func share(of span: Span, notIn coverage: Coverage) -> Double {
        guard !span.isEmpty else { return 0 }
        func length(_ span: Span) -> Double { Double(span.upper) - Double(span.lower) }
        return coverage.missing(in: span).map(length).reduce(0, +) / length(span)
    }
}

/// What a backfill will add to an archive, roughly: rows of series, and their bytes as CSV. What a list says of markets
/// is not in it.
package struct StorageEstimate: Sendable, Hashable {
    /// By dataset.
    package var rows: [String: Int] = [:]
    package var bytes = 0
    /// Series of which nobody can know how many rows they have before they are read.
    package var unsized = 0

    package init() {}

    package var allRows: Int { rows.values.reduce(0, +) }
}

extension Schema {
    /// A row as CSV, by what its columns hold: texts are mostly names and identifiers, prices have few digits.
    var usualRowBytes: Int {
        columns.map { column in
            switch column.type {
            case .text: 13
            case .decimal: 8
            case .integer, .boolean: 6
            case .day: 11
            case .instant(let digits): digits == 0 ? 21 : 22 + digits
            }
        }.reduce(0, +)
    }
}
