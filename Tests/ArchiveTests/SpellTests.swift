import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Who leaves a list and comes back has a row for each time.
@Suite("Membership in spells")
struct SpellTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    /// As ``Samples/members``, with spells.
    static let members = Dataset(
        "members", .entities(Dataset.Membership(firstSeen: "first_seen", lastSeen: "last_seen")), "Members.",
        columns: Samples.members.schema.columns, key: ["symbol", "first_seen"])

    @discardableResult
    static func read(
        _ bench: ArchiveBench, _ names: [String], day: Int, _ dataset: Dataset = members, label: String? = nil
    ) throws -> PageEffect {
        try bench.admit(["list"], datasets: [], day: day)
        var builder = BatchBuilder(dataset.schema)
        for name in names {
            builder.text(name)
            if let label { builder.text(label) } else { builder.null() }
            for _ in 0..<3 { builder.null() }
            builder.endRow()
        }
        let rows = builder.finish()
        return try bench.page("list") { page in
            page.entities = [
                EntityChange(dataset, upserts: rows, isComplete: true, day: Day(number: Samples.day0 + Int64(day)))
            ]
        }
    }

    private func rows(_ bench: ArchiveBench) throws -> [String] {
        let batch = try bench.archive.record.entities(of: "p", in: Self.members)
        return (0..<batch.count).map { row in
            [0, 3, 4].map { batch.text(row: row, column: $0) ?? "-" }.joined(separator: " ")
        }
    }

    @Test(
        "leaving ends a spell, coming back begins one, and who stays has one; the file has them in the order of the key"
    )
    func spells() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        #expect(try Self.read(bench, ["A", "B"], day: 0).joined == ["members": ["A", "B"]])
        #expect(try Self.read(bench, ["A"], day: 3).left == ["members": ["B"]])
        let back = try Self.read(bench, ["A", "B"], day: 7)
        #expect(back.joined == ["members": ["B"]] && back.left == ["members": []])
        #expect(try Self.read(bench, ["A"], day: 8).left == ["members": ["B"]])
        #expect(try Self.read(bench, ["A"], day: 9) == PageEffect(joined: ["members": []], left: ["members": []]))
        #expect(try Self.read(bench, ["A", "B"], day: 20).joined == ["members": ["B"]])
        #expect(
            try rows(bench) == [
                "A 2024-01-01 -", "B 2024-01-01 2024-01-01", "B 2024-01-08 2024-01-08", "B 2024-01-21 -",
            ])
        try bench.end()
        #expect(
            directory.content("data/p/members.txt")
                == """
                symbol,name,weight,first_seen,last_seen
                A,,,2024-01-01,
                B,,,2024-01-01,2024-01-01
                B,,,2024-01-08,2024-01-08
                B,,,2024-01-21,

                """
        )
    }

    @Test("who left and came back on one day was never away")
    func sameDay() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try Self.read(bench, ["A", "B"], day: 0)
        try Self.read(bench, ["A", "B"], day: 4)
        #expect(try Self.read(bench, ["A"], day: 4).left == ["members": ["B"]])
        #expect(try Self.read(bench, ["A", "B"], day: 4).joined == ["members": ["B"]])
        #expect(try rows(bench) == ["A 2024-01-01 -", "B 2024-01-01 -"])
    }

    @Test("what changes about a member changes in its present spell; former ones stay as they were")
    func changed() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try Self.read(bench, ["B"], day: 0, label: "Old")
        try Self.read(bench, [], day: 1)
        try Self.read(bench, ["B"], day: 5, label: "New")
        try Self.read(bench, ["B"], day: 6, label: "Newer")
        let batch = try bench.archive.record.entities(of: "p", in: Self.members)
        #expect((0..<batch.count).map { batch.text(row: $0, column: 1) } == ["Old", "Newer"])
    }

    @Test("a key that is the member alone keeps one row, as before")
    func without() throws {
        #expect(Self.members.keepsSpells && !Samples.members.keepsSpells)
        #expect(Self.members.thing == [0] && Samples.members.thing == [0])
        let bench = try ArchiveBench(directory)
        try bench.begin()
        for (day, names) in [(0, ["B"]), (1, []), (5, ["B"])] { try Self.read(bench, names, day: day, Samples.members) }
        #expect(try bench.archive.record.entities(of: "p", in: Samples.members).count == 1)
    }
}
