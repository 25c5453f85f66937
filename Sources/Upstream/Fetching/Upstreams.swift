package import PluginKit
import Tabular

/// The upstreams of a run, each with its pace, its circuit and its counts, over one transport.
///
/// `fetch` is all that the runtime calls: it waits its turn, asks, asks again where that is of use, and returns only
/// what is an answer.
package struct Upstreams: Sendable {
    private let lanes: [String: Lane]
    private let transport: any Transport

    /// - Parameter declarations: of all providers of the run; where two name the same upstream, the first counts.
    /// - Parameter notify: told of pauses and retries as they happen, from whatever task they happen in.
    package init(
        _ declarations: [UpstreamDeclaration], settings: UpstreamSettings = UpstreamSettings(),
        transport: any Transport,
        clock: any UpstreamClock = SystemClock(), limits: Circuit.Limits = Circuit.Limits(), seed: UInt64? = nil,
        notify: @escaping @Sendable (UpstreamNotice) -> Void = { _ in }
    ) {
        var generator = SystemRandomNumberGenerator()
        var lanes: [String: Lane] = [:]
        let recording = RecordingProgress()
        for declaration in declarations where lanes[declaration.name] == nil {
            lanes[declaration.name] = Lane(
                settings.applied(to: declaration), transport: transport, clock: clock,
                policy: RetryPolicy(retries: settings.retries),
                limits: limits, seed: seed ?? generator.next(), recording: recording,
                notify: notify)
        }
        self.lanes = lanes
        self.transport = transport
    }

    /// The whole, valid answer to a request, however many tries it takes; safe to call from many tasks at once.
    package func fetch(_ request: Request) async throws(UpstreamError) -> FetchedAnswer {
        guard let lane = lanes[request.upstream] else {
            throw UpstreamError(
                .unknownUpstream, upstream: request.upstream, attempts: 0, detail: Self.known(lanes.keys.sorted()))
        }
        return try await lane.fetch(request)
    }

    /// What has been asked so far, by upstream.
    package var counts: [String: UpstreamCounts] { lanes.mapValues(\.counts) }

    /// What the first answers so far say of the run's clock, by upstream.
    package var clockReadings: [String: ClockReading] { lanes.compactMapValues(\.reading) }

    /// What the fetches that failed for good were met with.
    package var met: DiagnosisTally {
        var tally = DiagnosisTally()
        for lane in lanes.values { tally.add(lane.met) }
        return tally
    }

    /// The hosts that have answered, by upstream; nothing of one that has not.
    package var hosts: [String: String] { lanes.compactMapValues(\.host) }

    /// Where an upstream's other host answered, and why it was asked: a sentence each.
    package var moves: [String] { lanes.values.compactMap(\.move).sorted() }

    /// Whether an upstream was given up for the run.
    package func isGivenUp(_ upstream: String) -> Bool { lanes[upstream]?.isOpen ?? false }

    /// The declarations as the settings have changed them, in the order of their names.
    package var declarations: [UpstreamDeclaration] { lanes.values.map(\.declaration).sorted { $0.name < $1.name } }

    /// Closes the transport's connections.
    package func shutdown() async { await transport.shutdown() }

    private static func known(_ names: [String]) -> String { "known are \(names.joined(separator: ", "))" }
}

/// What one upstream has been asked in a run.
package struct UpstreamCounts: Sendable, Hashable {
    /// Requests made: exchanges begun, retries included, their redirects, and what the client repeated on a new
    /// connection by itself.
    package var requests = 0
    /// Exchanges that repeated an earlier one.
    package var retries = 0
    /// 429s, and bodies that say so under another status.
    package var throttles = 0
    /// Fetches that ended without an answer.
    package var failures = 0
    /// Bytes of bodies as they went over the wire.
    package var wireBytes = 0
    /// Bytes of bodies after inflation.
    package var bodyBytes = 0
    /// Waits for the pace, a pause or a retry, and the seconds that they were to take.
    package var waits = 0
    package var secondsWaited = 0.0

    package init() {}
}

/// Something that happens during a fetch and that a log should show; the fetch goes on, or fails with an error of its
/// own.
package enum UpstreamNotice: Sendable, CustomStringConvertible {
    /// The whole upstream is left alone for so many seconds.
    case paused(UpstreamError, seconds: Double)
    /// The same request will be made again after so many seconds.
    case retrying(UpstreamError, seconds: Double)
    /// The upstream is not asked any more in this run.
    case givenUp(upstream: String, reason: String)
    /// The upstream's other host is asked instead, because of what the first was met with.
    case moved(UpstreamError, to: String)
    /// What fails is not asked for again as long as so much fails.
    case asksOnce(upstream: String, reason: String)

    package var description: String {
        switch self {
        case .paused(let error, let seconds):
            "\(error.upstream) is left alone for \(Self.text(seconds)) s: \(error.message)"
        case .retrying(let error, let seconds): "again in \(Self.text(seconds)) s: \(error.message)"
        case .givenUp(let upstream, let reason): "\(upstream) is not asked any more in this run: \(reason)"
        case .moved(let error, let host): "\(error.upstream): \(host) is asked instead: \(error.message)"
        case .asksOnce(let upstream, let reason): "\(upstream) is asked once for each from now on: \(reason)"
        }
    }

    private static func text(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
