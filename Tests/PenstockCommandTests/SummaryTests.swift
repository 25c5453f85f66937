import Archive
import LosslessJSON
import MarketCalendar
import PluginKit
import Tabular
import TestGolden
import Testing

@testable import Orchestrator
@testable import PenstockCommand

/// The summary with which a run ends.
@Suite("What a run ends with")
struct SummaryTests {
    @Test("a few symbols: a line each, the reason of the one that is unknown, and how to forget it")
    func fewUnits() throws {
        let units = [
            Runs.nope, Runs.unit("BRK.B") { $0.rows = 987 }, Runs.unit("AAPL"),
            Runs.unit("TSLA") { $0.restated = Reason("split", "3:1 on 2022-08-25") },
            Runs.unit("META", .incomplete) {
                $0.counts.gapsOpen = 1
                $0.counts.aside.quarantined = 2
                $0.counts.revised = 1
                $0.reason = Reason("missing", "the answer has no row for 2023-05-09")
                $0.nextTry = "2026-11-25T04:13:37Z"
            },
        ]
        let report = Runs.report {
            $0.isNewArchive = true
            $0.counts.success = 4
            $0.counts.failed = 1
            $0.counts.stored = 6188
            $0.counts.revised = 1
            $0.counts.aside.quarantined = 2
            $0.counts.gapsOpen = 1
            $0.troubles = [Runs.nope]
            $0.counts.retries = 1
            $0.exitCode = .partial
        }
        expectScreen(Runs.summary(try Runs.planned(), report, Runs.totals(units)), "summary-few")
    }

    @Test("many symbols: the first twenty failures with their reasons")
    func manyUnits() throws {
        let failures = (1...30).map { number in
            Runs.unit("BAD\(number)", .failed) { $0.reason = Reason("throttled", "yahoo answered 429 five times") }
        }
        let report = Runs.report {
            $0.counts.success = 471
            $0.counts.failed = 30
            $0.doneBefore = 212
            $0.counts.stored = 816_714
            $0.counts.requests = 651
            $0.counts.retries = 150
            $0.counts.bytes = 81_300_000
            $0.counts.gapsFilled = 3
            $0.ended = Runs.instant("2026-11-24T05:18:40Z")
            $0.troubles = failures
            $0.exitCode = .partial
        }
        var totals = Runs.totals((1...471).map { Runs.unit("S\($0)") } + failures)
        totals.observe(.membership(list: "sp500", joined: ["NEW"], left: (1...12).map { "OLD\($0)" }))
        expectScreen(Runs.summary(try Runs.planned(.update, start: nil), report, totals), "summary-many")
    }

    @Test("a wave: told once for all of it, in the summary, the log and the explanation, and the others beside it")
    func wave() throws {
        let wave = RunReport.Wave(
            kind: .fault, provider: "equities", noun: ProviderManifest.Noun("symbol", "symbols"), units: 480,
            witnesses: 490,
            labels: ["AAPL", "MSFT"], reason: Reason("unknown_symbol", "No data found"))
        let members = (1...480).map { number in
            Runs.unit("S\(number)", .failed) {
                $0.reason = wave.reason
                $0.isOfWave = true
            }
        }
        let other = Runs.unit("BAD", .failed) { $0.reason = Reason("throttled", "yahoo answered 429 five times") }
        var report = Runs.report()
        for unit in members + [other] { report.add(unit) }
        report.waves = [wave]
        report.exitCode = .unavailable
        #expect(report.counts.failed == 481 && report.failedInWaves == 480 && report.troubles == [other])
        let planned = try Runs.planned(.update, start: nil)
        let text = Runs.summary(planned, report, Runs.totals(members + [other]))
        let line = "480 of 490 symbols (AAPL, MSFT and 478 more): unknown symbol: No data found: the upstream's fault"
        #expect(text.contains("  upstream    \(line), nothing is given up; asked for again at the next run\n"))
        #expect(text.split(separator: "\n").count { $0.contains("unknown symbol") } == 1)
        #expect(text.contains("BAD: throttled") && !text.contains("see the log"))
        #expect(LogWording.line(.unitFinished(members[0])) == nil && LogWording.line(.unitFinished(other)) != nil)
        #expect(LogWording.line(.wave(wave))?.1 == wave.text)
        let explanation = RunExplanation(
            FinishedRun(planned: planned, report: report, totals: Runs.totals([]), log: ""))
        #expect(explanation.why.count == 2 && explanation.why.first?.hasPrefix(line) == true)
    }

    @Test("stopped by a signal: how far, that it is kept, and what to do")
    func stopped() throws {
        let report = Runs.report {
            $0.counts.success = 212
            $0.remaining = 289
            $0.counts.stored = 367_608
            $0.exitCode = .tryAgain
        }
        let text = Runs.summary(
            try Runs.planned(), report, Runs.totals((1...212).map { Runs.unit("S\($0)") }, planned: 501))
        #expect(text.contains("stopped after 212 of 501 symbols, all committed; run the same line again"))
        expectScreen(text, "summary-stopped")
    }

    @Test("the run after a stop: what was done before")
    func afterStop() throws {
        let report = Runs.report {
            $0.counts.success = 289
            $0.doneBefore = 212
        }
        let text = Runs.summary(try Runs.planned(), report, Runs.totals((1...289).map { Runs.unit("S\($0)") }))
        #expect(text.contains("212 done before"))
    }

    @Test("nothing due: when the next session closes and who is asked again")
    func idle() {
        var report = Runs.report {
            $0.isIdle = true
            $0.counts.requests = 0
            $0.nextSessionClose = Runs.instant("2026-11-24T21:00:00Z")
            $0.waiting = [
                .init(label: "NOPE", reason: Reason("unknown_symbol"), next: Runs.instant("2026-11-25T04:13:37Z"))
            ]
        }
        #expect(
            IdleWording(report).text
                == """
                Nothing is due. The next session closes at 2026-11-24 16:00 New York (21:00Z). NOPE is asked again on \
                2026-11-25. 0 requests.
                """
        )
        report.waiting = []
        report.nextSessionClose = Runs.instant("2026-11-24T23:30:00Z")
        #expect(IdleWording(report).text == "Nothing is due. The next is due at 2026-11-24 23:30Z. 0 requests.")
    }

    @Test(
        "the close of an early session, and of one in summer, on the exchange's clock",
        arguments: [
            ("2026-11-27T18:00:00Z", "2026-11-27 13:00 New York (18:00Z)"),
            ("2026-07-01T20:00:00Z", "2026-07-01 16:00 New York (20:00Z)"),
        ])
    func exchangeTime(instant: String, text: String) {
        #expect(ExchangeTime(closeAt: Runs.instant(instant))?.text == text)
    }

    @Test("an exchange that nothing is kept of is not named, whatever closes there")
    func otherExchange() {
        let close = Runs.instant("2026-11-24T16:30:00Z")
        #expect(MarketCalendar.xlon.close(of: close.dayUTC) == close)
        #expect(ExchangeTime(closeAt: close) == nil)
        #expect(ExchangeTime(closeAt: close, among: [.xlon])?.text == "2026-11-24 16:30 London (16:30Z)")
    }

    @Test("a failure of the whole run says so")
    func failure() throws {
        let report = Runs.report {
            $0.failure = RunFailure(.integrity, "archive.db is missing", fix: "restore it")
            $0.exitCode = .integrity
        }
        #expect(
            Runs.summary(try Runs.planned(), report, RunTotals()).hasPrefix("backfill equities: ended early (exit 74)"))
    }

    @Test("the report as JSON, word for word")
    func json() throws {
        let report = Runs.report {
            $0.isNewArchive = true
            $0.counts.success = 1
            $0.counts.failed = 1
            $0.counts.stored = 1734
            $0.troubles = [Runs.nope]
            $0.waiting = [
                .init(
                    label: "NOPE", reason: Reason("unknown_symbol", "No \"data\"\n"),
                    next: Runs.instant("2026-11-25T04:13:37Z"))
            ]
            $0.exitCode = .partial
        }
        let run = FinishedRun(
            planned: try Runs.planned(), report: report, totals: Runs.totals([Runs.unit("AAPL"), Runs.nope]),
            log: "/work/data/logs/a.log")
        expectGolden(run.json.text, "report-json")
    }

    @Test("a dry run")
    func estimate() throws {
        let planned = try Runs.planned()
        let manifest = try #require(planned.job.providers.first?.manifest)
        func page(_ estimate: PlanEstimate) -> String {
            EstimatePage(facts: EstimateFacts(planned: planned, provider: manifest, estimate: estimate)).text
        }
        var estimate = PlanEstimate()
        var text = page(estimate)
        estimate.units = 503
        estimate.requests = 504
        estimate.bytes = 81_300_000
        estimate.leastSeconds = 251.5
        for isKnown in [true, false] {
            estimate.isUniverseKnown = isKnown
            text += "\n\n" + page(estimate)
        }
        expectScreen(text, "dry-run")
    }
}
