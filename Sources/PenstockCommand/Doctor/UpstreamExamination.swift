import Orchestrator
import PluginKit
import Tabular
import Upstream

/// Whether the upstreams answer, and what their clocks say of ours. Any status is an answer: what a run needs is asked by a run.
struct UpstreamExamination {
    let host: Host
    /// `--upstream`, as typed.
    let given: [String]

    /// Yahoo's and Kalshi's answers depend on what time it is; a minute can put a bar into the wrong session.
    static let tolerance = 30.0

    func diagnoses(of manifests: [ProviderManifest]) async throws -> [Diagnosis] {
        let settings = try UpstreamAddresses(host: host).settings(given: given)
        let clock = SystemClock()
        let transport = LiveTransport(connectTimeout: 5, environment: host.environment, clock: clock)
        var found: [Diagnosis] = []
        var skews: [(upstream: String, seconds: Double)] = []
        for upstream in manifests.flatMap(\.upstreams).map(settings.applied(to:)) {
            do {
                let answer = try await transport.exchange(Request(upstream.name, path: "/"), with: upstream)
                found.append(.ok("upstream \(upstream.name)", "\(upstream.base) answers (\(answer.status))"))
                if let date = answer.headers["date"].flatMap(HTTPDate.instant) {
                    skews.append((upstream.name, answer.received.seconds(since: date)))
                }
            } catch {
                found.append(
                    .fault(
                        "upstream \(upstream.name)", "\(upstream.base): \(error.what)",
                        fix: error.advice.isEmpty ? "look at the network and the proxy" : error.advice, .unavailable))
            }
        }
        await transport.shutdown()
        return found + clockDiagnosis(skews)
    }

    /// The clock that differs least is believed: an answer may come out of a cache, and is late then.
    private func clockDiagnosis(_ skews: [(upstream: String, seconds: Double)]) -> [Diagnosis] {
        guard let nearest = skews.min(by: { $0.seconds.magnitude < $1.seconds.magnitude }) else { return [] }
        let text = "\(Figures.duration(nearest.seconds.magnitude)) \(nearest.seconds < 0 ? "behind" : "ahead of") \(nearest.upstream)'s"
        guard nearest.seconds.magnitude > Self.tolerance else {
            return [.ok("clock", "within \(Int(Self.tolerance)) s of \(nearest.upstream)'s")]
        }
        return [
            .fault("clock", text, fix: "set the host's clock (timedatectl, NTP): which session has closed depends on it", .configuration)
        ]
    }
}
