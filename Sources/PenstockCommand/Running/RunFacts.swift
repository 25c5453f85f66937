import Archive
import LosslessJSON
import Orchestrator
import PluginKit
import Upstream

/// What a run reports, as JSON.
extension FinishedRun: JSONFact {
    /// One run is its report; runs over several archives are a list, under the exit code of all.
    static func document(_ runs: [JSONOutput], exitCode: ExitCode) -> JSONOutput {
        if runs.count == 1, let run = runs.first { return run }
        return .object(["exit_code": exitCode.number, "runs": runs])
    }

    var json: JSONOutput {
        .object(
            identity + report.counts.units
                + JSONOutput.members([
                    "success_rate": report.successRate, "done_before": report.doneBefore, "remaining": report.remaining,
                ]) + report.counts.members(RunCounts.keys(in: .report, butIn: .units)) + found)
    }

    private var identity: [JSONOutput.Member] {
        JSONOutput.members([
            "job": planned.job.name, "command": planned.job.command.rawValue,
            "providers": planned.job.providers.map(\.manifest.name), "version": PenstockVersion.current,
            "archive": report.archive, "is_new_archive": report.isNewArchive,
            "run": report.run, "exit_code": report.exitCode.number,
            "started_utc": report.started, "ended_utc": report.ended, "duration_seconds": report.duration,
        ])
    }

    private var found: [JSONOutput.Member] {
        JSONOutput.members([
            "markets": report.markets, "notes": report.notes, "is_idle": report.isIdle,
            "next_due_utc": report.nextSessionClose, "waiting": report.waiting, "waiting_count": report.waitingCount,
            "killed_runs": report.killedRuns,
            "standing": report.standings.map { ProviderStanding(status: $0).sentence },
            "troubles": report.troubles, "trouble_count": report.troubleCount, "waves": report.waves,
            "diagnoses": report.diagnoses, "units": totals.units, "flags": report.flags, "flag_count": report.flagCount,
            "joined": totals.membership.flatMap(\.joined), "left": totals.membership.flatMap(\.left),
            "clock_ahead_seconds": report.clock?.ahead, "later_run": report.laterRun,
            "failure": report.failure, "log": log,
        ])
    }
}

extension RunFailure: JSONFact {
    var json: JSONOutput { .object(["message": message, "fix": fix]) }
}

extension RunReport.LaterRun: JSONFact {
    var json: JSONOutput { .object(["id": run, "started_utc": started, "units": units]) }
}

extension RunReport.Waiting: JSONFact {
    var json: JSONOutput { .object(["unit": label, "reason": reason, "next_utc": next]) }
}

extension RunReport.Wave: JSONFact {
    var json: JSONOutput {
        .object([
            "kind": kind.rawValue, "provider": provider, "reason": reason, "units": units, "of": witnesses,
            "first": labels,
        ])
    }
}

extension MarketCount: JSONFact {
    var json: JSONOutput {
        .object(["provider": provider, "markets_updated": markets, "prices_updated": prices])
    }
}

extension UnitReport: JSONFact {
    var json: JSONOutput {
        .object(
            JSONOutput.members([
                "unit": label, "provider": provider, "result": result.rawValue, "reason": reason, "is_known": isKnown,
                "next_try": nextTry,
            ]) + counts.members(RunCounts.keys(in: .rows), by: \.title)
                + JSONOutput.members([
                    "gaps": counts.gapsOpen, "restated": restated, "rows": rows, "first": first, "last": last,
                ]))
    }
}

extension UpstreamDiagnosis: JSONFact {
    var json: JSONOutput {
        .object([
            "upstream": upstream, "host": host.isEmpty ? nil : host, "kind": kind.rawValue, "fetches": fetches,
            "said": said, "cause": cause, "fix": wayOut,
        ])
    }
}
