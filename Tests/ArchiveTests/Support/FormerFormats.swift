/// What makes an archive of this version one of an earlier format: the newest first, each on top of those behind it.
enum FormerFormats {
    /// What format 6 has added. (Its table of intents is made anew by the migration, whatever it was.)
    static let without6 = "\(without7) ALTER TABLE units DROP COLUMN retired; DROP TABLE former_names;"
    /// And format 7.
    static let without7 =
        """
        \(without8) DROP TABLE run_upstreams; ALTER TABLE runs DROP COLUMN left_open; ALTER TABLE run_units DROP \
        COLUMN rows_uncompared;
        """
    /// And format 8: until then a dataset had its columns without a number.
    static let without8 = """
        \(without9) DROP TABLE schema_starts; ALTER TABLE files DROP COLUMN schema; ALTER TABLE table_parts DROP \
        COLUMN schema;
        ALTER TABLE spool DROP COLUMN schema;
        CREATE TABLE dataset_columns7 (
            provider TEXT NOT NULL, dataset TEXT NOT NULL, position INTEGER NOT NULL,
            name TEXT NOT NULL, type TEXT NOT NULL, is_nullable INTEGER NOT NULL, key_position INTEGER,
            PRIMARY KEY (provider, dataset, position)) WITHOUT ROWID;
        INSERT INTO dataset_columns7 SELECT provider, dataset, position, name, type, is_nullable, key_position FROM \
        dataset_columns;
        DROP TABLE dataset_columns; ALTER TABLE dataset_columns7 RENAME TO dataset_columns;
        """
    /// And format 10: until then only tables knew what a unit's keys begin with.
    static let without10 = "DROP INDEX files_prefix; ALTER TABLE files DROP COLUMN key_prefix;"
    /// And format 9: until then rows that wait were in the database, answers and what units came to were tables of
    /// texts, nobody knew what markets were made from, and all series were in the sinks.
    static let without9 = """
        \(without10) ALTER TABLE files DROP COLUMN tail_length;
        ALTER TABLE subjects DROP COLUMN digest; ALTER TABLE subjects DROP COLUMN holds_until; DROP TABLE kept_series;
        DROP TABLE spool;
        CREATE TABLE spool (
            id INTEGER PRIMARY KEY AUTOINCREMENT, unit INTEGER NOT NULL REFERENCES units (id), dataset TEXT NOT NULL, \
        rows BLOB NOT NULL, sink TEXT, first_tick INTEGER, schema INTEGER NOT NULL DEFAULT 1);
        CREATE INDEX spool_unit ON spool (unit, dataset);
        CREATE TABLE answers8 (
            id INTEGER PRIMARY KEY, run INTEGER NOT NULL, unit INTEGER NOT NULL, lower INTEGER, upper INTEGER, purpose \
        TEXT NOT NULL,
            received TEXT NOT NULL, status INTEGER NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, rows \
        INTEGER NOT NULL);
        INSERT INTO answers8 (run, unit, lower, upper, purpose, received, status, sha256, bytes, rows)
            SELECT run, unit, lower, upper, purpose, received, status, sha256, bytes, rows FROM answers
            ORDER BY run, unit, page;
        CREATE TABLE run_units8 (
            run INTEGER NOT NULL REFERENCES runs (id), unit INTEGER NOT NULL,
            outcome TEXT NOT NULL, cause TEXT, detail TEXT,
            rows_stored INTEGER NOT NULL, rows_revised INTEGER NOT NULL, rows_quarantined INTEGER NOT NULL,
            gaps_filled INTEGER NOT NULL, gaps INTEGER NOT NULL, rows_uncompared INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (run, unit)) WITHOUT ROWID;
        INSERT INTO run_units8 SELECT run, unit, outcome, cause, detail, rows_stored, rows_revised, rows_quarantined,
            gaps_filled, gaps, rows_uncompared FROM run_units;
        DROP VIEW answers; DROP VIEW run_units; DROP TABLE exchanges; DROP TABLE exchange_kinds;
        DROP TABLE run_outcomes; DROP TABLE unit_months;
        ALTER TABLE units DROP COLUMN first_run; ALTER TABLE units DROP COLUMN last_run;
        ALTER TABLE units DROP COLUMN good_run;
        ALTER TABLE answers8 RENAME TO answers; ALTER TABLE run_units8 RENAME TO run_units;
        CREATE INDEX run_units_unit ON run_units (unit, run);
        """
    static let without5 = """
        \(without6)
        ALTER TABLE units DROP COLUMN compared; ALTER TABLE units DROP COLUMN rereads; ALTER TABLE units DROP COLUMN \
        accepted;
        ALTER TABLE units DROP COLUMN announced; DROP TABLE replaced; DROP TABLE flags;
        """
}
