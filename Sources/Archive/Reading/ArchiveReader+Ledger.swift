import GRDB
import Host
package import PluginKit
package import Tabular

extension ArchiveReader {
    /// The newest runs, the newest first.
    package func runs(limit: Int = 20) throws -> [RunRecord] {
        try read { db in try RunRecord.fetch(db, "ORDER BY id DESC LIMIT ?", [limit]) }
    }

    /// The newest backfill or update of all that is followed that ended with exit code 0; of one provider where one is named. One that is later
    /// than `now` says nothing of how fresh the archive is, and neither does one that asked for nothing while something was
    /// lacking, whatever became of that since.
    package func lastSuccess(of provider: String? = nil, by now: Instant? = nil) throws -> RunRecord? {
        try newest(RunRecord.isSuccess, of: provider, by: now)
    }

    /// The newest such run that went through all that was due: with 0, or with 10, where what it lacks is in the record unit by unit.
    package func lastThrough(of provider: String? = nil, by now: Instant? = nil) throws -> RunRecord? {
        try newest("(exit_code = 10 OR \(RunRecord.isSuccess))", of: provider, by: now)
    }

    private func newest(_ condition: String, of provider: String?, by now: Instant?) throws -> RunRecord? {
        let bound = now?.adding(seconds: Self.tolerated).record
        return try read { db in
            try RunRecord.fetch(
                db, "WHERE \(condition) AND \(RunRecord.isWhole) AND (?2 IS NULL OR started <= ?2) ORDER BY id DESC LIMIT 1",
                [provider, bound]
            ).first
        }
    }

    /// The newest backfill or update of all that a provider follows, whatever became of it.
    package func lastTry(of provider: String) throws -> RunRecord? {
        try read { db in try RunRecord.fetch(db, "WHERE \(RunRecord.isWhole) ORDER BY id DESC LIMIT 1", [provider]).first }
    }

    /// Why units of a run were not done, the commonest first, each with the first detail and how many units.
    package func reasons(ofRun run: Int64, limit: Int = 3) throws -> [(reason: Reason, units: Int)] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT cause, min(detail), count(*) FROM run_units WHERE run = ? AND outcome <> 'done' AND cause IS NOT NULL
                GROUP BY cause ORDER BY 3 DESC, 1 LIMIT ?
                """, [run, limit])
            var reasons: [(reason: Reason, units: Int)] = []
            while let row = try rows.next() { reasons.append((Reason(row[0], row[1] ?? ""), row[2])) }
            return reasons
        }
    }

    /// Of the last ended backfills and updates of all that a provider follows, at most `count`: how many there were, and how many succeeded.
    package func successes(of provider: String, last count: Int) throws -> (runs: Int, succeeded: Int) {
        try read { db in
            let rows = try db.rows(
                """
                SELECT count(*), coalesce(sum(is_success), 0) FROM
                (SELECT \(RunRecord.isSuccess) AS is_success FROM runs WHERE state <> 'running' AND \(RunRecord.isWhole) ORDER BY id DESC LIMIT ?2)
                """, [provider, count])
            let row = try rows.next()
            return (row?[0] ?? 0, row?[1] ?? 0)
        }
    }

    /// How a unit's last work ended: the outcome (`done`, `incomplete`, `absent`, `failed`), why, and in which run. nil: never worked on.
    package func lastOutcome(of unit: Int64) throws -> (outcome: String, reason: Reason?, run: Int64)? {
        try read { db in
            let rows = try db.rows("SELECT outcome, cause, detail, run FROM run_units WHERE unit = ? ORDER BY run DESC LIMIT 1", [unit])
            return try rows.next().map { row in (row[0], (row[1] as String?).map { Reason($0, row[2] ?? "") }, row[3]) }
        }
    }

    /// The rows of a table of entities in key order; empty where there is none yet.
    package func entities(of provider: String, in dataset: Dataset) throws -> Batch {
        try entityRows(EntityTable(provider: provider, dataset: dataset))
    }

    /// Who writes the archive at this moment, as the holder says it; nil: nobody.
    package var writer: String? { ArchiveLock.holder(on: disk) }
}
