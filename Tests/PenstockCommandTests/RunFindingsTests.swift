import Alerting
import Archive
import PluginKit
import Scheduling
import Tabular
import Testing

@testable import Orchestrator
@testable import PenstockCommand

/// What of a run's units becomes which trouble, whatever order they came in.
@Suite("Findings of a run")
struct RunFindingsTests {
    private func run(_ units: [UnitReport], exitCode: ExitCode, waiting: [RunReport.Waiting] = []) async throws
        -> RunFindings
    {
        let planned = try #require(try await CommandStage().jobs("update equities").first)
        var report = RunReport(started: Instant(seconds: 0))
        report.exitCode = exitCode
        report.waiting = waiting
        var ends = UnitEnds()
        for unit in units { ends.observe(.unitFinished(unit)) }
        return RunFindings(FinishedRun(planned: planned, report: report, totals: RunTotals(), log: "", ends: ends))
    }

    private func unit(_ label: String, _ result: UnitReport.Result, _ code: String? = nil, isSeries: Bool = true)
        -> UnitReport
    {
        var unit = UnitReport(
            provider: "equities", unit: UnitName(text: label), label: label, isSeries: isSeries, result: result,
            reason: code.map { Reason($0) })
        unit.counts.gapsOpen = result == .incomplete ? 1 : 0
        return unit
    }

    private func keys(_ findings: RunFindings) -> [String] {
        findings.all.map {
            "\($0.kind.rawValue) \($0.key.subject.scope.rawValue) \($0.key.subject.name) \($0.key.code) x\($0.count)"
        }
        .sorted()
    }

    @Test("M5: which of four questions was refused and which found the circuit open makes no difference")
    func race() async throws {
        let labels = ["KO", "AAPL", "MSFT", "QABB"]
        let outcomes = [
            ["unreachable", "unreachable", "circuit_open", "circuit_open"],
            ["circuit_open", "unreachable", "unreachable", "connect_timeout"],
            ["status", "deadline", "connection_lost", "circuit_open"],
            ["circuit_open", "circuit_open", "circuit_open", "host_not_found"],
        ]
        for codes in outcomes {
            let findings = try await run(zip(labels, codes).map { unit($0, .failed, $1) }, exitCode: .unavailable)
            #expect(keys(findings) == ["failure upstream equities no_answer x4"], "\(codes)")
        }
        let refused = try await run(labels.map { unit($0, .failed, "throttled") }, exitCode: .unavailable)
        #expect(keys(refused) == ["failure upstream equities throttled x4"])
    }

    @Test(
        "one unit without an answer among others is its own trouble; many, or a circuit that opened, are the upstream's"
    )
    func alone() async throws {
        let well = (1...40).map { unit("W\($0)", .done) }
        #expect(
            keys(try await run(well + [unit("KO", .failed, "deadline")], exitCode: .partial)) == [
                "failure unit KO no_answer x1"
            ])
        let many = (1...4).map { unit("F\($0)", .failed, "status") }
        #expect(keys(try await run(well + many, exitCode: .partial)) == ["failure upstream equities no_answer x4"])
        #expect(
            keys(try await run(well + [unit("KO", .failed, "circuit_open")], exitCode: .unavailable))
                == ["failure upstream equities no_answer x1"])
        // A list alone, while series come.
        #expect(
            keys(try await run(well + [unit("sp500", .failed, "unreachable", isSeries: false)], exitCode: .partial))
                == ["failure upstream equities no_answer x1"])
    }

    @Test("M8: all units count, also of more than a hundred; gaps are remarks, rows set aside have their own name")
    func kinds() async throws {
        let many = (1...250).map { unit("U\($0)", .incomplete, "null_bar") }
        let findings = try await run(many, exitCode: .partial)
        #expect(findings.all.count == 250 && findings.all.allSatisfy { $0.kind == .remark })
        let mixed = try await run(
            [
                unit("A", .absent, "unknown_symbol"), unit("B", .incomplete, "quarantined"),
                unit("C", .failed, "malformed"),
                unit("D", .done),
            ],
            exitCode: .partial)
        #expect(
            keys(mixed) == [
                "failure unit A unknown_symbol x1", "failure unit C malformed x1", "quarantine unit B quarantined x1",
            ])
    }

    @Test("a unit that failed and succeeded later in the same run has succeeded; what rests is known")
    func last() async throws {
        let resting = RunReport.Waiting(label: "OLD", reason: Reason("unknown_symbol"), next: Instant(seconds: 9))
        let findings = try await run(
            [unit("A", .failed, "deadline"), unit("A", .done)], exitCode: .success, waiting: [resting])
        #expect(keys(findings) == ["failure unit OLD unknown_symbol x1"] && findings.all[0].isKnown)
        var evidence = AlertEvidence()
        findings.add(to: &evidence)
        #expect(evidence.succeeded == [AlertDigest.of("A")] && evidence.answered == ["equities": ["series"]])
    }

    @Test("an exit code that no unit explains is the run's own")
    func unexplained() async throws {
        #expect(keys(try await run([], exitCode: .integrity)) == ["failure run  74 x1"])
        #expect(keys(try await run([unit("A", .done)], exitCode: .partial)) == ["remark run  10 x1"])
        #expect(keys(try await run([unit("A", .done)], exitCode: .success)) == [])
    }

    @Test("the level of an exit code is one for pings, mails, systemd and the wrapper of Task Scheduler")
    func levels() throws {
        let schedule = try Scheduling.Schedule("0 6 * * 2-6", zone: "UTC")
        let job = try ScheduledJob(
            name: "nightly", summary: "", schedule: schedule, arguments: ["/usr/bin/penstock", "run", "nightly"],
            directory: "/srv",
            logDirectory: "/srv/logs")
        let unit = try SystemdUnits(
            owner: .user, failureCommand: ["/usr/bin/penstock"],
            host: ScheduleHost(zone: try ZoneClock(named: "UTC"), now: 1_764_000_000)
        ).artefacts([job]).map(\.text).joined()
        let successes = unit.split(separator: "\n").filter { $0.hasPrefix("SuccessExitStatus=") }.map {
            $0.dropFirst(18)
        }
        #expect(successes == ["10"])
        let wrapper = try WindowsTask(
            job, on: ScheduleHost(zone: try ZoneClock(named: "UTC"), now: 1_764_000_000), distribution: "Ubuntu",
            wrapperFolder: "C:\\penstock"
        ).artefacts().map(\.text).joined()
        let warnings = wrapper.matches(of: /\$code -eq (\d+)/).map { String($0.1) }
        #expect(warnings == ["0", "10"])
        for code in ExitCode.precedence {
            let isSuccess = code == .success || successes.contains { $0 == "\(code.number)" }
            #expect((AlertLevel(exitCode: code.number) != .failure) == isSuccess, "\(code.number)")
        }
    }

    @Test("times of a message are those of the job's zone, with UTC beside them")
    func zones() throws {
        let winter = try #require(Instant("2026-12-01T11:04:30Z"))
        #expect(ZonedTime(zone: "America/New_York").text(winter) == "2026-12-01 06:04 New York (11:04Z)")
        #expect(
            ZonedTime(zone: "America/New_York").text(try #require(Instant("2026-07-01T02:04:30Z")))
                == "2026-06-30 22:04 New York (2026-07-01 02:04Z)")
        #expect(ZonedTime(zone: "UTC").text(winter) == "2026-12-01 11:04Z")
        #expect(ZonedTime(zone: "Mars/Phobos").text(winter) == "2026-12-01 11:04Z")
    }
}
