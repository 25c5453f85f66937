import ArchiveUpkeep
import Host
import PluginKit
import SQLite
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Series that are kept in the record, with one file for all units, whatever the sinks are.
@Suite("A series that is kept in the record")
struct KeptSeriesTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private static let symbols = ["AAPL", "BRK.B", "KO", "MSFT", "T"]

    /// Five units with five bars and three notes each, in one commit.
    private func filled(_ sinks: [String] = ["lines"], notes: Dataset = Samples.notes) throws
        -> ArchiveBench
    {
        let bench = try ArchiveBench(directory, sinks: sinks)
        try bench.begin()
        try bench.admit(Self.symbols, datasets: [Samples.bars, notes])
        for symbol in Self.symbols {
            _ = try bench.page(
                symbol,
                [
                    SeriesChange(Samples.bars, .append(Samples.bars(symbol, 0..<5))),
                    SeriesChange(notes, .append(Samples.notes(0..<3, of: symbol))),
                ])
        }
        try bench.end()
        return bench
    }

    private func again(_ day: Int, _ body: (ArchiveBench) throws -> Void) throws {
        let bench = try ArchiveBench(directory, birth: false)
        try bench.begin(day: day)
        try body(bench)
        try bench.end(day: day)
        try bench.archive.close()
    }

    private func findings(isFull: Bool = true) throws -> [Finding] {
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        defer { try? reader.close() }
        return try reader.verify(Verification(isFull: isFull)).findings
    }

    /// What the file of all units is to say.
    private func text(of symbols: [String] = symbols, mark: (String) -> String = { _ in "1.50" }) -> String {
        (["date,symbol,mark"]
            + symbols.flatMap { symbol in
                ["2024-01-01", "2024-01-02", "2024-01-03"].map { "\($0),\(symbol),\(mark(symbol))" }
            }).joined(separator: "\n") + "\n"
    }

    private var files: [String] { directory.files.filter { $0.hasSuffix(".txt") } }
    private var changes: [String] {
        get throws { try dump(directory, "SELECT changes FROM kept_series WHERE provider = 'p' AND dataset = 'notes'") }
    }

    @Test("units have a file less each, and all of them one, in key order")
    func oneFile() throws {
        let bench = try filled()
        #expect(files.count == Self.symbols.count + 1)
        #expect(directory.content("data/p/notes.txt") == text())
        #expect(
            try bench.archive.reader.storedRows(of: bench.unit("KO"), in: Samples.notes)
                == Samples.notes(0..<3, of: "KO"))
        #expect(try bench.archive.reader.extent(of: bench.unit("KO"), in: Samples.notes)?.rows == 3)
        try bench.archive.close()
        #expect(try dump(directory, "SELECT DISTINCT sink, table_name FROM table_parts") == ["record|p_notes"])
        #expect(try findings() == [])
    }

    @Test("control: a series of the sinks has a file for each unit")
    func control() throws {
        let bench = try filled(notes: Samples.notes(.sinks))
        #expect(files.count == 2 * Self.symbols.count)
        try bench.archive.close()
        #expect(try dump(directory, "SELECT count(*) FROM kept_series") == ["0"])
    }

    @Test("what changes in one commit is one change; what does not change is not rendered again")
    func rendered() throws {
        try filled().archive.close()
        #expect(try changes == ["1"])
        try again(101) { bench in
            try bench.admit(["KO"], datasets: [Samples.bars, Samples.notes], day: 101)
            try bench.append("KO", 5..<6)
        }
        #expect(try changes == ["1"])
        try again(102) { bench in
            try bench.admit(["KO"], datasets: [Samples.bars, Samples.notes], day: 102)
            _ = try bench.page(
                "KO",
                [
                    SeriesChange(
                        Samples.notes, .merge(Samples.notes(0..<3, of: "KO", mark: "2"), because: "revised"))
                ])
        }
        #expect(try changes == ["2"])
        #expect(directory.content("data/p/notes.txt") == text { $0 == "KO" ? "2" : "1.50" })
    }

    @Test("a changed cell and a changed file are found; the file is made anew")
    func verified() throws {
        try filled().archive.close()
        try directory.write("data/p/notes.txt", text().replacing("1.50", with: "9.50"))
        #expect(try findings().map(\.code) == [.renderedFile])
        try again(101) { bench in
            let report = try bench.archive.repair(Verification(isFull: true), now: Samples.noon(101))
            #expect(report.isWhole)
        }
        #expect(directory.content("data/p/notes.txt") == text())
        try execute(directory, "UPDATE p_notes SET mark = 7, mark_text = NULL WHERE symbol = 'KO'")
        let found = try findings()
        #expect(found.map(\.code) == [.wrongDigest, .disparity])
        #expect(found.first?.sink == "record" && found.first?.table == "p_notes")
    }

    @Test("what no sink has besides is fetched anew, and what could be read of it is kept in the record")
    func fetched() throws {
        try filled().archive.close()
        try execute(directory, "DELETE FROM p_notes WHERE symbol = 'KO' AND date = '2024-01-02'")
        try again(101) { bench in
            let unit = try bench.unit("KO")
            let report = try bench.archive.repair(Verification(isFull: true), now: Samples.noon(101))
            #expect(report.lost.map(\.label) == ["KO"])
            let place = try bench.archive.prepareRefetch([unit], sinks: Samples.sinks, now: Samples.noon(101))
            try fetch("KO", at: place)
            let taken = try bench.archive.takeRefetched(
                [unit], sinks: Samples.sinks, run: bench.run, now: Samples.noon(101))
            #expect(taken.map(\.deed) == [.fetched])
            #expect(try bench.archive.record.replaced().count == 1)
        }
        #expect(try findings() == [])
        #expect(directory.content("data/p/notes.txt") == text())
    }

    /// As a run does it in the archive that a repair makes.
    private func fetch(_ symbol: String, at place: String) throws {
        let other = try Archive.open(
            at: place, sinks: Samples.sinks, lock: LockRequest(holder: "a test"), now: Samples.noon(101))
        let run = try other.beginRun(
            RunStart(
                job: "test", providers: ["p"], version: "1", started: Samples.noon(101), local: "2024-04-10 12:00:00"))
        let name = UnitName(text: "bars(\(symbol))")
        try other.admit(
            [
                Admission(
                    provider: "p", name: name, label: symbol, partition: [symbol], span: Samples.span(0..<100),
                    datasets: [Samples.bars, Samples.notes])
            ], now: Samples.noon(101), run: run)
        let unit = try #require(try other.record.unit(name, of: "p"))
        var page = PageCommit(
            run: run, unit: unit, progress: .finished(UnitOutcome(.done, due: Samples.noon(102))))
        page.series = [
            SeriesChange(Samples.bars, .append(Samples.bars(symbol, 0..<5))),
            SeriesChange(Samples.notes, .append(Samples.notes(0..<3, of: symbol))),
        ]
        page.coverage = Coverage([CoverageSpan(Samples.span(0..<100), .stored)])
        try other.apply(page)
        try other.endRun(RunSummary(run: run, ended: Samples.noon(101), exitCode: 0))
        try other.close()
    }

    @Test("sinks come and go, and it stays where it is, with its file in each kind")
    func converted() throws {
        try filled().archive.close()
        let table = "SELECT * FROM p_notes ORDER BY symbol, date"
        let before = try dump(directory, table)
        for (day, sink) in [(101, "sealed"), (102, "sqlite")] {
            try again(day) { bench in
                let added = try bench.archive.add(Samples.sinks([sink])[0])
                #expect(added.series == Self.symbols.count)
            }
        }
        #expect(directory.exists("data/p/notes.txt") && directory.exists("data/p/notes.txt.sealed"))
        for (day, sink) in [(103, "sqlite"), (104, "lines")] {
            try again(day) { bench in
                let dropped = try bench.archive.drop(sink)
                #expect(dropped.series == Self.symbols.count)
            }
        }
        #expect(!directory.exists("data/p/notes.txt") && directory.exists("data/p/notes.txt.sealed"))
        #expect(try dump(directory, table) == before)
        #expect(
            try dump(directory, "SELECT DISTINCT sink FROM table_parts") == ["record"]
                && dump(directory, "SELECT count(*) FROM files WHERE dataset = 'notes'") == ["0"])
        #expect(try findings() == [])
    }

    @Test("a copy as other sinks has it too")
    func copied() throws {
        let bench = try filled()
        let conversion = try bench.archive.convert(
            to: directory["copy"], sinks: Samples.sinks(["sealed", "sqlite"]), created: Samples.noon(101),
            holder: "a test")
        #expect(conversion.series == 2 * Self.symbols.count)
        try bench.archive.close()
        let reader = try ArchiveReader.openReadOnly(at: directory["copy"], sinks: Samples.sinks)
        defer { try? reader.close() }
        #expect(try reader.verify(Verification(isFull: true)).findings == [])
        #expect(
            try reader.storedRows(of: unit("KO", in: reader), in: Samples.notes) == Samples.notes(0..<3, of: "KO"))
        #expect(directory.exists("copy/p/notes.txt.sealed"))
    }

    private func unit(_ symbol: String, in reader: ArchiveReader) throws -> UnitRecord {
        try #require(try reader.record.unit(UnitName(text: "bars(\(symbol))"), of: "p"))
    }

    @Test("a backup has its rows, and counts them")
    func backup() throws {
        let bench = try filled()
        try bench.archive.close()
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        defer { try? reader.close() }
        let report = try reader.backUp(to: directory["copy"], lock: LockRequest(holder: "a test"))
        #expect(report.rows == Int64(Self.symbols.count * 8) && report.files == Self.symbols.count)
        #expect(directory.content("copy/p/notes.txt") == text())
    }

    @Test("a unit that leaves or has another name does so in the file of all")
    func leaves() throws {
        try filled().archive.close()
        try again(101) { bench in
            try bench.archive.forget([bench.unit("KO")], run: bench.run, now: Samples.noon(101))
            let renaming = UnitRenaming(
                try bench.unit("T"), to: UnitName(text: "bars(TT)"), label: "TT", partition: ["TT"],
                since: Day(number: Samples.day0 + 9), proof: "one number", flag: RowFlag("E19: TT: T is TT"))
            try bench.archive.rename(renaming, run: bench.run, now: Samples.noon(101))
            // The file of the bars of KO, and these.
            #expect(try bench.archive.record.replaced().map(\.dataset) == ["notes"])
        }
        #expect(directory.content("data/p/notes.txt") == text(of: ["AAPL", "BRK.B", "MSFT", "TT"]))
        #expect(try findings() == [])
    }

    @Test("what a dataset has gained is in the file at once, null where it was never read")
    func gained() throws {
        try filled().archive.close()
        let manifest = ProviderManifest(
            name: "p", summary: "", noun: .init("unit", "units"), datasets: [Samples.bars, Samples.signedNotes],
            upstreams: [], defaultArchive: "data")
        let bench = try ArchiveBench(directory, writing: [manifest], birth: false)
        #expect(bench.archive.gained == ["p/notes: author"])
        try bench.begin(day: 101)
        try bench.end(day: 101)
        try bench.archive.close()
        #expect(
            directory.content("data/p/notes.txt")?.hasPrefix("date,symbol,mark,author\n2024-01-01,AAPL,1.50,\n") == true
        )
        #expect(try findings() == [])
    }

    @Test("rows that are of no unit are found, and a repair deletes them from the file too")
    func strays() throws {
        try filled().archive.close()
        try execute(directory, "INSERT INTO p_notes (date, symbol, mark) VALUES ('2024-01-01', 'X', 1)")
        #expect(try findings().map(\.code).contains(.strayRows))
        try again(101) { bench in
            _ = try bench.archive.repair(Verification(isFull: true), now: Samples.noon(101))
        }
        #expect(try findings() == [])
        #expect(directory.content("data/p/notes.txt") == text())
    }

    @Test("the record writes the cells that the sink sqlite writes")
    func layout() {
        for dataset in [Samples.bars, Samples.actions, Samples.trades, Samples.signedNotes, Samples.members] {
            #expect(
                RecordRows().layout(of: dataset.schema).columns == SQLiteFormat().layout(of: dataset.schema).columns)
        }
    }
}
