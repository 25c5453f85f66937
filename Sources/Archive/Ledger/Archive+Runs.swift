import GRDB
import Host
package import Tabular

extension Archive {
    /// A run begins: its ledger row, and from now on the next start knows that it may have been killed. Returns its id.
    package func beginRun(_ start: RunStart) throws -> Int64 {
        try undoingOnFailure {
            try commitGroup()
            // Units that an earlier run left are finished under that run's `now`.
            planNow = try frontier()?.now ?? start.now
            return try transaction { db in
                try db.run(
                    """
                    INSERT INTO runs (job, providers, kind, is_partial, version, state, now, started, local)
                    VALUES (?, ?, ?, ?, ?, 'running', ?, ?, ?)
                    """,
                    [
                        start.job, start.providers.joined(separator: ","), start.kind.rawValue, start.isPartial, start.version,
                        start.now.record, start.started.record, start.local ?? WallTime(seconds: start.started.seconds).text,
                    ])
                let run = db.lastInsertedRowID
                try ArchiveValue.openRun.write(String(run), db)
                return run
            }
        }
    }

    /// A run ends: its group is committed, entities and quarantine are rendered, its ledger row is ended, `update_summary.csv` is rendered.
    /// Units that are still in the frontier stay there for the next run.
    ///
    /// Of an archive that was left after an error only the ledger is written, as far as that still can be: the next `open` puts the files right.
    package func endRun(_ summary: RunSummary) throws {
        if let poison { return try endFailedRun(summary, after: poison) }
        try undoingOnFailure {
            try commitGroup()
            try renderEntities()
            try renderQuarantine()
            try transaction { db in
                try summary.save(db)
                try db.run("DELETE FROM frontier_plan WHERE NOT EXISTS (SELECT 1 FROM frontier)")
                try ArchiveValue.openRun.write(nil, db)
            }
            try renderSummary()
        }
    }

    /// Renders what a run that was cut short did not come to; for a command that finds its work done already.
    package func renderAll() throws {
        try undoingOnFailure {
            try commitGroup()
            try renderEntities()
            try renderQuarantine()
            try renderSummary()
        }
    }

    private func endFailedRun(_ summary: RunSummary, after poison: ArchiveError) throws {
        var summary = summary
        summary.failure = summary.failure ?? poison.message
        do {
            try transaction { db in
                try summary.save(db)
                try RunSummary.countCommitted(db, run: summary.run)
            }
            try renderSummary()
        } catch {
            // What was wrong first is what a person needs to know.
            throw poison
        }
    }

    /// The frontier is given up: its units keep what was committed of them. With it go the spool and unfinished replacements.
    package func dropFrontier() throws {
        guard try frontier() != nil else { return }
        try undoingOnFailure {
            _ = try openGroup()
            for unit in try frontierUnits() { if let entry = try frontierEntry(of: unit) { _ = try dropDrafts(of: entry.unit) } }
            try database.inDatabase { db in
                try db.run("DELETE FROM spool")
                try db.run("DELETE FROM frontier")
                try db.run("DELETE FROM frontier_plan")
            }
            try commitGroup()
        }
    }

    /// Moves the archive's first day back to an earlier one; never forward.
    package func widenStart(to day: Day) throws {
        if let start = try start, start <= day { return }
        try undoingOnFailure {
            try commitGroup()
            try transaction { db in try ArchiveValue.start.write(day.description, db) }
        }
    }
}

extension RunSummary {
    /// Of a run that was killed or failed only what it committed counts.
    static func countCommitted(_ db: Database, run: Int64) throws {
        try db.run(
            """
            UPDATE runs SET total = u.total, success = u.success, failed = u.total - u.success, rows_stored = u.stored, rows_revised = u.revised,
                rows_quarantined = u.quarantined, gaps_filled = u.filled
            FROM (SELECT count(*) AS total, coalesce(sum(outcome IN ('done', 'incomplete')), 0) AS success, coalesce(sum(rows_stored), 0) AS stored,
                    coalesce(sum(rows_revised), 0) AS revised, coalesce(sum(rows_quarantined), 0) AS quarantined,
                    coalesce(sum(gaps_filled), 0) AS filled
                FROM run_units r JOIN units n ON n.id = r.unit WHERE r.run = ?1 AND n.axis IS NOT NULL) u
            WHERE id = ?1
            """, [run])
    }

    func save(_ db: Database) throws {
        try db.run(
            """
            UPDATE runs SET state = 'ended', started = coalesce(?, started), now = coalesce(?, now), ended = ?, local = ?, exit_code = ?, failure = ?, total = ?, success = ?, failed = ?, requests = ?,
                retries = ?, bytes = ?, rows_stored = ?, rows_revised = ?, rows_quarantined = ?, gaps_filled = ?, markets_updated = ?,
                prices_updated = ?, left_open = ? WHERE id = ?
            """,
            [
                started?.record, started?.record, ended.record, local ?? WallTime(seconds: ended.seconds).text, exitCode, failure, total,
                success, failed,
                requests, retries, bytes,
                rowsStored,
                rowsRevised, rowsQuarantined, gapsFilled, markets.isEmpty ? nil : markets.reduce(0) { $0 + $1.markets },
                markets.isEmpty ? nil : markets.reduce(0) { $0 + $1.prices }, leftOpen, run,
            ])
        for count in markets {
            try db.run(
                "INSERT OR REPLACE INTO run_providers (run, provider, markets_updated, prices_updated) VALUES (?, ?, ?, ?)",
                [run, count.provider, count.markets, count.prices])
        }
        for upstream in upstreams {
            try db.run(
                "INSERT OR REPLACE INTO run_upstreams (run, upstream, host, met, fetches, detail) VALUES (?, ?, ?, ?, ?, ?)",
                [run, upstream.upstream, upstream.host, upstream.met, upstream.fetches, upstream.detail])
        }
    }
}
