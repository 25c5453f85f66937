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
