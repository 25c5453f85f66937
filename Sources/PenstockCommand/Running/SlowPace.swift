import Archive
import Orchestrator
import PluginKit
import Tabular
import Upstream
import Words

/// A pace that is slower than the upstreams' own: the brief's half a second between requests, say. It is obeyed, and
/// what it costs is said.
struct SlowPace {
    let slower: [(upstream: String, delay: Double, own: Double)]
    /// Seconds that the run takes longer for it, at least.
    let cost: Double

    /// nil: no pace is slower, or nothing is to be asked.
    init?(of planned: PlannedJob, sinks: @Sendable @escaping ([String]) throws -> [ArchiveSink], now: Instant) throws {
        let declared = planned.job.providers.flatMap(\.manifest.upstreams)
        let applied = declared.map(planned.upstreams.applied(to:))
        slower = zip(declared, applied).filter { $1.delay > $0.delay }.map { ($0.name, $1.delay, $0.delay) }
        guard !slower.isEmpty else { return nil }
        func least(_ upstreams: [UpstreamDeclaration]) throws -> Double {
            try DryRun(job: planned.job, sinks: sinks, upstreams: upstreams, now: now).estimate().map(\.leastSeconds)
                .max() ?? 0
        }
        cost = try least(applied) - least(declared)
        guard cost >= 1 else { return nil }
    }

    /// `The pace is slower than the upstreams' own: yahoo 0.5 s (0.25 s). It costs this run at least 2 min 5 s.`
    var text: String {
        let hosts = slower.map { "\($0.upstream) \(Self.seconds($0.delay)) (\(Self.seconds($0.own)))" }
        return
            """
            The pace is slower than the upstreams' own: \(hosts.joined(separator: ", ")). It costs this run at least \
            \(Figures.duration(cost)).
            """
    }

    private static func seconds(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value)) s" : "\(value) s"
    }
}
