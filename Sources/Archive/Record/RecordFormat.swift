import GRDB

/// The tables of `archive.db`, as migrations: format n is what the first n of them make. docs/archive.md describes
/// every column.
enum RecordFormat {
    /// Of this version of the program.
    static var current: Int { migrations.count }

    static let migrations: [(name: String, sql: String)] = [
        ("1", tables1), ("2", tables2), ("3", tables3), ("4", tables4), ("5", tables5), ("6", tables6), ("7", tables7),
        ("8", tables8), ("9", tables9), ("10", tables10),
    ]

    static func migrator(_ migrations: [(name: String, sql: String)] = migrations) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for migration in migrations {
            migrator.registerMigration(migration.name) { db in
                db.add(function: bytesOfDigits)
                try db.execute(sql: migration.sql)
            }
        }
        return migrator
    }

    private static let tables1 = """
        CREATE TABLE archive (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;

        CREATE TABLE dataset_columns (
            provider TEXT NOT NULL, dataset TEXT NOT NULL, position INTEGER NOT NULL,
            name TEXT NOT NULL, type TEXT NOT NULL, is_nullable INTEGER NOT NULL, key_position INTEGER,
            PRIMARY KEY (provider, dataset, position)) WITHOUT ROWID;

        CREATE TABLE units (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            provider TEXT NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL, partition TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('known', 'admitted', 'sealed')),
            axis TEXT, note TEXT, rank REAL, start INTEGER,
            due TEXT, tries INTEGER NOT NULL DEFAULT 0, cause TEXT, cause_detail TEXT, completed TEXT,
            UNIQUE (provider, name));
        CREATE INDEX units_due ON units (provider, due) WHERE due IS NOT NULL;
        CREATE INDEX units_known ON units (provider, rank) WHERE state = 'known';
        CREATE INDEX units_admitted ON units (provider, state) WHERE state <> 'known';

        CREATE TABLE files (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            unit INTEGER NOT NULL REFERENCES units (id), dataset TEXT NOT NULL, sink TEXT NOT NULL, path TEXT NOT NULL \
        UNIQUE,
            length INTEGER NOT NULL DEFAULT 0, tail_sha256 TEXT, rows INTEGER NOT NULL DEFAULT 0, first_tick INTEGER, \
        last_tick INTEGER,
            rewrite_length INTEGER, rewrite_rows INTEGER, rewrite_first_tick INTEGER, rewrite_last_tick INTEGER,
            UNIQUE (unit, dataset, sink));

        CREATE TABLE intents (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('rename', 'remove')),
            path TEXT NOT NULL, length INTEGER, tail_sha256 TEXT);

        CREATE TABLE coverage (
            unit INTEGER NOT NULL REFERENCES units (id), lower INTEGER NOT NULL, upper INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('stored', 'empty', 'gap', 'unavailable')),
            cause TEXT, detail TEXT, tries INTEGER, next_try TEXT,
            PRIMARY KEY (unit, lower)) WITHOUT ROWID;

        CREATE TABLE facts (provider TEXT PRIMARY KEY, facts TEXT NOT NULL, run INTEGER NOT NULL) WITHOUT ROWID;

        CREATE TABLE frontier (
            id INTEGER PRIMARY KEY AUTOINCREMENT, unit INTEGER NOT NULL UNIQUE REFERENCES units (id),
            lower INTEGER, upper INTEGER, purpose TEXT NOT NULL, cursor TEXT, pages INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE frontier_plan (
            id INTEGER PRIMARY KEY CHECK (id = 1), now TEXT NOT NULL, run INTEGER NOT NULL, finished INTEGER NOT NULL);

        CREATE TABLE spool (
            id INTEGER PRIMARY KEY AUTOINCREMENT, unit INTEGER NOT NULL REFERENCES units (id), dataset TEXT NOT NULL, \
        rows BLOB NOT NULL);
        CREATE INDEX spool_unit ON spool (unit, dataset);

        CREATE TABLE runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT, job TEXT NOT NULL, providers TEXT NOT NULL, version TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('running', 'ended', 'interrupted')),
            now TEXT NOT NULL, started TEXT NOT NULL, ended TEXT, local TEXT NOT NULL, exit_code INTEGER, failure TEXT,
            total INTEGER NOT NULL DEFAULT 0, success INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
            requests INTEGER NOT NULL DEFAULT 0, retries INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
            rows_stored INTEGER NOT NULL DEFAULT 0, rows_revised INTEGER NOT NULL DEFAULT 0, rows_quarantined INTEGER \
        NOT NULL DEFAULT 0,
            gaps_filled INTEGER NOT NULL DEFAULT 0, markets_updated INTEGER, prices_updated INTEGER);

        CREATE TABLE run_units (
            run INTEGER NOT NULL REFERENCES runs (id), unit INTEGER NOT NULL,
            outcome TEXT NOT NULL, cause TEXT, detail TEXT,
            rows_stored INTEGER NOT NULL, rows_revised INTEGER NOT NULL, rows_quarantined INTEGER NOT NULL,
            gaps_filled INTEGER NOT NULL, gaps INTEGER NOT NULL,
            PRIMARY KEY (run, unit)) WITHOUT ROWID;
        CREATE INDEX run_units_unit ON run_units (unit, run);

        CREATE TABLE answers (
            id INTEGER PRIMARY KEY, run INTEGER NOT NULL, unit INTEGER NOT NULL, lower INTEGER, upper INTEGER, purpose \
        TEXT NOT NULL,
            received TEXT NOT NULL, status INTEGER NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, rows \
        INTEGER NOT NULL);

        CREATE TABLE quarantine (
            id INTEGER PRIMARY KEY, unit INTEGER NOT NULL REFERENCES units (id), dataset TEXT NOT NULL, key TEXT NOT \
        NULL, rule TEXT NOT NULL,
            digest TEXT NOT NULL, reason TEXT NOT NULL, raw TEXT NOT NULL,
            first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, times INTEGER NOT NULL DEFAULT 1,
            UNIQUE (unit, dataset, key, rule, digest));

        CREATE TABLE revisions (
            id INTEGER PRIMARY KEY, run INTEGER NOT NULL, unit INTEGER NOT NULL, dataset TEXT NOT NULL, key TEXT NOT \
        NULL, cause TEXT NOT NULL,
            stored TEXT NOT NULL, answered TEXT NOT NULL, recorded TEXT NOT NULL);
        CREATE INDEX revisions_unit ON revisions (unit, dataset);

        CREATE TABLE entity_tables (
            provider TEXT NOT NULL, dataset TEXT NOT NULL, changes INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (provider, dataset)) WITHOUT ROWID;
        CREATE TABLE rendered_files (
            path TEXT PRIMARY KEY, changes INTEGER NOT NULL, length INTEGER NOT NULL, sha256 TEXT NOT NULL) WITHOUT \
        ROWID;

        CREATE TABLE forgotten (unit INTEGER PRIMARY KEY, provider TEXT NOT NULL, name TEXT NOT NULL, label TEXT NOT \
        NULL, run INTEGER);

        CREATE VIEW coverage_days AS
            SELECT u.provider, u.label, c.state, date(c.lower * 86400, 'unixepoch') AS first_day,
                date((c.upper - 1) * 86400, 'unixepoch') AS last_day, c.cause, c.detail, c.tries, c.next_try
            FROM coverage c JOIN units u ON u.id = c.unit WHERE u.axis = 'sessions';
        """

    private static let tables2 = """
        ALTER TABLE files ADD COLUMN seals INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE files ADD COLUMN rows_digest TEXT;
        ALTER TABLE files ADD COLUMN rewrite_seals INTEGER;
        ALTER TABLE files ADD COLUMN rewrite_digest TEXT;

        ALTER TABLE spool ADD COLUMN sink TEXT;

        CREATE TABLE table_parts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            unit INTEGER NOT NULL REFERENCES units (id), dataset TEXT NOT NULL, sink TEXT NOT NULL, table_name TEXT \
        NOT NULL, key_prefix TEXT,
            rows INTEGER NOT NULL DEFAULT 0, first_tick INTEGER, last_tick INTEGER, rows_digest TEXT,
            UNIQUE (unit, dataset, sink), UNIQUE (table_name, key_prefix));

        CREATE TABLE dataset_views (
            name TEXT NOT NULL, provider TEXT NOT NULL, dataset TEXT NOT NULL, definition TEXT NOT NULL,
            PRIMARY KEY (name, provider, dataset)) WITHOUT ROWID;
        """

    private static let tables3 = """
        CREATE TABLE subjects (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            provider TEXT NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL, note TEXT NOT NULL, rank REAL,
            list INTEGER REFERENCES units (id), walk INTEGER, seen TEXT NOT NULL, followed TEXT, is_forgotten INTEGER \
        NOT NULL DEFAULT 0,
            tries INTEGER NOT NULL DEFAULT 0, cause TEXT, cause_detail TEXT, next_try TEXT,
            UNIQUE (provider, name));
        CREATE INDEX subjects_listed ON subjects (list) WHERE list IS NOT NULL;
        CREATE INDEX subjects_candidates ON subjects (provider, rank) WHERE followed IS NULL;
        CREATE INDEX subjects_followed ON subjects (provider, id) WHERE followed IS NOT NULL;

        ALTER TABLE units ADD COLUMN subject INTEGER REFERENCES subjects (id);
        CREATE INDEX units_subject ON units (subject) WHERE subject IS NOT NULL;

        ALTER TABLE spool ADD COLUMN first_tick INTEGER;

        CREATE TABLE run_providers (
            run INTEGER NOT NULL REFERENCES runs (id), provider TEXT NOT NULL,
            markets_updated INTEGER NOT NULL, prices_updated INTEGER NOT NULL,
            PRIMARY KEY (run, provider)) WITHOUT ROWID;
        """

    /// Until then a job's name said what kind of run it was; whether older runs were narrowed nobody knows.
    private static let tables4 = """
        ALTER TABLE runs ADD COLUMN kind TEXT NOT NULL DEFAULT 'upkeep' CHECK (kind IN ('backfill', 'update', \
        'upkeep'));
        ALTER TABLE runs ADD COLUMN is_partial INTEGER NOT NULL DEFAULT 0;
        UPDATE runs SET kind = substr(job, 1, instr(job, ' ') - 1) WHERE job LIKE 'backfill %' OR job LIKE 'update %';
        CREATE INDEX revisions_run ON revisions (run);

        CREATE TABLE restatements (
            id INTEGER PRIMARY KEY, run INTEGER NOT NULL, unit INTEGER NOT NULL, cause TEXT NOT NULL, detail TEXT NOT \
        NULL,
            recorded TEXT NOT NULL);
        CREATE INDEX restatements_run ON restatements (run);
        """

    /// When all rows of a unit were last compared, nobody knows of older archives: they are, within the sessions that a
    /// job says.
    private static let tables5 = """
        ALTER TABLE units ADD COLUMN compared INTEGER;
        ALTER TABLE units ADD COLUMN rereads TEXT;
        ALTER TABLE units ADD COLUMN accepted TEXT;
        ALTER TABLE units ADD COLUMN announced TEXT;

        CREATE TABLE replaced (
            id INTEGER PRIMARY KEY, run INTEGER NOT NULL, unit INTEGER NOT NULL, dataset TEXT NOT NULL, cause TEXT NOT \
        NULL,
            recorded TEXT NOT NULL, rows INTEGER NOT NULL, first_tick INTEGER, last_tick INTEGER, data BLOB NOT NULL);
        CREATE INDEX replaced_unit ON replaced (unit, dataset);

        CREATE TABLE flags (
            id INTEGER PRIMARY KEY, run INTEGER NOT NULL, unit INTEGER NOT NULL, rule TEXT NOT NULL, text TEXT NOT NULL,
            recorded TEXT NOT NULL);
        CREATE INDEX flags_run ON flags (run);
        CREATE INDEX flags_unit ON flags (unit, rule, text);
        """

    /// Where the pages of a spool that was in its table are in the file (``Record/moveSpool()``); of one connection.
    static let spoolPlaces = """
        CREATE TEMP TABLE IF NOT EXISTS spool_places (id INTEGER PRIMARY KEY, offset INTEGER, length INTEGER, checksum \
        INTEGER);
        """

    /// What the keys of a file's rows begin with, as `table_parts` has it: two units never write one key, wherever rows
    /// are. What older files hold is known from their next rows on.
    private static let tables10 = """
        ALTER TABLE files ADD COLUMN key_prefix TEXT;
        CREATE INDEX files_prefix ON files (dataset, key_prefix) WHERE key_prefix IS NOT NULL;
        """

    private static let tables9 = places + madeFrom + exchanges + keptSeries + tailLengths

    /// Series whose rows are in the record itself, and how often they changed. Those that an older archive has in its
    /// sinks are moved when it is opened for their provider (``Archive/bringHome(_:)``).
    private static let keptSeries = """
        CREATE TABLE kept_series (
            provider TEXT NOT NULL, dataset TEXT NOT NULL, changes INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (provider, dataset)) WITHOUT ROWID;

        """

    /// Of how many bytes the checksum of a file's end is: NULL where it was recorded before, of 65,536.
    private static let tailLengths = """
        ALTER TABLE files ADD COLUMN tail_length INTEGER;

        """

    /// What waits is in a file, and the table says where. A page without a place fails.
    private static let places = """
        \(spoolPlaces)
        CREATE TABLE spool9 (
            id INTEGER PRIMARY KEY AUTOINCREMENT, unit INTEGER NOT NULL REFERENCES units (id), dataset TEXT NOT NULL,
            schema INTEGER NOT NULL, sink TEXT, first_tick INTEGER,
            offset INTEGER NOT NULL CHECK (offset BETWEEN 0 AND 4611686018427387903),
            length INTEGER NOT NULL CHECK (length BETWEEN 1 AND 1099511627776), checksum INTEGER NOT NULL);
        INSERT INTO spool9 (id, unit, dataset, schema, sink, first_tick, offset, length, checksum)
            SELECT s.id, s.unit, s.dataset, s.schema, s.sink, s.first_tick, p.offset, p.length, p.checksum
            FROM spool s LEFT JOIN spool_places p ON p.id = s.id;
        DROP TABLE spool;
        ALTER TABLE spool9 RENAME TO spool;
        CREATE INDEX spool_unit ON spool (unit, dataset);
        DROP TABLE temp.spool_places;

        """

    /// The list of a dataset's schemas, with which of them each part of a series and each page that waits was written,
    /// and from which row on a series was read with one: until then a dataset had one for good.
    private static let tables8 = """
        CREATE TABLE dataset_columns8 (
            provider TEXT NOT NULL, dataset TEXT NOT NULL, schema INTEGER NOT NULL, position INTEGER NOT NULL,
            name TEXT NOT NULL, type TEXT NOT NULL, is_nullable INTEGER NOT NULL, key_position INTEGER,
            PRIMARY KEY (provider, dataset, schema, position)) WITHOUT ROWID;
        INSERT INTO dataset_columns8 (provider, dataset, schema, position, name, type, is_nullable, key_position)
            SELECT provider, dataset, 1, position, name, type, is_nullable, key_position FROM dataset_columns;
        DROP TABLE dataset_columns;
        ALTER TABLE dataset_columns8 RENAME TO dataset_columns;

        ALTER TABLE files ADD COLUMN schema INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE table_parts ADD COLUMN schema INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE spool ADD COLUMN schema INTEGER NOT NULL DEFAULT 1;

        CREATE TABLE schema_starts (
            unit INTEGER NOT NULL REFERENCES units (id), dataset TEXT NOT NULL, schema INTEGER NOT NULL, tick INTEGER \
        NOT NULL,
            PRIMARY KEY (unit, dataset, schema)) WITHOUT ROWID;
        """

    /// What a market was made from last, so that one that did not change is passed over: until then nobody knows.
    private static let madeFrom = """
        ALTER TABLE subjects ADD COLUMN digest BLOB;
        ALTER TABLE subjects ADD COLUMN holds_until TEXT;

        """

    private static let tables7 = runUpstreams + uncompared + leftOpen

    /// What a run that asked for nothing left open, as it was at its end.
    private static let leftOpen = """
        ALTER TABLE runs ADD COLUMN left_open INTEGER;

        """

    /// Stored rows that a run asked for again and that no answer had.
    private static let uncompared = """
        ALTER TABLE run_units ADD COLUMN rows_uncompared INTEGER NOT NULL DEFAULT 0;

        """

    /// Which host of an upstream answered in a run, and what it was met with that failed fetches for good.
    private static let runUpstreams = """
        CREATE TABLE run_upstreams (
            run INTEGER NOT NULL REFERENCES runs (id), upstream TEXT NOT NULL, host TEXT, met TEXT, fetches INTEGER \
        NOT NULL DEFAULT 0,
            detail TEXT, PRIMARY KEY (run, upstream)) WITHOUT ROWID;

        """

    private static let tables6 = lacks + formerNames + retirement + asides

    /// Markets: until then an answer that lacked something was believed for good.
    private static let lacks = """
        UPDATE coverage SET tries = 1, next_try = '2026-01-01T00:00:00.000000Z'
            WHERE state = 'unavailable' AND unit IN (SELECT id FROM units WHERE state <> 'sealed');

        """

    /// Names that units had before, and the owner's word by its new name.
    private static let formerNames = """
        CREATE TABLE former_names (
            id INTEGER PRIMARY KEY, unit INTEGER NOT NULL REFERENCES units (id), provider TEXT NOT NULL, name TEXT NOT \
        NULL,
            label TEXT NOT NULL, since TEXT NOT NULL, run INTEGER NOT NULL, proof TEXT NOT NULL, recorded TEXT NOT \
        NULL, given_away TEXT);
        CREATE INDEX former_names_name ON former_names (provider, name);
        CREATE INDEX former_names_unit ON former_names (unit);
        UPDATE units SET accepted = 'continuation' || substr(accepted, 5) WHERE accepted LIKE 'sent %';

        """

    /// What its owner has retired.
    private static let retirement = """
        ALTER TABLE units ADD COLUMN retired TEXT;

        """

    /// A commit may promise that a file is kept under another name: a table with another CHECK is made anew, with what
    /// it holds.
    private static let asides = """
        CREATE TABLE intents6 (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('rename', 'remove', 'aside')),
            path TEXT NOT NULL, length INTEGER, tail_sha256 TEXT, target TEXT);
        INSERT INTO intents6 (id, kind, path, length, tail_sha256) SELECT id, kind, path, length, tail_sha256 FROM \
        intents;
        DROP TABLE intents;
        ALTER TABLE intents6 RENAME TO intents;

        """
}
