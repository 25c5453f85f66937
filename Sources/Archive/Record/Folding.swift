import GRDB
import Tabular

/// How many units of a run are known by their number only, since they were folded.
package struct FoldedUnits: Sendable, Hashable {
    package private(set) var units = 0
    /// Of these, those that were not `done`.
    package private(set) var troubles = 0
    /// Those of which rows were set aside.
    package private(set) var quarantined = 0

    static func fetch(_ db: Database, run: Int64) throws -> FoldedUnits {
        let rows = try db.rows(
            """
            SELECT coalesce(sum(units), 0), coalesce(sum(units) FILTER (WHERE outcome <> 'done'), 0),
                coalesce(sum(units_quarantined), 0) FROM run_outcomes WHERE run = ?
            """, [run])
        var folded = FoldedUnits()
        guard let row = try rows.next() else { return folded }
        (folded.units, folded.troubles, folded.quarantined) = (row[0], row[1], row[2])
        return folded
    }
}

/// Old runs fold: a year after a run, what it asked of each unit and what the unit came to is kept by month, in
/// `unit_months`, and by outcome, in `run_outcomes`. The run's own row and every change of rows stay as they are.
///
/// A unit's exchanges from its last good one on are never folded: how it stands, how often it has failed in a row, and
/// the answer that last spoke of it are always there.
extension Record {
    /// Days after which a run is folded.
    static let unfolded = 366
    /// About so many exchanges are folded at the end of a run, so that an old archive is folded over some nights.
    static let foldedAtOnce = 20_000

    /// Folds the oldest runs that are not, by the time at which a run began.
    func fold(by run: Int64, atOnce most: Int = foldedAtOnce) throws {
        try write { db in
            guard let now = Instant(record: try db.text("SELECT started FROM runs WHERE id = ?", [run])) else { return }
            let bound = now.adding(days: -Self.unfolded).record
            var last = try ArchiveValue.folded.read(db).flatMap { Int64($0) } ?? 0
            var left = most
            while left > 0, let old = try oldRun(after: last, before: bound, now.record, db) {
                left -= 1 + (try fold(old, db))
                last = old
                try ArchiveValue.folded.write(String(last), db)
            }
        }
    }

    /// The next run that is older than `bound`. One that is later than now, by a clock that was ahead, is passed over
    /// and stays as it is.
    private func oldRun(after last: Int64, before bound: String, _ now: String, _ db: Database) throws -> Int64? {
        try db.integer(
            """
            SELECT id FROM runs WHERE id > ?1 AND started < ?2 AND state <> 'running' AND id < coalesce(
                (SELECT id FROM runs WHERE id > ?1 AND started >= ?2 AND started <= ?3 ORDER BY id LIMIT 1), id + 1)
            ORDER BY id LIMIT 1
            """, [last, bound, now])
    }

    /// Folds one run; returns how many of its exchanges were.
    private func fold(_ run: Int64, _ db: Database) throws -> Int {
        let exchanges = """
            exchanges e JOIN exchange_kinds k ON k.run = e.run AND k.kind = e.kind JOIN runs r ON r.id = e.run
                LEFT JOIN units u ON u.id = e.unit WHERE e.run = ?1 AND (u.id IS NULL OR u.good_run > e.run)
            """
        let columns = RunCounts.unitKeys.map(\.unitColumn)
        try db.run(
            """
            INSERT INTO run_outcomes (run, outcome, cause, detail, units, units_quarantined, \
            \(columns.joined(separator: ", ")))
            SELECT e.run, k.outcome, coalesce(k.cause, ''), min(k.detail), count(*), sum(k.rows_quarantined > 0),
                \(columns.map { "sum(k.\($0))" }.joined(separator: ", "))
            FROM \(exchanges) AND k.outcome IS NOT NULL GROUP BY 2, 3
            """, [run])
        let sums = RunCounts.keys(in: .unitSums).map(\.unitColumn)
        let outcomes = ["done", "incomplete", "absent", "failed"]
        let added = outcomes + sums + ["answers", "bytes", "rows"]
        try db.run(
            """
            INSERT INTO unit_months (month, unit, first_run, last_run, \(added.joined(separator: ", ")), gaps, lower, \
            upper, first_received, last_received, sha256)
            SELECT substr(r.started, 1, 7), e.unit, e.run, e.run,
                \(outcomes.map { "coalesce(sum(k.outcome = '\($0)'), 0)" }.joined(separator: ", ")),
                \(sums.map { "coalesce(sum(k.\($0)), 0)" }.joined(separator: ", ")),
                count(e.sha256), coalesce(sum(e.bytes), 0), coalesce(sum(k.rows), 0), max(k.gaps), min(k.lower),
                max(k.upper), min(k.since + e.received), max(k.since + e.received),
                (SELECT l.sha256 FROM exchanges l WHERE l.run = e.run AND l.unit = e.unit AND l.sha256 IS NOT NULL
                    ORDER BY l.page DESC LIMIT 1)
            FROM \(exchanges) GROUP BY e.unit
            ON CONFLICT (month, unit) DO UPDATE SET last_run = excluded.last_run,
                \(added.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", ")),
                gaps = coalesce(excluded.gaps, gaps), sha256 = coalesce(excluded.sha256, sha256),
                lower = coalesce(min(lower, excluded.lower), lower, excluded.lower),
                upper = coalesce(max(upper, excluded.upper), upper, excluded.upper),
                first_received = coalesce(
                    min(first_received, excluded.first_received), first_received, excluded.first_received),
                last_received = coalesce(
                    max(last_received, excluded.last_received), last_received, excluded.last_received)
            """, [run])
        try db.run(
            """
            DELETE FROM exchanges WHERE run = ?1
                AND NOT EXISTS (SELECT 1 FROM units u WHERE u.id = exchanges.unit AND coalesce(u.good_run, 0) <= ?1)
            """, [run])
        let count = db.changesCount
        try db.run(
            "DELETE FROM exchange_kinds WHERE run = ?1 AND kind NOT IN (SELECT kind FROM exchanges WHERE run = ?1)",
            [run])
        return count
    }
}
