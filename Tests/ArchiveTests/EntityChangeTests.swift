import ArchiveUpkeep
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// What is stored of a state that changes, and what the rules about changes say and keep.
@Suite("Changes of entities")
struct EntityChangeTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    static let order = [["open", "paused"], ["closed"], ["settled"]]
    static let status = Dataset(
        "status", .changes, "States.",
        columns: [
            Column("market", .text), Column("seen", .instant(fractionDigits: 0)),
            Column("state", .text, nullable: true),
            Column("payout", .decimal, nullable: true),
        ], key: ["market", "seen"])
    static let strictStatus = Dataset(
        "status", .changes, "States.", columns: status.schema.columns, key: status.schema.keyNames,
        rules: [Rule("P5", .forward(column: "state", order: order), .flag, "Forward.")])

    private static let columns = [
        Column("id", .text), Column("state", .text, nullable: true), Column("volume", .decimal, nullable: true),
        Column("trades", .integer, nullable: true), Column("question", .text, nullable: true),
        Column("tick", .decimal, nullable: true),
    ]
    static let loose = Dataset("markets", .entities(nil), "Markets.", columns: columns, key: ["id"])
    static let markets = Dataset(
        "markets", .entities(nil), "Markets.", columns: columns, key: ["id"],
        rules: [
            Rule("P1", .text(column: "id", .notEmpty), .quarantine, "An id."),
            Rule("P5", .forward(column: "state", order: order), .flag, "Forward."),
            Rule("P6", .notDecreasing(columns: ["volume", "trades"]), .flag, "Up."),
            Rule("P8", .unchanging(columns: ["question", "tick"]), .flag, "As it was."),
        ])

    /// Cells are texts in the order of the columns; nil is null.
    private static func batch(_ dataset: Dataset, _ rows: [[String?]]) -> Batch {
        var builder = BatchBuilder(dataset.schema)
        for row in rows {
            for (column, text) in zip(dataset.schema.columns, row) {
                switch (column.type, text) {
                case (_, nil): builder.null()
                case (.decimal, let text?): builder.decimal(text)
                case (.integer, let text?): builder.integer(Int64(text) ?? 0)
                case (.instant, let text?): builder.instant(Samples.noon(Int(text) ?? 0))
                case (_, let text?): builder.text(text)
                }
            }
            builder.endRow()
        }
        return builder.finish()
    }

    private func bench() throws -> ArchiveBench {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["list"], datasets: [])
        return bench
    }

    @discardableResult
    private func write(_ bench: ArchiveBench, _ dataset: Dataset, _ rows: [String?]...) throws -> PageEffect {
        try bench.page("list", progress: .next(cursor: "c", purpose: .extend)) { page in
            page.entities = [
                EntityChange(
                    dataset, upserts: Self.batch(dataset, rows), isComplete: false, day: Day(number: Samples.day0))
            ]
        }
    }

    private func stored(_ bench: ArchiveBench, _ dataset: Dataset) throws -> [String] {
        let batch = try bench.archive.record.entities(of: "p", in: dataset)
        return (0..<batch.count).map { row in
            batch.schema.columns.indices.map { batch.text(row: row, column: $0) ?? "-" }.joined(separator: " ")
        }
    }

    private func revisions(_ bench: ArchiveBench) throws -> [String] {
        try bench.end()
        try bench.archive.close()
        return try dump(
            directory,
            """
            SELECT r.run, u.label, r.dataset, r.key, r.cause, r.stored, r.answered FROM revisions r JOIN units u ON \
            u.id = r.unit
            ORDER BY r.id
            """
        )
    }

    private static func at(_ day: Int) -> String { Samples.noon(day).text() }

    @Test("a state is stored when it differs from the newest one of the same thing, and only then")
    func states() throws {
        let bench = try bench()
        try write(bench, Self.status, ["A", "0", "open", nil], ["B", "0", "open", nil])
        try write(bench, Self.status, ["A", "1", "open", nil], ["B", "1", "closed", nil], ["C", "1", "open", nil])
        try write(bench, Self.status, ["A", "2", "open", nil], ["B", "2", "closed", "0.5"], ["C", "2", nil, nil])
        try write(bench, Self.status, ["B", "3", "closed", "0.50"], ["C", "3", nil, nil], ["A", "3", "open", nil])
        // Back to what it once was is a change too.
        try write(bench, Self.status, ["B", "4", "open", nil])
        #expect(
            try stored(bench, Self.status) == [
                "A \(Self.at(0)) open -", "B \(Self.at(0)) open -", "B \(Self.at(1)) closed -",
                "B \(Self.at(2)) closed 0.5",
                "B \(Self.at(3)) closed 0.50", "B \(Self.at(4)) open -", "C \(Self.at(1)) open -",
                "C \(Self.at(2)) - -",
            ])
        #expect(try revisions(bench) == [])
    }

    @Test("entities of the same columns take every row: the rule is the kind's")
    func entitiesTakeAll() throws {
        let bench = try bench()
        let dataset = Dataset(
            "status", .entities(nil), "", columns: Self.status.schema.columns, key: Self.status.schema.keyNames)
        for day in 0..<3 { try write(bench, dataset, ["A", "\(day)", "open", nil]) }
        #expect(try stored(bench, dataset).count == 3)
    }

    @Test("seen twice at one moment: what was told last holds, also where that is what was known before")
    func sameMoment() throws {
        let bench = try bench()
        try write(bench, Self.status, ["A", "0", "open", nil])
        try write(bench, Self.status, ["A", "1", "closed", nil])
        try write(bench, Self.status, ["A", "1", "settled", nil])
        #expect(try stored(bench, Self.status) == ["A \(Self.at(0)) open -", "A \(Self.at(1)) settled -"])
        try write(bench, Self.status, ["A", "1", "open", nil])
        #expect(try stored(bench, Self.status) == ["A \(Self.at(0)) open -"])
        try write(bench, Self.status, ["B", "1", "open", nil])
        try write(bench, Self.status, ["B", "1", "closed", nil])
        #expect(try stored(bench, Self.status) == ["A \(Self.at(0)) open -", "B \(Self.at(1)) closed -"])
    }

    @Test("a page of an older moment is held against what was known then")
    func older() throws {
        let bench = try bench()
        try write(bench, Self.status, ["A", "0", "open", nil])
        try write(bench, Self.status, ["A", "5", "closed", nil])
        try write(bench, Self.status, ["A", "3", "open", nil])
        #expect(try stored(bench, Self.status) == ["A \(Self.at(0)) open -", "A \(Self.at(5)) closed -"])
        try write(bench, Self.status, ["A", "4", "paused", nil])
        #expect(try stored(bench, Self.status).count == 3)
    }

    @Test("the file of changes is rendered in key order, and a night without changes leaves it")
    func rendered() throws {
        let bench = try bench()
        try write(bench, Self.status, ["B", "0", "open", nil])
        try write(bench, Self.status, ["A", "1", "open", "1.50"])
        try bench.end()
        let text = "market,seen,state,payout\nA,\(Self.at(1)),open,1.50\nB,\(Self.at(0)),open,\n"
        #expect(directory.content("data/p/status.txt") == text)
        try bench.begin()
        try write(bench, Self.status, ["A", "2", "open", "1.50"], ["B", "2", "open", nil])
        try bench.end()
        #expect(directory.content("data/p/status.txt") == text)
        try bench.archive.close()
        #expect(try verified() == [])
        try execute(directory, "UPDATE p_status SET state = 'closed' WHERE market = 'A'")
        #expect(try verified().count == 1)
    }

    private func verified() throws -> [Finding] {
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        defer { try? reader.close() }
        return try reader.verify(Verification(isFull: true)).findings
    }

    @Test("a step back of a state is stored, named, and what was before it is kept")
    func backward() throws {
        let bench = try bench()
        try write(bench, Self.markets, ["A", "closed", nil, nil, nil, nil])
        let effect = try write(bench, Self.markets, ["A", "open", nil, nil, nil, nil])
        #expect(effect.flags == ["P5: markets A: state went back from closed to open"] && effect.revised == 1)
        #expect(try stored(bench, Self.markets) == ["A open - - - -"])
        #expect(try write(bench, Self.markets, ["A", "open", nil, nil, nil, nil]).flags == [])
        #expect(
            try revisions(bench) == [
                "1|list|markets|A|revision|id=A state=closed volume= trades= question= tick=|"
                    + "id=A state=open volume= trades= question= tick="
            ])
    }

    @Test(
        "states that go on, that share a group, that nobody ordered, that are new or gone: no step back",
        arguments: [
            ("open", "closed"), ("open", "settled"), ("open", "paused"), ("paused", "open"), ("settled", "unheard"),
            ("unheard", "open"),
            (nil, "open"), ("settled", nil), ("settled", "settled"),
        ] as [(String?, String?)])
    func forward(before: String?, after: String?) throws {
        let bench = try bench()
        try write(bench, Self.markets, ["A", before, nil, nil, nil, nil])
        #expect(try write(bench, Self.markets, ["A", after, nil, nil, nil, nil]).flags == [])
        #expect(try revisions(bench) == [])
    }

    @Test(
        "a number that falls by more than rounding, or to nothing, is named; one that rises or is rounded is not",
        arguments: [
            ("10", "9", "P6: markets A: volume fell from 10 to 9"),
            ("100", "98.9", "P6: markets A: volume fell from 100 to 98.9"),
            ("0", "-0.01", "P6: markets A: volume fell from 0 to -0.01"),
            ("10", nil, "P6: markets A: volume fell from 10 to nothing"),
            ("100", "99", nil), ("100", "100.00", nil), ("1e2", "100", nil), ("10", "11", nil), (nil, "5", nil),
            (nil, nil, nil),
            ("0", "0.0", nil),
        ] as [(String?, String?, String?)])
    func falling(before: String?, after: String?, flag: String?) throws {
        let bench = try bench()
        try write(bench, Self.markets, ["A", nil, before, nil, nil, nil])
        let effect = try write(bench, Self.markets, ["A", nil, after, nil, nil, nil])
        #expect(effect.flags == [flag].compactMap { $0 })
        #expect(try stored(bench, Self.markets) == ["A - \(after ?? "-") - - -"])
        #expect(try revisions(bench).count == (flag == nil ? 0 : 1))
    }

    @Test("a cell that was there and changed is named, one that came is not; 0.010 is 0.01")
    func unchanging() throws {
        let bench = try bench()
        let long = String(repeating: "x", count: 90)
        try write(
            bench, Self.markets, ["A", nil, nil, nil, nil, nil], ["B", nil, nil, nil, "Will it?", "0.01"],
            ["C", nil, nil, nil, "1", nil])
        #expect(
            try write(
                bench, Self.markets, ["A", nil, nil, nil, "Why?", "0.01"], ["B", nil, nil, nil, "Will it?", "0.010"]
            ).flags == [])
        let effect = try write(
            bench, Self.markets, ["A", nil, nil, nil, nil, "0.01"], ["B", nil, nil, nil, "Will it?", "0.001"],
            ["C", nil, nil, nil, long, nil])
        #expect(
            effect.flags == [
                "P8: markets A: question changed from Why? to nothing",
                "P8: markets B: tick changed from 0.010 to 0.001",
                "P8: markets C: question changed from 1 to \(long.prefix(60))...",
            ])
        #expect(effect.revised == 3)
    }

    @Test("several rules of a row make one revision; many rows make a few lines and a count")
    func several() throws {
        let bench = try bench()
        try write(bench, Self.markets, ["A", "settled", "10", "5", "Q", nil])
        let effect = try write(bench, Self.markets, ["A", "open", "1", "4", "R", nil])
        #expect(effect.revised == 1)
        #expect(
            effect.flags == [
                "P5: markets A: state went back from settled to open", "P6: markets A: volume fell from 10 to 1",
                "P6: markets A: trades fell from 5 to 4", "P8: markets A: question changed from Q to R",
            ])
        let many = (0..<9).map { ["M\($0)", nil, "2", nil, nil, nil] as [String?] }
        let less = many.map { [$0[0], nil, "1", nil, nil, nil] }
        _ = try bench.page("list", progress: .next(cursor: "c", purpose: .extend)) { page in
            page.entities = [
                EntityChange(
                    Self.markets, upserts: Self.batch(Self.markets, many), isComplete: false, day: Day(number: 0))
            ]
        }
        let fallen = try bench.page("list", progress: .next(cursor: "c", purpose: .extend)) { page in
            page.entities = [
                EntityChange(
                    Self.markets, upserts: Self.batch(Self.markets, less), isComplete: false, day: Day(number: 0))
            ]
        }
        #expect(
            fallen.revised == 9 && fallen.flags.count == 4
                && fallen.flags.last == "P6: markets: 6 more rows of this page")
    }

    @Test("without such rules nothing is compared, and what changed is written over")
    func loose() throws {
        let bench = try bench()
        try write(bench, Self.loose, ["A", "settled", "10", "5", "Q", "0.1"])
        let effect = try write(bench, Self.loose, ["A", "open", "1", "4", "R", "0.2"])
        #expect(effect == PageEffect(joined: ["markets": []], left: ["markets": []]))
        #expect(try stored(bench, Self.loose) == ["A open 1 4 R 0.2"])
        #expect(try revisions(bench) == [])
    }

    @Test("changes keep both rows of a step back, and the revision says so")
    func backwardChanges() throws {
        let bench = try bench()
        try write(bench, Self.strictStatus, ["A", "0", "settled", "1"])
        let effect = try write(bench, Self.strictStatus, ["A", "1", "open", nil])
        #expect(
            effect.flags == ["P5: status A|\(Self.at(1)): state went back from settled to open"] && effect.revised == 1)
        #expect(try write(bench, Self.strictStatus, ["A", "2", "open", nil]).revised == 0)
        #expect(try stored(bench, Self.strictStatus) == ["A \(Self.at(0)) settled 1", "A \(Self.at(1)) open -"])
        #expect(
            try revisions(bench) == [
                "1|list|status|A|\(Self.at(1))|revision|market=A seen=\(Self.at(0)) state=settled payout=1|"
                    + "market=A seen=\(Self.at(1)) state=open payout="
            ])
    }

    @Test("a column that a newer version added has no earlier cell to break a rule with")
    func added() throws {
        let bench = try bench()
        let old = Dataset("markets", .entities(nil), "", columns: Array(Self.columns.prefix(2)), key: ["id"])
        try write(bench, old, ["A", "open"])
        try bench.end()
        try bench.archive.close()
        let again = try ArchiveBench(directory, birth: false)
        try again.begin()
        try again.admit(["list"], datasets: [])
        let wider = Dataset(
            "markets", .entities(nil), "", columns: Array(Self.columns.prefix(2)) + [Column("group", .text)],
            key: ["id"],
            rules: [Rule("P8", .unchanging(columns: ["group"]), .flag, "As it was.")])
        #expect(try write(again, wider, ["A", "open", "G"]).flags == [])
        #expect(try write(again, wider, ["A", "open", "H"]).flags == ["P8: markets A: group changed from G to H"])
    }
}
