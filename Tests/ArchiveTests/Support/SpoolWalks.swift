import ArchiveUpkeep
import Host
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Walks from new to old that take turns, a commit after every page: while some wait, others have met what is stored,
/// and what comes then is written where their pages were. Told again from wherever they were cut short, they end the
/// same.
struct SpoolWalks {
    let directory: TemporaryFolder

    static let sinks = ["lines", "sealed"]
    static let pages: [(name: String, ranges: [Range<Int>])] = [
        ("A", [30..<40, 20..<30, 10..<20, 0..<10]), ("B", [140..<160, 120..<140]),
        ("C", [290..<300, 230..<291, 200..<230]),
    ]
    private static let file = SpoolFile.name

    init(_ directory: TemporaryFolder) {
        self.directory = directory
    }

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    /// The name of the file in the folder.
    var path: String { "data/" + Self.file }
    var isThere: Bool { directory.exists(path) }
    func bytes() throws -> [UInt8] { try #require(try FileSystem(root: directory["data"]).contents(Self.file)) }
    func write(_ bytes: [UInt8]) throws { try directory.write(path, bytes) }

    /// - Parameter turns: pages of each walk; fewer than four, and walks are left under way.
    func tell(_ calls: any SystemCalls = HostCalls(), turns: Int = 4) throws {
        let bench = try ArchiveBench(directory, calls: calls, sinks: Self.sinks)
        defer { try? bench.archive.close() }
        try bench.begin()
        let due = try Self.pages.map(\.name).filter { name in
            guard let unit = try bench.archive.record.unit(UnitName(text: "bars(\(name))"), of: "p") else {
                return true
            }
            return try unit.completed == nil && !bench.archive.record.isInFrontier(unit)
        }
        if !due.isEmpty { try bench.admit(due, datasets: [Samples.trades]) }
        for turn in 0..<turns {
            for (name, _) in Self.pages where try cursor(of: name, bench) == turn { try page(name, turn, bench) }
        }
        try bench.end(turns < 4 ? 75 : 0)
    }

    /// The next page of a walk; nil: it is over.
    func cursor(of name: String, _ bench: ArchiveBench) throws -> Int? {
        try bench.archive.reader.frontierEntries().first { $0.unit.label == name }.map { Int($0.cursor ?? "0") ?? 0 }
    }

    func page(_ name: String, _ turn: Int, _ bench: ArchiveBench) throws {
        let ranges = Self.pages.first { $0.name == name }?.ranges ?? []
        let isLast = turn == ranges.count - 1
        _ = try bench.page(
            name,
            progress: isLast
                ? .finished(UnitOutcome(.done, due: nil)) : .next(cursor: "\(turn + 1)", purpose: .extend)
        ) { page in
            page.held = [HeldRows(Samples.trades, Samples.trades(ranges[turn]))]
            page.releasesHeld = isLast
        }
        try bench.archive.commit()
    }

    /// What is not as it has to be at the end; nil: nothing.
    func fault(in place: String = "data") throws -> String? {
        if directory.exists("\(place)/\(Self.file)") { return "the spool's file is left" }
        let reader = try ArchiveReader.openReadOnly(at: directory[place], sinks: Samples.sinks)
        defer { try? reader.close() }
        let report = try reader.verify(Verification(isFull: true))
        if !report.isSound { return "\(report.findings)" }
        if try !reader.record.unitsWithSpooledRows().isEmpty { return "rows wait" }
        for (name, ranges) in Self.pages {
            guard let unit = try reader.record.unit(UnitName(text: "bars(\(name))"), of: "p") else {
                return "\(name) is not there"
            }
            let days = (ranges.map(\.lowerBound).min() ?? 0)..<(ranges.map(\.upperBound).max() ?? 0)
            for store in reader.stores {
                var rows = Batch(empty: Samples.trades.schema)
                try reader.forEachStoredBatch(of: Series(unit, Samples.trades), in: store) { rows = rows.appending($0) }
                if rows != Samples.trades(days) { return "\(name) has other rows in \(store.name)" }
            }
        }
        return nil
    }
}
