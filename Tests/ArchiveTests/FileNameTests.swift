import PluginKit
import Testing

@testable import Archive

/// Names of files that are made of the names of units: reversible, safe, and told apart everywhere.
@Suite("Names of files")
struct FileNameTests {
    @Test(
        "what stays, and what is escaped",
        arguments: [
            ("BRK.B", "BRK.B"), ("brk.b", "_brk.b"), ("Brk.B", "B_rk._B"), ("KXFED-26SEP-T3.5", "KXFED-26SEP-T3.5"),
            ("^GSPC", "_094GSPC"),
            ("A_B", "A_095B"), ("A/B", "A_047B"),
            ("", "_"), (".", "_046"), ("..", "_046_046"), (".A", "_046A"), ("A.", "A_046"), ("-A", "_045A"),
            ("A-", "A-"),
            ("CON", "_067ON"), ("con", "_con"), ("NUL.X", "_078UL.X"),
            ("COM1", "_067OM1"), ("COM10", "COM10"), ("CONX", "CONX"), ("é", "_195_169"), ("a1B", "_a1_B"),
            ("516710-1", "516710-1"),
            ("5Z", "5Z"),
        ])
    func table(name: String, encoded: String) {
        #expect(FileName.encode(name) == encoded)
        #expect(FileName.decode(encoded) == name)
    }

    @Test(
        "text that encode does not make is no name",
        arguments: ["A_", "_9", "_06", "_999", "_065", "A B", "_195", "__A", "CON", "a_046b"])
    func refused(text: String) {
        #expect(
            FileName.decode(text) == nil
                || FileName.encode(FileName.decode(text) ?? "").lowercased() == text.lowercased())
    }

    @Test("reversible, of safe characters only, and unequal even where case is ignored", arguments: 1...20)
    func property(seed: UInt64) {
        var random = Seeded(seed: seed)
        let alphabet = Array("AaBbCcOoNn1239.-_/^ %é漢\u{0}")
        var names: [String: String] = [:]
        for _ in 0..<500 {
            let name = String(
                (0..<Int.random(in: 0...5, using: &random)).map { _ in
                    alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                })
            let encoded = FileName.encode(name)
            #expect(FileName.decode(encoded) == name)
            #expect(FileName.decode(encoded.lowercased()) == name, "the case of the letters carries nothing")
            #expect(
                !encoded.isEmpty
                    && encoded.utf8.allSatisfy { byte in
                        byte < 128
                            && (Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
                                || ".-_".utf8.contains(byte))
                    })
            let folded = encoded.lowercased()
            #expect(names[folded] == nil || names[folded] == name)
            names[folded] = name
            #expect(
                !["con", "prn", "aux", "nul"].contains(String(folded.prefix { $0 != "." })) && !folded.hasPrefix(".")
                    && !folded.hasSuffix("."))
        }
    }

    @Test("KXA-24.5 and KXA-24-5 are two files, and a name that is too long is refused, not cut")
    func fault44() throws {
        func path(_ name: String) throws -> String {
            let unit = UnitRecord(new: UnitName(text: name), provider: "kalshi", label: name, partition: ["KXA", name])
            return try DataPath.path(of: unit, "trades", fileExtension: "csv.gz")
        }
        #expect(try path("KXA-24.5") == "kalshi/trades/KXA/KXA-24.5.csv.gz")
        #expect(try path("KXA-24-5") == "kalshi/trades/KXA/KXA-24-5.csv.gz")
        let error = #expect(throws: ArchiveError.self) { try path(String(repeating: "X", count: 201)) }
        #expect(error?.code == .unusableName && error?.isOfOneUnit == true)
        #expect(DataPath.partition(DataPath.text(["a/b", "BRK.B", ""])) == ["a/b", "BRK.B", ""])
    }
}
