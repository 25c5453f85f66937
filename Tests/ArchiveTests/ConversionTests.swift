import ArchiveUpkeep
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Sinks that are added to an archive and dropped from it.
@Suite("Sinks that are added and dropped")
struct ConversionTests {
    private static let pairs = [
        ("lines", "sealed"), ("sealed", "lines"), ("lines", "sqlite"), ("sqlite", "lines"), ("sealed", "sqlite"),
        ("sqlite", "sealed"),
    ]

    @Test(
        "an added sink holds the rows of the one before, its entities are rendered, the identity names it",
        arguments: pairs)
    func added(old: String, new: String) throws {
        let world = try ConversionWorld(sinks: [old])
        var told: [ConversionProgress] = []
        try world.run { bench in
            let before = try rows(of: bench.archive.reader, in: old)
            let conversion = try bench.archive.add(ConversionWorld.sink(new), declared: ConversionWorld.declared) {
                told.append($0)
            }
            #expect(try rows(of: bench.archive.reader, in: new) == before)
            #expect(before["AAPL bars"]?.count == 9 && before["t trades"]?.count == 5)
            #expect(conversion.series == 9)
            #expect(conversion.rows == before.values.reduce(0) { $0 + $1.count })
            #expect(conversion.bytes > 0)
            #expect(conversion.damaged.isEmpty)
            #expect(bench.archive.reader.identity.sinks == [old, new])
        }
        #expect(told.map(\.done) == Array(1...9))
        #expect(told.allSatisfy { $0.total == 9 })
        let outcome = try world.outcome()
        #expect(outcome["identity"] == "\(old),\(new)")
        let digests = try dump(
            world.directory,
            """
            SELECT (SELECT count(*) FROM (SELECT unit, dataset, rows, first_tick, last_tick, rows_digest FROM files
                UNION SELECT unit, dataset, rows, first_tick, last_tick, rows_digest FROM table_parts)),
                (SELECT count(*) FROM files) + (SELECT count(*) FROM table_parts)
            """
        )
        #expect(digests == ["9|18"])
        for name in [old, new] {
            if case .file(let sink) = ConversionWorld.sink(name) {
                #expect(world.directory.content("data/p/members.\(sink.fileExtension)")?.contains("Apple") == true)
            }
        }
        if new == "sqlite" {
            #expect(
                try dump(world.directory, "SELECT close FROM closes WHERE symbol = 'brk.b' ORDER BY date") == [
                    "100.5", "101.5",
                ])
        }
    }

    @Test("there and back without a changed byte", arguments: pairs)
    func roundTrip(first: String, second: String) throws {
        let world = try ConversionWorld(sinks: [first])
        try world.run()
        let before = try world.outcome()
        try world.run { bench in
            try bench.archive.add(ConversionWorld.sink(second), declared: ConversionWorld.declared)
            let gone = try bench.archive.drop(first)
            #expect(gone.series == 9 && gone.rows > 0)
        }
        let between = try world.outcome()
        #expect(between["identity"] == second)
        #expect(between != before)
        // Nothing of the first is left, if not in the record of the second.
        if case .file(let sink) = ConversionWorld.sink(first), first == "lines" {
            #expect(!world.directory.files.contains { $0.hasSuffix("." + sink.fileExtension) })
        }
        if second == "sqlite" { #expect(!world.directory.exists("data/p")) }
        try world.run { bench in
            try bench.archive.add(ConversionWorld.sink(first))
            try bench.archive.drop(second)
        }
        var after = try world.outcome()
        // A table has no header, so a series without rows has no file after it.
        #expect(after["identity"] == first)
        if first == "sqlite" {
            // The plugin that declares views was not asked the second time.
            for key in Set(before.keys).union(after.keys) where key.contains("closes") || key.contains("view") {
                after[key] = before[key]
            }
        }
        for key in Set(before.keys).union(after.keys).sorted() { #expect(after[key] == before[key], "\(key)") }
    }

    @Test("an update after a conversion writes all sinks")
    func updated() throws {
        let world = try ConversionWorld(sinks: ["lines"])
        try world.run { bench in
            try bench.archive.add(ConversionWorld.sink("sqlite"))
            try bench.archive.add(ConversionWorld.sink("sealed"))
            // In the same process already.
            try bench.admit(["AAPL", "MSFT"], span: 0..<120)
            try bench.append("AAPL", 20..<24)
            try bench.append("MSFT", 0..<4)
        }
        try world.run { bench in
            try bench.admit(["AAPL"], span: 0..<120)
            _ = try bench.page(
                "AAPL", [SeriesChange(Samples.bars, .merge(Samples.bars("AAPL", [5]) { _ in "1" }, because: "revised"))]
            )
            try bench.admit(["list"], datasets: [])
            _ = try bench.page("list") {
                $0.entities = [
                    EntityChange(
                        Samples.members, upserts: Samples.members([("NVDA", nil, nil)]), isComplete: true,
                        day: Day(number: Samples.day0 + 9))
                ]
            }
        }
        try world.run { bench in
            let lines = try rows(of: bench.archive.reader, in: "lines")
            #expect(lines["AAPL bars"]?.count == 13 && lines["MSFT bars"]?.count == 4)
            #expect(try rows(of: bench.archive.reader, in: "sqlite") == lines)
            #expect(try rows(of: bench.archive.reader, in: "sealed") == lines)
            try bench.archive.drop("lines")
            try bench.admit(["AAPL"], span: 0..<120)
            try bench.append("AAPL", 30..<32)
        }
        #expect(world.directory.content("data/p/members.txt") == nil)
        #expect(world.directory.content("data/p/members.txt.sealed")?.contains("NVDA") == true)
        #expect(try dump(world.directory, "SELECT count(*) FROM p_bars WHERE symbol = 'AAPL'") == ["15"])
    }

    @Test(
        "a replacement that is under way begins anew, pages that are held stay, and a walk of appends goes on",
        arguments: ["sealed", "sqlite"])
    func walks(new: String) throws {
        let world = try ConversionWorld(sinks: new == "sealed" ? ["lines", "sqlite"] : ["lines", "sealed"])
        try world.run { bench in
            try bench.admit(["AAPL", "BRK.B", "t"], datasets: [Samples.bars])
            _ = try bench.page(
                "AAPL", [SeriesChange(Samples.bars, .replace(Samples.bars("AAPL", 0..<4) { _ in "7" }, isLast: false))],
                progress: .next(cursor: "1", purpose: .replace))
            try bench.append("BRK.B", 12..<14, progress: .next(cursor: "1", purpose: .extend))
            _ = try bench.page("t", progress: .next(cursor: "1", purpose: .extend)) {
                $0.held = [HeldRows(Samples.trades, Samples.trades(7..<9))]
            }
        }
        #expect(world.directory.exists("data/p/bars/AAPL.txt.rewrite"))
        try world.run { bench in try bench.archive.add(ConversionWorld.sink(new)) }
        #expect(!world.directory.files.contains { $0.hasSuffix(".rewrite") })
        try world.run { bench in
            let entries = try bench.archive.reader.frontierEntries()
            let cursors = Dictionary(uniqueKeysWithValues: entries.map { ($0.unit.label, $0.cursor) })
            #expect(cursors == ["AAPL": nil, "BRK.B": "1", "t": "1"])
            #expect(entries.first { $0.unit.label == "AAPL" }?.purpose == .replace)
            _ = try bench.page(
                "AAPL", [SeriesChange(Samples.bars, .replace(Samples.bars("AAPL", 0..<5) { _ in "8" }, isLast: true))])
            try bench.append("BRK.B", 14..<15)
            _ = try bench.page("t") { $0.releasesHeld = true }
            try bench.archive.commit()
            let lines = try rows(of: bench.archive.reader, in: "lines")
            #expect(lines["AAPL bars"]?.count == 5 && lines["BRK.B bars"]?.count == 13 && lines["t trades"]?.count == 7)
            for sink in bench.archive.sinks { #expect(try rows(of: bench.archive.reader, in: sink.name) == lines) }
        }
    }

    @Test("a table is filled in several transactions, and each leaves its rows to readers only with the last")
    func largeTable() throws {
        let world = try ConversionWorld(sinks: ["lines"])
        let calls = FaultyCalls()
        try world.run(calls) { bench in
            calls.reset()
            let look: (ConversionProgress) throws -> Void = { progress in
                guard progress.done == 1 else { return }
                let reader = try ArchiveReader.openReadOnly(at: world.directory["data"], sinks: Samples.sinks)
                #expect(reader.identity.sinks == ["lines"])
                #expect(try reader.record.read { db in try db.integer("SELECT count(*) FROM table_parts") } == 0)
                try reader.close()
            }
            try bench.archive.add(ConversionWorld.sink("sqlite"), progress: look)
        }
        #expect(calls.log.count { $0.hasPrefix("committed") } > 4)
    }
}
