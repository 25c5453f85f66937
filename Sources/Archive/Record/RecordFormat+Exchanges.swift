import GRDB
import Host

#if canImport(FoundationEssentials)
    import struct FoundationEssentials.Data
#else
    import struct Foundation.Data
#endif

/// Exchanges in binary, with what those of a run have in common said once, and by month once they are old. Until then
/// there was a table `answers` with a row of texts for each, and a table `run_units` with one for each unit and run.
extension RecordFormat {
    static let exchanges = """
        CREATE TABLE exchange_kinds (
            run INTEGER NOT NULL, kind INTEGER NOT NULL, since INTEGER, lower INTEGER, upper INTEGER, purpose TEXT,
            status INTEGER, rows INTEGER, outcome TEXT, cause TEXT, detail TEXT, rows_stored INTEGER, rows_revised \
        INTEGER,
            rows_quarantined INTEGER, rows_uncompared INTEGER, gaps INTEGER, gaps_filled INTEGER,
            PRIMARY KEY (run, kind)) WITHOUT ROWID;
        CREATE TABLE exchanges (
            run INTEGER NOT NULL, unit INTEGER NOT NULL, page INTEGER NOT NULL, kind INTEGER NOT NULL, received \
        INTEGER,
            sha256 BLOB, bytes INTEGER, PRIMARY KEY (run, unit, page)) WITHOUT ROWID;

        CREATE TABLE run_outcomes (
            run INTEGER NOT NULL, outcome TEXT NOT NULL, cause TEXT NOT NULL, detail TEXT, units INTEGER NOT NULL,
            units_quarantined INTEGER NOT NULL, rows_stored INTEGER NOT NULL, rows_revised INTEGER NOT NULL,
            rows_quarantined INTEGER NOT NULL, rows_uncompared INTEGER NOT NULL, gaps INTEGER NOT NULL, gaps_filled \
        INTEGER NOT NULL,
            PRIMARY KEY (run, outcome, cause)) WITHOUT ROWID;
        CREATE TABLE unit_months (
            month TEXT NOT NULL, unit INTEGER NOT NULL, first_run INTEGER NOT NULL, last_run INTEGER NOT NULL,
            done INTEGER NOT NULL, incomplete INTEGER NOT NULL, absent INTEGER NOT NULL, failed INTEGER NOT NULL,
            rows_stored INTEGER NOT NULL, rows_revised INTEGER NOT NULL, rows_quarantined INTEGER NOT NULL,
            rows_uncompared INTEGER NOT NULL, gaps INTEGER, gaps_filled INTEGER NOT NULL,
            answers INTEGER NOT NULL, bytes INTEGER NOT NULL, rows INTEGER NOT NULL, lower INTEGER, upper INTEGER,
            first_received INTEGER, last_received INTEGER, sha256 BLOB,
            PRIMARY KEY (month, unit)) WITHOUT ROWID;

        ALTER TABLE units ADD COLUMN first_run INTEGER;
        ALTER TABLE units ADD COLUMN last_run INTEGER;
        ALTER TABLE units ADD COLUMN good_run INTEGER;

        \(moved)
        \(views)
        """

    private static let counts =
        "rows_stored, rows_revised, rows_quarantined, rows_uncompared, gaps, gaps_filled"

    /// Every answer is an exchange, the last one of a unit in a run has what the unit came to, and so has one without
    /// an answer where none came.
    private static let moved = """
        UPDATE units SET first_run = (SELECT min(run) FROM run_units r WHERE r.unit = units.id),
            last_run = (SELECT max(run) FROM run_units r WHERE r.unit = units.id),
            good_run = (SELECT max(run) FROM run_units r WHERE r.unit = units.id AND r.outcome IN ('done', \
        'incomplete'));

        CREATE TABLE exchanges8 AS
        WITH numbered AS (
            SELECT *, row_number() OVER (PARTITION BY run, unit ORDER BY id) - 1 AS page,
                row_number() OVER (PARTITION BY run, unit ORDER BY id DESC) = 1 AS is_last FROM answers),
        all_ends AS (
            SELECT a.run, a.unit, a.page, CAST(strftime('%s', substr(a.received, 1, 19)) AS INTEGER) * 1000000
                    + CAST(substr(a.received, 21, 6) AS INTEGER) AS received, penstock_bytes(a.sha256) AS sha256, \
        a.bytes,
                a.lower, a.upper, a.purpose, a.status, a.rows, r.outcome, r.cause, r.detail, \(counts)
            FROM numbered a LEFT JOIN run_units r ON a.is_last AND r.run = a.run AND r.unit = a.unit
            UNION ALL
            SELECT run, unit, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, outcome, cause, detail, \(counts)
            FROM run_units WHERE (run, unit) NOT IN (SELECT run, unit FROM answers))
        SELECT *, dense_rank() OVER (PARTITION BY run ORDER BY lower, upper, purpose, status, rows, outcome, cause, \
        detail, \(counts)) - 1 AS kind
        FROM all_ends;

        INSERT INTO exchange_kinds (run, kind, since, lower, upper, purpose, status, rows, outcome, cause, detail, \
        \(counts))
            SELECT run, kind, min(received), min(lower), min(upper), min(purpose), min(status), min(rows), min(outcome),
                min(cause), min(detail), min(rows_stored), min(rows_revised), min(rows_quarantined), \
        min(rows_uncompared),
                min(gaps), min(gaps_filled) FROM exchanges8 GROUP BY run, kind;
        INSERT INTO exchanges (run, unit, page, kind, received, sha256, bytes)
            SELECT m.run, m.unit, m.page, m.kind, m.received - k.since, m.sha256, m.bytes
            FROM exchanges8 m JOIN exchange_kinds k ON k.run = m.run AND k.kind = m.kind ORDER BY m.run, m.unit, m.page;
        DROP TABLE exchanges8;
        DROP TABLE answers;
        DROP TABLE run_units;
        """

    /// For whoever reads the database with SQL; the names and columns of the tables that were.
    private static let views = """
        CREATE VIEW answers AS
            SELECT e.run, e.unit, e.page, k.lower, k.upper, k.purpose,
                strftime('%Y-%m-%dT%H:%M:%S', (k.since + e.received) / 1000000, 'unixepoch')
                    || printf('.%06dZ', (k.since + e.received) % 1000000) AS received,
                k.status, lower(hex(e.sha256)) AS sha256, e.bytes, k.rows
            FROM exchanges e JOIN exchange_kinds k ON k.run = e.run AND k.kind = e.kind WHERE e.sha256 IS NOT NULL;
        CREATE VIEW run_units AS
            SELECT e.run, e.unit, k.outcome, k.cause, k.detail, k.rows_stored, k.rows_revised, k.rows_quarantined,
                k.rows_uncompared, k.gaps, k.gaps_filled
            FROM exchanges e JOIN exchange_kinds k ON k.run = e.run AND k.kind = e.kind WHERE k.outcome IS NOT NULL;
        """

    /// `penstock_bytes(text)`: the bytes of hexadecimal digits, which SQLite 3.40 cannot read; of another text its own.
    static var bytesOfDigits: DatabaseFunction {
        DatabaseFunction("penstock_bytes", argumentCount: 1, pure: true) { values in
            String.fromDatabaseValue(values[0]).map { Data(Hexadecimal.bytes(of: $0) ?? Array($0.utf8)) }
        }
    }
}
