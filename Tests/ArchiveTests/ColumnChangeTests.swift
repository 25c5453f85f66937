import ArchiveUpkeep
import Foundation
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Providers whose series have other columns than those that an archive was written with: refused, and nothing is
/// touched.
@Suite("A series whose columns are not those that were recorded")
struct ColumnChangeTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private static let bars = Samples.bars.schema.columns

    private static func bars(_ columns: [Column] = bars, key: [String] = ["symbol", "date"]) -> Dataset {
        Dataset("bars", Samples.bars.kind, "", columns: columns, key: key)
    }

    private static let wider = bars(bars + [Column("vwap", .decimal)])

    private static func manifest(_ datasets: [Dataset]) -> ProviderManifest {
        ProviderManifest(
            name: "p", summary: "", noun: .init("unit", "units"), datasets: datasets, upstreams: [],
            defaultArchive: "data")
    }

    /// Two series and a list, by the columns of `Samples`.
    private func write(_ sinks: [String]) throws {
        let bench = try ArchiveBench(directory, sinks: sinks)
        try bench.begin()
        try bench.admit(["AAPL"])
        try bench.append("AAPL", 0..<5)
        try bench.admit(["list"], datasets: [])
        _ = try bench.page("list") {
            $0.entities = [
                EntityChange(
                    Samples.members, upserts: Samples.members([("AAPL", nil, nil)]), isComplete: true,
                    day: Day(number: Samples.day0))
            ]
        }
        try bench.end()
        try bench.archive.close()
    }

    @discardableResult
    private func open(_ datasets: [Dataset]) throws -> Archive {
        try Archive.open(
            at: directory["data"], sinks: Samples.sinks, writing: [Self.manifest(datasets)],
            lock: LockRequest(holder: "a test"),
            now: Samples.noon(0))
    }

    private func refusal(_ datasets: [Dataset]) -> String? {
        let error = #expect(throws: ArchiveError.self) { try open(datasets) }
        #expect(error?.code == .otherColumns)
        return error?.message
    }

    private func bytes() -> [String: Data] {
        var bytes: [String: Data] = [:]
        for name in directory.files where !name.hasSuffix("archive.lock") {
            bytes[name] = FileManager.default.contents(atPath: directory[name])
        }
        return bytes
    }

    @Test(
        "opening for such a provider is refused, all that differs is named, and nothing is changed",
        arguments: [["lines"], ["sqlite"]])
    func refused(_ sinks: [String]) throws {
        try write(sinks)
        let before = bytes()
        let other = Self.bars(
            [
                Column("symbol", .text), Column("date", .day), Column("volume", .integer), Column("close", .integer),
                Column("vwap", .decimal), Column("venue", .text, nullable: true),
            ], key: ["date", "symbol"])
        let actions = Dataset(
            "actions", Samples.actions.kind, "", columns: [Samples.actions.schema.columns[0]], key: ["date"])
        #expect(
            refusal([other, actions, Samples.members]) == """
                The archive \(directory["data"]) has rows of other columns than this version writes. p/bars: column \
                vwap (decimal) is new and never null; column close was decimal and is integer; column volume was \
                integer, may be null and is integer; the order was date, symbol, close, volume and is symbol, date, \
                volume, close; the key was symbol, date and is date, symbol. p/actions: column symbol (text) is gone; \
                column amount (decimal) is gone; the key was symbol, date and is date
                """)
        #expect(bytes() == before)
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        #expect(throws: ArchiveError.self) { try reader.record.refuseOtherColumns(of: [Self.manifest([Self.wider])]) }
        #expect(try reader.verify(Verification(isFull: true)).isSound)
        try reader.record.refuseOtherColumns(of: [Self.manifest([Samples.bars])])
    }

    @Test("the same columns, described otherwise, new and gone series and other entities open as ever")
    func others() throws {
        try write(["lines"])
        let described = Self.bars(
            Self.bars.map { Column($0.name, $0.type, nullable: $0.isNullable, unit: "USD", from: "x", "Other words.") })
        let members = Dataset("members", Samples.members.kind, "", columns: [Column("symbol", .text)], key: ["symbol"])
        for datasets in [[described, Samples.trades], [Samples.trades], [members], []] { try open(datasets).close() }
        let another = ProviderManifest(
            name: "q", summary: "", noun: .init("unit", "units"), datasets: [Self.wider], upstreams: [],
            defaultArchive: "data")
        try Archive.open(
            at: directory["data"], sinks: Samples.sinks, writing: [another], lock: LockRequest(holder: "a test"),
            now: Samples.noon(0)
        ).close()
    }

    @Test("a series that is a list now, and a list that is a series, are refused, whatever their columns are")
    func kinds() throws {
        try write(["lines"])
        let list = Dataset("bars", .entities(nil), "", columns: Self.bars, key: ["symbol", "date"])
        #expect(refusal([list])?.hasSuffix("p/bars: it was a series and is a list of entities") == true)
        let series = Dataset(
            "members", .series(axis: "first_seen", isDense: false), "", columns: Samples.members.schema.columns,
            key: ["symbol"])
        #expect(refusal([series])?.hasSuffix("p/members: it was a list of entities and is a series") == true)
    }

    @Test("a type that this version does not know is another one")
    func unknownType() throws {
        try write(["lines"])
        try execute(directory, "UPDATE dataset_columns SET type = 'float' WHERE dataset = 'bars' AND name = 'close'")
        #expect(refusal([Samples.bars])?.hasSuffix("p/bars: column close was float and is decimal") == true)
    }

    @Test("what a killed run left stays for the version that can go on with it")
    func killed() throws {
        do {
            let bench = try ArchiveBench(directory)
            try bench.begin()
            try bench.admit(["AAPL"], datasets: [Samples.bars])
            try bench.append("AAPL", 0..<5, progress: .next(cursor: "1", purpose: .extend))
            try bench.archive.commit()
            try bench.archive.close()
        }
        let file = "data/p/bars/AAPL.txt"
        let tail = try #require(directory.content(file)) + "half a row"
        try directory.write(file, tail)
        let before = bytes()
        _ = refusal([Self.wider])
        #expect(bytes() == before)
        #expect(try dump(directory, "SELECT state FROM runs") == ["running"])
        let archive = try open([Samples.bars])
        #expect(archive.interruptedRuns == [1])
        #expect(try archive.record.frontier()?.remaining == 1)
        try archive.close()
        #expect(directory.content(file).map { $0 + "half a row" } == tail)
    }

    @Test(
        """
        rows of such a series are refused even where nobody asked at the opening: the record and the rows stay as they \
        were
        """,
        arguments: [["lines"], ["sealed", "lines"], ["sqlite"], ["lines", "sqlite"]])
    func unasked(_ sinks: [String]) throws {
        try write(sinks)
        let rows = try stored()
        for dataset in [Self.wider, Self.bars(Array(Self.bars.dropLast())), Self.bars(key: ["date", "symbol"])] {
            let bench = try ArchiveBench(directory, birth: false)
            try bench.begin()
            let error = #expect(throws: ArchiveError.self) { try bench.admit(["AAPL"], datasets: [dataset]) }
            #expect(error?.code == .otherColumns)
            try bench.archive.close()
        }
        let list = Dataset("bars", .entities(nil), "", columns: Self.bars, key: ["symbol", "date"])
        let bench = try ArchiveBench(directory, birth: false)
        try bench.begin()
        try bench.admit(["list"], datasets: [])
        let error = #expect(throws: ArchiveError.self) {
            try bench.page("list") {
                $0.entities = [
                    EntityChange(
                        list, upserts: Samples.bars("AAPL", 7..<8), isComplete: false, day: Day(number: Samples.day0))
                ]
            }
        }
        #expect(error?.code == .otherColumns)
        try bench.archive.close()
        #expect(try stored() == rows)
        #expect(
            try dump(directory, "SELECT name FROM dataset_columns WHERE dataset = 'bars' ORDER BY position")
                == Samples.bars.schema.names)
        // The right columns go on.
        let again = try ArchiveBench(directory, birth: false)
        try again.begin()
        try again.admit(["AAPL"])
        try again.append("AAPL", 5..<7)
        try again.end()
        #expect(try again.stored("AAPL") == Samples.bars("AAPL", 0..<7))
        try again.archive.close()
    }

    private func stored() throws -> [String: [String]] {
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        defer { try? reader.close() }
        return Dictionary(
            uniqueKeysWithValues: try reader.sinks.map { sink in
                (sink.name, try rows(of: reader, in: sink.name).flatMap(\.value))
            })
    }
}
