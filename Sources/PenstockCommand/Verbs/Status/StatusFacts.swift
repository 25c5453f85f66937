import Archive
import LosslessJSON
import Orchestrator
import PluginKit
import Tabular

/// What `status` found: how each provider's data stand in its archive.
struct StatusFacts: JSONFact {
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

    var isStale: Bool { providers.contains(where: \.standing.isStale) }

    var json: JSONOutput { .object(["now_utc": now, "is_stale": isStale, "providers": providers]) }
}

extension StatusFacts.Provider: JSONFact {
    var json: JSONOutput {
        let status = standing.status
        return .object([
            "provider": status.provider, "archive": archive, "storage": storage, "database_outside": outsideDatabase,
            "headline": standing.headline, "is_stale": standing.isStale,
            "stale_because": status.staleness.map(\.rawValue), "max_age": status.tolerated,
            "age_unit": status.isCountedInSessions ? "sessions" : "days",
            "markets_followed": status.subjects?.followed, "markets_known": status.subjects?.known,
            "units": status.units, "up_to_date": status.upToDate, "retired": status.retired, "rows": status.rows,
            "newest": status.newest, "expected": status.expected, "datasets": status.datasets,
            "last_success_utc": status.lastSuccess, "since_success": status.silence,
            "recent_runs": status.recent.runs, "recent_successes": status.recent.succeeded,
            "last_run": status.lastRun, "writer": standing.writer, "next_due_utc": status.nextDue,
            "next_scheduled_utc": nextScheduled, "later_run": status.misdated,
            "behind_count": status.behindCount, "behind": status.behind,
            "owed_count": status.owedCount, "owed": status.owed,
            "gap_count": status.gapCount, "gaps": status.gaps,
            "waiting_count": status.waitingCount, "waiting": status.waiting, "quarantine": status.quarantine,
        ])
    }
}

extension ProviderStatus.DatasetStatus: JSONFact {
    var json: JSONOutput {
        .object([
            "dataset": name, "units": units, "rows": rows, "newest": newest, "expected": expected,
            "up_to_date": upToDate, "owed": owed, "behind": behind, "without_data": withoutData, "age_seconds": age,
        ])
    }
}

extension ProviderStatus.LastRun: JSONFact {
    var json: JSONOutput {
        .object([
            "id": run, "job": job, "ended_utc": ended, "exit_code": exitCode, "was_killed": wasKilled,
            "aside": JSONOutput.object(RunCounts(aside: aside).members(RunCounts.keys(in: .aside))),
        ])
    }
}

extension ProviderStatus.Lacking: JSONFact {
    var json: JSONOutput {
        .object(["unit": label, "last": last, "missing": missing, "reason": reason, "next_utc": next])
    }
}

extension ProviderStatus.Gap: JSONFact {
    var json: JSONOutput {
        .object(["unit": label, "span": span, "reason": reason, "tries": tries, "next_utc": next])
    }
}

extension QuarantineCount: JSONFact {
    var json: JSONOutput { .object(["dataset": dataset, "rule": rule, "rows": rows]) }
}
