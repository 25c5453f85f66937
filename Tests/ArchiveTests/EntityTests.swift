import ArchiveUpkeep
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Lists of things with a state: who comes, leaves and returns, and the files that are made of them.
@Suite("Entities")
struct EntityTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private func read(
        _ bench: ArchiveBench, _ rows: [(symbol: String, name: String?, weight: String?)], day: Int,
        isComplete: Bool = true,
        isLast: Bool = true
    ) throws -> PageEffect {
        if try bench.archive.record.frontier() == nil { try bench.admit(["list"], datasets: [], day: day) }
        let progress: PageCommit.Progress =
            isLast ? .finished(UnitOutcome(.done, due: nil)) : .next(cursor: "c", purpose: .extend)
        return try bench.page("list", progress: progress) { page in
            page.entities = [
                EntityChange(
                    Samples.members, upserts: Samples.members(rows), isComplete: isComplete,
                    day: Day(number: Samples.day0 + Int64(day)))
            ]
        }
    }

    private var text: String? { directory.content("data/p/members.txt") }

    @Test("a member has its first day; who leaves has a last day, and none again when it returns")
    func membership() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        let a = ("A", "Alpha", "1.50")
        let b = ("B", "Beta", nil as String?)
        let c = ("C", nil as String?, "2.25")
        #expect(try read(bench, [a, b], day: 0).joined == ["members": ["A", "B"]])
        let second = try read(bench, [a, c], day: 3)
        #expect(second.joined == ["members": ["C"]] && second.left == ["members": ["B"]])
        #expect(try read(bench, [a, c], day: 3) == PageEffect(joined: ["members": []], left: ["members": []]))
        try bench.end()
        #expect(
            text
                == """
                symbol,name,weight,first_seen,last_seen
                A,Alpha,1.50,2024-01-01,
                B,Beta,,2024-01-01,2024-01-01
                C,,2.25,2024-01-04,

                """
        )
        let third = try read(bench, [a, b], day: 7)
        #expect(third.joined == ["members": ["B"]] && third.left == ["members": ["C"]])
        try bench.end()
        #expect(
            text
                == """
                symbol,name,weight,first_seen,last_seen
                A,Alpha,1.50,2024-01-01,
                B,Beta,,2024-01-01,
                C,,2.25,2024-01-04,2024-01-04

                """
        )
        #expect(try bench.archive.record.entities(of: "p", in: Samples.members).count == 3)
    }

    @Test("a list over several pages is complete with its last; an incomplete one makes nobody leave")
    func pages() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        _ = try read(bench, [("A", nil, nil), ("B", nil, nil)], day: 0)
        _ = try read(bench, [("A", nil, nil)], day: 1, isComplete: false, isLast: false)
        try bench.archive.commit()
        #expect(try read(bench, [("C", nil, nil)], day: 1).left == ["members": ["B"]])
        #expect(try read(bench, [("C", nil, nil)], day: 2, isComplete: false).left == ["members": []])
    }

    @Test("rendered when a row changed or the file is lost, and not otherwise")
    func rendering() throws {
        let calls = FaultyCalls()
        let bench = try ArchiveBench(directory, calls: calls)
        try bench.begin()
        _ = try read(bench, [("A", "Alpha", "0.10")], day: 0)
        try bench.end()
        let first = text
        calls.reset()
        try bench.begin()
        _ = try read(bench, [("A", "Alpha", "0.10")], day: 1)
        try bench.end()
        #expect(!calls.log.contains { $0.contains("members") })
        try directory.remove("data/p/members.txt")
        try bench.begin()
        try bench.end()
        #expect(text == first)
        // A change that is taken back before it was rendered rewrites nothing.
        calls.reset()
        _ = try read(bench, [("A", "Other", "0.10")], day: 2)
        _ = try read(bench, [("A", "Alpha", "0.10")], day: 2)
        try bench.end()
        #expect(!calls.log.contains { $0.contains("rename members.txt") })
    }

    @Test("decimals are numbers for SQL and keep their text; a new column is added to a table that is there")
    func columns() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        let weights = ["1.50", "2", "0.1", "1e3", "123456789.123456789", "-0", "9007199254740993"]
        _ = try read(bench, weights.enumerated().map { ("S\($0)", nil, $1) }, day: 0)
        let batch = try bench.archive.record.entities(of: "p", in: Samples.members)
        #expect((0..<batch.count).map { batch.text(row: $0, column: 2) ?? "" } == weights)
        let wider = Dataset(
            "members", Samples.members.kind, "",
            columns: Samples.members.schema.columns + [Column("sector", .text, nullable: true)],
            key: ["symbol"])
        try bench.end()
        try bench.archive.close()
        #expect(
            try dump(
                directory,
                "SELECT weight, weight_text FROM p_members WHERE symbol IN ('S0', 'S1', 'S2') ORDER BY symbol") == [
                    "1.5|1.50", "2.0|2", "0.1|null",
                ])
        let again = try ArchiveBench(directory, birth: false)
        try again.begin()
        try again.admit(["list"], datasets: [])
        var builder = BatchBuilder(wider.schema)
        builder.text("S0")
        for _ in 0..<4 { builder.null() }
        builder.text("Energy")
        builder.endRow()
        let rows = builder.finish()
        _ = try again.page("list") {
            $0.entities = [EntityChange(wider, upserts: rows, isComplete: false, day: Day(number: 0))]
        }
        try again.end()
        #expect(text?.hasPrefix("symbol,name,weight,first_seen,last_seen,sector\nS0,,,2024-01-01,,Energy\n") == true)
    }

    @Test("a file that somebody else put where a rendered one goes is moved beside it")
    func foreign() throws {
        try directory.write("data/p/members.txt", "mine")
        try directory.write("data/update_summary.csv", "timestamp,total_symbols\n")
        let bench = try ArchiveBench(directory)
        try bench.begin()
        _ = try read(bench, [("A", nil, nil)], day: 0)
        try bench.end()
        #expect(directory.content("data/p/members.txt.before") == "mine")
        #expect(directory.content("data/update_summary.csv.before") == "timestamp,total_symbols\n")
        #expect(text?.contains("A,,") == true)
    }
}
