import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Sinks of tables beside those of files: the same rows, keys, views, and what is let go.
@Suite("A table sink")
struct TableSinkTests {
    let directory: TemporaryFolder
    private let next = PageCommit.Progress.next(cursor: "c", purpose: .extend)

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private func bench(_ sinks: [String] = ["sqlite"], _ symbols: [String] = ["AAPL"]) throws -> ArchiveBench {
        let bench = try ArchiveBench(directory, sinks: sinks)
        try bench.begin()
        try bench.admit(symbols)
        return bench
    }

    private func stored(_ bench: ArchiveBench) throws -> [String] {
        let batch = try bench.stored("AAPL")
        return (0..<batch.count).map {
            "\(batch.integer(row: $0, column: 0) - Samples.day0):\(batch.text(row: $0, column: 2) ?? "")"
        }
    }

    @Test(
        "rows appended, merged and replaced are what the file sinks have, and so is the record",
        arguments: [["sqlite"], ["lines", "sqlite"]])
    func changes(sinks: [String]) throws {
        let bench = try bench(sinks)
        try bench.append("AAPL", 2..<4, progress: next)
        try bench.archive.commit()
        _ = try bench.page(
            "AAPL",
            [SeriesChange(Samples.bars, .merge(Samples.bars("AAPL", [0, 3, 6]) { "9\($0)" }, because: "healed"))],
            progress: next)
        #expect(try stored(bench) == ["0:90", "2:102.5", "3:93", "6:96"])
        #expect(
            try bench.archive.reader.extent(of: bench.unit("AAPL"), in: Samples.bars)
                == Extent(rows: 4, first: Samples.day0, last: Samples.day0 + 6))
        try bench.archive.commit()
        _ = try bench.page(
            "AAPL", [SeriesChange(Samples.bars, .replace(Samples.bars("AAPL", 0..<2) { "5\($0)" }, isLast: false))],
            progress: next)
        try bench.archive.commit()
        #expect(try stored(bench).count == 4, "until its last part it is not the series")
        _ = try bench.page(
            "AAPL", [SeriesChange(Samples.bars, .replace(Samples.bars("AAPL", 2..<3) { "5\($0)" }, isLast: true))])
        #expect(try stored(bench) == ["0:50", "1:51", "2:52"])
        try bench.end()
        try bench.archive.close()
        #expect(
            try dump(directory, "SELECT date, close, close_text, volume FROM p_bars ORDER BY date").map {
                $0.prefix(18)
            }
                == ["2024-01-01|50.0|50|", "2024-01-02|51.0|51|", "2024-01-03|52.0|52|"].map { $0.prefix(18) })
        #expect(
            try dump(directory, "SELECT rows, rows_digest FROM table_parts WHERE rows > 0") == [
                "3|\(RowDigest(Samples.bars("AAPL", 0..<3) { "5\($0)" }))"
            ])
        #expect(try dump(directory, "SELECT count(*) FROM spool") == ["0"])
    }

    @Test("parts of a replacement that its walk lets go of are gone with it")
    func dropped() throws {
        let bench = try bench()
        try bench.append("AAPL", 0..<3, progress: next)
        _ = try bench.page(
            "AAPL", [SeriesChange(Samples.bars, .replace(Samples.bars("AAPL", [0]) { _ in "1" }, isLast: false))],
            progress: next)
        try bench.archive.commit()
        _ = try bench.page("AAPL", [], progress: .next(cursor: nil, purpose: .replace))
        _ = try bench.page("AAPL", [SeriesChange(Samples.bars, .replace(Samples.bars("AAPL", [5]), isLast: true))])
        #expect(try stored(bench) == ["5:105.5"])
        try bench.end()
    }

    @Test("rows of a group that came to nothing are in no table")
    func rolledBack() throws {
        let bench = try bench()
        try bench.append("AAPL", 0..<3, progress: next)
        try bench.archive.commit()
        try bench.append("AAPL", 3..<6, progress: next)
        #expect(try bench.stored("AAPL").count == 6)
        try bench.archive.close()
        #expect(try dump(directory, "SELECT count(*) FROM p_bars") == ["3"])
        #expect(try dump(directory, "SELECT rows FROM table_parts WHERE dataset = 'bars'") == ["3"])
    }

    @Test("two units that yield rows of one key: the second is refused, the first keeps its rows, others go on")
    func collision() throws {
        let bench = try bench(["lines", "sqlite"], ["AAPL", "MSFT", "IBM"])
        try bench.append("AAPL", 0..<3)
        let error = #expect(throws: ArchiveError.self) {
            try bench.page("MSFT", [SeriesChange(Samples.bars, .append(Samples.bars("AAPL", 5..<7)))])
        }
        #expect(error?.code == .keyTaken)
        #expect(error?.message.contains("belong to AAPL already") == true)
        let mixed = Samples.bars("MSFT", 0..<2).appending(Samples.bars("XXX", 2..<3))
        let other = #expect(throws: ArchiveError.self) {
            try bench.page("MSFT", [SeriesChange(Samples.bars, .append(mixed))])
        }
        #expect(other?.code == .keyTaken)
        try bench.append("IBM", 0..<2)
        try bench.end()
        try bench.archive.close()
        #expect(try dump(directory, "SELECT symbol, count(*) FROM p_bars GROUP BY symbol") == ["AAPL|3", "IBM|2"])
        #expect(!directory.exists("data/p/bars/MSFT.txt"), "nothing of the page was written to any sink")
    }

    @Test("a unit that is forgotten takes its rows along")
    func forgotten() throws {
        let bench = try bench(["sqlite"], ["AAPL", "MSFT"])
        try bench.append("AAPL", 0..<3)
        try bench.append("MSFT", 0..<3)
        try bench.archive.forget([bench.unit("AAPL")], run: bench.run, now: Samples.noon(100))
        try bench.end()
        #expect(
            try bench.archive.record.replaced().map { "\($0.label) \($0.dataset) \($0.cause.rawValue) \($0.rows)" } == [
                "AAPL bars forgotten 3"
            ])
        try bench.archive.close()
        #expect(try dump(directory, "SELECT DISTINCT symbol FROM p_bars") == ["MSFT"])
        #expect(try dump(directory, "SELECT count(*) FROM table_parts WHERE dataset = 'bars'") == ["1"])
    }

    @Test("rows that somebody deleted cost their unit; the record is not believed")
    func damaged() throws {
        let bench = try bench(["sqlite"], ["AAPL", "MSFT"])
        try bench.append("AAPL", 0..<3)
        try bench.append("MSFT", 0..<3)
        try bench.end()
        try bench.archive.close()
        try execute(directory, "DELETE FROM p_bars WHERE symbol = 'AAPL' AND date = '2024-01-03'")
        let again = try ArchiveBench(directory, birth: false)
        try again.begin(day: 110)
        try again.admit(["AAPL", "MSFT"], day: 110)
        let error = #expect(throws: ArchiveError.self) { try again.append("AAPL", 3..<4) }
        #expect(error?.code == .damagedFile)
        #expect(error?.message.contains("p_bars") == true)
        try again.append("MSFT", 3..<4)
        try again.end()
    }

    @Test("views of several datasets under one name are one; another declaration takes their place")
    func views() throws {
        func dataset(_ name: String, _ select: String?) -> Dataset {
            Dataset(
                name, .series(axis: "date", isDense: true), "Bars.", columns: Samples.bars.schema.columns,
                key: ["symbol", "date"],
                views: select.map { [DatasetView("everything", "All.", select: $0)] } ?? [])
        }
        var bench = try ArchiveBench(directory, sinks: ["sqlite"])
        try bench.begin()
        let one = "SELECT symbol, close FROM {table}"
        try bench.admit(["AAPL"], datasets: [dataset("first", one), dataset("second", one)])
        _ = try bench.page(
            "AAPL",
            ["first", "second"].map {
                SeriesChange(dataset($0, one), .append(Samples.bars("AAPL", [$0 == "first" ? 0 : 1])))
            })
        try bench.end()
        try bench.archive.close()
        #expect(
            try dump(directory, "SELECT symbol, close FROM everything ORDER BY close") == ["AAPL|100.5", "AAPL|101.5"])
        bench = try ArchiveBench(directory, birth: false)
        try bench.begin(day: 110)
        try bench.admit(
            ["AAPL"], datasets: [dataset("first", "SELECT close FROM {table}"), dataset("second", nil)], day: 110)
        try bench.archive.close()
        #expect(try dump(directory, "SELECT * FROM everything") == ["100.5"])
    }
}
