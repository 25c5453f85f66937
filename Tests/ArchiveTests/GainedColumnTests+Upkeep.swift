import ArchiveUpkeep
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// What becomes of a series that was not widened yet when it is damaged, renamed, converted, repaired or copied.
extension GainedColumnTests {
    @Test(
        "damage is not made good by a rewrite: the unit is refused, and the others go on",
        arguments: [["sqlite"], ["lines"]])
    func damaged(_ sinks: [String]) throws {
        // More than the end whose bytes are compared each time.
        try write(sinks, days: 0..<6_000)
        if sinks == ["sqlite"] {
            try execute(directory, "UPDATE p_bars SET volume = 7 WHERE symbol = 'AAPL' AND date = '2024-01-02'")
        } else {
            let text = try #require(directory.content("data/p/bars/AAPL.txt"))
            try directory.write(
                "data/p/bars/AAPL.txt", text.replacing("AAPL,101.5,1000\n", with: "AAPL,101.5,7000\n"))
        }
        let bench = try widened(sinks)
        try bench.admit(["AAPL", "MSFT"], datasets: [Self.wide, Samples.actions], day: 110)
        for change in [
            SeriesChange(Self.wide, .append(Self.bars("AAPL", 6_000..<6_001))),
            SeriesChange(Self.wide, .merge(Self.bars("AAPL", 3..<4), because: "revised")),
        ] {
            let error = #expect(throws: ArchiveError.self) { try bench.page("AAPL", [change]) }
            #expect(error?.code == .damagedFile && error?.isOfOneUnit == true)
        }
        _ = try bench.page("MSFT", [SeriesChange(Self.wide, .append(Self.bars("MSFT", 6_000..<6_001)))])
        try bench.archive.commit()
        #expect(try bench.archive.reader.extent(of: bench.unit("MSFT"), in: Self.wide)?.rows == 6_001)
        try bench.archive.close()
        #expect(try schemas("AAPL") == ["1"] && schemas("MSFT") == ["2"])
    }

    @Test("a rename and a forget of what was not widened yet", arguments: [["lines", "sealed", "sqlite"], ["sqlite"]])
    func renamed(_ sinks: [String]) throws {
        try write(sinks)
        let bench = try widened(sinks)
        let renaming = UnitRenaming(
            try bench.unit("AAPL"), to: UnitName(text: "bars(NEW)"), label: "NEW", partition: ["NEW"],
            since: Day(number: Samples.day0 + 9),
            proof: "one number", flag: RowFlag("E19: NEW: AAPL is NEW"))
        try bench.archive.rename(renaming, run: bench.run, now: Samples.noon(110))
        for sink in sinks { #expect(try rows(bench, "NEW", in: sink) == Self.unread("NEW", 0..<5)) }
        #expect(try bench.archive.reader.gained(of: bench.unit("NEW"), in: Self.wide).start == Samples.day0 + 5)
        try bench.archive.forget([bench.unit("MSFT")], run: bench.run, now: Samples.noon(110))
        if sinks == ["sqlite"] { #expect(try bench.archive.record.replaced().map(\.rows) == [5]) }
        try bench.end(day: 110)
        try bench.archive.close()
        #expect(try isSound())
    }

    @Test(
        """
        a conversion that is refused for what is in its way writes none with them, and the record does not have them \
        either
        """
    )
    func conversionRefused() throws {
        try write(["lines", "sqlite"])
        try directory.write("data/p/bars/AAPL.txt.sealed", "mine\n")
        let before = try #require(directory.content("data/p/bars/AAPL.txt"))
        let bench = try ArchiveBench(directory, birth: false)
        try bench.begin(day: 110)
        let error = #expect(throws: ArchiveError.self) {
            try bench.archive.add(Samples.sinks(["sealed"])[0], declared: Self.declared)
        }
        #expect(error?.code == .pathTaken)
        #expect(try bench.archive.record.gains(Self.wide, of: "p") == ["vwap", "venue"])
        try bench.end(day: 110)
        try bench.archive.close()
        #expect(directory.content("data/p/bars/AAPL.txt") == before)
        #expect(try schemas("AAPL") == ["1"])
        #expect(try isSound())
    }

    @Test(
        """
        a conversion writes all series with them, of the archive and of the new sink; a copy has them and leaves the \
        source
        """,
        arguments: [true, false])
    func converted(_ isAdded: Bool) throws {
        try write(["lines", "sqlite"])
        let bench = try ArchiveBench(directory, birth: false)
        let sink = Samples.sinks(["sealed"])[0]
        if isAdded {
            try bench.begin(day: 110)
            _ = try bench.archive.add(sink, declared: Self.declared)
            for sink in ["lines", "sqlite", "sealed"] {
                #expect(try rows(bench, "AAPL", in: sink) == Self.unread("AAPL", 0..<5))
            }
            #expect(try bench.archive.reader.gained(of: bench.unit("AAPL"), in: Self.wide).start == Samples.day0 + 5)
            try bench.end(day: 110)
            try bench.archive.close()
            #expect(try schemas("AAPL") == ["2"])
            #expect(try isSound())
            return
        }
        _ = try bench.archive.convert(
            to: directory["copy"], sinks: [sink], created: Samples.noon(110), holder: "a test", declared: Self.declared)
        try bench.archive.close()
        #expect(try schemas("AAPL") == ["1"])
        #expect(try isSound())
        let reader = try ArchiveReader.openReadOnly(at: directory["copy"], sinks: Samples.sinks)
        defer { try? reader.close() }
        #expect(try reader.verify(Verification(isFull: true), dataset: Self.declared).findings == [])
        let unit = try #require(try reader.record.unit(UnitName(text: "bars(AAPL)"), of: "p"))
        #expect(try reader.storedRows(of: unit, in: Self.wide) == Self.unread("AAPL", 0..<5))
        #expect(try reader.gained(of: unit, in: Self.wide).start == Samples.day0 + 5)
    }

    @Test(
        "a repair writes all series with them, also what it takes from another sink; it takes an older file back",
        arguments: [true, false])
    func repaired(_ wasWidened: Bool) throws {
        try write(["lines", "sealed", "sqlite"])
        if wasWidened {
            // The record knows the columns, and no series has them.
            try widened(["lines", "sealed", "sqlite"]).archive.close()
        }
        let whole = try #require(directory.content("data/p/bars/AAPL.txt"))
        try directory.write("data/p/bars/AAPL.txt", whole.replacing("101.5", with: "999.5"))
        let bench = try ArchiveBench(directory, birth: false)
        try bench.begin(day: 110)
        let report = try bench.archive.repair(
            Verification(isFull: true), now: Samples.noon(110), dataset: Self.declared)
        #expect(report.isWhole)
        #expect(report.widened == 2)
        for symbol in ["AAPL", "MSFT"] {
            for sink in ["lines", "sealed", "sqlite"] {
                #expect(try rows(bench, symbol, in: sink) == Self.unread(symbol, 0..<5))
            }
        }
        try directory.write("data/p/bars/AAPL.txt.damaged-7", whole.replacing("104.5", with: "777.5"))
        let aside = try bench.archive.asideFile(named: "AAPL.txt.damaged-7", dataset: Self.declared)
        _ = try bench.archive.takeBack(aside, coverage: Coverage(), run: bench.run, now: Samples.noon(110))
        #expect(try rows(bench, "AAPL", in: "sqlite").text(row: 4, column: 3) == "777.5")
        #expect(try bench.archive.reader.gained(of: bench.unit("AAPL"), in: Self.wide).start == Samples.day0 + 5)
        try bench.end(day: 110)
        try bench.archive.close()
        #expect(try isSound())
    }

    @Test("what a backup copies is narrow and wide as it is")
    func copied() throws {
        try write(["lines", "sqlite"])
        let bench = try widened(["lines", "sqlite"])
        try bench.admit(["AAPL"], datasets: [Self.wide, Samples.actions], day: 110)
        _ = try bench.page("AAPL", [SeriesChange(Self.wide, .append(Self.bars("AAPL", 5..<7)))])
        try bench.end(day: 110)
        try bench.archive.close()
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        _ = try reader.backUp(to: directory["copy"], lock: LockRequest(holder: "a test"), declared: Self.declared)
        try reader.close()
        let copy = try ArchiveReader.openReadOnly(at: directory["copy"], sinks: Samples.sinks)
        #expect(try copy.verify(Verification(isFull: true), dataset: Self.declared).findings == [])
        try copy.close()
    }
}
