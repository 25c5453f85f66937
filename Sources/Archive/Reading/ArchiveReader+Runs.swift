import GRDB

extension ArchiveReader {
    /// The ids of the first and the last run; nil where there is none.
    package var runIDs: ClosedRange<Int64>? {
        get throws {
            try read { db in
                guard let first = try db.integer("SELECT min(id) FROM runs"), let last = try db.integer("SELECT max(id) FROM runs") else {
                    return nil
                }
                return first...last
            }
        }
    }

    /// One run; nil where there is none of that id. Of each kind of unit at most `limit` are read, nil: all.
    package func account(ofRun id: Int64, limit: Int? = nil) throws -> RunAccount? {
        try snapshot { db in
            guard let run = try RunRecord.fetch(db, "WHERE id = ?", [id]).first else { return nil }
            var outcomes: [String: Int] = [:]
            let counts = try db.rows("SELECT outcome, count(*) FROM run_units WHERE run = ? GROUP BY outcome", [id])
            while let row = try counts.next() { outcomes[row[0]] = row[1] }
            let order = "CASE r.outcome WHEN 'failed' THEN 0 WHEN 'absent' THEN 1 ELSE 2 END, 1, 2"
            return RunAccount(
                run: run, outcomes: outcomes,
                troubles: try units("r.run = ?1 AND r.outcome <> 'done' ORDER BY \(order) LIMIT ?2", [id, limit ?? -1], db),
                restated: try RestatementRecord.fetch(db, where: "r.run = ?1 ORDER BY r.id LIMIT ?2", [id, limit ?? -1]),
                restatedCount: try count("restatements WHERE run = ?", [id], db),
                quarantined: try units("r.run = ?1 AND r.rows_quarantined > 0 ORDER BY 1, 2 LIMIT ?2", [id, limit ?? -1], db),
                quarantinedCount: try count("run_units WHERE run = ? AND rows_quarantined > 0", [id], db),
                aside: try RecordedAside.fetch(db, run: id), upstreams: try upstreams(id, db))
        }
    }

    /// What in a run did not become a row as it came, and what it could not compare.
    package func aside(of run: Int64) throws -> RecordedAside { try read { db in try RecordedAside.fetch(db, run: run) } }

    private func upstreams(_ run: Int64, _ db: Database) throws -> [RunUpstream] {
        let rows = try db.rows("SELECT upstream, host, met, fetches, detail FROM run_upstreams WHERE run = ? ORDER BY upstream", [run])
        var upstreams: [RunUpstream] = []
        while let row = try rows.next() {
            upstreams.append(RunUpstream(row[0], host: row[1], met: row[2], fetches: row[3], detail: row[4]))
        }
        return upstreams
    }

    /// What the runs behind one have changed. Of each kind at most `limit` are read, nil: all.
    package func changes(since run: Int64, limit: Int? = nil) throws -> ArchiveChanges {
        try snapshot { db in
            let new = """
                SELECT DISTINCT r.unit FROM run_units r
                WHERE r.run > ?1 AND NOT EXISTS (SELECT 1 FROM run_units e WHERE e.unit = r.unit AND e.run <= ?1)
                """
            let added = "units u WHERE u.partition <> '' AND u.id IN (\(new))"
            return ArchiveChanges(
                since: run, through: try db.integer("SELECT max(id) FROM runs WHERE id > ?", [run]),
                runs: try count("runs WHERE id > ?", [run], db), stored: try stored(since: run, db),
                revised: try revised(since: run, db),
                revisions: try RevisionRecord.fetch(db, where: "v.run > ?1 ORDER BY v.id DESC LIMIT ?2", [run, limit ?? -1]),
                restated: try RestatementRecord.fetch(db, where: "r.run > ?1 ORDER BY r.id DESC LIMIT ?2", [run, limit ?? -1]),
                restatedCount: try count("restatements WHERE run > ?", [run], db),
                added: try changed(
                    """
                    SELECT (SELECT min(f.run) FROM run_units f WHERE f.unit = u.id), u.provider, u.label FROM \(added)
                    ORDER BY 1 DESC, 2, 3 LIMIT ?2
                    """, [run, limit ?? -1], db),
                addedCount: try count(added, [run], db),
                forgotten: try changed(
                    "SELECT run, provider, label FROM forgotten WHERE run > ?1 ORDER BY run DESC, provider, label LIMIT ?2",
                    [run, limit ?? -1], db),
                forgottenCount: try count("forgotten WHERE run > ?", [run], db))
        }
    }

    private func stored(since run: Int64, _ db: Database) throws -> [ArchiveChanges.Stored] {
        let rows = try db.rows(
            """
            WITH changed AS (SELECT unit, sum(rows_stored) AS rows FROM run_units WHERE run > ?1 GROUP BY unit HAVING sum(rows_stored) > 0)
            SELECT provider, datasets, count(*), sum(rows) FROM (
                SELECT coalesce(u.provider, f.provider, '') AS provider, c.rows AS rows,
                    coalesce((SELECT group_concat(dataset, ',') FROM (
                        SELECT dataset FROM files WHERE unit = c.unit UNION SELECT dataset FROM table_parts WHERE unit = c.unit ORDER BY 1)), '')
                    AS datasets
                FROM changed c LEFT JOIN units u ON u.id = c.unit LEFT JOIN forgotten f ON f.unit = c.unit)
            GROUP BY provider, datasets ORDER BY provider, datasets
            """, [run])
        var stored: [ArchiveChanges.Stored] = []
        while let row = try rows.next() {
            let datasets = (row[1] as String).split(separator: ",").map(String.init)
            stored.append(.init(provider: row[0], datasets: datasets, units: row[2], rows: row[3]))
        }
        return stored
    }

    private func revised(since run: Int64, _ db: Database) throws -> [ArchiveChanges.Revised] {
        let rows = try db.rows(
            """
            SELECT coalesce(u.provider, f.provider, ''), v.dataset, v.cause, count(*)
            FROM revisions v LEFT JOIN units u ON u.id = v.unit LEFT JOIN forgotten f ON f.unit = v.unit
            WHERE v.run > ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """, [run])
        var revised: [ArchiveChanges.Revised] = []
        while let row = try rows.next() { revised.append(.init(provider: row[0], dataset: row[1], cause: row[2], rows: row[3])) }
        return revised
    }

    private func units(_ condition: String, _ arguments: [(any DatabaseValueConvertible)?], _ db: Database) throws -> [RunUnit] {
        let rows = try db.rows("SELECT \(RunUnit.columns) FROM \(RunUnit.tables) WHERE \(condition)", arguments)
        var units: [RunUnit] = []
        while let row = try rows.next() { units.append(RunUnit(row: row)) }
        return units
    }

    private func changed(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?], _ db: Database) throws -> [ArchiveChanges.Unit] {
        let rows = try db.rows(sql, arguments)
        var units: [ArchiveChanges.Unit] = []
        while let row = try rows.next() { units.append(.init(run: row[0], provider: row[1], label: row[2])) }
        return units
    }

    private func count(_ tables: String, _ arguments: [(any DatabaseValueConvertible)?], _ db: Database) throws -> Int {
        Int(try db.integer("SELECT count(*) FROM \(tables)", arguments) ?? 0)
    }
}
