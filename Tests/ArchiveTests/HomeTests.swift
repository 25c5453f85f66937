import ArchiveUpkeep
import Host
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Archives that have in their sinks what is kept in the record by now: moved by the next run, whole or not at all.
@Suite("A series that is moved into the record")
struct HomeTests {
    static let sinks = [
        ["lines"], ["sealed"], ["sqlite"], ["memory"], ["lines", "sqlite"], ["sealed", "lines", "memory"],
    ]

    static let manifest = ProviderManifest(
        name: "p", summary: "", noun: .init("unit", "units"), datasets: [Samples.bars, Samples.notes], upstreams: [],
        defaultArchive: "data")
    private static let old = Samples.notes(.sinks)

    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    /// As the version before left it: of three units two have notes.
    private static func write(_ directory: TemporaryFolder, _ sinks: [String]) throws {
        let bench = try ArchiveBench(directory, sinks: sinks)
        try bench.begin()
        try bench.admit(["AAPL", "KO", "MSFT"], datasets: [Samples.bars, old])
        for (symbol, days) in [("AAPL", 0..<3), ("KO", 0..<0), ("MSFT", 1..<9)] {
            _ = try bench.page(
                symbol,
                [
                    SeriesChange(Samples.bars, .append(Samples.bars(symbol, 0..<5))),
                    SeriesChange(old, .append(Samples.notes(days, of: symbol))),
                ])
        }
        try bench.end()
        try bench.archive.close()
    }

    @discardableResult
    private static func open(_ directory: TemporaryFolder, calls: any SystemCalls = HostCalls()) throws -> ArchiveBench
    {
        try ArchiveBench(directory, calls: calls, writing: [manifest], birth: false)
    }

    private static func rows(_ archive: ArchiveReader) throws -> [String: Batch] {
        var rows: [String: Batch] = [:]
        for unit in try archive.record.units(of: "p") {
            let stored = try archive.storedRows(of: unit, in: Samples.notes)
            if !stored.isEmpty { rows[unit.label] = stored }
        }
        return rows
    }

    private static let expected = ["AAPL": Samples.notes(0..<3), "MSFT": Samples.notes(1..<9, of: "MSFT")]

    /// What must be the same wherever the move was cut short.
    private static func outcome(_ directory: TemporaryFolder) throws -> [String] {
        let queries = [
            "SELECT * FROM p_notes ORDER BY symbol, date", "SELECT provider, dataset FROM kept_series",
            "SELECT unit, dataset, sink FROM files ORDER BY 1, 2, 3", "SELECT * FROM intents",
            """
            SELECT unit, dataset, sink, schema, table_name, key_prefix, rows, first_tick, last_tick, rows_digest
            FROM table_parts ORDER BY 1, 2, 3
            """,
        ]
        let own = ["archive.db-wal", "archive.db-shm"]
        return try queries.map { try dump(directory, $0).joined(separator: "\n") }
            + directory.files.filter { file in !own.contains { file.hasSuffix($0) } }
            + [MemoryServer.of(directory["data"]).text]
    }

    @Test("all rows are there, one file has them, and nothing of them is left in the sinks", arguments: sinks)
    func moved(_ sinks: [String]) throws {
        try Self.write(directory, sinks)
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        #expect(try Self.rows(reader) == Self.expected, "who only reads has them where they are")
        #expect(try reader.verify(Verification(isFull: true)).findings == [])
        try reader.close()
        let bench = try Self.open(directory)
        #expect(bench.archive.moves.map(\.dataset) == ["p/notes"])
        #expect(bench.archive.moves.map(\.units) == [3] && bench.archive.moves[0].failure == nil)
        #expect(try Self.rows(bench.archive.reader) == Self.expected)
        #expect(!directory.exists("data/p/notes"))
        if sinks.contains("lines") {
            #expect(directory.content("data/p/notes.txt")?.split(separator: "\n").count == 12)
        }
        #expect(try bench.archive.reader.verify(Verification(isFull: true)).findings == [])
        try bench.begin(day: 110)
        try bench.admit(["KO"], datasets: Self.manifest.datasets, day: 110)
        _ = try bench.page("KO", [SeriesChange(Samples.notes, .append(Samples.notes(2..<4, of: "KO")))])
        try bench.end(day: 110)
        try bench.archive.close()
        #expect(try dump(directory, "SELECT DISTINCT sink FROM table_parts WHERE dataset = 'notes'") == ["record"])
        #expect(try dump(directory, "SELECT count(*) FROM files WHERE dataset = 'notes'") == ["0"])
        let after = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        #expect(try after.verify(Verification(isFull: true)).findings == [])
        #expect(try Self.rows(after)["KO"] == Samples.notes(2..<4, of: "KO"))
        try after.close()
    }

    @Test("the next opening has nothing to do, and neither has one of an archive without such a series")
    func once() throws {
        try Self.write(directory, ["lines"])
        try Self.open(directory).archive.close()
        let calls = FaultyCalls()
        let again = try Self.open(directory, calls: calls)
        #expect(again.archive.moves.isEmpty)
        try again.archive.close()
        let plain = FaultyCalls()
        try ArchiveBench(directory, calls: plain, birth: false).archive.close()
        #expect(calls.count == plain.count)
        let other = try TemporaryFolder(inMemory: true)
        try ArchiveBench(other, writing: [Self.manifest]).archive.close()
        #expect(try dump(other, "SELECT count(*) FROM kept_series") == ["0"])
    }

    @Test("control: without its provider's manifest it stays where it is")
    func control() throws {
        try Self.write(directory, ["lines"])
        let bench = try ArchiveBench(directory, birth: false)
        #expect(bench.archive.moves.isEmpty && directory.exists("data/p/notes/AAPL.txt"))
        try bench.archive.close()
    }

    @Test("with a unit that no sink holds as recorded all of it stays, until that is put right")
    func damaged() throws {
        try Self.write(directory, ["lines"])
        let whole = try directory.text("data/p/notes/MSFT.txt")
        try directory.write("data/p/notes/MSFT.txt", whole.replacing("1.50", with: "9.50"))
        let bench = try Self.open(directory)
        #expect(bench.archive.moves.map(\.units) == [0])
        #expect(bench.archive.moves[0].failure?.code == .damagedFile)
        #expect(try bench.archive.reader.storedRows(of: bench.unit("AAPL"), in: Samples.notes) == Samples.notes(0..<3))
        try bench.begin(day: 110)
        try bench.admit(["KO"], datasets: Self.manifest.datasets, day: 110)
        _ = try bench.page("KO", [SeriesChange(Samples.notes, .append(Samples.notes(2..<4, of: "KO")))])
        try bench.end(day: 110)
        try bench.archive.close()
        #expect(directory.exists("data/p/notes/KO.txt") && !directory.exists("data/p/notes.txt"))
        #expect(try dump(directory, "SELECT count(*) FROM kept_series") == ["0"])
        try directory.write("data/p/notes/MSFT.txt", whole)
        let next = try Self.open(directory)
        #expect(next.archive.moves.map(\.units) == [3])
        try next.archive.close()
        #expect(!directory.exists("data/p/notes") && directory.exists("data/p/notes.txt"))
    }

    @Test(
        "where one sink does not hold them the other does; what is damaged is kept aside",
        arguments: [["lines", "sealed"], ["lines", "sqlite"]])
    func damagedInOne(_ sinks: [String]) throws {
        try Self.write(directory, sinks)
        if sinks.contains("sqlite") {
            try execute(directory, "UPDATE p_notes SET mark = 7, mark_text = NULL WHERE symbol = 'MSFT'")
        } else {
            let whole = try directory.text("data/p/notes/MSFT.txt")
            try directory.write("data/p/notes/MSFT.txt", whole.replacing("1.50", with: "9.50"))
        }
        let bench = try Self.open(directory)
        #expect(try Self.rows(bench.archive.reader) == Self.expected)
        #expect(bench.archive.moves.map(\.units) == [3])
        #expect(try bench.archive.reader.verify(Verification(isFull: true)).findings == [])
        try bench.archive.close()
        #expect(directory.exists("data/p/notes/MSFT.txt.damaged") == !sinks.contains("sqlite"))
    }

    @Test("a replacement that was under way begins anew", arguments: [["lines"], ["sqlite"]])
    func underWay(_ sinks: [String]) throws {
        try Self.write(directory, sinks)
        let bench = try ArchiveBench(directory, birth: false)
        try bench.begin(day: 110)
        try bench.admit(["AAPL"], datasets: [Samples.bars, Self.old], day: 110)
        _ = try bench.page(
            "AAPL", [SeriesChange(Self.old, .replace(Samples.notes(0..<2, mark: "8"), isLast: false))],
            progress: .next(cursor: "1", purpose: .replace))
        try bench.archive.commit()
        try bench.archive.close()
        let moved = try Self.open(directory)
        #expect(try Self.rows(moved.archive.reader) == Self.expected)
        #expect(try moved.archive.reader.frontierEntries().map(\.cursor) == [nil])
        #expect(directory.files.allSatisfy { !$0.hasSuffix(".rewrite") })
        try moved.begin(day: 111)
        _ = try moved.page("AAPL", [SeriesChange(Samples.notes, .replace(Samples.notes(4..<6), isLast: true))])
        try moved.end(day: 111)
        #expect(
            try moved.archive.reader.storedRows(of: moved.unit("AAPL"), in: Samples.notes) == Samples.notes(4..<6))
        try moved.archive.close()
    }

    @Test("killed at the n-th call that changes anything, for every n: moved in the end", arguments: sinks)
    func killed(_ sinks: [String]) throws {
        try Self.write(directory, sinks)
        try Self.open(directory).archive.close()
        let expected = try Self.outcome(directory)
        var step = 0
        while true {
            step += 1
            let other = try TemporaryFolder(inMemory: true)
            try Self.write(other, sinks)
            let calls = FaultyCalls(.stop(at: step))
            _ = try? Self.open(other, calls: calls).archive.close()
            guard calls.hasFaulted else { break }
            let bench = try Self.open(other)
            #expect(try Self.rows(bench.archive.reader) == Self.expected, "step \(step)")
            // What is rendered last may wait for the end of a run.
            try bench.archive.rendering.renderTables()
            try bench.archive.close()
            #expect(try Self.outcome(other) == expected, "step \(step)")
        }
        #expect(step > 2)
    }
}
