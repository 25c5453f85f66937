import ArchiveUpkeep
import Host
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// The file in which rows wait: killed anywhere, damaged, gone, and gone when nothing waits.
@Suite("The spool's file")
struct SpoolFileTests {
    private let walks: SpoolWalks

    init() throws { walks = try SpoolWalks() }

    private func bench() throws -> ArchiveBench { try ArchiveBench(walks.directory, sinks: SpoolWalks.sinks) }

    private func verify(isFull: Bool) throws -> VerificationReport {
        let reader = try ArchiveReader.openReadOnly(at: walks.directory["data"], sinks: Samples.sinks)
        defer { try? reader.close() }
        return try reader.verify(Verification(isFull: isFull))
    }

    // MARK: Killed

    /// How often walks can die at a call until they live, and the first time that they do not end as they should.
    private func kill(power: Bool, ignoresSyncs: Bool = false) throws -> (steps: Int, fault: String?) {
        var step = 0
        while true {
            step += 1
            let walks = try SpoolWalks()
            let disk = power ? WorstDisk(root: walks.directory["data"], ignoresSyncs: ignoresSyncs) : nil
            let calls = FaultyCalls(.stop(at: step), disk: disk)
            try? walks.tell(calls)
            guard calls.hasFaulted else { return (step, nil) }
            do {
                try disk?.losePower()
                try walks.tell()
                if let fault = try walks.fault() { return (step, "step \(step): \(fault)") }
            } catch {
                return (step, "step \(step): \(error)")
            }
        }
    }

    @Test(
        "walks that take turns, dead or without power at any call: told again, they end the same",
        arguments: [false, true])
    func killed(power: Bool) throws {
        let (steps, fault) = try kill(power: power)
        #expect(fault == nil)
        // Each of nine pages is written, synced and committed.
        #expect(steps > 40)
    }

    @Test("negative control: without syncs a loss of power makes a difference")
    func control() throws { #expect(try kill(power: true, ignoresSyncs: true).fault != nil) }

    @Test("a page that comes is written where none that waits is, and what has been given up is used again")
    func room() throws {
        try walks.tell(turns: 2)
        let pages = try dump(walks.directory, "SELECT offset, length FROM spool ORDER BY offset").map { line in
            line.split(separator: "|").compactMap { Int64($0) }
        }
        // Two of each walk but B, which is over: its first page was between the first ones of the others.
        #expect(pages.count == 4)
        var end: Int64 = 0
        for page in pages {
            #expect(page[0] >= end)
            end = page[0] + page[1]
        }
        #expect(try walks.bytes().count == Int(end))
        let gap = try #require(zip(pages, pages.dropFirst()).first { $0[0] + $0[1] < $1[0] })
        try walks.tell(turns: 3)
        let later = try dump(walks.directory, "SELECT offset FROM spool").compactMap { Int64($0) }
        #expect(later.contains(gap.0[0] + gap.0[1]), "\(later)")
        try walks.tell()
        #expect(try walks.fault() == nil)
    }

    @Test("room is what no page has: the first that is large enough, else behind the last")
    func rooms() {
        var room = SpoolRoom(around: [10..<20, 25..<40, 30..<45])
        #expect([room.take(6), room.take(4), room.take(4), room.take(5), room.take(1)] == [0, 6, 20, 45, 24])
        var empty = SpoolRoom()
        #expect([empty.take(3), empty.take(2)] == [0, 3])
    }

    // MARK: What somebody or something else does to it

    @Test("bytes behind what waits are cut when the archive is opened, and a file of which nothing waits goes")
    func tail() throws {
        try walks.tell(turns: 2)
        let bytes = try walks.bytes()
        try walks.write(bytes + [1, 2, 3])
        try bench().archive.close()
        #expect(try walks.bytes() == bytes)
        try walks.tell()
        #expect(try walks.fault() == nil)
        try walks.write([1])
        try bench().archive.close()
        #expect(!walks.isThere)
    }

    @Test(
        """
        a byte that is another, wherever it is, and a file that is short or gone: an error of the units whose rows it \
        had and never rows; their walks begin anew
        """,
        arguments: ["first", "middle", "last", "short", "gone"])
    func damaged(_ how: String) throws {
        try walks.tell(turns: 2)
        var bytes = try walks.bytes()
        let places = ["first": 0, "middle": bytes.count / 2, "last": bytes.count - 1]
        if let place = places[how] {
            bytes[place] ^= 1
            try walks.write(bytes)
        } else if how == "short" {
            try walks.write(Array(bytes.dropLast(bytes.count - 1)))
        } else {
            try walks.directory.remove(walks.path)
        }
        #expect(try verify(isFull: false).isSound == (places[how] != nil))
        let findings = try verify(isFull: true).findings
        #expect(!findings.isEmpty && findings.allSatisfy { $0.code == .lostPages && $0.path.hasSuffix(SpoolFile.name) })
        let bench = try bench()
        try bench.begin()
        var failed: [String: String] = [:]
        for turn in 2..<4 {
            for (name, _) in SpoolWalks.pages where try walks.cursor(of: name, bench) == turn {
                do {
                    try walks.page(name, turn, bench)
                } catch let error as ArchiveError {
                    #expect(error.code == .damagedFile && error.message.contains(name) && !error.fix.isEmpty)
                    failed[name] = error.description
                    try bench.archive.fail(bench.unit(name), run: bench.run, reason: Reason("damaged_file"))
                }
            }
        }
        #expect(!failed.isEmpty && (places[how] == nil || failed.count == 1), "\(failed)")
        #expect(Set(findings.compactMap(\.label)) == Set(failed.keys))
        try bench.end(74)
        try bench.archive.close()
        // What was damaged is asked for once more.
        try walks.tell()
        let fault = try walks.fault()
        #expect(fault == nil, "\(fault ?? "")")
    }

    @Test("a repair lets a walk begin anew whose rows are not there any more, and no other")
    func repaired() throws {
        try walks.tell(turns: 2)
        var bytes = try walks.bytes()
        bytes[0] ^= 1
        try walks.write(bytes)
        let bench = try bench()
        let report = try bench.archive.repair(Verification(isFull: true), now: Samples.noon(100))
        #expect(report.repairs.map(\.deed) == [.recordSettled] && report.repairs.map(\.finding.label) == ["A"])
        #expect(try [walks.cursor(of: "A", bench), walks.cursor(of: "C", bench)] == [0, 2])
        try bench.archive.close()
        #expect(try verify(isFull: true).isSound)
        try walks.tell()
        #expect(try walks.fault() == nil)
    }

    @Test("a page that is refused while it is staged leaves nothing behind what waits")
    func dropped() throws {
        let first = try bench()
        try first.begin()
        try first.admit(["K"], datasets: [Samples.trades])
        _ = try first.page("K", [SeriesChange(Samples.trades, .append(Samples.trades(0..<4000)))])
        try first.end()
        try first.archive.close()
        // Before the end of the file, where only who reads it whole finds it.
        let path = "data/p/trades/K.txt"
        try walks.directory.write(
            path, try #require(walks.directory.content(path)).replacing("t7,0.7", with: "t7;0.7"))
        try walks.tell(turns: 2)
        let bytes = try walks.bytes()
        let bench = try bench()
        try bench.begin()
        try bench.admit(["K"], datasets: [Samples.trades])
        let error = #expect(throws: ArchiveError.self) {
            _ = try bench.page("K") { page in
                page.held = [HeldRows(Samples.trades, Samples.trades(3900..<4010))]
                page.releasesHeld = true
            }
        }
        #expect(error?.code == .damagedFile)
        #expect(try walks.bytes().count > bytes.count)
        try bench.archive.commit()
        #expect(try walks.bytes() == bytes)
        try bench.archive.close()
    }

    @Test("two hundred pages wait in the file and not in the database, which is as small as before afterwards")
    func emptied() throws {
        let bench = try bench()
        try bench.begin()
        try bench.admit(["K"], datasets: [Samples.trades])
        let before = try #require(try dump(walks.directory, "PRAGMA page_count").first.flatMap { Int($0) })
        let ranges = (0..<200).reversed().map { $0 * 100..<($0 + 1) * 100 }
        for (index, range) in ranges.enumerated() {
            let isLast = index == ranges.count - 1
            _ = try bench.page(
                "K",
                progress: isLast
                    ? .finished(UnitOutcome(.done, due: nil)) : .next(cursor: "\(index)", purpose: .extend)
            ) { page in
                page.held = [HeldRows(Samples.trades, Samples.trades(range))]
                page.releasesHeld = isLast
            }
            if index % 20 == 10 { try bench.archive.commit() }
        }
        #expect(try walks.bytes().count > 500_000)
        try bench.archive.commit()
        #expect(!walks.isThere)
        #expect(try bench.archive.reader.storedRows(of: bench.unit("K"), in: Samples.trades).count == 20_000)
        try bench.end()
        try bench.archive.close()
        let after = try #require(try dump(walks.directory, "PRAGMA page_count").first.flatMap { Int($0) })
        // With the rows in it, it had grown by 150 pages and more.
        #expect(after - before < 40, "\(before) pages, then \(after)")
    }

    // MARK: Pages

    @Test("bytes that no batch has are no page: nulls, booleans, ends of texts, and what stands behind")
    func pages() {
        var builder = BatchBuilder(Self.mixed)
        for index in 0..<3 {
            builder.text("k\(index)")
            if index == 1 { builder.null() } else { builder.boolean(index == 0) }
            builder.endRow()
        }
        let bytes = SpoolPage.encode(builder.finish())
        #expect(SpoolPage.decode(bytes, schema: Self.mixed) != nil)
        // The count; three nulls, three ends, the length and six bytes of text; three nulls, three booleans, no text.
        #expect(bytes.count == 8 + (3 + 24 + 8 + 6) + (3 + 24 + 8))
        func isPage(_ place: Int, _ byte: UInt8) -> Bool {
            var changed = bytes
            changed[place] = byte
            return SpoolPage.decode(changed, schema: Self.mixed) != nil
        }
        #expect(!isPage(0, 2) && !isPage(0, 200) && !isPage(7, 0x80), "the count")
        #expect(!isPage(8, 2) && isPage(8, 1), "a byte for null")
        #expect(!isPage(11, 5) && !isPage(18, 0x80) && !isPage(27, 7) && isPage(11, 3), "the ends of texts")
        #expect(!isPage(35, 5) && !isPage(42, 0x80), "the length of the text")
        #expect(!isPage(52, 7) && isPage(52, 0), "a boolean")
        #expect(!isPage(76, 1), "text of a column that has none")
        #expect(SpoolPage.decode(bytes + [0], schema: Self.mixed) == nil)
        #expect(SpoolPage.decode(bytes, schema: Samples.trades.schema) == nil)
    }

    private static let mixed = Schema([Column("key", .text), Column("flag", .boolean, nullable: true)], key: ["key"])
}
