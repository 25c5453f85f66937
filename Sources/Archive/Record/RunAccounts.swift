import GRDB
import PluginKit

/// One run with what a person wants to know of its units.
package struct RunAccount: Sendable {
    package let run: RunRecord
    /// How many units ended as `done`, `incomplete`, `absent` and `failed`; lists among them.
    package let outcomes: [String: Int]
    /// Units that were not `done`; the failed ones first. At most as many as were asked for, of `troubleCount`.
    package let troubles: [RunUnit]
    package let restated: [RestatementRecord]
    package let restatedCount: Int
    /// Units of which the run set rows aside.
    package let quarantined: [RunUnit]
    package let quarantinedCount: Int
    /// All that did not become a row as it came.
    package let aside: RunCounts.Aside
    /// The upstreams that were asked, in the order of their names; none of a run that has not ended, or of one before
    /// format 7.
    package let upstreams: [RunUpstream]
    /// Of the units, those of which the record has the number only.
    package let folded: FoldedUnits

    package var troubleCount: Int { outcomes.filter { $0.key != "done" }.values.reduce(0, +) }
}

extension RunCounts.Aside {
    /// As the record has it: nothing says of a row there whether it was new.
    static func fetch(_ db: Database, run: Int64) throws -> RunCounts.Aside {
        let waiting = Reason.waiting.sorted()
        let places = waiting.indices.map { "?\($0 + 2)" }.joined(separator: ", ")
        let rows = try db.rows(
            """
            SELECT coalesce(sum(rows_quarantined), 0), coalesce(sum(gaps) FILTER (WHERE cause IN (\(places))), 0),
                (SELECT count(*) FROM revisions WHERE run = ?1 AND cause = 'duplicate'), (SELECT count(*) FROM flags \
            WHERE run = ?1), coalesce(sum(rows_uncompared), 0) FROM \(Record.ends)
            """, [run] + waiting)
        var aside = RunCounts.Aside()
        guard let row = try rows.next() else { return aside }
        (aside.quarantined, aside.held, aside.contradicted, aside.remarks) = (row[0], row[1], row[2], row[3])
        aside.uncompared = row[4]
        return aside
    }
}

/// What runs after a given one changed.
package struct ArchiveChanges: Sendable {
    /// Rows that were stored, by provider and by the datasets that their units feed: a unit counts its rows together.
    package struct Stored: Sendable, Hashable {
        package let provider: String
        package let datasets: [String]
        package let units: Int
        package let rows: Int
    }

    /// Rows of a dataset that an answer disagreed with, by cause.
    package struct Revised: Sendable, Hashable {
        package let provider: String
        package let dataset: String
        /// `revision`, `restated` or `duplicate`.
        package let cause: String
        package let rows: Int
    }

    /// A unit that came or went, and in which run.
    package struct Unit: Sendable, Hashable {
        package let run: Int64
        package let provider: String
        package let label: String
    }

    package let since: Int64
    /// The newest run; nil where there is none behind `since`.
    package let through: Int64?
    package let runs: Int
    package let stored: [Stored]
    /// The last run of which rows that were stored are known only together with those of runs before these, and are not
    /// among them; nil: all are.
    package let foldedThrough: Int64?
    package let revised: [Revised]
    /// The newest first, at most as many as were asked for; so the others.
    package let revisions: [RevisionRecord]
    package let restated: [RestatementRecord]
    package let restatedCount: Int
    /// Series that were asked for the first time.
    package let added: [Unit]
    package let addedCount: Int
    package let forgotten: [Unit]
    package let forgottenCount: Int

    package var revisionCount: Int { revised.reduce(0) { $0 + $1.rows } }
}

/// What a run did, or the runs since another, gathered from all tables of the ledger.
extension Record {
    /// One run; nil where there is none of that id. Of each kind of unit at most `limit` are read, nil: all.
    package func account(ofRun id: Int64, limit: Int? = nil) throws -> RunAccount? {
        try snapshot { db in
            guard let run = try RunRecord.fetch(db, "WHERE id = ?", [id]).first else { return nil }
            var outcomes: [String: Int] = [:]
            let counts = try db.rows("SELECT outcome, sum(units) FROM \(Self.ends) GROUP BY outcome", [id])
            while let row = try counts.next() { outcomes[row[0]] = row[1] }
            let order = "CASE r.outcome WHEN 'failed' THEN 0 WHEN 'absent' THEN 1 ELSE 2 END, 1, 2"
            return RunAccount(
                run: run, outcomes: outcomes,
                troubles: try units(
                    "r.run = ?1 AND r.outcome <> 'done' ORDER BY \(order) LIMIT ?2", [id, limit ?? -1], db),
                restated: try RestatementRecord.fetch(
                    db, where: "r.run = ?1 ORDER BY r.id LIMIT ?2", [id, limit ?? -1]),
                restatedCount: try count("restatements WHERE run = ?", [id], db),
                quarantined: try units(
                    "r.run = ?1 AND r.rows_quarantined > 0 ORDER BY 1, 2 LIMIT ?2", [id, limit ?? -1], db),
                quarantinedCount: Int(
                    try db.integer("SELECT coalesce(sum(units_quarantined), 0) FROM \(Self.ends)", [id]) ?? 0),
                aside: try .fetch(db, run: id), upstreams: try upstreams(id, db), folded: try .fetch(db, run: id))
        }
    }

    /// What in a run did not become a row as it came, and what it could not compare.
    package func aside(of run: Int64) throws -> RunCounts.Aside { try read { db in try .fetch(db, run: run) } }

    /// What the runs behind one have changed. Of each kind at most `limit` are read, nil: all.
    package func changes(since run: Int64, limit: Int? = nil) throws -> ArchiveChanges {
        try snapshot { db in
            let added = "units u WHERE u.partition <> '' AND u.first_run > ?1"
            return ArchiveChanges(
                since: run, through: try db.integer("SELECT max(id) FROM runs WHERE id > ?", [run]),
                runs: try count("runs WHERE id > ?", [run], db), stored: try stored(since: run, db),
                foldedThrough: try db.integer(
                    "SELECT max(last_run) FROM unit_months WHERE first_run <= ?1 AND last_run > ?1", [run]),
                revised: try revised(since: run, db),
                revisions: try RevisionRecord.fetch(
                    db, where: "v.run > ?1 ORDER BY v.id DESC LIMIT ?2", [run, limit ?? -1]),
                restated: try RestatementRecord.fetch(
                    db, where: "r.run > ?1 ORDER BY r.id DESC LIMIT ?2", [run, limit ?? -1]),
                restatedCount: try count("restatements WHERE run > ?", [run], db),
                added: try changed(
                    """
                    SELECT u.first_run, u.provider, u.label FROM \(added) ORDER BY 1 DESC, 2, 3 LIMIT ?2
                    """, [run, limit ?? -1], db),
                addedCount: try count(added, [run], db),
                forgotten: try changed(
                    """
                    SELECT run, provider, label FROM forgotten WHERE run > ?1 ORDER BY run DESC, provider, label LIMIT \
                    ?2
                    """,
                    [run, limit ?? -1], db),
                forgottenCount: try count("forgotten WHERE run > ?", [run], db))
        }
    }

    private func stored(since run: Int64, _ db: Database) throws -> [ArchiveChanges.Stored] {
        let rows = try db.rows(
            """
            WITH changed AS (
                SELECT unit, sum(rows_stored) AS rows FROM (
                    SELECT unit, rows_stored FROM run_units WHERE run > ?1
                    UNION ALL SELECT unit, rows_stored FROM unit_months WHERE first_run > ?1)
                GROUP BY unit HAVING sum(rows_stored) > 0)
            SELECT provider, datasets, count(*), sum(rows) FROM (
                SELECT coalesce(u.provider, f.provider, '') AS provider, c.rows AS rows,
                    coalesce((SELECT group_concat(dataset, ',') FROM (
                        SELECT dataset FROM files WHERE unit = c.unit UNION SELECT dataset FROM table_parts WHERE unit \
            = c.unit ORDER BY 1)), '')
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
        while let row = try rows.next() {
            revised.append(.init(provider: row[0], dataset: row[1], cause: row[2], rows: row[3]))
        }
        return revised
    }

    private func units(_ condition: String, _ arguments: [(any DatabaseValueConvertible)?], _ db: Database) throws
        -> [RunUnit]
    {
        let rows = try db.rows("SELECT \(RunUnit.columns) FROM \(RunUnit.tables) WHERE \(condition)", arguments)
        var units: [RunUnit] = []
        while let row = try rows.next() { units.append(RunUnit(row: row)) }
        return units
    }

    private func changed(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?], _ db: Database) throws
        -> [ArchiveChanges.Unit]
    {
        let rows = try db.rows(sql, arguments)
        var units: [ArchiveChanges.Unit] = []
        while let row = try rows.next() { units.append(.init(run: row[0], provider: row[1], label: row[2])) }
        return units
    }

    private func count(_ tables: String, _ arguments: [(any DatabaseValueConvertible)?], _ db: Database) throws -> Int {
        Int(try db.integer("SELECT count(*) FROM \(tables)", arguments) ?? 0)
    }
}
