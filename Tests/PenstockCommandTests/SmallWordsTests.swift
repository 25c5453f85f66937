import Archive
import LosslessJSON
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Orchestrator
@testable import PenstockCommand

/// Words that were once wrong, or beside one another: each letter of the page "a month as its user" that is a matter of
/// words alone.
@Suite("Small words")
struct SmallWordsTests {
    private func estimate(_ change: (inout PlanEstimate) -> Void) throws -> String {
        let planned = try Runs.planned()
        var estimate = PlanEstimate()
        estimate.bytes = 81_300_000
        change(&estimate)
        let manifest = try #require(planned.job.providers.first?.manifest)
        return EstimatePage(facts: EstimateFacts(planned: planned, provider: manifest, estimate: estimate)).text
    }

    /// What `status` found where there is one provider.
    private func found(_ status: ProviderStatus) -> StatusFacts {
        StatusFacts(
            now: Runs.instant("2026-11-24T06:00:00Z"),
            providers: [.init(archive: "/work/data", storage: ["csv"], standing: ProviderStanding(status: status))])
    }

    @Test(
        "C2: units and requests of a dry run are written in one way, however many there are",
        arguments: [1, 999, 200_000])
    func thousands(count: Int) throws {
        let text = try estimate { ($0.units, $0.requests, $0.leastSeconds) = (count, count, 3_600) }
        let shown = ["1", "999", "200,000"][[1, 999, 200_000].firstIndex(of: count) ?? 0]
        #expect(
            text.contains(
                "would ask for \(shown) symbol\(count == 1 ? "" : "s"): \(shown) request\(count == 1 ? "" : "s"), about"
            ))
        #expect(!text.contains("200000"))
    }

    @Test("C7: what costs no time is not said to take at least 0.0 s; what costs some is")
    func noTime() throws {
        for seconds in [0, 0.01, 0.049] {
            let text = try estimate { ($0.units, $0.requests, $0.leastSeconds) = (3, 3, seconds) }
            #expect(text.contains(": 3 requests, about 81.3 MB. Nothing was asked."), "\(text)")
        }
        #expect(
            try estimate { ($0.units, $0.requests, $0.leastSeconds) = (3, 3, 0.5) }.contains(
                "about 81.3 MB, at least 0.5 s."))
    }

    @Test(
        """
        C3: a dataset without a row does not say how far it is behind; that is the headline's matter, in numbers of all
        """
    )
    func noRows() {
        var status = ProviderStatus(provider: "equities", noun: ProviderManifest.Noun("symbol", "symbols"))
        (status.units, status.behindCount, status.expected, status.isCountedInSessions) = (3, 3, "2026-11-23", true)
        status.behind = [.init(label: "KO", last: nil, missing: 342, reason: nil)]
        status.datasets = [.init(name: "daily_bars", units: 3, rows: 0)]
        status.datasets[0].expected = "2026-11-23"
        let text = StatusPage(facts: found(status)).text
        #expect(
            text.contains("daily_bars: 0 rows, newest none, expected 2026-11-23\n") && text.contains("KO: 342 missing"),
            "\(text)")
        #expect(!text.contains("1 session behind"))
    }

    @Test(
        """
        what a run could not compare is a count of the summary's one line, of its JSON, of runs show and of status, \
        and ends nothing with 10
        """
    )
    func uncompared() throws {
        var report = Runs.report()
        report.add(Runs.unit("META") { $0.counts.aside.uncompared = 2 })
        let planned = try Runs.planned(.update)
        #expect(Runs.summary(planned, report, RunTotals()).contains("aside       2 stored rows not compared: META"))
        #expect(AsideWording.news(report).isEmpty)
        let json = FinishedRun(planned: planned, report: report, totals: RunTotals(), log: "/work/a.log").json.text
        #expect(json.contains("\"rows_uncompared\": 2"))
        var recorded = RunCounts.Aside()
        (recorded.quarantined, recorded.uncompared) = (1, 2)
        #expect(AsideWording.text(recorded) == "1 row set aside, 2 stored rows not compared")
        var status = ProviderStatus(provider: "equities", noun: ProviderManifest.Noun("symbol", "symbols"))
        status.lastRun = .init(run: 7, job: "update equities", ended: nil, exitCode: 0, aside: recorded)
        let facts = found(status)
        #expect(StatusPage(facts: facts).text.contains("aside         1 row set aside, 2 stored rows not compared"))
        #expect(facts.json.text.contains("\"rows_uncompared\": 2"))
        // Nothing is said where all was compared.
        #expect(!Runs.summary(planned, Runs.report(), RunTotals()).contains("aside"))
    }

    @Test("lists that were read while what they tell of lacks something are no success, and the summary says so")
    func listsOnly() throws {
        var status = ProviderStatus(provider: "kalshi", noun: ProviderManifest.Noun("series", "series"))
        (status.units, status.upToDate, status.owedCount, status.silence) = (5, 4, 1, 0)
        status.butFor = [.init(units: 1, since: "2026-11-23", reason: Reason("unknown_market"), isGap: true)]
        var report = Runs.report()
        report.standings = [status]
        let text = Runs.summary(try Runs.planned(.update), report, RunTotals())
        #expect(text.contains("no success  kalshi: up to date but for 1 gap of 2026-11-23"), "\(text)")
        status.owedCount = 0
        report.standings = [status]
        #expect(!Runs.summary(try Runs.planned(.update), report, RunTotals()).contains("no success"))
    }

    @Test("A10: in an outage a screen names each unit and why, and no address; the log has what was asked")
    func outage() throws {
        let detail =
            """
            yahoo: no connection: refused, after 5 requests; asked: http://127.0.0.1:1/v8/finance/chart/KO?period1=1. \
            Check the network
            """
        let unit = Runs.unit("KO", .failed) { $0.reason = Reason("unreachable", detail) }
        var report = Runs.report()
        report.add(unit)
        report.exitCode = .unavailable
        let planned = try Runs.planned(.update)
        // Beside few units, and among so many that only what failed has a line.
        let many = (1...RunTotals.fewUnits).map { Runs.unit("S\($0)") }
        for totals in [Runs.totals([unit]), Runs.totals(many + [unit])] {
            let text = Runs.summary(planned, report, totals)
            #expect(text.contains("KO") && text.contains("no connection: refused, after 5 requests"), "\(text)")
            #expect(!text.contains("http://"), "\(text)")
        }
        #expect(UnitWording.logLine(unit).contains("asked: http://127.0.0.1:1/v8/finance/chart/KO?period1=1"))
    }

    @Test(
        """
        A7: what installs a crontab's block is --install alone; nothing is piped by hand, which twice would be two \
        blocks
        """
    )
    func install() async throws {
        try await TemporaryFolder.with([
            "penstock.yaml": "jobs:\n  n: {command: update, providers: equities, schedule: \"0 6 * * *\"}\n"
        ]) {
            folder in
            let stage = CommandStage(directory: folder)
            #expect(await stage.run("schedule cron") == 0)
            let lines = stage.error.split(separator: "\n").drop { $0 != "To install it:" }.dropFirst()
            #expect(
                lines.count == 1 && lines.first?.hasPrefix("  penstock schedule cron --install") == true,
                "\(stage.error)")
            #expect(!(stage.error + stage.output).contains("crontab -"))
        }
    }

    @Test("a row that was set aside is told by the rules that set rows aside, by all of them that have one name")
    func rules() throws {
        let kalshi = try Host.current.registry.provider(named: "kalshi").manifest
        func words(_ rule: String) -> String? {
            let row = QuarantinedRow(dataset: "trades", key: "k", rule: rule, raw: "{}")
            let (first, last) = ("2026-11-23T22:00:00Z", "2026-11-24T22:00:00Z")
            return kalshi.words(
                ofRuleOf: ReportModels.quarantined(row, of: "KXFED", 1, provider: "kalshi", first, last, times: 1))
        }
        #expect(words("X2") == "More than nothing was traded. Or: Prices lie between 0 and 1.")
        #expect(words("X3") == "YES and NO cost 1 together, exactly.")
        #expect(words("Q9") == nil)
        // Control: the last of that name is a remark on rows that are stored.
        let trades = try #require(kalshi.dataset(named: "trades"))
        #expect(trades.rules.last { $0.name == "X2" }?.action == .flag)
    }
}
