import Archive
import LosslessJSON
import PluginKit
import Tabular

/// What `runs` found: the newest runs of each archive, and how its providers' data stand after them.
struct RunListFacts: JSONFact {
    struct Ledger {
        let archive: String
        /// The newest last.
        let runs: [RunRecord]
        let standings: [ProviderStanding]
        /// Whether somebody holds the archive; a run that is not ended otherwise was killed.
        let isBeingWritten: Bool
    }

    let ledgers: [Ledger]

    var json: JSONOutput { .object(["archives": ledgers]) }
}

extension RunListFacts.Ledger: JSONFact {
    var json: JSONOutput { .object(["archive": archive, "runs": runs, "providers": standings]) }
}

/// What `runs show` found: one run of the ledger with its troubles.
struct RunShowFacts: JSONFact {
    let archive: String
    let account: RunAccount

    var json: JSONOutput {
        let outcomes = ["done", "incomplete", "absent", "failed"].map { outcome in
            JSONOutput.Member(outcome, .integer(account.outcomes[outcome] ?? 0))
        }
        return .object(
            JSONOutput.members(["archive": archive]) + account.run.members
                + JSONOutput.members([
                    "outcomes": JSONOutput.object(outcomes), "upstreams": account.upstreams,
                    "trouble_count": account.troubleCount, "troubles": account.troubles,
                    "restated_count": account.restatedCount, "restated": account.restated,
                ]) + RunCounts(aside: account.aside).members(RunCounts.keys(in: .aside, butIn: .runs))
                + JSONOutput.members([
                    "quarantined_count": account.quarantinedCount, "quarantined": account.quarantined,
                    "folded_units": account.folded.units,
                ]))
    }
}

/// What `runs changes` found: what the runs after one have changed.
struct RunChangesFacts: JSONFact {
    let archive: String
    let changes: ArchiveChanges

    var json: JSONOutput {
        .object([
            "archive": archive, "since": changes.since, "through": changes.through, "runs": changes.runs,
            "stored": changes.stored, "folded_through": changes.foldedThrough, "revised": changes.revised,
            "restated_count": changes.restatedCount, "restated": changes.restated,
            "added_count": changes.addedCount, "added": changes.added,
            "forgotten_count": changes.forgottenCount, "forgotten": changes.forgotten,
            "revision_count": changes.revisionCount, "revisions": changes.revisions,
        ])
    }
}

// MARK: Records

extension RunRecord: JSONFact {
    var json: JSONOutput { .object(members) }

    fileprivate var members: [JSONOutput.Member] {
        JSONOutput.members([
            "id": id, "job": job, "kind": kind.rawValue, "is_partial": isPartial, "providers": providers,
            "version": version, "state": state.rawValue, "exit_code": exitCode, "failure": failure, "now_utc": now,
            "started_utc": started, "ended_utc": ended, "duration_seconds": ended.map { $0.seconds(since: started) },
        ]) + counts.units + JSONOutput.members(["success_rate": counts.successRate])
            + counts.members(RunCounts.keys(in: .runs, butIn: .units))
            + JSONOutput.members(["markets_updated": marketsUpdated, "prices_updated": pricesUpdated])
    }
}

extension RunUnit: JSONFact {
    var json: JSONOutput {
        .object(
            JSONOutput.members(["provider": provider, "unit": label, "outcome": outcome, "reason": reason])
                + counts.members(RunCounts.keys(in: [.runs, .unitSums]), by: \.title)
                + JSONOutput.members([
                    "gaps": counts.gapsOpen, "next_try_utc": nextTry, "is_forgotten": isForgotten,
                ]))
    }
}

extension RunUpstream: JSONFact {
    var json: JSONOutput {
        .object(["upstream": upstream, "host": host, "kind": met, "fetches": fetches, "detail": detail])
    }
}

extension RestatementRecord: JSONFact {
    var json: JSONOutput {
        .object(["run": run, "provider": provider, "unit": label, "reason": reason, "recorded_utc": recorded])
    }
}

extension RevisionRecord: JSONFact {
    var json: JSONOutput {
        .object([
            "run": run, "provider": provider, "unit": label, "dataset": dataset, "key": key, "cause": cause,
            "stored": stored, "answered": answered, "recorded_utc": recorded,
        ])
    }
}

extension ArchiveChanges.Stored: JSONFact {
    var json: JSONOutput { .object(["provider": provider, "datasets": datasets, "units": units, "rows": rows]) }
}

extension ArchiveChanges.Revised: JSONFact {
    var json: JSONOutput { .object(["provider": provider, "dataset": dataset, "cause": cause, "rows": rows]) }
}

extension ArchiveChanges.Unit: JSONFact {
    var json: JSONOutput { .object(["run": run, "provider": provider, "unit": label]) }
}
