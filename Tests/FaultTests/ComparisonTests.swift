#if os(Linux)
    import Foundation
    import GRDB
    import TestWorld
    import Testing

    /// The comparison of two archives, over archives that somebody changed.
    @Suite(
        "Faults: whatever is changed in an archive is noticed", .serialized,
        .enabled(if: FaultSettings.current.point == nil))
    struct ComparisonTests {
        @Test("a byte, a row, a file too many or too few")
        func changed() async throws {
            let scenario = try await Scenario.play("csv", phases: Array(Phase.all.prefix(3)))
            let step = try #require(scenario.steps.last)
            let archive = ArchiveContents.path
            let changes: [(name: String, change: (String) throws -> Void)] = [
                ("a byte of a row", { try edit($0 + "/equities/daily_bars/AMBER.csv") { $0[$0.count - 2] ^= 1 } }),
                ("bytes behind the end", { try edit($0 + "/equities/daily_bars/AMBER.csv") { $0.append(10) } }),
                ("a quarantined row", { try edit($0 + "/quarantine.jsonl") { $0.removeLast(20) } }),
                (
                    "a file that is gone",
                    { try FileManager.default.removeItem(atPath: $0 + "/equities/actions.csv") }
                ),
                (
                    "a temporary file",
                    { try Data().write(to: URL(filePath: $0 + "/equities/daily_bars/AMBER.csv.rewrite")) }
                ),
                ("the identity is gone", { try FileManager.default.removeItem(atPath: $0 + "/archive.json") }),
                (
                    "a span of coverage",
                    { try execute("UPDATE coverage SET upper = upper - 1 WHERE state = 'stored'", in: $0) }
                ),
                (
                    "a file's length",
                    { try execute("UPDATE files SET length = length + 1 WHERE path LIKE '%AMBER%'", in: $0) }
                ),
                (
                    "a file's rows",
                    { try execute("UPDATE files SET rows = rows + 1 WHERE path LIKE '%AMBER%'", in: $0) }
                ),
                ("a unit's due", { try execute("UPDATE units SET due = NULL WHERE label = 'CEDAR'", in: $0) }),
                (
                    "an answer twice",
                    {
                        try execute(
                            """
                            INSERT INTO exchanges SELECT run, unit, page + 100, kind, received, sha256, bytes
                            FROM exchanges WHERE sha256 IS NOT NULL LIMIT 1
                            """,
                            in: $0)
                    }
                ),
                (
                    "an answer that is gone",
                    {
                        try execute(
                            """
                            DELETE FROM exchanges WHERE (run, unit, page) IN
                                (SELECT run, unit, page FROM exchanges WHERE sha256 IS NOT NULL LIMIT 1)
                            """, in: $0)
                    }
                ),
                (
                    "an answer with another digest",
                    { try execute("UPDATE exchanges SET sha256 = x'00' WHERE sha256 IS NOT NULL", in: $0) }
                ),
                ("a revision that is gone", { try execute("DELETE FROM revisions", in: $0) }),
                ("a quarantined row in the record", { try execute("DELETE FROM quarantine", in: $0) }),
                ("an intent", { try execute("INSERT INTO intents (kind, path) VALUES ('remove', 'x')", in: $0) }),
                (
                    "a unit under way",
                    { try execute("INSERT INTO frontier (unit, purpose) SELECT min(id), 'extend' FROM units", in: $0) }
                ),
                (
                    "a page in the spool",
                    {
                        try execute(
                            """
                            INSERT INTO spool (unit, dataset, schema, offset, length, checksum)
                                SELECT min(id), 'x', 1, 0, 1, 0 FROM units
                            """, in: $0)
                    }
                ),
                (
                    "an open run",
                    {
                        try execute(
                            """
                            INSERT INTO archive (name, value) VALUES ('open_run', '3') ON CONFLICT DO UPDATE SET value \
                            = '3'
                            """,
                            in: $0)
                    }
                ),
                ("a run that has not ended", { try execute("UPDATE runs SET state = 'running' WHERE id = 3", in: $0) }),
                (
                    "a row of a table of data",
                    {
                        try execute(
                            """
                            CREATE TABLE equities_daily_bars (date TEXT); INSERT INTO equities_daily_bars VALUES \
                            ('2024-06-03')
                            """,
                            in: $0)
                    }
                ),
            ]
            for (index, change) in changes.enumerated() {
                let folder = scenario.folder.path + "/changed-\(index)"
                try step.after.write(to: folder)
                #expect(try ArchiveContents(reading: folder).differences(from: step.expected) == [])
                try change.change(folder + "/" + archive)
                #expect(try ArchiveContents(reading: folder).differences(from: step.expected) != [], "\(change.name)")
            }
        }

        @Test("what differs from run to run is not compared")
        func notCompared() async throws {
            let scenario = try await Scenario.play("csv", phases: Array(Phase.all.prefix(1)))
            let step = scenario.steps[0]
            let folder = scenario.folder.path + "/again"
            try step.after.write(to: folder)
            try execute(
                """
                UPDATE runs SET ended = 'x', requests = 99; UPDATE exchanges SET run = run + 7;
                UPDATE exchange_kinds SET run = run + 7; UPDATE archive SET value = 'x' WHERE name = 'id'
                """,
                in: folder + "/" + ArchiveContents.path)
            try edit(folder + "/" + ArchiveContents.path + "/update_summary.csv") { $0.append(10) }
            #expect(try ArchiveContents(reading: folder).differences(from: step.expected) == [])
        }

        @Test("a gzip file counts by what is inside: members may be others, a cut one is noticed")
        func gzip() throws {
            let folder = try TemporaryFolder("penstock-faults", inMemory: true)
            func contents(_ bytes: [UInt8]) throws -> ArchiveContents {
                let place = folder.path + "/" + ArchiveContents.path
                try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
                try Data(bytes).write(to: URL(filePath: place + "/A.csv.gz"))
                return try ArchiveContents(reading: folder.path)
            }
            // `printf 'a,b\n1,2\n' | gzip -n`, and the same as two members.
            let one = try bytes("H4sIAAAAAAAAA0vUSeIy1DHiAgB7B5cKCAAAAA==")
            let two = try bytes("H4sIAAAAAAAAA0vUSeICAMUQlyQEAAAAH4sIAAAAAAAAAzPUMeICADNCIVUEAAAA")
            #expect(try contents(one).facts["file A.csv.gz"] == "a,b\n1,2\n")
            #expect(try contents(one) == contents(two))
            for cut in [one.dropLast(), one.dropLast(9), two.dropLast(12)] {
                #expect(try contents(Array(cut)) != contents(one))
            }
        }

        private func bytes(_ base64: String) throws -> [UInt8] { Array(try #require(Data(base64Encoded: base64))) }
    }

    private func edit(_ path: String, _ change: (inout [UInt8]) -> Void) throws {
        var bytes = Array(try Data(contentsOf: URL(filePath: path)))
        change(&bytes)
        try Data(bytes).write(to: URL(filePath: path))
    }

    private func execute(_ sql: String, in archive: String) throws {
        let database = try DatabaseQueue(path: archive + "/archive.db")
        try database.write { db in try db.execute(sql: sql) }
        try database.close()
    }
#endif
