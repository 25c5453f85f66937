import Archive
import LosslessJSON
import Orchestrator
import PluginKit
import Tabular

/// What `runs` found: the newest runs of each archive, and how its providers' data stand after them.
struct RunListFacts {
    struct Ledger {
        let archive: String
        /// The newest last.
        let runs: [RunRecord]
        let standings: [ProviderStanding]
        /// Whether somebody holds the archive; a run that is not ended otherwise was killed.
        let isBeingWritten: Bool
    }

    let ledgers: [Ledger]

    var json: JSONOutput { .object([.init("archives", .array(ledgers.map(ledger)))]) }

    private func ledger(_ ledger: Ledger) -> JSONOutput {
        .object([
            .init("archive", .string(ledger.archive)),
            .init("runs", .array(ledger.runs.map { .object($0.members) })),
            .init(
                "providers",
                .array(
                    ledger.standings.map {
                        .object([
                            .init("provider", .string($0.status.provider)), .init("headline", .string($0.headline)),
                            .init("is_stale", .bool($0.isStale)),
                        ])
                    })),
        ])
    }
}

/// What `runs show` found: one run of the ledger with its troubles.
struct RunShowFacts {
    let archive: String
    let account: RunAccount

    var json: JSONOutput {
        .object(
            [.init("archive", .string(archive))] + account.run.members + [
                .init(
                    "outcomes",
                    .object(
                        ["done", "incomplete", "absent", "failed"].map {
                            .init($0, .integer(account.outcomes[$0] ?? 0))
                        })),
                .init("upstreams", .array(account.upstreams.map(upstream))),
                .init("trouble_count", .integer(account.troubleCount)),
                .init("troubles", .array(account.troubles.map(unit))),
                .init("restated_count", .integer(account.restatedCount)),
                .init("restated", .array(account.restated.map(\.json))),
            ] + RunCounts(aside: account.aside).members(RunCounts.keys(in: .aside, butIn: .runs)) + [
                .init("quarantined_count", .integer(account.quarantinedCount)),
                .init("quarantined", .array(account.quarantined.map(unit))),
            ])
    }

    private func unit(_ unit: RunUnit) -> JSONOutput {
        .object(
            [
                .init("provider", .string(unit.provider)), .init("unit", .string(unit.label)),
                .init("outcome", .string(unit.outcome)), .init("reason", .reason(unit.reason)),
            ] + unit.counts.members(RunCounts.keys(in: [.runs, .unitSums]), by: \.title) + [
                .init("gaps", .integer(unit.counts.gapsOpen)),
                .init("next_try_utc", .instant(unit.nextTry)), .init("is_forgotten", .bool(unit.isForgotten)),
            ])
    }

    private func upstream(_ met: RunUpstream) -> JSONOutput {
        .object([
            .init("upstream", .string(met.upstream)), .init("host", .text(met.host)), .init("kind", .text(met.met)),
            .init("fetches", .integer(met.fetches)), .init("detail", .text(met.detail)),
        ])
    }
}

/// What `runs changes` found: what the runs after one have changed.
struct RunChangesFacts {
    let archive: String
    let changes: ArchiveChanges

    var json: JSONOutput {
        .object([
            .init("archive", .string(archive)), .init("since", .whole(changes.since)),
            .init("through", .whole(changes.through)), .init("runs", .integer(changes.runs)),
            .init("stored", .array(changes.stored.map(stored))), .init("revised", .array(changes.revised.map(revised))),
            .init("restated_count", .integer(changes.restatedCount)),
            .init("restated", .array(changes.restated.map(\.json))),
            .init("added_count", .integer(changes.addedCount)), .init("added", .array(changes.added.map(unit))),
            .init("forgotten_count", .integer(changes.forgottenCount)),
            .init("forgotten", .array(changes.forgotten.map(unit))),
            .init("revision_count", .integer(changes.revisionCount)),
            .init("revisions", .array(changes.revisions.map(revision))),
        ])
    }

    private func stored(_ stored: ArchiveChanges.Stored) -> JSONOutput {
        .object([
            .init("provider", .string(stored.provider)), .init("datasets", .strings(stored.datasets)),
            .init("units", .integer(stored.units)), .init("rows", .integer(stored.rows)),
        ])
    }

    private func revised(_ revised: ArchiveChanges.Revised) -> JSONOutput {
        .object([
            .init("provider", .string(revised.provider)), .init("dataset", .string(revised.dataset)),
            .init("cause", .string(revised.cause)), .init("rows", .integer(revised.rows)),
        ])
    }

    private func unit(_ unit: ArchiveChanges.Unit) -> JSONOutput {
        .object([
            .init("run", .whole(unit.run)), .init("provider", .string(unit.provider)),
            .init("unit", .string(unit.label)),
        ])
    }

    private func revision(_ record: RevisionRecord) -> JSONOutput {
        .object([
            .init("run", .whole(record.run)), .init("provider", .string(record.provider)),
            .init("unit", .string(record.label)), .init("dataset", .string(record.dataset)),
            .init("key", .string(record.key)), .init("cause", .string(record.cause)),
            .init("stored", .string(record.stored)), .init("answered", .string(record.answered)),
            .init("recorded_utc", .instant(record.recorded)),
        ])
    }
}

extension RunRecord {
    fileprivate var members: [JSONOutput.Member] {
        [
            .init("id", .whole(id)), .init("job", .string(job)), .init("kind", .string(kind.rawValue)),
            .init("is_partial", .bool(isPartial)), .init("providers", .strings(providers)),
            .init("version", .string(version)), .init("state", .string(state.rawValue)),
            .init("exit_code", .whole(exitCode)), .init("failure", .text(failure)), .init("now_utc", .instant(now)),
            .init("started_utc", .instant(started)), .init("ended_utc", .instant(ended)),
            .init("duration_seconds", ended.map { .number($0.seconds(since: started)) } ?? .null),
        ] + counts.units + [.init("success_rate", counts.successRate.map(JSONOutput.number) ?? .null)]
            + counts.members(RunCounts.keys(in: .runs, butIn: .units)) + [
                .init("markets_updated", .whole(marketsUpdated)), .init("prices_updated", .whole(pricesUpdated)),
            ]
    }
}

extension RestatementRecord {
    fileprivate var json: JSONOutput {
        .object([
            .init("run", .whole(run)), .init("provider", .string(provider)), .init("unit", .string(label)),
            .init("reason", .reason(reason)), .init("recorded_utc", .instant(recorded)),
        ])
    }
}
