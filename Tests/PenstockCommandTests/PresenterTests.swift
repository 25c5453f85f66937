import Archive
import Foundation
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing
import Upstream
import Words

@testable import PenstockCommand

/// What a run shows on each of its outputs: on a terminal, elsewhere, `--quiet`, `--json`, and in its log.
@Suite("What a run shows, and to whom")
struct PresenterTests {
    private struct Shown {
        let output: String
        let error: String
        let log: String
    }

    /// A run of some units with these flags.
    private func show(
        _ flags: String, units count: Int, exitCode: Orchestrator.ExitCode = .success, isTerminal: Bool = false
    ) async throws
        -> Shown
    {
        let folder = try TemporaryFolder()
        let stage = CommandStage(isTerminal: isTerminal)
        let planned = PlannedJob(job: try Runs.planned().job, logDirectory: folder.path + "/logs", upstreams: .init())
        let log = try RunLog(
            planned: planned, user: "jane", now: Runs.instant("2026-11-24T04:13:37Z"), isVerbose: false)
        let line = "backfill equities " + flags
        let values = try #require(try await stage.request(line)).values
        let presenter = RunPresenter(planned: planned, values: values, console: stage.host.console, log: log)
        presenter.observe(.opened(archive: planned.job.archive, run: 1, isNew: true))
        presenter.observe(.planned(units: count, now: Runs.instant("2026-11-24T04:13:37Z")))
        for number in 1...count { presenter.observe(.unitFinished(Runs.unit("S\(number)"))) }
        presenter.observe(.flagged(label: "S1", text: "E3: odd\nvery"))
        presenter.observe(.committed)
        presenter.finish(
            Runs.report {
                $0.counts.success = count
                $0.exitCode = exitCode
            })
        return Shown(
            output: stage.output, error: stage.error, log: try String(contentsOfFile: log.path, encoding: .utf8))
    }

    @Test("results on standard output, a line of progress every fifty units on standard error")
    func plain() async throws {
        let shown = try await show("", units: 120)
        #expect(shown.output.hasPrefix("backfill equities: done\n"))
        #expect(shown.error == "50 of 120 symbols, 86,700 rows\n100 of 120 symbols, 173,400 rows\n")
    }

    @Test("on a terminal one line is written over, and gone when the summary comes")
    func terminal() async throws {
        let shown = try await show("", units: 3, isTerminal: true)
        #expect(shown.error.hasPrefix("\r1/3 symbols  1,734 rows"))
        #expect(!shown.error.contains("\n") && shown.error.hasSuffix(" \r"))
    }

    @Test("a run that could not begin says in its log why, and names no run of the ledger")
    func failure() async throws {
        let folder = try TemporaryFolder()
        let planned = PlannedJob(job: try Runs.planned().job, logDirectory: folder.path + "/logs", upstreams: .init())
        let log = try RunLog(
            planned: planned, user: "jane", now: Runs.instant("2026-11-24T04:13:37Z"), isVerbose: false)
        let values = SettingValues(environment: [:])
        let presenter = RunPresenter(planned: planned, values: values, console: CommandStage().host.console, log: log)
        presenter.finish(
            Runs.report {
                $0.run = 0
                $0.failure = RunFailure(.tryAgain, "The archive is in use", fix: "run it again")
            })
        let text = try String(contentsOfFile: log.path, encoding: .utf8)
        #expect(text.contains("Z error: The archive is in use | ") && text.contains("run it again"), "\(text)")
        #expect(!text.contains("run 0"))
    }

    @Test("--quiet: nothing at all on success, what, why and what to do in under ten lines on standard error otherwise")
    func quiet() async throws {
        let good = try await show("--quiet", units: 120)
        #expect(good.output == "" && good.error == "")
        let bad = try await show("--quiet", units: 120, exitCode: .partial)
        #expect(
            bad.output == ""
                && bad.error.hasPrefix("backfill equities: exit 10, something newly failed, something succeeded\n"))
        #expect(bad.error.split(separator: "\n").count < 10)
    }

    @Test("--json: no summary on standard output, the object comes from the runner")
    func json() async throws {
        #expect(try await show("--json", units: 3).output == "")
    }

    @Test("the log has every unit's outcome, flags on one line, the summary and the exit code")
    func log() async throws {
        let log = try await show("--quiet", units: 2, exitCode: .partial).log
        let lines = log.split(separator: "\n")
        #expect(
            lines[0].contains(
                """
                penstock \(PenstockVersion.current), backfill equities, archive /work/data/historical, user jane, host \
                zone 
                """
            ))
        #expect(log.contains("done: S1: 1734 stored") && log.contains("done: S2: 1734 stored"))
        #expect(log.contains("flag: S1: E3: odd | very\n"))
        #expect(lines.last?.hasSuffix("end: exit code 10") == true)
    }
}

@Suite("Progress")
struct ProgressTests {
    @Test("ten lines a second on a terminal, one every fifty units elsewhere")
    func pace() {
        var pace = ProgressPace(isTerminal: true)
        #expect((0..<100).filter { pace.shows(done: $0, at: Double($0) / 100) }.count == 10)
        pace = ProgressPace(isTerminal: false)
        #expect((1...503).filter { pace.shows(done: $0, at: 0) }.count == 10)
    }

    @Test("units, rows, rate, failures and the time that is left")
    func line() {
        var totals = Runs.totals((1...211).map { Runs.unit("S\($0)") } + [Runs.nope], planned: 502)
        #expect(
            ProgressWording.terminal(totals, noun: ProviderManifest.Noun("symbol", "symbols"), seconds: 60)
                == "212/502 symbols  365,874 rows  6,097 rows/s  1 failed  about 1 min 23 s left")
        var yahoo = UpstreamCounts()
        (yahoo.requests, yahoo.retries, yahoo.secondsWaited) = (212, 2, 424)
        #expect(
            ProgressWording.terminal(
                totals, ["yahoo": yahoo, "sp500": UpstreamCounts()], noun: ProviderManifest.Noun("symbol", "symbols"),
                seconds: 60
            )
            .contains("1 failed  2 retries  yahoo waits 2.0 s a request  about"))
        totals.observe(
            .unitFinished(
                UnitReport(
                    provider: "equities", unit: UnitName(text: "constituents"), label: "sp500", isSeries: false,
                    result: .done)))
        #expect(totals.planned == 501 && totals.counts.total == 212)
    }

    @Test("numbers as people read them")
    func figures() {
        #expect([0, 999, 1000, 1_234_567, -1000].map(Figures.count) == ["0", "999", "1,000", "1,234,567", "-1,000"])
        #expect(
            [0, 999, 1000, 4_249, 999_999, 81_300_000].map(Figures.bytes) == [
                "0 B", "999 B", "1.0 kB", "4.2 kB", "1.0 MB", "81.3 MB",
            ])
        #expect(
            [0, 0.44, 9.96, 12, 59.6, 125, 3600, 7260].map(Figures.duration) == [
                "0.0 s", "0.4 s", "10 s", "12 s", "1 min", "2 min 5 s", "1 h 0 min", "2 h 1 min",
            ])
        #expect(
            Figures.names(["a"]) == "a" && Figures.names(["a", "b"]) == "a and b"
                && Figures.names(["a", "b", "c"], upTo: 2) == "a, b and 1 more")
    }
}

@Suite("Results that cannot be written")
struct OutputFaultTests {
    @Test(
        "a full disk behind standard output is an error; a reader that went away is none",
        arguments: [("/dev/full", Int32(73)), ("/dev/null", 0)])
    func fault(path: String, exitCode: Int32) async throws {
        let descriptor = open(path, O_WRONLY)
        defer { close(descriptor) }
        let console = Console { text, stream in stream == .error ? nil : Terminal.write(text, to: descriptor) }
        var host = CommandStage().host
        host.console = console
        #expect(await PenstockTool.run(["--version"], on: host) == exitCode)
    }

    @Test("long reasons are cut at a word; the log has all of them")
    func shortened() {
        let unit = Runs.unit("A", .failed) {
            $0.reason = Reason("malformed", String(repeating: "word ", count: 100) + "end")
        }
        #expect(
            UnitWording.trouble(unit).count < 340
                && UnitWording.trouble(unit).hasSuffix(" word ... (all of it is in the log)"))
        #expect(UnitWording.logLine(unit).contains("end"))
    }
}
