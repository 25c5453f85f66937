import ArchiveUpkeep
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// What the archive relies on in every kind of store: files that grow, tables in the record's transaction, a server
/// with one of its own, and the record itself for the series that are kept in it.
@Suite("The contract of stores")
struct StoreContractTests {
    static let stores = ["lines", "sealed", "held", "compacted", "sqlite", "memory", Record.ownSink]

    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    /// Two units with five bars each, committed.
    private func bench(_ sink: String, calls: FaultyCalls = FaultyCalls()) throws -> ArchiveBench {
        let isOwn = sink == Record.ownSink
        let bench = try ArchiveBench(directory, calls: calls, sinks: [isOwn ? "lines" : sink])
        if isOwn {
            try bench.archive.change { record in
                for dataset in [Samples.bars, Samples.actions] { try record.keepHere(dataset.name, of: "p") }
            }
        }
        try bench.begin()
        try bench.admit(["AAPL", "MSFT"])
        for symbol in ["AAPL", "MSFT"] {
            try bench.append(symbol, 0..<5, progress: .next(cursor: "1", purpose: .extend))
        }
        try bench.archive.commit()
        return bench
    }

    private func rows(in place: String = "data") throws -> [String: [String]] {
        let reader = try ArchiveReader.openReadOnly(at: directory[place], sinks: Samples.sinks)
        defer { try? reader.close() }
        return try ArchiveTests.rows(of: reader, in: reader.stores(of: "bars", of: "p")[0].name)
    }

    private static func texts(_ batch: Batch) -> [String] {
        (0..<batch.count).map { row in
            batch.schema.columns.indices.map { batch.text(row: row, column: $0) ?? "null" }.joined(separator: "|")
        }
    }

    @Test(
        """
        rows come back as they were written, in the open group, for a reader once it is committed, and after a new start
        """,
        arguments: stores)
    func written(_ sink: String) throws {
        let bench = try bench(sink)
        let merged = Samples.bars("AAPL", 0..<3).appending(Samples.bars("AAPL", [3]) { _ in "9.25" }).appending(
            Samples.bars("AAPL", 4..<9))
        let before = try rows()
        _ = try bench.page(
            "AAPL",
            [
                SeriesChange(
                    Samples.bars,
                    .merge(
                        Samples.bars("AAPL", [3]) { _ in "9.25" }.appending(Samples.bars("AAPL", 5..<9)),
                        because: "revised")),
                SeriesChange(Samples.actions, .append(Samples.actions([2]))),
            ])
        #expect(try bench.stored("AAPL") == merged)
        #expect(try rows() == before, "nobody else sees what is not committed")
        for (part, isLast) in [(0..<2, false), (2..<4, true)] {
            _ = try bench.page(
                "MSFT", [SeriesChange(Samples.bars, .replace(Samples.bars("MSFT", part) { "5\($0)" }, isLast: isLast))],
                progress: isLast ? nil : .next(cursor: "2", purpose: .replace))
            try bench.archive.commit()
            #expect(try bench.stored("MSFT").count == (isLast ? 4 : 5), "a replacement is there with its last part")
        }
        try bench.end()
        try bench.archive.close()
        let expected = [
            "AAPL bars": Self.texts(merged), "AAPL actions": Self.texts(Samples.actions([2])),
            "MSFT bars": Self.texts(Samples.bars("MSFT", 0..<4) { "5\($0)" }),
        ]
        #expect(try rows() == expected)
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        #expect(try reader.verify(Verification(isFull: true)).findings == [])
        #expect(try reader.verify(Verification(isFull: false)).findings == [])
        #expect(
            try reader.storedRows(
                of: #require(reader.record.units(of: "p").first), in: Samples.bars, from: Samples.day0 + 6
            ).count == 3)
        try reader.close()
    }

    @Test("a page that fails while it is staged leaves nothing, and what the group had stays", arguments: stores)
    func dropped(_ sink: String) throws {
        let bench = try bench(sink)
        try bench.append("AAPL", 5..<7, progress: .next(cursor: "2", purpose: .extend))
        let store = try #require(bench.archive.reader.allStores.first { $0.name == sink })
        let unit = try bench.unit("AAPL")
        let part = try #require(try bench.archive.record.part(of: unit, "bars", in: sink))
        try bench.archive.commit()
        let error = #expect(throws: ArchiveError.self) {
            try bench.archive.grouped { group in
                try group.staging {
                    try store.replace(part, of: Series(unit, Samples.bars), isBegun: true, keeping: false, in: group) {
                        try $0(Samples.bars("AAPL", 0..<1))
                    }
                    throw ArchiveError(.damagedFile, "a unit's own trouble")
                }
            }
        }
        #expect(error?.code == .damagedFile)
        #expect(try bench.stored("AAPL") == Samples.bars("AAPL", 0..<7))
        try bench.append("AAPL", 7..<8)
        try bench.end()
        try bench.archive.close()
        #expect(try rows()["AAPL bars"]?.count == 8)
    }

    @Test(
        "what is rolled back was never there: a group, and a change of the record with what it let go",
        arguments: stores)
    func rolledBack(_ sink: String) throws {
        let bench = try bench(sink)
        try bench.append("AAPL", 5..<7)
        bench.archive.rollBack()
        #expect(throws: ArchiveError.self) {
            try bench.archive.change { record in
                for part in try record.parts(of: bench.unit("MSFT")) {
                    _ = try bench.archive.reader.store(of: part)?.letGo(
                        of: part, of: bench.unit("MSFT"), Samples.bars, isKept: true, run: nil, now: Samples.noon(100))
                }
                throw ArchiveError(.misuse, "not after all")
            }
        }
        #expect(try bench.stored("MSFT") == Samples.bars("MSFT", 0..<5))
        #expect(try bench.stored("AAPL") == Samples.bars("AAPL", 0..<5))
        try bench.archive.close()
        #expect(try rows()["MSFT bars"]?.count == 5)
    }

    @Test("a unit that is forgotten is gone, and its rows are kept where a person finds them", arguments: stores)
    func forgotten(_ sink: String) throws {
        let bench = try bench(sink)
        try bench.archive.forget([bench.unit("MSFT")], run: bench.run, now: Samples.noon(100))
        let kept = directory.files.filter { $0.hasSuffix(".forgotten") }.count
        #expect(try kept + bench.archive.record.replaced().count == 1)
        try bench.end()
        try bench.archive.close()
        #expect(try rows().keys.sorted() == ["AAPL bars"])
    }

    @Test(
        "rows that were altered are found, and a repair has them from another store",
        arguments: stores.filter { $0 != "lines" && $0 != Record.ownSink })
    func altered(_ sink: String) throws {
        try bench(sink).archive.close()
        let bench = try ArchiveBench(directory, birth: false)
        try bench.begin(day: 101)
        _ = try bench.archive.add(Samples.sinks(["lines"])[0])
        try bench.end(day: 101)
        try bench.archive.close()
        let before = try rows()
        switch sink {
        case "sqlite":
            try execute(directory, "UPDATE p_bars SET volume = 7 WHERE symbol = 'AAPL' AND date = '2024-01-03'")
        case "memory":
            MemoryServer.of(directory["data"]).alter(MemoryStore.table(1, "bars")) { $0.selecting([0, 1, 3, 4]) }
        default:
            let file = "data/p/bars/AAPL.txt.\(sink)"
            try directory.write(file, #require(directory.content(file)).replacing("102.5", with: "999.5"))
        }
        let again = try ArchiveBench(directory, birth: false)
        try again.begin(day: 102)
        #expect(try !again.archive.reader.verify(Verification(isFull: true)).isSound)
        #expect(try again.archive.repair(Verification(isFull: true), now: Samples.noon(102)).isWhole)
        try again.end(day: 102)
        try again.archive.close()
        #expect(try rows() == before)
    }
}
