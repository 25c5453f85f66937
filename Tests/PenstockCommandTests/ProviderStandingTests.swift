import Archive
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Orchestrator
@testable import PenstockCommand

/// How the standing of an archive is worded: the one sentence, what to do, and the numbers beside it.
@Suite("How data stand, in words")
struct ProviderStandingTests {
    private static let now = Runs.instant("2026-11-24T06:00:00Z")
    private static let throttled = Reason("throttled", "yahoo answered 429 five times")

    private func standing(_ change: (inout ProviderStatus) -> Void) -> ProviderStanding {
        var status = ProviderStatus(provider: "equities", noun: ProviderManifest.Noun("symbol", "symbols"))
        status.units = 490
        status.upToDate = 490
        status.silence = 0
        status.isCountedInSessions = true
        status.lastTry = .init(run: 12, ended: Self.now, exitCode: 0)
        change(&status)
        return ProviderStanding(status: status)
    }

    @Test("the headline counts what is not there: gaps, and what was asked for in vain")
    func headlines() {
        #expect(standing { _ in }.headline == "up to date")
        let gaps = standing {
            $0.butFor = [.init(units: 490, since: "2026-10-27", reason: Reason("missing"), isGap: true)]
        }
        #expect(gaps.headline == "up to date but for 490 gaps of 2026-10-27")
        let failed = standing { status in
            status.butFor = [
                .init(units: 488, since: "2026-10-27", reason: Self.throttled, isGap: false),
                .init(units: 1, since: "2026-10-27", reason: Reason("missing"), isGap: true),
                .init(units: 1, since: nil, reason: nil, isGap: false),
            ]
        }
        #expect(
            failed.headline
                == """
                up to date but for 488 symbols without 2026-10-27 (throttled: yahoo answered 429 five times); 1 gap of \
                2026-10-27; 1 symbol for other reasons
                """
        )
        let behind = standing { status in
            status.behindCount = 490
            status.behind = [.init(label: "KO", last: "2026-11-19", missing: 3)]
        }
        #expect(behind.headline == "STALE: 490 symbols behind, by 3 sessions at most")
        let typos = standing { ($0.upToDate, $0.waitingCount) = (0, 490) }
        #expect(typos.headline == "STALE: no symbol has a row yet, of 490")
    }

    @Test("what to do follows from the last runs: failed, killed, not run, never run, unknown for good")
    func advice() {
        func advice(_ lastTry: ProviderStatus.LastTry?, _ reason: Reason? = nil) -> String {
            standing { status in
                status.behindCount = 1
                status.behind = [.init(label: "KO", last: "2026-11-19", missing: 3, reason: reason)]
                status.lastTry = lastTry
            }.advice
        }
        let failed = advice(.init(run: 12, ended: Self.now, exitCode: 69, reasons: [.init(Self.throttled, units: 490)]))
        #expect(
            failed
                == """
                run 12 ended with 69, throttled: yahoo answered 429 five times (490): it asks too fast: a larger \
                --rate-limit-delay; the next run asks again; penstock runs show 12
                """
        )
        #expect(!failed.contains("scheduled"))
        let wave = advice(
            .init(
                run: 12, ended: Self.now, exitCode: 69,
                reasons: [.init(Reason(Reason.wave, "unknown symbol: gone"), units: 490)]))
        #expect(wave.hasPrefix("run 12 ended with 69, unknown symbol: gone (490): ") && !wave.contains("retire"))
        #expect(
            advice(.init(run: 12, ended: nil, exitCode: nil, wasKilled: true)).hasPrefix(
                "run 12 was killed: run it again"))
        #expect(
            advice(.init(run: 12, ended: Self.now, exitCode: 69, age: 3)).contains(
                "whether the scheduled runs still run"))
        #expect(advice(nil).hasPrefix("no run over all of it is in the record"))
        let unknown = advice(.init(run: 12, ended: Self.now, exitCode: 0), Reason("unknown_symbol", "No data found"))
        #expect(unknown == "KO: unknown symbol: No data found: if it is over, penstock retire equities")
        #expect(
            advice(.init(run: 12, ended: Self.now, exitCode: 73, failure: "The disk is full\nmore")).contains(
                "The disk is full: make room")
        )
    }

    @Test("status and doctor say the same of what to do, and name the archive where it is not at its usual place")
    func place() async throws {
        let desk = try LookDesk()
        try await desk.typing { type in
            let line = "backfill equities --symbols NOPE --start-date 2024-10-01 --quiet"
            for place in ["", " --data-dir here"] {
                _ = await type(line + place, 69)
                let stage = await type("status" + place, 66)
                let archive = desk.folder.path + (place.isEmpty ? "/data/historical" : "/here")
                let manifest = try stage.host.registry.provider(named: "equities").manifest
                let told = ArchiveExamination(archive: archive, manifests: [manifest], host: stage.host).diagnoses()
                let advice = try #require(told.first { $0.name == "data equities" }).fix
                #expect(stage.output.contains("  do            \(advice)\n"), "\(advice)")
                #expect(advice.hasSuffix("; penstock runs show 1" + (place.isEmpty ? "" : " --data-dir \(archive)")))
            }
        }
    }

    // MARK: Runs

    private func incomplete(_ number: Int) -> UnitReport {
        Runs.unit("S\(number)", .incomplete) {
            $0.reason = Reason("missing", "the answer has no row for 2026-10-27")
            $0.counts.gapsOpen = 1
        }
    }

    private func finished(_ report: RunReport) throws -> FinishedRun {
        FinishedRun(
            planned: try Runs.planned(.update, start: nil), report: report, totals: RunTotals(), log: "/work/log")
    }

    @Test("counts are of all, not of the first hundred that are listed")
    func allOfThem() throws {
        var report = Runs.report()
        for number in 1...490 { report.add(incomplete(number)) }
        report.exitCode = .partial
        #expect(report.troubles.count == 100 && report.troubleCount == 490 && report.counts.incomplete == 490)
        let explanation = RunExplanation(try finished(report))
        #expect(explanation.what == "490 symbols incomplete")
        #expect(explanation.why.first?.hasPrefix("S1, S2, S3, S4, S5 and 485 more: missing: ") == true)
        #expect(
            Runs.summary(try Runs.planned(), report, RunTotals()).contains(
                "done, with 490 symbols incomplete (exit 10)"))
        report.isIdle = true
        report.waiting = (1...100).map { .init(label: "S\($0)", reason: Reason("unknown_symbol"), next: Self.now) }
        report.waitingCount = 490
        #expect(IdleWording(report).text.contains("490 without an answer are asked again"))
    }

    @Test(
        """
        rows set aside, held back or contradicted, and remarks, are one line; 10 says what and where; a remark alone \
        is a success
        """
    )
    func aside() throws {
        var report = Runs.report()
        report.add(
            Runs.unit("META", .incomplete) {
                $0.reason = Reason("quarantined")
                ($0.counts.aside.quarantined, $0.counts.aside.newlyQuarantined) = (3, 1)
                ($0.counts.aside.held, $0.counts.aside.contradicted) = (2, 1)
                $0.flags = ["E9: META: odd"]
            })
        report.exitCode = .partial
        let text = Runs.summary(try Runs.planned(), report, RunTotals())
        #expect(text.contains("done, with 1 row newly set aside, 2 rows held back of META (exit 10)"))
        #expect(
            text.contains(
                """
                1 row newly set aside (3 in all), 2 rows held back, 1 contradicted, 1 remark: META; penstock quarantine
                """
            ))
        #expect(RunExplanation(try finished(report)).what.contains("1 row newly set aside"))
        var remarked = Runs.report()
        remarked.add(Runs.unit("META") { $0.flags = ["E9: META: odd"] })
        #expect(remarked.counts.aside.remarks == 1 && AsideWording.news(remarked).isEmpty)
    }

    @Test("nothing was asked for while something is open: that is no success, and it is said")
    func idle() {
        var report = Runs.report { $0.isIdle = true }
        #expect(!IdleWording(report).text.contains("no success"))
        var status = standing {
            $0.butFor = [.init(units: 3, since: "2026-11-23", reason: Reason("missing"), isGap: true)]
        }.status
        status.owedCount = 3
        report.standings = [status]
        #expect(
            IdleWording(report).text.hasPrefix(
                "Nothing is due. That is no success: equities: up to date but for 3 gaps of 2026-11-23."))
    }

    @Test("an alert of a check has the status's own advice")
    func alert() {
        let explanation = RunExplanation(
            output: "equities: STALE: 1 symbol behind\n  archive  /data\ndo: run it again", exitCode: .stale)
        #expect(explanation.remedy == "run it again" && explanation.what == "equities: STALE: 1 symbol behind")
        #expect(!explanation.why.contains { $0.contains("do:") })
    }
}
