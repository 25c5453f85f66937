import ArchiveUpkeep
import Foundation
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Verification of the record itself and of the files that are made from it, and their repair.
@Suite("Verification of the record and of what is made from it")
struct VerificationRecordTests {
    private func expect(_ specimen: VerificationSpecimen, _ codes: [Finding.Code], isFull: Bool = false) throws
        -> [Finding]
    {
        let findings = try specimen.verify(isFull: isFull).findings
        #expect(findings.map(\.code) == codes, "\(findings)")
        return findings
    }

    @Test("rows of a table that belong to no unit are found by reading it whole, and deleted")
    func strayRows() throws {
        let specimen = try VerificationSpecimen(["lines", "sqlite"])
        let before = try specimen.rows()
        try specimen.sql(
            "INSERT INTO p_bars (date, symbol, close) VALUES ('2024-01-31', 'GHOST', 5), ('2024-02-01', 'GHOST', 6)")
        #expect(try specimen.verify(isFull: false).isSound)
        let findings = try expect(specimen, [.strayRows], isFull: true)
        #expect(findings.first?.place.key == #"["GHOST"]"# && findings.first?.table == "p_bars")
        #expect(findings.first?.message.hasPrefix("2 rows") == true)
        #expect(try specimen.repair().repairs.map(\.deed) == [.rowsDeleted])
        #expect(try specimen.verify().findings == [])
        #expect(try specimen.rows() == before)
    }

    @Test("a damaged page of the database is found, and nothing is repaired in it")
    func page() throws {
        let specimen = try VerificationSpecimen(["lines", "sqlite"])
        let root = try dump(specimen.directory, "SELECT rootpage FROM sqlite_master WHERE name = 'exchanges'").first
            .flatMap { Int($0) }
        let size = try dump(specimen.directory, "PRAGMA page_size").first.flatMap { Int($0) }
        try specimen.directory.remove("data/" + VerificationDamage.file)
        let (start, length) = ((try #require(root) - 1) * (try #require(size)), try #require(size))
        try specimen.edit("archive.db") { data in for index in start..<start + length { data[index] = 0xA5 } }
        let findings = try specimen.verify().findings
        #expect(findings.first?.code == .database)
        #expect(findings.contains { $0.code == .missing && $0.label == "AAPL" }, "the rest is looked at all the same")
        #expect(findings.first?.path == specimen.directory["data/archive.db"])
        let report = try specimen.repair()
        #expect(!report.isWhole && report.repairs.allSatisfy { $0.deed == .none })
        #expect(!specimen.directory.exists("data/" + VerificationDamage.file))
    }

    @Test("rows that refer to a unit which is not there are found")
    func foreignKey() throws {
        let specimen = try VerificationSpecimen(["lines"])
        try specimen.sql("DELETE FROM units WHERE label = 'MSFT'")
        let findings = try specimen.verify().findings
        #expect(!findings.isEmpty && findings.allSatisfy { $0.code == .database && $0.message.contains("units") })
    }

    @Test("archive.json is held against the record", arguments: [true, false])
    func identity(isOfSinks: Bool) throws {
        let specimen = try VerificationSpecimen(["lines", "sqlite"])
        let text = try #require(specimen.directory.content("data/archive.json"))
        try specimen.directory.write(
            "data/archive.json",
            isOfSinks ? text.replacing("\"sqlite\"", with: "\"other\"") : text.replacing("2024", with: "2023"))
        #expect(specimen.directory.content("data/archive.json") != text)
        let findings = try expect(specimen, [.identity])
        #expect(findings.first?.path == specimen.directory["data/archive.json"])
        try specimen.repair()
        #expect(try specimen.verify().findings == [])
        #expect(specimen.directory.content("data/archive.json") == text)
    }

    @Test("a file that is made from the record is made anew", arguments: ["edited", "deleted"])
    func rendered(how: String) throws {
        let specimen = try VerificationSpecimen(["lines", "sealed"])
        let path = "p/members.txt"
        let text = specimen.directory.content("data/" + path)
        if how == "edited" {
            try specimen.edit(path) { $0[$0.count - 2] ^= 1 }
        } else {
            try specimen.directory.remove("data/" + path)
        }
        let findings = try expect(specimen, [.renderedFile])
        #expect(findings.first?.path == specimen.directory["data/" + path])
        #expect(try specimen.repair().repairs.map(\.deed) == [.rendered])
        #expect(specimen.directory.content("data/" + path) == text)
        #expect(specimen.kept == (how == "edited" ? [path + ".damaged"] : []))
        #expect(try specimen.verify().findings == [])
    }

    @Test(
        """
        a row of a list that was altered in its table differs from the file that was made of it; a person must say \
        which is right
        """
    )
    func entities() throws {
        let specimen = try VerificationSpecimen(["lines", "sealed"])
        try specimen.sql("UPDATE p_members SET weight_text = '2.0' WHERE symbol = 'NVDA'")
        #expect(try specimen.verify(isFull: false).isSound)
        let findings = try expect(specimen, [.disparity, .disparity], isFull: true)
        #expect(findings.first?.table == "p_members")
        #expect(try specimen.repair().isWhole == false)
    }

    @Test(
        "the ledger's and the quarantine's file must be there", arguments: ["update_summary.csv", "quarantine.jsonl"])
    func ledger(path: String) throws {
        let specimen = try VerificationSpecimen(["lines"])
        let text = specimen.directory.content("data/" + path)
        try specimen.directory.remove("data/" + path)
        _ = try expect(specimen, [.renderedFile])
        #expect(try specimen.repair().isWhole)
        #expect(specimen.directory.content("data/" + path) == text)
        #expect(try specimen.verify().findings == [])
    }

    @Test("spans that overlap are forgotten, and the unit is asked for again; its rows stay")
    func coverage() throws {
        let specimen = try VerificationSpecimen(["lines"])
        let before = try specimen.rows()
        try specimen.sql(
            """
            UPDATE coverage SET upper = upper + 3 WHERE unit = (SELECT id FROM units WHERE label = 'AAPL') AND state = \
            'gap'
            """
        )
        let findings = try expect(specimen, [.coverage])
        #expect(findings.first?.label == "AAPL")
        #expect(try specimen.repair().toBeFetched.map(\.label) == ["AAPL"])
        #expect(try specimen.verify().findings == [])
        #expect(try specimen.rows() == before)
    }

    @Test(
        "a repair that asks for a unit again says whether that takes its owner's retirement back",
        arguments: [false, true])
    func retiredCoverage(_ isRetired: Bool) throws {
        let specimen = try VerificationSpecimen(["lines"])
        let unit = "(SELECT id FROM units WHERE label = 'AAPL')"
        if isRetired {
            try specimen.sql(
                "UPDATE units SET state = 'sealed', due = NULL, retired = '2024-06-01T00:00:00Z' WHERE id = \(unit)")
        }
        try specimen.sql("UPDATE coverage SET upper = upper + 3 WHERE unit = \(unit) AND state = 'gap'")
        let repair = try specimen.repair()
        #expect(repair.toBeFetched.map(\.label) == ["AAPL"])
        #expect(repair.repairs.contains { $0.message.contains("it is retired no more") } == isRetired)
    }

    @Test("something in the place of a file that is not made yet is moved out of the way")
    func taken() throws {
        let specimen = try VerificationSpecimen(["lines"])
        try specimen.directory.write("data/p/actions/BRK.B.txt", "mine")
        _ = try expect(specimen, [.taken])
        #expect(try specimen.repair().repairs.map(\.deed) == [.movedAside])
        #expect(specimen.directory.content("data/p/actions/BRK.B.txt.damaged") == "mine")
        #expect(try specimen.verify().findings == [])
    }

    @Test("rows of a sink that the archive does not have are named and left alone")
    func otherSink() throws {
        let specimen = try VerificationSpecimen(["lines", "sealed"])
        try specimen.sql("UPDATE archive SET value = 'lines' WHERE name = 'sinks'")
        let findings = try specimen.verify().findings
        #expect(Set(findings.map(\.code)) == [.otherSink, .identity])
        let report = try specimen.repair()
        #expect(!report.isWhole && report.repairs.allSatisfy { $0.deed == .none })
    }

    @Test(
        "a replacement whose temporary file is lost begins anew; so does one that is in the way of a copy",
        arguments: [true, false])
    func replacement(isLost: Bool) throws {
        let directory = try TemporaryFolder(inMemory: true)
        do {
            let bench = try ArchiveBench(directory, sinks: ["lines", "sealed"])
            try bench.begin()
            try bench.admit(["AAPL"])
            try bench.append("AAPL", 0..<6, progress: .next(cursor: "1", purpose: .extend))
            try bench.archive.commit()
            _ = try bench.page(
                "AAPL", [SeriesChange(Samples.bars, .replace(Samples.bars("AAPL", 0..<2) { "5\($0)" }, isLast: false))],
                progress: .next(cursor: "2", purpose: .replace))
            try bench.end(75)
            try bench.archive.close()
        }
        let specimen = VerificationSpecimen(directory)
        let before = try specimen.rows()
        #expect(try specimen.verify().findings == [])
        if isLost {
            try directory.remove("data/p/bars/AAPL.txt.rewrite")
        } else {
            try specimen.edit(VerificationDamage.file) { $0.removeLast(3) }
        }
        _ = try expect(specimen, [isLost ? .lostReplacement : .short])
        #expect(try specimen.repair().repairs.map(\.deed) == [isLost ? .recordSettled : .copied])
        #expect(try specimen.verify().findings == [])
        #expect(try specimen.rows() == before)
        #expect(try dump(directory, "SELECT cursor, pages FROM frontier") == ["null|0"])
        #expect(directory.files.filter { $0.hasSuffix(".rewrite") }.isEmpty)
    }
}
