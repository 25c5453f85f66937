import Archive
import Orchestrator
import PluginKit
import Tabular
import Words

/// What is said of a span of a unit, as `coverage`, `status` and the report's page have it.
enum SpanWording {
    /// `gap, null bar: ...; asked 3 times, again on 2026-11-27`
    static func about(_ part: AccountedSpan) -> String {
        let reason = part.reason.map { ", \(TerminalText.safe($0.description))" } ?? ""
        switch part.state {
        case .recorded(.stored): return "stored"
        case .recorded(.empty): return "empty\(reason)"
        case .recorded(.unavailable(_, let tries, let next)):
            return "unavailable\(reason)"
                + (next.map { "; asked \(Figures.counted(tries, "time")), again on \($0.dayUTC)" } ?? "")
        case .recorded(.gap(_, let tries, let next)): return "gap\(reason); \(asked(tries, next: next))"
        case .resting(_, let next):
            return "not asked for\(reason)" + (next.map { "; asked again on \($0.dayUTC)" } ?? "")
        case .awaited: return "for the next run"
        case .unasked: return "never asked for"
        case .failed(let reason): return "asked, failed: \(TerminalText.safe(OutageWording.cause(reason).description))"
        }
    }

    /// What the upstream's fault was is no try of the unit's.
    static func asked(_ tries: Int, next: Instant) -> String {
        tries == 0
            ? "asked again at the next run"
            : "asked \(Figures.counted(tries, "time")), again on \(next.dayUTC)"
    }
}
