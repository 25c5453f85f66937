import Archive
import LosslessJSON
import Orchestrator
import PluginKit
import Tabular

/// The status of archives as one JSON object.
struct StatusOutput {
    let statuses: [StatusWording]
    let now: Instant

    var json: JSONOutput {
        .object([
            .init("now_utc", .instant(now)), .init("is_stale", .bool(statuses.contains { $0.status.isStale })),
            .init("providers", .array(statuses.map(provider))),
        ])
    }

    private func provider(_ wording: StatusWording) -> JSONOutput {
        let status = wording.status
        return .object([
            .init("provider", .string(status.provider)), .init("archive", .string(wording.archive)),
            .init("storage", .strings(wording.storage)), .init("database_outside", .text(wording.outsideDatabase)),
            .init("headline", .string(wording.headline)),
            .init("is_stale", .bool(status.isStale)),
            .init("stale_because", .strings(status.staleness.map(\.rawValue))),
            .init("max_age", .integer(status.tolerated)),
            .init("age_unit", .string(status.isCountedInSessions ? "sessions" : "days")),
            .init("markets_followed", status.subjects.map { .integer($0.followed) } ?? .null),
            .init("markets_known", status.subjects.map { .integer($0.known) } ?? .null),
            .init("units", .integer(status.units)), .init("up_to_date", .integer(status.upToDate)),
            .init("retired", .integer(status.retired)),
            .init("rows", .integer(status.rows)),
            .init("newest", .text(status.newest)), .init("expected", .text(status.expected)),
            .init("datasets", .array(status.datasets.map(dataset))),
            .init("last_success_utc", .instant(status.lastSuccess)),
            .init("since_success", status.silence.map(JSONOutput.integer) ?? .null),
            .init("recent_runs", .integer(status.recent.runs)),
            .init("recent_successes", .integer(status.recent.succeeded)),
            .init("last_run", status.lastRun.map(run) ?? .null),
            .init("writer", .text(wording.writer)), .init("next_due_utc", .instant(status.nextDue)),
            .init("next_scheduled_utc", .instant(wording.nextScheduled)),
            .init("later_run", RunReportOutput.laterRun(status.misdated)),
            .init("behind_count", .integer(status.behindCount)), .init("behind", .array(status.behind.map(lacking))),
            .init("owed_count", .integer(status.owedCount)), .init("owed", .array(status.owed.map(lacking))),
            .init("gap_count", .integer(status.gapCount)), .init("gaps", .array(status.gaps.map(gap))),
            .init("waiting_count", .integer(status.waitingCount)),
            .init("waiting", .array(status.waiting.map(RunReportOutput.waiting))),
            .init("quarantine", .array(status.quarantine.map(quarantine))),
        ])
    }

    private func dataset(_ dataset: ProviderStatus.DatasetStatus) -> JSONOutput {
        .object([
            .init("dataset", .string(dataset.name)), .init("units", .integer(dataset.units)),
            .init("rows", .integer(dataset.rows)),
            .init("newest", .text(dataset.newest)), .init("expected", .text(dataset.expected)),
            .init("up_to_date", .integer(dataset.upToDate)), .init("owed", .integer(dataset.owed)),
            .init("behind", .integer(dataset.behind)), .init("without_data", .integer(dataset.withoutData)),
            .init("age_seconds", dataset.age.map(JSONOutput.number) ?? .null),
        ])
    }

    private func quarantine(_ count: QuarantineCount) -> JSONOutput {
        .object([
            .init("dataset", .string(count.dataset)), .init("rule", .string(count.rule)),
            .init("rows", .integer(count.rows)),
        ])
    }

    private func lacking(_ unit: ProviderStatus.Lacking) -> JSONOutput {
        .object([
            .init("unit", .string(unit.label)), .init("last", .text(unit.last)),
            .init("missing", .integer(unit.missing)),
            .init("reason", unit.reason.map(RunReportOutput.reason) ?? .null), .init("next_utc", .instant(unit.next)),
        ])
    }

    private func gap(_ gap: ProviderStatus.Gap) -> JSONOutput {
        .object([
            .init("unit", .string(gap.label)), .init("span", .string(gap.span)),
            .init("reason", RunReportOutput.reason(gap.reason)),
            .init("tries", .integer(gap.tries)), .init("next_utc", .instant(gap.next)),
        ])
    }

    private func run(_ run: ProviderStatus.LastRun) -> JSONOutput {
        .object([
            .init("id", .integer(Int(run.run))), .init("job", .string(run.job)),
            .init("ended_utc", .instant(run.ended)),
            .init("exit_code", run.exitCode.map { .integer(Int($0)) } ?? .null),
            .init("was_killed", .bool(run.wasKilled)),
            .init("aside", .object(RunCounts(aside: run.aside).members(RunCounts.keys(in: .aside)))),
        ])
    }
}
