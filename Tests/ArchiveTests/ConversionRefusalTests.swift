import ArchiveUpkeep
import Foundation
import GRDB
import Hashing
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Conversions that are refused, and that leave the archive as it was.
@Suite("Conversions that cannot be")
struct ConversionRefusalTests {
    /// Expects a refusal that leaves the archive as it was and fit for use.
    private func expectRefusal(
        _ code: ArchiveError.Code, _ words: String, of world: ConversionWorld, _ step: (Archive) throws -> Void
    ) throws {
        try world.run()
        let before = try world.outcome()
        try world.run { bench in
            do {
                try step(bench.archive)
                Issue.record("no refusal")
            } catch let error as ArchiveError {
                #expect(error.code == code)
                #expect(error.description.contains(words), "\(error)")
            }
            #expect(
                try world.outcome().filter { !$0.key.contains("FROM archive") }
                    == before.filter { !$0.key.contains("FROM archive") })
        }
        #expect(try world.outcome() == before)
    }

    @Test("a sink that is there, a second sink of tables, files of the same names")
    func unfit() throws {
        let world = try ConversionWorld(sinks: ["lines", "sqlite"])
        try expectRefusal(.otherSinks, "is kept as lines already", of: world) {
            try $0.add(ConversionWorld.sink("lines"))
        }
        try expectRefusal(.otherSinks, "is kept as sqlite already", of: world) {
            try $0.add(ConversionWorld.sink("sqlite"))
        }
        guard case .table(let sqlite) = ConversionWorld.sink("sqlite") else { return }
        try expectRefusal(.otherSinks, "one sink of tables", of: world) {
            try $0.add(.table(TableSink("duck", sqlite.format)))
        }
        try expectRefusal(.otherSinks, "have the names", of: world) {
            try $0.add(.file(FileSink("other", fileExtension: "txt", LineFormat())))
        }
    }

    @Test("a sink to drop that is not there, and the last one")
    func drop() throws {
        let world = try ConversionWorld(sinks: ["lines"])
        try expectRefusal(.otherSinks, "is not kept as sealed, but as lines", of: world) { try $0.drop("sealed") }
        try expectRefusal(.otherSinks, "is kept as lines alone", of: world) { try $0.drop("lines") }
    }

    @Test(
        "something else in the way of a file is refused before anything is written",
        arguments: ["p/bars/brk._b.txt.sealed", "p/trades/_t.txt.sealed.rewrite", "p/members.txt.sealed"])
    func pathTaken(path: String) throws {
        let world = try ConversionWorld(sinks: ["lines"])
        let path = path.replacing("brk._b", with: FileName.encode("brk.b"))
        try world.directory.write("data/" + path, "mine\n")
        try expectRefusal(.pathTaken, path, of: world) { try $0.add(ConversionWorld.sink("sealed")) }
        #expect(world.directory.content("data/" + path) == "mine\n")
    }

    @Test("a table that somebody made is in the way")
    func tableTaken() throws {
        let world = try ConversionWorld(sinks: ["lines"])
        try world.run { bench in
            try bench.archive.record.read { db in
                try db.execute(sql: "CREATE TABLE P_BARS (a, b); INSERT INTO P_BARS VALUES (1, 2)")
            }
        }
        try expectRefusal(.pathTaken, "p_bars", of: world) { try $0.add(ConversionWorld.sink("sqlite")) }
        #expect(try dump(world.directory, "SELECT a, b FROM P_BARS") == ["1|2"])
    }

    @Test(
        "rows that the only sink no longer holds as recorded",
        arguments: [("sealed", true), ("sqlite", false), ("sealed", false)])
    func damaged(new: String, isLong: Bool) throws {
        let world = try ConversionWorld(sinks: ["lines"])
        // In the middle, where the tail's checksum of a longer file would not see it: here the checksum is set to fit.
        try spoil("brk.b", world, keepsTail: !isLong)
        try expectRefusal(.damagedFile, "penstock verify --repair", of: world) { try $0.add(ConversionWorld.sink(new)) }
    }

    @Test("rows that another sink still holds are read from that, and the damage is told")
    func damagedOne() throws {
        for keepsTail in [true, false] {
            let world = try ConversionWorld(sinks: ["lines", "sqlite"])
            try spoil("brk.b", world, keepsTail: keepsTail)
            try world.run { bench in
                let conversion = try bench.archive.add(ConversionWorld.sink("sealed"))
                #expect(conversion.damaged.map(\.unit.label) == ["brk.b"])
                #expect(conversion.damaged.map(\.sink) == ["lines"])
                #expect(conversion.damaged.first?.message.contains("verify --repair") == true)
                #expect(
                    try rows(of: bench.archive.reader, in: "sealed") == rows(of: bench.archive.reader, in: "sqlite"))
                #expect(
                    conversion.rows
                        == (try rows(of: bench.archive.reader, in: "sqlite").values.reduce(0) { $0 + $1.count }))
            }
        }
    }

    /// Another price in a file; with `keepsTail` the record's checksum of the tail is made to fit.
    private func spoil(_ symbol: String, _ world: ConversionWorld, keepsTail: Bool) throws {
        let path = "p/bars/\(FileName.encode(symbol)).txt"
        let text = try #require(world.directory.content("data/" + path))
        #expect(text.contains("101.5"))
        let spoiled = text.replacing("101.5", with: "101.6")
        try world.directory.write("data/" + path, spoiled)
        guard keepsTail else { return }
        try world.run { bench in
            try bench.archive.change { record in
                try record.write { db in
                    try db.run(
                        "UPDATE files SET tail_sha256 = ?, tail_length = length WHERE path = ?",
                        [SHA256.hexadecimal(of: Array(spoiled.utf8)), path])
                }
            }
        }
    }

    @Test("stopped on the way, the archive is as it was", arguments: ["sealed", "sqlite"])
    func stopped(new: String) throws {
        struct Stop: Error {}
        let world = try ConversionWorld(sinks: ["lines"])
        try world.run()
        let before = try world.outcome()
        try world.run { bench in
            #expect(throws: Stop.self) {
                try bench.archive.add(ConversionWorld.sink(new), progress: { if $0.done == 4 { throw Stop() } })
            }
            #expect(!world.directory.files.contains { $0.hasSuffix(".rewrite") })
            // It can be used on.
            try bench.archive.add(ConversionWorld.sink(new))
            try bench.archive.drop(new)
        }
        #expect(try world.outcome() == before)
    }

    @Test("two units of one key prefix cannot be in a table")
    func keyTaken() throws {
        let world = try ConversionWorld(sinks: ["lines"])
        try world.run { bench in
            try bench.admit(["u"], datasets: [Samples.trades])
            _ = try bench.page("u", [SeriesChange(Samples.trades, .append(Samples.trades(9..<12)))])
        }
        try expectRefusal(.keyTaken, "whose keys begin with [] are of t", of: world) {
            try $0.add(ConversionWorld.sink("sqlite"))
        }
    }
}
