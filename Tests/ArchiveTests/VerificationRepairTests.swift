import Foundation
import PluginKit
import Tabular
import Testing

@testable import Archive

@Suite("Repair")
struct VerifRepairTests {
    private let all = ["lines", "sealed", "sqlite"]

    /// Damages, and holds what is found against what is to be found.
    private func damage(_ specimen: VerifSpecimen, _ damage: VerifDamage) throws {
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
        arguments: VerifDamage.files + VerifDamage.tables)
    func copied(kind: VerifDamage) throws {
        let specimen = try VerifSpecimen(all)
        let before = try specimen.rows()
        try damage(specimen, kind)
        let untouched = try specimen.directory.files.filter { $0.contains("sealed") }.map { ($0, try modified(specimen, $0)) }
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
        "where no other sink holds it, a unit is fetched anew from its first day",
        arguments: VerifDamage.files.filter { $0.deed == .copied })
    func fetched(kind: VerifDamage) throws {
        // A record without a row for its only sink has lost it: nothing is left to say which rows there were.
        let specimen = try VerifSpecimen(["lines"])
        let before = try specimen.rows()
        let start = try dump(specimen.directory, "SELECT start FROM units WHERE label = 'AAPL'")
        guard kind.code != .unrecorded else { return }
        try damage(specimen, kind)
        let damaged = specimen.directory.text("data/" + kind.path)
        let report = try specimen.repair()
        #expect(report.isWhole)
        #expect(report.toBeFetched.contains { $0.label == "AAPL" })
        #expect(report.repairs.filter { $0.finding.label == "AAPL" }.allSatisfy { $0.deed == .toBeFetched })
        #expect(try specimen.verify().findings == [])
        let label = "label = 'AAPL'"
        #expect(try dump(specimen.directory, "SELECT start FROM units WHERE \(label)") == start)
        #expect(
            try dump(specimen.directory, "SELECT due, state, completed FROM units WHERE \(label)") == [
                "\(Samples.noon(50).record)|admitted|null"
            ])
        #expect(
            try dump(specimen.directory, "SELECT sum(length + rows) FROM files f JOIN units u ON u.id = f.unit WHERE \(label)") == ["0"])
        #expect(try dump(specimen.directory, "SELECT count(*) FROM coverage c JOIN units u ON u.id = c.unit WHERE \(label)") == ["0"])
        if let damaged { #expect(specimen.directory.text("data/\(kind.path).damaged") == damaged) }
        let others = before.filter { !report.toBeFetched.map(\.label).contains(String($0.key.prefix { $0 != " " })) }
        #expect(try specimen.rows() == others)
        // The next update finds its way clear.
        let bench = try Bench(specimen.directory, birth: false)
        try bench.begin()
        #expect(try bench.archive.due(of: "p", by: Samples.noon(50)).contains { $0.label == "AAPL" })
        #expect(try bench.admit(["AAPL"]).isEmpty)
        try bench.append("AAPL", 0..<30)
        try bench.end()
        try bench.archive.close()
        #expect(try specimen.verify().findings == [])
        #expect(try specimen.repair().repairs == [])
    }

    @Test("a table that is the only sink loses the unit's rows, and no others", arguments: [0, 1, 3, 5, 6])
    func fetchedTable(index: Int) throws {
        let specimen = try VerifSpecimen(["sqlite"])
        let before = try specimen.rows()
        let kind = VerifDamage.tables[index]
        try damage(specimen, kind)
        let report = try specimen.repair()
        #expect(report.toBeFetched.contains { $0.label == "AAPL" })
        #expect(try specimen.verify().findings == [])
        #expect(try specimen.rows() == before.filter { !report.toBeFetched.map(\.label).contains(String($0.key.prefix { $0 != " " })) })
    }

    @Test(
        "a repair that is killed anywhere and run again ends the same", arguments: [["lines", "sealed", "sqlite"], ["lines", "sealed"]],
        ["copy", "fetch"])
    func killed(sinks: [String], how: String) throws {
        let whole = try VerifSpecimen(sinks)
        func specimen() throws -> VerifSpecimen {
            let specimen = try whole.copy()
            try specimen.edit(VerifDamage.file) { $0[$0.count - 8] ^= 1 }
            try specimen.edit("p/members.txt") { $0[$0.count - 2] ^= 1 }
            if how == "fetch" {
                try specimen.directory.remove("data/p/bars/AAPL.txt.sealed")
                if sinks.contains("sqlite") { try specimen.sql("DELETE FROM p_bars WHERE symbol = 'AAPL' AND date = '2024-01-04'") }
            }
            if how == "copy", sinks.contains("sqlite") {
                try specimen.sql("DELETE FROM p_bars WHERE symbol = 'MSFT' AND date = '2024-01-04'")
            }
            return specimen
        }
        let reference = try specimen()
        let count = FaultyCalls()
        try reference.repair(calls: count)
        let expected = try reference.rows()
        let due = try dump(reference.directory, "SELECT label, due, start, state FROM units ORDER BY label")
        #expect(reference.kept.contains(VerifDamage.file + ".damaged"))
        var step = 0
        while true {
            step += 1
            let specimen = try specimen()
            let calls = FaultyCalls(.stop(at: step))
            _ = try? specimen.repair(calls: calls)
            guard calls.hasFaulted else { break }
            try specimen.repair()
            #expect(try specimen.verify().findings == [], "step \(step)")
            #expect(try specimen.rows() == expected, "step \(step)")
            #expect(try dump(specimen.directory, "SELECT label, due, start, state FROM units ORDER BY label") == due, "step \(step)")
            #expect(specimen.kept == reference.kept, "step \(step)")
            #expect(specimen.directory.files == reference.directory.files, "step \(step)")
        }
        #expect(step > 8 && step >= count.count)
    }

    @Test("sinks of which the record says different things cannot be believed: the unit is fetched anew")
    func disparity() throws {
        let specimen = try VerifSpecimen(all)
        try specimen.sql(
            "UPDATE table_parts SET rows_digest = replace(rows_digest, 'a', 'b') WHERE key_prefix = '[\"AAPL\"]' AND dataset = 'bars'")
        let found = try specimen.verify(isFull: false).findings
        #expect(found.map(\.code) == [.disparity])
        #expect(found.first?.sink == "sqlite")
        #expect(try specimen.repair(isFull: false).toBeFetched.map(\.label) == ["AAPL"])
        #expect(try specimen.verify().findings == [])
        #expect(specimen.kept.count == 4)
    }

    @Test("a sink whose digest is not known is no proof for another")
    func unproved() throws {
        let specimen = try VerifSpecimen(["lines", "sealed"])
        try specimen.sql("UPDATE files SET rows_digest = NULL WHERE path = 'p/bars/AAPL.txt.sealed'")
        try specimen.edit(VerifDamage.file) { $0[$0.count - 8] ^= 1 }
        #expect(try specimen.repair().toBeFetched.map(\.label) == ["AAPL"])
        #expect(try specimen.verify().findings == [])
    }

    private func modified(_ specimen: VerifSpecimen, _ name: String) throws -> Date? {
        try FileManager.default.attributesOfItem(atPath: specimen.directory[name])[.modificationDate] as? Date
    }
}
