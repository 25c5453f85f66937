import PluginKit
import Tabular
package import Upstream

/// The time that a run goes by: the host's, set back where the upstreams say that it is wrong.
final class RunClock {
    private let host: any UpstreamClock
    private var correction = 0.0
    private var known = 0
    /// Whether an upstream has said what time it is.
    private(set) var isConfirmed = false

    init(_ host: any UpstreamClock) {
        self.host = host
    }

    /// Whether an upstream has answered: until then nobody knows whether the clock is right.
    var isChecked: Bool { known > 0 }

    func now() -> Instant { corrected(host.now()) }

    /// What the host's clock said, in the run's time.
    func corrected(_ instant: Instant) -> Instant { instant.setBack(by: correction) }

    /// When an answer came. A replayed one knows that itself.
    func received(_ answer: Answer) -> Instant {
        answer.isReplayed ? answer.response.received : corrected(answer.response.received)
    }

    enum Look {
        case unchanged
        /// What was planned was planned for another time.
        case moved(ClockFinding?)
        case failed(RunFailure)
    }

    /// Holds the clock against what the upstreams have said so far.
    func look(at readings: [String: ClockReading]) -> Look {
        guard readings.count > known else { return .unchanged }
        known = readings.count
        isConfirmed = readings.values.contains { $0.ahead != nil }
        let judgement = ClockJudgement(readings.values)
        if let failure = RunFailure(judgement) {
            // Whoever is wrong: the ledger's row is later than no clock.
            correction = max(0, judgement.correction)
            return .failed(failure)
        }
        guard judgement.isNews(to: correction) else { return .unchanged }
        correction = judgement.correction
        return .moved(ClockFinding(judgement))
    }
}

/// Thrown where a run has to plan anew, because its clock was set.
struct ClockMoved: Error {}

extension RunFailure {
    /// Nothing could be asked for, because all is later than now.
    init(now: Instant, before later: RunReport.LaterRun) {
        self.init(
            .configuration,
            """
            This host's clock says \(now.text()), and run \(later.run) of this archive began at \
            \(later.started.text()): nothing can be asked for
            """,
            fix:
                """
                set the host's clock (timedatectl set-ntp true), then run it again; the next run that an upstream \
                answers puts the archive right
                """
        )
    }

    /// nil: the run can go on.
    package init?(_ judgement: ClockJudgement) {
        let fix =
            """
            set the host's clock (timedatectl set-ntp true), or look why an upstream's is wrong: a proxy, a mirror; \
            then run it again
            """
        switch judgement.verdict {
        case .right, .wrong: return nil
        case .contradiction(let first, let second):
            self.init(
                .configuration,
                """
                The upstreams contradict each other about the time: \(ClockFinding(first).text), and \
                \(ClockFinding(second).text)
                """,
                fix: fix)
        case .hopeless(let reading):
            self.init(.configuration, "The time is not known: \(ClockFinding(reading).text), more than a day", fix: fix)
        }
    }
}
