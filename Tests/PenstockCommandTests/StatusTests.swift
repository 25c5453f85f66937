import Archive
import LosslessJSON
import PluginKit
import Tabular
import TestGolden
import Testing

@testable import Orchestrator
@testable import PenstockCommand

/// The words of `penstock status` for archives that are up to date, stale, or were never filled.
@Suite("What status says")
struct StatusTests {
    private static let now = Runs.instant("2026-11-24T06:00:00Z")

    private func found(_ change: (inout ProviderStatus) -> Void) -> StatusFacts.Provider {
        var status = ProviderStatus(provider: "equities", noun: ProviderManifest.Noun("symbol", "symbols"))
        status.units = 503
        status.upToDate = 502
        status.rows = 868_231
        status.newest = "2026-11-23"
        status.expected = "2026-11-23"
        status.lastSuccess = Runs.instant("2026-11-24T04:13:38Z")
        status.lastRun = .init(run: 7, job: "update equities", ended: Runs.instant("2026-11-24T04:13:38Z"), exitCode: 0)
        status.silence = 0
        status.recent = (30, 29)
        status.isCountedInSessions = true
        status.datasets = [.init(name: "daily_bars", units: 503, rows: 868_231)]
        status.datasets[0].newest = "2026-11-23"
        status.datasets[0].expected = "2026-11-23"
        status.nextDue = Runs.instant("2026-11-24T21:00:00Z")
        change(&status)
        return StatusFacts.Provider(
            archive: "/work/data/historical", storage: ["csv", "sqlite"], standing: ProviderStanding(status: status))
    }

    private var waiting: RunReport.Waiting {
        .init(
            label: "NOPE", reason: Reason("unknown_symbol", "No data found"), next: Runs.instant("2026-11-25T04:13:37Z")
        )
    }

    @Test("up to date, stale with every kind of trouble, never succeeded")
    func texts() {
        let good = found { status in
            status.waitingCount = 1
            status.waiting = [waiting]
        }
        let stale = found { status in
            status.newest = "2026-11-19"
            status.upToDate = 488
            status.behindCount = 14
            status.behind = (1...14).map { number in
                .init(
                    label: "S\(number)", last: number == 1 ? nil : "2026-11-19", missing: 2,
                    reason: number == 2 ? Reason("throttled", "yahoo answered 429 five times") : nil)
            }
            status.lastTry = .init(
                run: 8, ended: Self.now, exitCode: 69,
                reasons: [.init(Reason("throttled", "yahoo answered 429 five times"), units: 14)])
            status.gapCount = 1
            status.gaps = [
                .init(
                    label: "META", span: "2023-05-09",
                    reason: Reason("missing", "the answer has no row for the session"), tries: 3,
                    next: Runs.instant("2026-11-27T04:13:37Z"))
            ]
        }
        let never = found { status in
            status.lastSuccess = nil
            status.silence = nil
            status.recent = (0, 0)
            status.lastRun = nil
            status.nextDue = nil
            status.newest = nil
        }
        let pages = [good, stale, never].map { StatusPage(facts: StatusFacts(now: Self.now, providers: [$0])).text }
        expectScreen(pages.joined(separator: "\n\n"), "status")
        expectGolden(StatusFacts(now: Self.now, providers: [good, stale]).json.text, "status-json")
    }
}
