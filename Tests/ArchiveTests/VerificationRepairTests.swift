import ArchiveUpkeep
import Foundation
import Host
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Repair of damaged series: from another sink, from the upstream, or not at all, and never for less than there is.
@Suite("Repair")
struct VerificationRepairTests {
    private let all = ["lines", "sealed", "sqlite"]

    /// Damages, and holds what is found against what is to be found.
    private func damage(_ specimen: VerificationSpecimen, _ damage: VerificationDamage) throws {
        try #require(try specimen.verify().findings == [])
        try damage.damage(specimen)
        let report = try specimen.verify()
        let finding = try #require(report.findings.first { $0.code == damage.code }, "\(report.findings)")
        #expect(finding.path == specimen.directory["data/" + damage.path])
        if let place = damage.place {
            #expect(report.findings.contains { $0.code == damage.code && $0.place == place }, "\(report.findings)")
        }
        #expect(finding.label == "AAPL")
        #expect(try specimen.verify(isFull: false).isSound != damage.isQuick)
    }

    @Test(
        "a damaged series is written anew from a sink that holds it, and nothing else is touched",
        arguments: VerificationDamage.files + VerificationDamage.tables)
    func copied(kind: VerificationDamage) throws {
        let specimen = try VerificationSpecimen(all)
        let before = try specimen.rows()
        try damage(specimen, kind)
        let untouched = try specimen.directory.files.filter { $0.contains("sealed") }.map {
            ($0, try modified(specimen, $0))
        }
        let report = try specimen.repair()
        #expect(report.isWhole && report.toBeFetched.isEmpty)
        #expect(report.repairs.first { $0.finding.code == kind.code }?.deed == kind.deed)
        #expect(try specimen.verify().findings == [])
        #expect(try specimen.verify(isFull: false).findings == [])
        #expect(try specimen.rows() == before)
        for (name, date) in untouched { #expect(try modified(specimen, name) == date, "\(name)") }
        for name in report.repairs.flatMap(\.kept) { #expect(FileManager.default.fileExists(atPath: name)) }
        #expect(try specimen.repair().repairs == [])
    }

    @Test(
        "where no other sink holds it, a unit is fetched first and replaced then, in one commit",
        arguments: VerificationDamage.files.filter { $0.deed == .copied })
    func fetched(kind: VerificationDamage) throws {
        // A record without a row for its only sink has lost it: nothing is left to say which rows there were.
        guard kind.code != .unrecorded else { return }
        let whole = try VerificationSpecimen(["lines"])
        let specimen = try whole.copy()
        let before = try specimen.rows()
        let start = try dump(specimen.directory, "SELECT start FROM units WHERE label = 'AAPL'")
        try damage(specimen, kind)
        let damaged = specimen.directory.content("data/" + kind.path)
        let report = try specimen.repair(from: whole)
        #expect(report.isWhole, "\(report.repairs)")
        #expect(report.lost.contains { $0.label == "AAPL" } && report.toBeFetched.isEmpty)
        #expect(report.repairs.filter { $0.finding.label == "AAPL" }.allSatisfy { $0.deed == .fetched })
        #expect(try specimen.verify().findings == [])
        #expect(try specimen.rows() == before)
        let label = "label = 'AAPL'"
        #expect(try dump(specimen.directory, "SELECT start FROM units WHERE \(label)") == start)
        #expect(
            try dump(specimen.directory, "SELECT due, state FROM units WHERE \(label)") == [
                "\(Samples.noon(60).record)|admitted"
            ])
        if let damaged { #expect(specimen.directory.content("data/\(kind.path).damaged") == damaged) }
        #expect(!specimen.directory.files.contains { $0.contains(".repair") || $0.contains(".rewrite") })
        #expect(try specimen.repair().repairs == [])
    }

    @Test(
        "where nothing comes every file stays as it is, what of it can be read is said, and nobody calls it put right",
        arguments: VerificationDamage.files.filter { $0.deed == .copied })
    func kept(kind: VerificationDamage) throws {
        guard kind.code != .unrecorded else { return }
        let whole = try VerificationSpecimen(["lines"])
        let specimen = try whole.copy()
        try damage(specimen, kind)
        let files = specimen.directory.files
        let texts = files.filter { $0.hasPrefix("data/p/bars") }.map { specimen.directory.content($0) }
        let record = "SELECT path, length, rows, rows_digest FROM files ORDER BY path"
        let coverage = "SELECT * FROM coverage ORDER BY unit, lower"
        let (recorded, covered) = (try dump(specimen.directory, record), try dump(specimen.directory, coverage))
        let found = try specimen.verify().findings
        for _ in 0..<2 {
            let report = try specimen.repair(from: whole) { dataset, rows in rows.slice(0..<0) }
            #expect(!report.isWhole)
            let repair = try #require(
                report.repairs.first { $0.finding.label == "AAPL" && $0.finding.dataset == "bars" })
            #expect(repair.deed == .none && repair.kept.isEmpty)
            #expect(repair.message.contains("rows can be read"), "\(repair.message)")
            #expect(repair.message.hasSuffix("nothing came for it: unknown symbol: gone"), "\(repair.message)")
            #expect(try specimen.verify().findings == found)
        }
        #expect(files.filter { $0.hasPrefix("data/p/bars") }.map { specimen.directory.content($0) } == texts)
        #expect(specimen.directory.files.filter { $0.hasPrefix("data/p/") } == files.filter { $0.hasPrefix("data/p/") })
        #expect(try dump(specimen.directory, record) == recorded && dump(specimen.directory, coverage) == covered)
    }

    @Test(
        """
        an answer that lacks what can be read replaces nothing; one that lacks what cannot be read is taken, and not \
        called whole
        """
    )
    func short() throws {
        let whole = try VerificationSpecimen(["lines"])
        let specimen = try whole.copy()
        let before = try specimen.rows()
        try specimen.edit(VerificationDamage.file) { $0[$0.count - 8] ^= 1 }
        let text = specimen.directory.content("data/" + VerificationDamage.file)
        let short = try specimen.repair(from: whole) { $0 == "bars" ? $1.slice(0..<min(3, $1.count)) : $1 }
        #expect(!short.isWhole && short.repairs.allSatisfy { $0.deed == .none })
        #expect(
            short.repairs.contains { $0.message.contains("that can be read are not among them") }, "\(short.repairs)")
        #expect(specimen.directory.content("data/" + VerificationDamage.file) == text)
        // Of a file that is gone every row is a gain.
        try specimen.directory.remove("data/" + VerificationDamage.file)
        let part = try specimen.repair(from: whole) { $0 == "bars" ? $1.slice(0..<min(3, $1.count)) : $1 }
        #expect(!part.isWhole && part.repairs.contains { $0.deed == .fetchedInPart })
        #expect(try specimen.rows()["AAPL bars lines"] == before["AAPL bars lines"].map { Array($0.prefix(3)) })
        #expect(try specimen.verify().findings == [])
    }

    @Test("of rows that come otherwise than they could be read the number is said")
    func otherRows() throws {
        let whole = try VerificationSpecimen(["lines"])
        let specimen = try whole.copy()
        try specimen.edit(VerificationDamage.file) { $0[$0.count - 8] ^= 1 }
        let report = try specimen.repair(from: whole)
        #expect(report.isWhole)
        #expect(
            report.repairs.contains { $0.message.contains("1 other than those that could be read") },
            "\(report.repairs)")
    }

    @Test(
        """
        a damaged file is taken back by its name, in every sink, and the unit is asked for whole; fewer rows than are \
        stored are not
        """
    )
    func takenBack() throws {
        let whole = try VerificationSpecimen(["lines", "sealed", "sqlite"])
        let specimen = try whole.copy()
        let rows = try specimen.rows()
        // As earlier versions left it: the series is empty, and its file beside it.
        let text = try #require(specimen.directory.content("data/" + VerificationDamage.file))
        try specimen.directory.write("data/\(VerificationDamage.file).damaged", text)
        func attempt(_ name: String, calls: any SystemCalls = HostCalls()) throws -> TakenBack {
            let bench = try ArchiveBench(specimen.directory, calls: calls, birth: false)
            defer { try? bench.archive.close() }
            let aside = try bench.archive.asideFile(named: name, dataset: VerificationSpecimen.dataset)
            return try bench.archive.takeBack(
                aside, coverage: bench.archive.record.coverage(of: aside.unit.id), run: 0, now: Samples.noon(50))
        }
        func code(_ name: String) -> ArchiveError.Code? {
            (#expect(throws: ArchiveError.self) { try attempt(name) })?.code
        }
        #expect(code("AAPL.txt.damaged-7") == .misuse)
        #expect(code("AAPL.txt") == .misuse)
        try specimen.directory.write("data/p/bars/MSFT.txt.damaged", "date,symbol,close,volume\n2024-01-01,AAPL\n")
        #expect(code("MSFT.txt.damaged") == .damagedFile)
        try specimen.directory.write(
            "data/\(VerificationDamage.file).damaged-2",
            text.split(separator: "\n").prefix(3).joined(separator: "\n") + "\n")
        #expect(code("AAPL.txt.damaged-2") == .misuse)
        #expect(try specimen.rows() == rows)
        let taken = try attempt("AAPL.txt.damaged")
        #expect(taken.rows == rows["AAPL bars lines"]?.count && taken.kept.count == 2)
        #expect(try specimen.rows() == rows && specimen.verify().findings == [])
        #expect(try dump(specimen.directory, "SELECT due FROM units WHERE label = 'AAPL'") == [Samples.noon(50).record])
        var step = 0
        while true {
            step += 1
            let calls = FaultyCalls(.stop(at: step))
            _ = try? attempt(VerificationDamage.file + ".damaged", calls: calls)
            let bench = try ArchiveBench(specimen.directory, birth: false)
            try bench.archive.close()
            #expect(try specimen.rows() == rows && specimen.verify().findings == [], "step \(step)")
            if !calls.hasFaulted { break }
        }
        #expect(step > 5)
    }

    @Test(
        "a table that is the only sink keeps the unit's rows until others are there, and no others are touched",
        arguments: [0, 1, 3, 4, 5, 6])
    func fetchedTable(index: Int) throws {
        let whole = try VerificationSpecimen(["sqlite"])
        let specimen = try whole.copy()
        let before = try specimen.rows()
        let kind = VerificationDamage.tables[index]
        try damage(specimen, kind)
        let damaged = try dump(specimen.directory, "SELECT count(*) FROM sqlite_master WHERE name = 'p_bars'")
        let nothing = try specimen.repair(from: whole) { $1.slice(0..<0) }
        #expect(!nothing.isWhole && nothing.lost.contains { $0.label == "AAPL" })
        #expect(try dump(specimen.directory, "SELECT count(*) FROM sqlite_master WHERE name = 'p_bars'") == damaged)
        let report = try specimen.repair(from: whole)
        #expect(report.lost.contains { $0.label == "AAPL" } && report.isWhole, "\(report.repairs)")
        #expect(try specimen.verify().findings == [])
        #expect(try specimen.rows() == before)
        // What could be read of it is kept, where anything could.
        let kept = try dump(specimen.directory, "SELECT count(*) FROM replaced WHERE cause = 'damaged'")
        #expect((kept == ["0"]) == (index >= 5), "\(kept)")
    }

    @Test(
        "a repair that is killed anywhere and run again ends the same",
        arguments: [["lines", "sealed", "sqlite"], ["lines", "sealed"]],
        ["copy", "fetch"])
    func killed(sinks: [String], how: String) throws {
        let whole = try VerificationSpecimen(sinks)
        func specimen() throws -> VerificationSpecimen {
            let specimen = try whole.copy()
            try specimen.edit(VerificationDamage.file) { $0[$0.count - 8] ^= 1 }
            try specimen.edit("p/members.txt") { $0[$0.count - 2] ^= 1 }
            if how == "fetch" {
                try specimen.directory.remove("data/p/bars/AAPL.txt.sealed")
                if sinks.contains("sqlite") {
                    try specimen.sql("DELETE FROM p_bars WHERE symbol = 'AAPL' AND date = '2024-01-04'")
                }
            }
            if how == "copy", sinks.contains("sqlite") {
                try specimen.sql("DELETE FROM p_bars WHERE symbol = 'MSFT' AND date = '2024-01-04'")
            }
            return specimen
        }
        let reference = try specimen()
        let count = FaultyCalls()
        try reference.repair(calls: count, from: whole)
        let expected = try reference.rows()
        let due = try dump(reference.directory, "SELECT label, due, start, state FROM units ORDER BY label")
        #expect(reference.kept.contains(VerificationDamage.file + ".damaged"))
        var step = 0
        while true {
            step += 1
            let specimen = try specimen()
            let calls = FaultyCalls(.stop(at: step))
            _ = try? specimen.repair(calls: calls, from: whole)
            guard calls.hasFaulted else { break }
            if how == "fetch", step % 3 == 0 {
                // An upstream that has nothing by now takes nothing away.
                let rows = Set(
                    specimen.directory.files.filter {
                        $0.hasPrefix("data/p/") && !$0.hasSuffix(".rewrite") && !$0.hasSuffix(".new")
                    })
                try specimen.repair(from: whole) { $1.slice(0..<0) }
                #expect(rows.isSubset(of: specimen.directory.files), "step \(step)")
            }
            try specimen.repair(from: whole)
            #expect(try specimen.verify().findings == [], "step \(step)")
            #expect(try specimen.rows() == expected, "step \(step)")
            #expect(
                try dump(specimen.directory, "SELECT label, due, start, state FROM units ORDER BY label") == due,
                "step \(step)")
            #expect(specimen.kept == reference.kept, "step \(step)")
            #expect(specimen.directory.files == reference.directory.files, "step \(step)")
        }
        #expect(step > 8 && step >= count.count)
    }

    @Test("sinks of which the record says different things cannot be believed: the unit is fetched anew")
    func disparity() throws {
        let specimen = try VerificationSpecimen(all)
        try specimen.sql(
            """
            UPDATE table_parts SET rows_digest = replace(rows_digest, 'a', 'b') WHERE key_prefix = '["AAPL"]' AND \
            dataset = 'bars'
            """
        )
        let found = try specimen.verify(isFull: false).findings
        #expect(found.map(\.code) == [.disparity])
        #expect(found.first?.sink == "sqlite")
        let whole = try VerificationSpecimen(all)
        #expect(try specimen.repair(isFull: false, from: whole).lost.map(\.label) == ["AAPL"])
        #expect(try specimen.verify().findings == [])
    }

    @Test("a sink whose digest is not known is no proof for another")
    func unproved() throws {
        let specimen = try VerificationSpecimen(["lines", "sealed"])
        try specimen.sql("UPDATE files SET rows_digest = NULL WHERE path = 'p/bars/AAPL.txt.sealed'")
        try specimen.edit(VerificationDamage.file) { $0[$0.count - 8] ^= 1 }
        let whole = try VerificationSpecimen(["lines", "sealed"])
        #expect(try specimen.repair(from: whole).lost.map(\.label) == ["AAPL"])
        #expect(try specimen.verify().findings == [])
    }

    private func modified(_ specimen: VerificationSpecimen, _ name: String) throws -> Date? {
        try FileManager.default.attributesOfItem(atPath: specimen.directory[name])[.modificationDate] as? Date
    }
}
