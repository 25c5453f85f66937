import ArchiveUpkeep
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// A dataset gains columns: what is stored is widened, each series when it is next written.
@Suite("A dataset that gains columns")
struct GainedColumnTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    static let sinks = [
        ["lines"], ["sealed"], ["held"], ["compacted"], ["sqlite"], ["memory"],
        ["lines", "sealed", "sqlite", "memory"],
    ]

    /// The bars of `Samples` with one column more in the middle and one at the end.
    static let wide = Dataset(
        "bars", Samples.bars.kind, "",
        columns: [
            Column("date", .day), Column("symbol", .text), Column("vwap", .decimal, nullable: true),
            Column("close", .decimal),
            Column("volume", .integer, nullable: true), Column("venue", .text, nullable: true),
        ], key: ["symbol", "date"])

    /// The trades of `Samples` with a side.
    static let sided = Dataset(
        "trades", Samples.trades.kind, "",
        columns: [
            Column("time", .instant(fractionDigits: 6)), Column("id", .text), Column("side", .text, nullable: true),
            Column("price", .decimal),
        ], key: ["time", "id"])

    /// Bars with null where nothing was read, and with values otherwise.
    static func bars(
        _ symbol: String, _ days: Range<Int>, vwap: (Int) -> String? = { "\($0).25" }, venue: String? = "N"
    ) -> Batch {
        let narrow = Samples.bars(symbol, days)
        var builder = BatchBuilder(wide.schema)
        for (row, day) in days.enumerated() {
            builder.value(narrow.value(row: row, column: 0))
            builder.value(narrow.value(row: row, column: 1))
            if let vwap = vwap(day) { builder.decimal(vwap) } else { builder.null() }
            builder.value(narrow.value(row: row, column: 2))
            builder.value(narrow.value(row: row, column: 3))
            if let venue { builder.text(venue) } else { builder.null() }
            builder.endRow()
        }
        return builder.finish()
    }

    static func unread(_ symbol: String, _ days: Range<Int>) -> Batch {
        bars(symbol, days, vwap: { _ in nil }, venue: nil)
    }

    static func trades(_ ids: Range<Int>, side: String?) -> Batch {
        let narrow = Samples.trades(ids)
        var builder = BatchBuilder(sided.schema)
        for row in 0..<narrow.count {
            builder.value(narrow.value(row: row, column: 0))
            builder.value(narrow.value(row: row, column: 1))
            if let side { builder.text(side) } else { builder.null() }
            builder.value(narrow.value(row: row, column: 2))
            builder.endRow()
        }
        return builder.finish()
    }

    static let manifest = ProviderManifest(
        name: "p", summary: "", noun: .init("unit", "units"), datasets: [wide, Samples.actions, sided], upstreams: [],
        defaultArchive: "data")

    static func declared(_ provider: String, _ name: String) -> Dataset? { manifest.dataset(named: name) }

    /// Two units by the columns of `Samples`, five bars each.
    func write(_ sinks: [String], days: Range<Int> = 0..<5) throws {
        let bench = try ArchiveBench(directory, sinks: sinks)
        try bench.begin()
        try bench.admit(["AAPL", "MSFT"])
        try bench.append("AAPL", days)
        try bench.append("MSFT", days)
        try bench.end()
        try bench.archive.close()
    }

    /// The archive opened by the version that has more columns.
    func widened(_ sinks: [String]) throws -> ArchiveBench {
        let bench = try ArchiveBench(directory, sinks: sinks, writing: [Self.manifest])
        try bench.begin(day: 110)
        return bench
    }

    func rows(_ bench: ArchiveBench, _ symbol: String, in sink: String) throws -> Batch {
        let store = try #require(bench.archive.stores.first { $0.name == sink })
        var builder = BatchBuilder(Self.wide.schema)
        try bench.archive.reader.forEachStoredBatch(of: Series(bench.unit(symbol), Self.wide), in: store) { batch in
            for row in 0..<batch.count { builder.append(row: row, of: batch) }
        }
        return builder.finish()
    }

    func isSound() throws -> Bool {
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        defer { try? reader.close() }
        let report = try reader.verify(Verification(isFull: true), dataset: Self.declared)
        #expect(report.findings == [])
        return report.isSound
    }

    func schemas(_ symbol: String) throws -> Set<String> {
        Set(
            try dump(
                directory,
                """
                SELECT p.schema FROM (SELECT unit, dataset, schema FROM files UNION ALL SELECT unit, dataset, schema \
                FROM table_parts) p
                JOIN units u ON u.id = p.unit WHERE u.label = '\(symbol)' AND p.dataset = 'bars'
                """))
    }

    @Test(
        "nothing stored is touched until it is written; then each series has them, null in older rows, in every sink",
        arguments: sinks)
    func written(_ sinks: [String]) throws {
        try write(sinks)
        let before = directory.content("data/p/bars/AAPL.txt")
        let bench = try widened(sinks)
        #expect(bench.archive.gained == ["p/bars: vwap, venue"])
        #expect(directory.content("data/p/bars/AAPL.txt") == before)
        // Rows that nobody has written anew are read with nulls.
        for sink in sinks { #expect(try rows(bench, "AAPL", in: sink) == Self.unread("AAPL", 0..<5)) }
        try bench.admit(["AAPL"], datasets: [Self.wide, Samples.actions], day: 110)
        _ = try bench.page(
            "AAPL", [SeriesChange(Self.wide, .append(Self.bars("AAPL", 5..<7)))],
            progress: .next(cursor: "1", purpose: .extend))
        let expected = Self.unread("AAPL", 0..<5).appending(Self.bars("AAPL", 5..<7))
        for sink in sinks { #expect(try rows(bench, "AAPL", in: sink) == expected, "in the open group") }
        _ = try bench.page("AAPL", [SeriesChange(Self.wide, .append(Self.bars("AAPL", 7..<9)))])
        try bench.end(day: 110)
        try bench.archive.close()
        #expect(try isSound())
        #expect(try schemas("AAPL") == ["2"] && schemas("MSFT") == ["1"])
        let again = try ArchiveBench(directory, sinks: sinks, writing: [Self.manifest])
        #expect(again.archive.gained == [])
        for sink in sinks {
            #expect(try rows(again, "AAPL", in: sink) == expected.appending(Self.bars("AAPL", 7..<9)))
            #expect(try rows(again, "MSFT", in: sink) == Self.unread("MSFT", 0..<5))
        }
        try again.archive.close()
    }

    @Test("a correction, a row between others and a whole replacement widen too", arguments: sinks)
    func merged(_ sinks: [String]) throws {
        try write(sinks)
        let bench = try widened(sinks)
        try bench.admit(["AAPL", "MSFT"], datasets: [Self.wide, Samples.actions], day: 110)
        _ = try bench.page(
            "AAPL", [SeriesChange(Self.wide, .merge(Self.bars("AAPL", 2..<3), because: "revised"), readFrom: nil)])
        _ = try bench.page("MSFT", [SeriesChange(Self.wide, .replace(Self.bars("MSFT", 0..<6), isLast: true))])
        try bench.end(day: 110)
        let expected = Self.unread("AAPL", 0..<2).appending(Self.bars("AAPL", 2..<3)).appending(
            Self.unread("AAPL", 3..<5))
        for sink in sinks {
            #expect(try rows(bench, "AAPL", in: sink) == expected)
            #expect(try rows(bench, "MSFT", in: sink) == Self.bars("MSFT", 0..<6))
        }
        #expect(try bench.archive.reader.gained(of: bench.unit("MSFT"), in: Self.wide).isEmpty)
        try bench.archive.close()
        #expect(try isSound())
    }

    @Test(
        "from which row on a column was read: behind all that was stored, or from where an answer had every stored row")
    func reading() throws {
        try write(["lines"])
        let bench = try widened(["lines"])
        func late() throws -> [LateColumn] {
            var found: [LateColumn] = []
            try bench.archive.record.eachStanding(of: "p") { standing in
                if standing.unit.label == "AAPL" { found = standing.columns }
                return true
            }
            return found
        }
        func late(_ start: Int?) -> [LateColumn] {
            ["vwap", "venue"].map {
                LateColumn(dataset: "bars", column: $0, unreadThrough: start.map { Samples.day0 + Int64($0) - 1 })
            }
        }
        #expect(try late() == late(nil))
        try bench.admit(["AAPL"], datasets: [Self.wide, Samples.actions], day: 110)
        _ = try bench.page(
            "AAPL", [SeriesChange(Self.wide, .append(Self.bars("AAPL", 7..<9)))],
            progress: .next(cursor: "1", purpose: .extend))
        try bench.archive.commit()
        #expect(try late() == late(5))
        let change = SeriesChange(
            Self.wide, .merge(Self.bars("AAPL", 2..<5), because: "columns"), readFrom: Samples.day0 + 2)
        _ = try bench.page("AAPL", [change], progress: .next(cursor: "2", purpose: .extend))
        try bench.archive.commit()
        #expect(try late() == late(2))
        _ = try bench.page("AAPL", [SeriesChange(Self.wide, .replace(Self.bars("AAPL", 0..<9), isLast: true))])
        try bench.archive.commit()
        #expect(try late() == [])
        try bench.archive.close()
    }

    @Test("a second column is another schema, and each says from which row on it was read")
    func twice() throws {
        try write(["lines"])
        let first = try widened(["lines"])
        try first.admit(["AAPL"], datasets: [Self.wide], day: 110)
        _ = try first.page("AAPL", [SeriesChange(Self.wide, .append(Self.bars("AAPL", 5..<7)))])
        try first.end(day: 110)
        try first.archive.close()
        let wider = Dataset(
            "bars", Self.wide.kind, "",
            columns: [Column("halted", .boolean, nullable: true)] + Self.wide.schema.columns,
            key: ["symbol", "date"])
        let manifest = ProviderManifest(
            name: "p", summary: "", noun: .init("unit", "units"), datasets: [wider], upstreams: [],
            defaultArchive: "data")
        let bench = try ArchiveBench(directory, sinks: ["lines"], writing: [manifest])
        try bench.begin(day: 120)
        try bench.admit(["AAPL", "MSFT"], datasets: [wider], day: 120)
        let rows = try Widening(from: Self.wide, to: wider)(Self.bars("AAPL", 7..<8))
        _ = try bench.page("AAPL", [SeriesChange(wider, .append(rows))])
        // From the first schema to the third at once.
        _ = try bench.page(
            "MSFT", [SeriesChange(wider, .append(try Widening(from: Self.wide, to: wider)(Self.bars("MSFT", 7..<8))))])
        try bench.archive.commit()
        for (symbol, starts) in [("AAPL", [7, 5, 5]), ("MSFT", [5, 5, 5])] {
            let gained = try bench.archive.reader.gained(of: bench.unit(symbol), in: wider)
            #expect(gained.columns.map(\.name) == ["halted", "vwap", "venue"])
            #expect(gained.columns.map(\.start) == starts.map { Samples.day0 + Int64($0) }, "\(symbol)")
        }
        let stored = try bench.archive.reader.storedRows(of: bench.unit("AAPL"), in: wider)
        #expect(stored.count == 8 && (0..<8).allSatisfy { stored.isNull(row: $0, column: 0) })
        #expect((0..<8).map { stored.isNull(row: $0, column: 3) } == (0..<8).map { $0 < 5 })
        try bench.end(day: 120)
        try bench.archive.close()
    }

    @Test(
        "a walk whose older pages were held by the version before: their rows have nulls",
        arguments: [["lines"], ["sqlite"], ["lines", "sqlite"]])
    func held(_ sinks: [String]) throws {
        let bench = try ArchiveBench(directory, sinks: sinks)
        try bench.begin()
        try bench.admit(["K"], datasets: [Samples.trades])
        _ = try bench.page("K", progress: .next(cursor: "0", purpose: .extend)) {
            $0.held = [HeldRows(Samples.trades, Samples.trades(10..<20))]
        }
        try bench.archive.commit()
        try bench.archive.close()
        let again = try widened(sinks)
        _ = try again.page("K", progress: .finished(UnitOutcome(.done, due: nil))) {
            $0.held = [HeldRows(Self.sided, Self.trades(5..<10, side: "buy"))]
            $0.releasesHeld = true
        }
        try again.archive.commit()
        let stored = try again.archive.reader.storedRows(of: again.unit("K"), in: Self.sided)
        #expect(stored == Self.trades(5..<10, side: "buy").appending(Self.trades(10..<20, side: nil)))
        try again.end(day: 110)
        try again.archive.close()
        #expect(try isSound())
    }

    @Test(
        "what waits in the spool fills what was read without the column, and that is no revision",
        arguments: [["lines"], ["sqlite"]])
    func filled(_ sinks: [String]) throws {
        let bench = try ArchiveBench(directory, sinks: sinks)
        try bench.begin()
        try bench.admit(["K"], datasets: [Samples.trades])
        _ = try bench.page("K", progress: .finished(UnitOutcome(.done, due: nil))) {
            $0.held = [HeldRows(Samples.trades, Samples.trades(0..<10))]
            $0.releasesHeld = true
        }
        try bench.end()
        try bench.archive.close()
        func release(_ rows: Batch) throws -> PageEffect {
            let bench = try widened(sinks)
            defer { try? bench.archive.close() }
            try bench.admit(["K"], datasets: [Self.sided], day: 110)
            let effect = try bench.page("K", progress: .finished(UnitOutcome(.done, due: nil))) {
                $0.held = [HeldRows(Self.sided, rows)]
                $0.releasesHeld = true
            }
            try bench.end(day: 110)
            return effect
        }
        #expect(try release(Self.trades(8..<12, side: "buy")).revised == 0)
        #expect(try dump(directory, "SELECT * FROM revisions").isEmpty)
        // What was read with the column and is another now is one.
        #expect(try release(Self.trades(10..<12, side: "sell")).revised == 2)
        #expect(try dump(directory, "SELECT cause FROM revisions") == ["revision", "revision"])
        #expect(try isSound())
    }

    @Test("a replacement that was under way begins anew", arguments: [["lines"], ["sqlite"], ["lines", "sqlite"]])
    func draft(_ sinks: [String]) throws {
        try write(sinks)
        let bench = try ArchiveBench(directory, sinks: sinks)
        try bench.begin(day: 105)
        try bench.admit(["AAPL"], day: 105)
        _ = try bench.page(
            "AAPL", [SeriesChange(Samples.bars, .replace(Samples.bars("AAPL", 0..<3) { "5\($0)" }, isLast: false))],
            progress: .next(cursor: "1", purpose: .replace))
        try bench.archive.commit()
        try bench.archive.close()
        let again = try widened(sinks)
        let entry = try #require(try again.archive.reader.frontierEntries().first)
        #expect(entry.cursor == nil)
        #expect(!directory.files.contains { $0.hasSuffix(".rewrite") })
        #expect(try dump(directory, "SELECT * FROM spool").isEmpty)
        _ = try again.page(
            "AAPL", [SeriesChange(Self.wide, .replace(Self.bars("AAPL", 0..<4), isLast: false))],
            progress: .next(cursor: "1", purpose: .replace))
        try again.archive.commit()
        #expect(try rows(again, "AAPL", in: sinks[0]) == Self.unread("AAPL", 0..<5), "until the last part is there")
        _ = try again.page("AAPL", [SeriesChange(Self.wide, .replace(Self.bars("AAPL", 4..<6), isLast: true))])
        try again.end(day: 110)
        for sink in sinks { #expect(try rows(again, "AAPL", in: sink) == Self.bars("AAPL", 0..<6)) }
        try again.archive.close()
        #expect(try isSound())
    }
}
