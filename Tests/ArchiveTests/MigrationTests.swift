import GRDB
import PluginKit
import Testing

@testable import Archive

@Suite("An archive of format 1")
struct MigrationTests {

    /// As version 0.1 left it: its tables, and a file that they speak of.
    private func old(_ directory: TemporaryDirectory) throws {
        let bench = try Bench(directory)
        try bench.begin()
        try bench.admit(["AAPL"], datasets: [Samples.bars])
        try bench.append("AAPL", 0..<5)
        try bench.end()
        try bench.archive.close()
        try execute(
            directory,
            """
            ALTER TABLE files DROP COLUMN seals; ALTER TABLE files DROP COLUMN rows_digest;
            ALTER TABLE files DROP COLUMN rewrite_seals; ALTER TABLE files DROP COLUMN rewrite_digest;
            DROP INDEX units_subject; ALTER TABLE units DROP COLUMN subject; DROP TABLE subjects; DROP TABLE run_providers;
            ALTER TABLE spool DROP COLUMN sink; ALTER TABLE spool DROP COLUMN first_tick; DROP TABLE table_parts; DROP TABLE dataset_views;
            DELETE FROM archive WHERE name IN ('sinks', 'filling'); UPDATE archive SET value = '1' WHERE name = 'format';
            DELETE FROM grdb_migrations WHERE identifier <> '1';
            """)
        let json = try #require(directory.text("data/archive.json"))
        try directory.write(json.replacing("\"format\" : \(RecordFormat.current)", with: "\"format\" : 1"), to: "data/archive.json")
    }

    @Test("the next run brings it up, with a copy of the database beside it, and goes on")
    func migrated() throws {
        let directory = try TemporaryDirectory()
        try old(directory)
        #expect(
            (#expect(throws: ArchiveError.self) { try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks) })?.code
                == .olderFormat)
        let bench = try Bench(directory, birth: false)
        #expect(directory.exists("data/archive.db.format1"))
        #expect(directory.text("data/archive.json")?.contains("\"format\" : \(RecordFormat.current)") == true)
        try bench.begin(day: 110)
        try bench.admit(["AAPL"], datasets: [Samples.bars], day: 110)
        try bench.append("AAPL", 5..<7)
        try bench.end(day: 110)
        #expect(try bench.stored("AAPL") == Samples.bars("AAPL", 0..<7))
        try bench.archive.close()
        #expect(try dump(directory, "SELECT rows, rows_digest FROM files") == ["7|null"], "nobody knows the digest of the first rows")
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        let report = try reader.verify(Verification(isFull: true))
        #expect(report.isSound)
        #expect(report.notes.map(\.code) == [.noDigest, .unproved])
    }
}
