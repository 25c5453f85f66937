import Archive
import PluginKit
import Tabular
import Upstream

/// What fetches will cost in questions, bytes and time, counted alike for a dry run and for what a run is about to begin.
struct FetchCost {
    let provider: any LoadedProvider
    let now: Instant
    private(set) var requests = 0
    /// Of answers before compression, roughly.
    private(set) var bytes = 0
    private var weights: [String: Double] = [:]

    init(provider: any LoadedProvider, now: Instant) {
        self.provider = provider
        self.now = now
    }

    mutating func add(_ admission: Admission, times: Int = 1) throws {
        let fetch = StoredFetch(unit: admission.name, note: admission.note, span: admission.span, purpose: admission.purpose, now: now)
        let request = try provider.request(for: fetch)
        let count = times * (try provider.requestCount(for: fetch))
        weights[request.upstream, default: 0] += request.weight * Double(count)
        requests += count
        bytes += count * Self.bytes(admission)
    }

    /// Fetches of which nothing is known but how many there are.
    mutating func addUnknown(_ count: Int) {
        requests += count
        bytes += count * Self.usualBytes
    }

    /// No run can be quicker at the upstreams' pace.
    /// - Parameter hasBurst: nothing was asked yet, so that the first questions need not wait.
    func leastSeconds(at upstreams: [UpstreamDeclaration], hasBurst: Bool) -> Double {
        upstreams.map { ((weights[$0.name] ?? 0) - (hasBurst ? Double($0.burst) : 0)) * $0.delay }.reduce(0, max)
    }

    /// Answers of lists, prices and trades are of this order.
    private static let usualBytes = 60_000

    /// About 110 bytes a session and 2,000 round it, as measured on answers of charts.
    private static func bytes(_ admission: Admission) -> Int {
        guard let span = admission.span, admission.datasets.contains(where: { $0.axis == .sessions }) else { return usualBytes }
        return 2_000 + Int(span.upper - span.lower) * 5 / 7 * 110
    }
}
