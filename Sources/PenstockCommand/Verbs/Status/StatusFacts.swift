import Archive
import LosslessJSON
import Orchestrator
import Tabular

/// What `status` found: how each provider's data stand in its archive.
struct StatusFacts {
    struct Provider {
        let archive: String
        let storage: [String]
        /// Of an archive whose database is not in its directory.
        var outsideDatabase: String?
        let standing: ProviderStanding
        /// When the schedule runs an update next; nil: not known.
        var nextScheduled: Instant?
    }

    /// The moment that was asked about.
    let now: Instant
    let providers: [Provider]

    var isStale: Bool { providers.contains { $0.standing.isStale } }

    var json: JSONOutput {
        .object([
            .init("now_utc", .instant(now)), .init("is_stale", .bool(isStale)),
            .init("providers", .array(providers.map(provider))),
        ])
    }

    private func provider(_ found: Provider) -> JSONOutput {
        let (standing, status) = (found.standing, found.standing.status)
        return .object([
            .init("provider", .string(status.provider)), .init("archive", .string(found.archive)),
            .init("storage", .strings(found.storage)), .init("database_outside", .text(found.outsideDatabase)),
            .init("headline", .string(standing.headline)), .init("is_stale", .bool(standing.isStale)),
            .init("stale_because", .strings(status.staleness.map(\.rawValue))),
            .init("max_age", .integer(status.tolerated)),
            .init("age_unit", .string(status.isCountedInSessions ? "sessions" : "days")),
            .init("markets_followed", .whole(status.subjects?.followed)),
            .init("markets_known", .whole(status.subjects?.known)),
            .init("units", .integer(status.units)), .init("up_to_date", .integer(status.upToDate)),
            .init("retired", .integer(status.retired)),
            .init("rows", .integer(status.rows)),
            .init("newest", .text(status.newest)), .init("expected", .text(status.expected)),
            .init("datasets", .array(status.datasets.map(dataset))),
            .init("last_success_utc", .instant(status.lastSuccess)),
            .init("since_success", .whole(status.silence)),
            .init("recent_runs", .integer(status.recent.runs)),
            .init("recent_successes", .integer(status.recent.succeeded)),
            .init("last_run", status.lastRun.map(run) ?? .null),
            .init("writer", .text(standing.writer)), .init("next_due_utc", .instant(status.nextDue)),
            .init("next_scheduled_utc", .instant(found.nextScheduled)),
            .init("later_run", status.misdated?.json ?? .null),
            .init("behind_count", .integer(status.behindCount)), .init("behind", .array(status.behind.map(lacking))),
            .init("owed_count", .integer(status.owedCount)), .init("owed", .array(status.owed.map(lacking))),
            .init("gap_count", .integer(status.gapCount)), .init("gaps", .array(status.gaps.map(gap))),
            .init("waiting_count", .integer(status.waitingCount)),
            .init("waiting", .array(status.waiting.map(\.json))),
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
            .init("reason", .reason(unit.reason)), .init("next_utc", .instant(unit.next)),
        ])
    }

    private func gap(_ gap: ProviderStatus.Gap) -> JSONOutput {
        .object([
            .init("unit", .string(gap.label)), .init("span", .string(gap.span)),
            .init("reason", .reason(gap.reason)),
            .init("tries", .integer(gap.tries)), .init("next_utc", .instant(gap.next)),
        ])
    }

    private func run(_ run: ProviderStatus.LastRun) -> JSONOutput {
        .object([
            .init("id", .integer(Int(run.run))), .init("job", .string(run.job)),
            .init("ended_utc", .instant(run.ended)),
            .init("exit_code", .whole(run.exitCode)),
            .init("was_killed", .bool(run.wasKilled)),
            .init("aside", .object(RunCounts(aside: run.aside).members(RunCounts.keys(in: .aside)))),
        ])
    }
}
