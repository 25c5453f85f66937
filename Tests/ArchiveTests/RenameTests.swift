import ArchiveUpkeep
import Host
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// A series that goes on under another name, in every sink, and killed on the way.
@Suite("Renaming a unit")
struct RenameTests {
    private static let sinks = ["lines", "sealed", "compacted", "sqlite", "memory"]

    /// `OLD` with rows in two datasets, several commits and a correction, beside a unit that is nobody's business.
    private static func bench(_ directory: TemporaryFolder, calls: any SystemCalls = HostCalls()) throws -> ArchiveBench
    {
        let bench = try ArchiveBench(directory, calls: calls, sinks: sinks)
        try bench.begin()
        try bench.admit(["OLD", "MSFT"])
        try bench.append("OLD", 0..<5, progress: .next(cursor: "1", purpose: .extend))
        try bench.archive.commit()
        _ = try bench.page(
            "OLD", [SeriesChange(Samples.bars, .merge(Samples.bars("OLD", [2]) { "9\($0).25" }, because: "revised"))]
        ) {
            $0.series.append(SeriesChange(Samples.actions, .append(Samples.actions([2, 4], of: "OLD"))))
            $0.revised = [RevisedRow(dataset: "bars", key: "OLD|2", stored: "a", answered: "b", cause: .revision)]
            $0.coverage = Coverage([CoverageSpan(Samples.span(0..<5), .stored)])
            $0.note = "{\"n\":1}"
        }
        try bench.append("MSFT", 0..<5)
        try bench.archive.commit()
        return bench
    }

    private static func renaming(_ bench: ArchiveBench, _ old: String = "OLD", to new: String = "NEW") throws
        -> UnitRenaming
    {
        UnitRenaming(
            try bench.unit(old), to: UnitName(text: "bars(\(new))"), label: new, partition: [new],
            since: Day(number: Samples.day0 + 9),
            proof: "one number", flag: RowFlag("E19: \(new): \(old) is \(new)"))
    }

    private static func rename(_ bench: ArchiveBench, _ old: String = "OLD", to new: String = "NEW") throws {
        try bench.archive.rename(renaming(bench, old, to: new), run: bench.run, now: Samples.noon(100))
    }

    @Test(
        """
        files and tables have the rows under the new name, equal but for it; the record keeps both names and all that \
        it knew
        """
    )
    func renamed() throws {
        let directory = try TemporaryFolder(inMemory: true)
        let bench = try Self.bench(directory)
        let before = directory.content("data/p/bars/OLD.txt") ?? ""
        let id = try bench.unit("OLD").id
        let rows = try bench.stored("OLD")
        try Self.rename(bench)
        let unit = try bench.unit("NEW")
        #expect(unit.id == id && unit.label == "NEW" && unit.partition == ["NEW"] && unit.note == "{\"n\":1}")
        #expect(directory.content("data/p/bars/NEW.txt") == before.replacing("OLD", with: "NEW"))
        #expect(!directory.files.contains { $0.contains("OLD") || $0.hasSuffix(".rewrite") })
        let stored = try bench.stored("NEW")
        #expect(stored.count == rows.count)
        for row in 0..<rows.count { #expect(stored.rowText(row) == rows.rowText(row).replacing("OLD", with: "NEW")) }
        #expect(try bench.archive.record.coverage(of: id).isCovered(Samples.day0 + 3))
        #expect(try bench.archive.record.formerLabels(of: id) == ["OLD"])
        let former = try #require(try bench.archive.record.formerName(UnitName(text: "bars(OLD)"), of: "p"))
        #expect(former.text == "OLD is NEW since 2024-01-10 (one number)")
        #expect(unit.rereading.wanted.count == 1)
        // What comes goes behind what is there, in every sink.
        try bench.admit(["NEW"])
        try bench.append("NEW", 5..<8)
        try bench.end()
        #expect(try bench.stored("NEW").count == 8)
        #expect(try bench.archive.reader.verify(Verification(isFull: true)).findings.isEmpty)
        try bench.archive.close()
        #expect(try dump(directory, "SELECT count(*) FROM p_bars WHERE symbol = 'OLD'") == ["0"])
        #expect(try dump(directory, "SELECT count(*) FROM p_bars WHERE symbol = 'NEW'") == ["8"])
        #expect(try dump(directory, "SELECT count(*) FROM revisions WHERE unit = \(id)") == ["1"])
        #expect(try dump(directory, "SELECT rule, text FROM flags") == ["E19|NEW: OLD is NEW"])
        #expect(try dump(directory, "SELECT count(*) FROM intents") == ["0"])
    }

    /// All of the archive that does not depend on when it was killed.
    private static func outcome(_ directory: TemporaryFolder) throws -> [String] {
        let files = directory.files.filter { $0.hasSuffix(".txt") || $0.contains(".txt.") }.sorted().map {
            "\($0) \(directory.content($0) ?? "")"
        }
        let queries = [
            "SELECT name, label, partition, due, rereads FROM units ORDER BY id",
            "SELECT unit, name, label, since, proof FROM former_names",
            """
            SELECT dataset, sink, path, length, tail_sha256, tail_length, rows, first_tick, last_tick, rows_digest \
            FROM files ORDER BY path
            """,
            "SELECT unit, dataset, key_prefix, rows, rows_digest FROM table_parts ORDER BY 1, 2",
            "SELECT * FROM p_bars ORDER BY 1, 2",
            "SELECT * FROM p_actions ORDER BY 1, 2", "SELECT * FROM intents", "SELECT unit, rule, text FROM flags",
        ]
        return try files + queries.map { try dump(directory, $0).joined(separator: "\n") }
    }

    @Test(
        """
        killed at the n-th call that changes anything, for every n, and power lost there: the archive is the old one \
        or the new one, and told again the new one
        """,
        arguments: [false, true])
    func killed(power: Bool) throws {
        let (old, new) = try (TemporaryFolder(inMemory: true), TemporaryFolder(inMemory: true))
        let making = FaultyCalls()
        let left = try Self.bench(old, calls: making)
        let made = making.count
        try left.archive.close()
        let moved = try Self.bench(new)
        try Self.rename(moved)
        try moved.archive.close()
        let (before, after) = (try Self.outcome(old), try Self.outcome(new))
        #expect(before != after)
        var (step, both) = (made, Set<Bool>())
        while true {
            step += 1
            let directory = try TemporaryFolder(inMemory: true)
            let disk = power ? WorstDisk(root: directory["data"]) : nil
            let calls = FaultyCalls(.stop(at: step), disk: disk)
            do {
                let bench = try Self.bench(directory, calls: calls)
                try Self.rename(bench)
                try bench.archive.close()
            } catch {
                #expect(calls.hasFaulted, "\(error)")
            }
            guard calls.hasFaulted else { break }
            try disk?.losePower()
            // The next run puts right what was left, whatever it is going to do.
            try ArchiveBench(directory, birth: false).archive.close()
            let found = try Self.outcome(directory)
            #expect(found == before || found == after, "step \(step)")
            both.insert(found == after)
            #expect(!directory.files.contains { $0.hasSuffix(".rewrite") }, "step \(step)")
            let again = try ArchiveBench(directory, birth: false)
            try again.begin()
            if found == before { try Self.rename(again) }
            try again.archive.close()
            #expect(try Self.outcome(directory) == after, "step \(step)")
        }
        #expect(step > made + 20 && both == [true, false])
    }

    @Test("a name that has rows is no place to move to; one that was only asked for, or told of, makes way")
    func taken() throws {
        let directory = try TemporaryFolder(inMemory: true)
        let bench = try Self.bench(directory)
        try bench.admit(["NEW"])
        try bench.append("NEW", 7..<9)
        let error = #expect(throws: ArchiveError.self) { try Self.rename(bench) }
        #expect(error?.code == .misuse)
        #expect(try bench.stored("OLD").count == 5)
        try bench.admit(["EMPTY"])
        _ = try bench.page("EMPTY")
        try Self.rename(bench, to: "EMPTY")
        #expect(try bench.stored("EMPTY").count == 5)
        try bench.archive.close()
        #expect(try dump(directory, "SELECT count(*) FROM files WHERE path LIKE '%EMPTY%'") == ["6"])
    }

    @Test("a walk of the old name that was under way is let go, with what it had replaced so far")
    func walk() throws {
        let directory = try TemporaryFolder(inMemory: true)
        let bench = try Self.bench(directory)
        try bench.admit(["OLD"])
        _ = try bench.page(
            "OLD", [SeriesChange(Samples.bars, .replace(Samples.bars("OLD", 0..<2), isLast: false))],
            progress: .next(cursor: "1", purpose: .replace))
        try bench.archive.commit()
        try Self.rename(bench)
        #expect(try bench.archive.record.frontierUnits(of: "p").isEmpty)
        #expect(try bench.stored("NEW").count == 5)
        #expect(!directory.files.contains { $0.hasSuffix(".rewrite") })
        try bench.archive.close()
    }

    @Test(
        "rows that are not those of the record are not copied under a new digest",
        arguments: ["data/p/bars/OLD.txt", "p_bars"])
    func damaged(_ place: String) throws {
        let directory = try TemporaryFolder(inMemory: true)
        let bench = try Self.bench(directory)
        try bench.archive.close()
        if place == "p_bars" {
            try execute(directory, "UPDATE p_bars SET volume = 77 WHERE symbol = 'OLD' AND volume = 1000")
        } else {
            let text = try #require(directory.content(place))
            try directory.write(place, text.replacing("101.5", with: "101.6"))
        }
        let again = try ArchiveBench(directory, birth: false)
        try again.begin()
        let error = #expect(throws: ArchiveError.self) { try Self.rename(again) }
        #expect(error?.code == .damagedFile)
        // The others go on.
        try again.admit(["MSFT"])
        try again.append("MSFT", 5..<7)
        try again.end()
        #expect(try again.unit("OLD").label == "OLD")
        #expect(try again.archive.record.formerLabels(of: 1).isEmpty)
        #expect(!directory.files.contains { $0.hasSuffix(".rewrite") || $0.contains("NEW") })
        try again.archive.close()
    }

    @Test("there and back: the series has its name again, and the other one is the former")
    func back() throws {
        let directory = try TemporaryFolder(inMemory: true)
        let bench = try Self.bench(directory)
        let before = directory.content("data/p/bars/OLD.txt")
        try Self.rename(bench)
        try Self.rename(bench, "NEW", to: "OLD")
        #expect(directory.content("data/p/bars/OLD.txt") == before)
        #expect(try bench.archive.record.formerLabels(of: bench.unit("OLD").id) == ["NEW"])
        #expect(try bench.archive.record.formerName(UnitName(text: "bars(OLD)"), of: "p") == nil)
        #expect(try bench.archive.record.formerName(UnitName(text: "bars(NEW)"), of: "p")?.now == "OLD")
        // Given away, it is nobody's.
        try bench.archive.change { try $0.giveAway(UnitName(text: "bars(NEW)"), of: "p", now: Samples.noon(101)) }
        #expect(try bench.archive.record.formerName(UnitName(text: "bars(NEW)"), of: "p") == nil)
        try bench.archive.close()
    }

    @Test("rows whose keys do not begin with the unit's name cannot be renamed, and stay as they are")
    func otherKeys() throws {
        let directory = try TemporaryFolder(inMemory: true)
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["t"], datasets: [Samples.trades])
        _ = try bench.page("t", [SeriesChange(Samples.trades, .append(Samples.trades(0..<3)))])
        let error = #expect(throws: ArchiveError.self) { try Self.rename(bench, "t", to: "u") }
        #expect(error?.code == .keyTaken)
        #expect(try bench.unit("t").label == "t")
        try bench.archive.close()
    }
}
