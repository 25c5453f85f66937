import GRDB
import Host
package import Tabular

/// The ledger of runs: tables `runs`, `run_providers` and `run_upstreams`.
extension Record {
    /// The newest runs, the newest first.
    package func runs(limit: Int = 20) throws -> [RunRecord] {
        try read { db in try RunRecord.fetch(db, "ORDER BY id DESC LIMIT ?", [limit]) }
    }

    /// The newest backfill or update of all that is followed that ended with exit code 0; of one provider where one is
    /// named. One that is later than `now` says nothing of how fresh the archive is, and neither does one that asked
    /// for nothing while something was lacking, whatever became of that since.
    package func lastSuccess(of provider: String? = nil, by now: Instant? = nil) throws -> RunRecord? {
        try newest(RunRecord.isSuccess, of: provider, by: now)
    }

    /// The newest such run that went through all that was due: with 0, or with 10, where what it lacks is in the record
    /// unit by unit.
    package func lastThrough(of provider: String? = nil, by now: Instant? = nil) throws -> RunRecord? {
        try newest("(exit_code = 10 OR \(RunRecord.isSuccess))", of: provider, by: now)
    }

    private func newest(_ condition: String, of provider: String?, by now: Instant?) throws -> RunRecord? {
        let bound = now?.adding(seconds: Record.tolerated).record
        return try read { db in
            try RunRecord.fetch(
                db,
                """
                WHERE \(condition) AND \(RunRecord.isWhole) AND (?2 IS NULL OR started <= ?2) ORDER BY id DESC LIMIT 1
                """,
                [provider, bound]
            ).first
        }
    }

    /// The newest backfill or update of all that a provider follows, whatever became of it.
    package func lastTry(of provider: String) throws -> RunRecord? {
        try read { db in
            try RunRecord.fetch(db, "WHERE \(RunRecord.isWhole) ORDER BY id DESC LIMIT 1", [provider]).first
        }
    }

    /// Of the last ended backfills and updates of all that a provider follows, at most `count`: how many there were,
    /// and how many succeeded.
    package func successes(of provider: String, last count: Int) throws -> (runs: Int, succeeded: Int) {
        try read { db in
            let rows = try db.rows(
                """
                SELECT count(*), coalesce(sum(is_success), 0) FROM
                (SELECT \(RunRecord.isSuccess) AS is_success FROM runs WHERE state <> 'running' AND \
                \(RunRecord.isWhole) ORDER BY id DESC LIMIT ?2)
                """, [provider, count])
            let row = try rows.next()
            return (row?[0] ?? 0, row?[1] ?? 0)
        }
    }

    package var runCount: Int {
        get throws { try read { db in Int(try db.integer("SELECT count(*) FROM runs") ?? 0) } }
    }

    /// The ids of the first and the last run; nil where there is none.
    package var runIDs: ClosedRange<Int64>? {
        get throws {
            try read { db in
                guard let first = try db.integer("SELECT min(id) FROM runs"),
                    let last = try db.integer("SELECT max(id) FROM runs")
                else {
                    return nil
                }
                return first...last
            }
        }
    }

    func upstreams(_ run: Int64, _ db: Database) throws -> [RunUpstream] {
        let rows = try db.rows(
            "SELECT upstream, host, met, fetches, detail FROM run_upstreams WHERE run = ? ORDER BY upstream", [run])
        var upstreams: [RunUpstream] = []
        while let row = try rows.next() {
            upstreams.append(RunUpstream(row[0], host: row[1], met: row[2], fetches: row[3], detail: row[4]))
        }
        return upstreams
    }
}

extension Record {
    /// A run begins: its ledger row, and from now on the next start knows that it may have been killed. Returns its id.
    func begin(_ start: RunStart) throws -> Int64 {
        try write { db in
            try db.run(
                """
                INSERT INTO runs (job, providers, kind, is_partial, version, state, now, started, local)
                VALUES (?, ?, ?, ?, ?, 'running', ?, ?, ?)
                """,
                [
                    start.job, start.providers.joined(separator: ","), start.kind.rawValue, start.isPartial,
                    start.version,
                    start.now.record, start.started.record,
                    start.local ?? WallTime(seconds: start.started.seconds).text,
                ])
            let run = db.lastInsertedRowID
            try ArchiveValue.openRun.write(String(run), db)
            return run
        }
    }

    /// The run began at another time than it had thought.
    func begin(_ run: Int64, at started: Instant) throws {
        try write { db in
            try db.run(
                "UPDATE runs SET started = ?, now = ?, local = ? WHERE id = ?",
                [started.record, started.record, WallTime(seconds: started.seconds).text, run])
        }
    }

    /// A run has ended.
    func end(_ summary: RunSummary) throws {
        try write { db in
            try summary.save(db)
            try db.run("DELETE FROM frontier_plan WHERE NOT EXISTS (SELECT 1 FROM frontier)")
            try ArchiveValue.openRun.write(nil, db)
        }
    }

    /// A run was left after an error: only what it committed counts, and the next start puts the rest right.
    func fail(_ summary: RunSummary) throws {
        try write { db in
            try summary.save(db)
            try RunSummary.countCommitted(db, run: summary.run)
        }
    }

    /// Killed runs get their counts from what they committed. Returns them.
    func interruptRuns() throws -> [Int64] {
        try write { db in
            let runs = try Int64.fetchAll(db, sql: "SELECT id FROM runs WHERE state = 'running' ORDER BY id")
            for run in runs {
                try RunSummary.countCommitted(db, run: run)
                try db.run(
                    """
                    UPDATE runs SET state = 'interrupted', failure = coalesce(failure, 'interrupted'),
                        requests = (SELECT count(sha256) FROM exchanges WHERE run = ?1),
                        bytes = (SELECT coalesce(sum(bytes), 0) FROM exchanges WHERE run = ?1)
                    WHERE id = ?1
                    """, [run])
            }
            try ArchiveValue.openRun.write(nil, db)
            return runs
        }
    }

    /// All runs, the oldest first.
    func allRuns() throws -> [RunRecord] { try read { db in try RunRecord.fetch(db, "ORDER BY id") } }

    /// The newest run that has ended or was killed; nil: none has.
    func newestEnded() throws -> Int64? {
        try read { db in try db.integer("SELECT max(id) FROM runs WHERE state <> 'running'") }
    }

    /// Whether a run is there and has ended.
    func hasEnded(_ run: Int64) throws -> Bool {
        try read { db in try db.integer("SELECT 1 FROM runs WHERE id = ? AND state <> 'running'", [run]) != nil }
    }

    /// How many runs have ended as they should, two at most.
    package func endedRuns() throws -> Int64 {
        try read { db in try db.integer("SELECT count(*) FROM (SELECT 1 FROM runs WHERE state = 'ended' LIMIT 2)") ?? 0
        }
    }
}

extension RunSummary {
    /// Of a run that was killed or failed only what it committed counts.
    static func countCommitted(_ db: Database, run: Int64) throws {
        let sums = RunCounts.keys(in: [.runs, .unitSums])
        try db.run(
            """
            UPDATE runs SET total = u.total, success = u.success, failed = u.total - u.success,
                \(sums.map { "\($0.name) = u.\($0.name)" }.joined(separator: ", "))
            FROM (SELECT count(*) AS total, coalesce(sum(outcome IN ('done', 'incomplete')), 0) AS success,
                    \(sums.map { "coalesce(sum(r.\($0.unitColumn)), 0) AS \($0.name)" }.joined(separator: ", "))
                FROM run_units r JOIN units n ON n.id = r.unit WHERE r.run = ?1 AND n.axis IS NOT NULL) u
            WHERE id = ?1
            """, [run])
    }

    func save(_ db: Database) throws {
        try db.run(
            """
            UPDATE runs SET state = 'ended', started = coalesce(?, started), now = coalesce(?, now), ended = ?, local \
            = ?, exit_code = ?,
                failure = ?, markets_updated = ?, prices_updated = ?, left_open = ?, total = ?,
                \(RunCounts.runKeys.map { "\($0.name) = ?" }.joined(separator: ", ")) WHERE id = ?
            """,
            [
                started?.record, started?.record, ended.record, local ?? WallTime(seconds: ended.seconds).text,
                exitCode, failure,
                markets.isEmpty ? nil : markets.reduce(0) { $0 + $1.markets },
                markets.isEmpty ? nil : markets.reduce(0) { $0 + $1.prices },
                leftOpen, counts.total,
            ] + counts.values(RunCounts.runKeys) + [run])
        for count in markets {
            try db.run(
                """
                INSERT OR REPLACE INTO run_providers (run, provider, markets_updated, prices_updated) VALUES (?, ?, ?, \
                ?)
                """,
                [run, count.provider, count.markets, count.prices])
        }
        for upstream in upstreams {
            try db.run(
                """
                INSERT OR REPLACE INTO run_upstreams (run, upstream, host, met, fetches, detail) VALUES (?, ?, ?, ?, \
                ?, ?)
                """,
                [run, upstream.upstream, upstream.host, upstream.met, upstream.fetches, upstream.detail])
        }
    }
}
