import ArchiveUpkeep
import GRDB
import Host
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Archives of earlier formats, brought up by the next run.
@Suite("An archive of format 1")
struct MigrationTests {
    /// An archive of five bars.
    private func fill(_ directory: TemporaryFolder) throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["AAPL"], datasets: [Samples.bars])
        try bench.append("AAPL", 0..<5)
        try bench.end()
        try bench.archive.close()
    }

    /// As version 0.1 left it: its tables, and a file that they speak of.
    private func old(_ directory: TemporaryFolder) throws {
        try fill(directory)
        try execute(
            directory,
            """
            \(FormerFormats.without5)
            ALTER TABLE files DROP COLUMN seals; ALTER TABLE files DROP COLUMN rows_digest;
            ALTER TABLE files DROP COLUMN rewrite_seals; ALTER TABLE files DROP COLUMN rewrite_digest;
            DROP INDEX units_subject; ALTER TABLE units DROP COLUMN subject; DROP TABLE subjects; DROP TABLE \
            run_providers;
            ALTER TABLE spool DROP COLUMN sink; ALTER TABLE spool DROP COLUMN first_tick; DROP TABLE table_parts; DROP \
            TABLE dataset_views;
            DROP INDEX revisions_run; DROP TABLE restatements; ALTER TABLE runs DROP COLUMN kind; ALTER TABLE runs \
            DROP COLUMN is_partial;
            DELETE FROM archive WHERE name IN ('sinks', 'filling'); UPDATE archive SET value = '1' WHERE name = \
            'format';
            DELETE FROM grdb_migrations WHERE identifier <> '1';
            """)
        let json = try #require(directory.content("data/archive.json"))
        try directory.write(
            "data/archive.json", json.replacing("\"format\" : \(RecordFormat.current)", with: "\"format\" : 1"))
    }

    @Test("the next run brings it up, with a copy of the database beside it, and goes on")
    func migrated() throws {
        let directory = try TemporaryFolder(inMemory: true)
        try old(directory)
        #expect(
            (#expect(throws: ArchiveError.self) {
                try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
            })?.code
                == .olderFormat)
        let bench = try ArchiveBench(directory, birth: false)
        #expect(directory.exists("data/archive.db.format1"))
        #expect(directory.content("data/archive.json")?.contains("\"format\" : \(RecordFormat.current)") == true)
        try bench.begin(day: 110)
        try bench.admit(["AAPL"], datasets: [Samples.bars], day: 110)
        try bench.append("AAPL", 5..<7)
        try bench.end(day: 110)
        #expect(try bench.stored("AAPL") == Samples.bars("AAPL", 0..<7))
        try bench.archive.close()
        #expect(
            try dump(directory, "SELECT rows, rows_digest FROM files") == ["7|null"],
            "nobody knows the digest of the first rows")
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        let report = try reader.verify(Verification(isFull: true))
        #expect(report.isSound)
        #expect(report.notes.map(\.code) == [.noDigest, .unproved])
    }

    @Test(
        """
        for a provider whose columns are others by now it is refused before it is brought up: the version that wrote \
        it can go on
        """
    )
    func otherColumns() throws {
        let directory = try TemporaryFolder(inMemory: true)
        try old(directory)
        let manifest = ProviderManifest(
            name: "p", summary: "", noun: .init("unit", "units"),
            datasets: [
                Dataset(
                    "bars", Samples.bars.kind, "", columns: Samples.actions.schema.columns, key: ["symbol", "date"])
            ],
            upstreams: [], defaultArchive: "data")
        let error = #expect(throws: ArchiveError.self) {
            try Archive.open(
                at: directory["data"], sinks: Samples.sinks, writing: [manifest], lock: LockRequest(holder: "a test"),
                now: Samples.noon(0))
        }
        #expect(error?.code == .otherColumns)
        #expect(!directory.exists("data/archive.db.format1"))
        #expect(try dump(directory, "SELECT identifier FROM grdb_migrations") == ["1"])
    }

    @Test("of format 3: the names of its runs say what kind they were, and the copy beside it has them as they were")
    func kinds() throws {
        let directory = try TemporaryFolder(inMemory: true)
        let bench = try ArchiveBench(directory)
        for job in ["backfill p", "update p q", "forget p", "convert --add sqlite", "verify --repair"] {
            let run = try bench.archive.beginRun(
                RunStart(job: job, providers: ["p"], version: "1", started: Samples.noon(100)))
            try bench.archive.endRun(RunSummary(run: run, ended: Samples.noon(100), exitCode: 0))
        }
        try bench.archive.close()
        try execute(
            directory,
            """
            DROP INDEX revisions_run; DROP TABLE restatements; ALTER TABLE runs DROP COLUMN kind; ALTER TABLE runs \
            DROP COLUMN is_partial;
            \(FormerFormats.without5)
            UPDATE archive SET value = '3' WHERE name = 'format'; DELETE FROM grdb_migrations WHERE CAST(identifier AS \
            INTEGER) > 3;
            """)
        let migrated = try ArchiveBench(directory, birth: false)
        #expect(try migrated.archive.record.runs().map(\.kind) == [.upkeep, .upkeep, .upkeep, .update, .backfill])
        #expect(try migrated.archive.record.runs().allSatisfy { !$0.isPartial })
        #expect(try migrated.archive.record.lastSuccess()?.job == "update p q")
        #expect(directory.exists("data/archive.db.format3"))
        try migrated.archive.close()
    }

    @Test(
        """
        of format 4: nobody knows when its rows were compared, nothing was accepted, and nothing is kept of what was \
        replaced
        """
    )
    func comparisons() throws {
        let directory = try TemporaryFolder(inMemory: true)
        try fill(directory)
        try execute(
            directory,
            """
            \(FormerFormats.without5)
            UPDATE archive SET value = '4' WHERE name = 'format'; DELETE FROM grdb_migrations WHERE CAST(identifier AS \
            INTEGER) >= 5;
            """)
        let migrated = try ArchiveBench(directory, birth: false)
        let unit = try #require(try migrated.archive.record.unit(1))
        #expect(unit.rereading == Rereading())
        #expect(unit.accepted == nil)
        #expect(try migrated.archive.record.replaced().isEmpty)
        #expect(try migrated.stored("AAPL") == Samples.bars("AAPL", 0..<5))
        try migrated.archive.close()
    }

    @Test(
        """
        of format 5: what a commit had promised is done, and a list whose key grows is written anew with what it \
        holds, once
        """
    )
    func spells() throws {
        let directory = try TemporaryFolder(inMemory: true)
        let bench = try ArchiveBench(directory)
        try bench.begin()
        for (day, names) in [(0, ["A", "B"]), (3, ["A"]), (7, ["A", "B"])] {
            try SpellTests.read(bench, names, day: day, Samples.members)
        }
        try bench.admit(["AAPL"], datasets: [Samples.bars])
        try bench.append("AAPL", 0..<5)
        try bench.end()
        try bench.archive.close()
        try execute(
            directory,
            """
            \(FormerFormats.without6)
            DROP TABLE intents;
            CREATE TABLE intents (
                id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('rename', 'remove')),
                path TEXT NOT NULL, length INTEGER, tail_sha256 TEXT);
            INSERT INTO intents (kind, path) VALUES ('remove', 'p/bars/OLD.txt');
            UPDATE archive SET value = '5' WHERE name = 'format'; DELETE FROM grdb_migrations WHERE CAST(identifier AS \
            INTEGER) >= 6;
            """)
        try directory.write("data/p/bars/OLD.txt", "old")
        let manifest = ProviderManifest(
            name: "p", summary: "", noun: .init("unit", "units"), datasets: [SpellTests.members], upstreams: [],
            defaultArchive: "data")
        // What was erased before cannot be told.
        let before = ["A|2024-01-01|null", "B|2024-01-01|null"]
        let members = "SELECT symbol, first_seen, last_seen FROM p_members ORDER BY symbol, first_seen"
        #expect(try dump(directory, members) == before)
        for _ in 0..<2 {
            let migrated = try Archive.open(
                at: directory["data"], sinks: Samples.sinks, writing: [manifest], lock: LockRequest(holder: "a test"),
                now: Samples.noon(0))
            try migrated.close()
            #expect(try dump(directory, members) == before)
            #expect(
                try dump(directory, "SELECT name FROM pragma_table_info('p_members') WHERE pk > 0 ORDER BY pk") == [
                    "symbol", "first_seen",
                ])
        }
        #expect(directory.exists("data/archive.db.format5"))
        #expect(!directory.exists("data/p/bars/OLD.txt"))
        #expect(try dump(directory, "SELECT kind FROM intents").isEmpty)
        let again = try ArchiveBench(directory, birth: false)
        try again.begin()
        try SpellTests.read(again, ["A"], day: 10, SpellTests.members)
        try SpellTests.read(again, ["A", "B"], day: 14, SpellTests.members)
        try again.end()
        #expect(try again.stored("AAPL") == Samples.bars("AAPL", 0..<5))
        try again.archive.close()
        #expect(try dump(directory, members) == ["A|2024-01-01|null", "B|2024-01-01|2024-01-08", "B|2024-01-15|null"])
    }

    @Test("a list whose key grows is written anew or not at all, wherever it is killed")
    func spellsKilled() throws {
        let manifest = ProviderManifest(
            name: "p", summary: "", noun: .init("unit", "units"), datasets: [SpellTests.members], upstreams: [],
            defaultArchive: "data")
        var step = 0
        while true {
            step += 1
            let directory = try TemporaryFolder(inMemory: true)
            let bench = try ArchiveBench(directory)
            try bench.begin()
            try SpellTests.read(bench, ["A", "B"], day: 0, Samples.members)
            try bench.end()
            try bench.archive.close()
            let calls = FaultyCalls(.stop(at: step))
            func open(_ calls: any SystemCalls) throws {
                let archive = try Archive.open(
                    at: directory["data"], birth: nil, sinks: Samples.sinks, writing: [manifest],
                    lock: LockRequest(holder: "a test"),
                    threshold: CommitThreshold(), now: Samples.noon(0), calls: calls)
                try archive.close()
            }
            try? open(calls)
            let rows = try dump(directory, "SELECT symbol, first_seen FROM p_members ORDER BY symbol")
            #expect(rows == ["A|2024-01-01", "B|2024-01-01"], "step \(step)")
            try open(HostCalls())
            #expect(
                try dump(directory, "SELECT count(*) FROM pragma_table_info('p_members') WHERE pk > 0") == ["2"],
                "step \(step)")
            #expect(try dump(directory, "SELECT name FROM sqlite_master WHERE name LIKE '%before%'").isEmpty)
            if !calls.hasFaulted { break }
        }
        #expect(step > 1)
    }

    @Test("of format 8: each answer and what each unit came to is there as it was, and the next run goes on behind it")
    func exchanges() throws {
        let directory = try TemporaryFolder(inMemory: true)
        var nights = try Nights(directory, units: 3)
        try nights.play(day: 10) { index in
            var outcome = UnitOutcome(index == 1 ? .incomplete(Reason("missing", "x")) : .done, due: nil)
            outcome.counts.stored = index
            return outcome
        }
        try nights.play(day: 11) { $0 == 2 ? UnitOutcome(.failed(Reason("status", "500")), due: nil) : nil }
        let unit = nights.units[2]
        try nights.bench.archive.close()
        // A walk of two pages in one run.
        try execute(
            directory,
            """
            INSERT INTO exchange_kinds (run, kind, since, lower, upper, purpose, status, rows)
                SELECT run, 9, since, lower, upper, purpose, status, rows FROM exchange_kinds WHERE run = 2 AND kind = \
            0;
            INSERT INTO exchanges VALUES (2, 3, 1, 9, 7000000, x'ab', 9);
            """)
        let answers = "SELECT run, unit, lower, upper, purpose, received, status, sha256, bytes, rows FROM answers"
        let ends = "SELECT run, unit, outcome, cause, detail, rows_stored, gaps, rows_uncompared FROM run_units"
        let queries = [answers + " ORDER BY run, unit, received", ends + " ORDER BY run, unit"]
        try execute(
            directory,
            """
            \(FormerFormats.without9)
            UPDATE archive SET value = '8' WHERE name = 'format'; DELETE FROM grdb_migrations WHERE CAST(identifier AS \
            INTEGER) > 8;
            """)
        let before = try queries.map { try dump(directory, $0) }
        #expect(before.map(\.count) == [5, 7])
        nights = try Nights(directory, units: 3)
        #expect(try nights.bench.archive.record.lastOutcome(of: unit)?.run == 3)
        #expect(try nights.bench.archive.record.failedTries(of: unit, before: 4).map(\.cause) == ["status"])
        try nights.bench.archive.close()
        #expect(try queries.map { try dump(directory, $0) } == before)
        #expect(try dump(directory, "SELECT first_run, last_run, good_run FROM units") == ["1|2|2", "1|2|2", "1|3|2"])
        #expect(directory.exists("data/archive.db.format8"))
        nights = try Nights(directory, units: 3)
        try nights.play(day: 12)
        try nights.bench.archive.close()
        #expect(try dump(directory, queries[0]).count == 8 && dump(directory, queries[1]).count == 10)
    }

    @Test("of format 5: what an answer lacked is asked for again, unless its unit is sealed")
    func lacking() throws {
        let directory = try TemporaryFolder(inMemory: true)
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["AAPL", "MSFT"], datasets: [Samples.bars])
        try bench.append("AAPL", 0..<5)
        try bench.append("MSFT", 0..<5)
        try bench.end()
        try bench.archive.close()
        try execute(
            directory,
            """
            \(FormerFormats.without6)
            INSERT INTO coverage (unit, lower, upper, state, cause) SELECT id, 0, 9, 'unavailable', 'no_points' FROM \
            units;
            UPDATE units SET state = 'sealed' WHERE id = 2;
            UPDATE archive SET value = '5' WHERE name = 'format'; DELETE FROM grdb_migrations WHERE CAST(identifier AS \
            INTEGER) > 5;
            """)
        let migrated = try ArchiveBench(directory, birth: false)
        let next = try (1...2).map { try migrated.archive.record.coverage(of: $0).nextGapTry }
        #expect(next == [Instant("2026-01-01T00:00:00Z"), nil])
        try migrated.archive.close()
    }

    @Test("of format 5: no unit had another name, and what its owner accepted as sent is a continuation")
    func names() throws {
        let directory = try TemporaryFolder(inMemory: true)
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["AAPL", "MSFT"], datasets: [Samples.bars])
        for symbol in ["AAPL", "MSFT"] { try bench.append(symbol, 0..<5) }
        try bench.end()
        try bench.archive.close()
        try execute(
            directory,
            """
            \(FormerFormats.without6)
            UPDATE units SET accepted = 'sent 2024-04-10T12:00:00.000000Z' WHERE id = 1;
            UPDATE units SET accepted = 'newcomer 2024-04-10T12:00:00.000000Z' WHERE id = 2;
            UPDATE archive SET value = '5' WHERE name = 'format'; DELETE FROM grdb_migrations WHERE CAST(identifier AS \
            INTEGER) > 5;
            """)
        let migrated = try ArchiveBench(directory, birth: false)
        #expect(try migrated.archive.record.unit(1)?.acceptance(at: Samples.noon(101)) == .continuation)
        #expect(try migrated.archive.record.unit(2)?.acceptance(at: Samples.noon(101)) == .newcomer)
        #expect(try migrated.archive.record.formerLabels(of: 1).isEmpty)
        try migrated.archive.close()
    }
}
