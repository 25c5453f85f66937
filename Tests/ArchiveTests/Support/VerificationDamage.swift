import ArchiveUpkeep
import Foundation
import TestWorld
import Testing

@testable import Archive

/// One way to damage an archive, and what is to be seen of it.
struct VerificationDamage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: Finding.Code
    /// Whether it is seen without reading everything.
    var isQuick = true
    /// What is done when other sinks hold the rows.
    var deed = Repair.Deed.copied
    /// The finding's file or table, and its place.
    let path: String
    var place: Finding.Place?
    let damage: @Sendable (VerificationSpecimen) throws -> Void

    static let file = "p/bars/AAPL.txt"
    /// The rows of AAPL in `file`, header and all: 23 lines.
    static let files: [VerificationDamage] = [
        VerificationDamage(testDescription: "cut in a line", code: .short, path: file) {
            try $0.edit(file) { $0.removeLast(5) }
        },
        VerificationDamage(testDescription: "emptied", code: .short, path: file, place: Finding.Place(byte: 0)) {
            try $0.edit(file) { $0 = Data() }
        },
        VerificationDamage(testDescription: "appended to", code: .longer, deed: .truncated, path: file) {
            try $0.edit(file) { $0.append(contentsOf: "more\n".utf8) }
        },
        VerificationDamage(
            testDescription: "a digit of the last row", code: .alteredTail, path: file, place: Finding.Place(byte: 0)
        ) {
            try $0.edit(file) { $0[$0.count - 8] ^= 1 }
        },
        VerificationDamage(testDescription: "the header", code: .unreadable, path: file, place: Finding.Place(line: 1))
        {
            try $0.edit(file) { $0[0] = UInt8(ascii: "D") }
        },
        VerificationDamage(
            testDescription: "a comma in the middle", code: .unreadable, path: file, place: Finding.Place(line: 3)
        ) {
            try $0.edit(file) { data in
                let lines = data.split(separator: UInt8(ascii: "\n"))
                guard let comma = lines[2].firstIndex(of: UInt8(ascii: ",")) else { return }
                data[comma] = UInt8(ascii: ".")
            }
        },
        VerificationDamage(testDescription: "deleted", code: .missing, path: file) {
            try $0.directory.remove("data/" + file)
        },
        VerificationDamage(testDescription: "a directory in its place", code: .missing, path: file) {
            try $0.directory.remove("data/" + file)
            try $0.directory.write("data/\(file)/x", "x")
        },
        VerificationDamage(testDescription: "swapped with another", code: .alteredTail, path: file) { specimen in
            let other = "p/bars/MSFT.txt"
            let (one, two) = (
                specimen.directory.content("data/" + file) ?? "", specimen.directory.content("data/" + other) ?? ""
            )
            try specimen.directory.write(
                "data/" + file, two + String(repeating: "\n", count: max(0, one.count - two.count)))
            try specimen.directory.write("data/" + other, one)
        },
        VerificationDamage(testDescription: "the directory of the series is gone", code: .missing, path: file) {
            try $0.directory.remove("data/p/bars")
        },
        VerificationDamage(testDescription: "the record has no row for it", code: .unrecorded, path: "archive.db") {
            try $0.sql("DELETE FROM files WHERE path = '\(file)'")
        },
    ]

    static let tables: [VerificationDamage] = [
        VerificationDamage(
            testDescription: "a row deleted", code: .wrongRows, path: "archive.db",
            place: Finding.Place(key: #"["AAPL"]"#)
        ) {
            try $0.sql("DELETE FROM p_bars WHERE symbol = 'AAPL' AND date = '2024-01-04'")
        },
        VerificationDamage(testDescription: "a cell altered", code: .wrongDigest, isQuick: false, path: "archive.db") {
            try $0.sql("UPDATE p_bars SET volume = 1 WHERE symbol = 'AAPL' AND date = '2024-01-03'")
        },
        VerificationDamage(testDescription: "the last day altered", code: .wrongEnds, path: "archive.db") {
            try $0.sql(
                """
                UPDATE p_bars SET date = '2024-03-01' WHERE symbol = 'AAPL' AND date = (SELECT max(date) FROM p_bars \
                WHERE symbol = 'AAPL')
                """
            )
        },
        VerificationDamage(testDescription: "a row added", code: .wrongRows, path: "archive.db") {
            try $0.sql("INSERT INTO p_bars (date, symbol, close) VALUES ('2024-01-31', 'AAPL', 5)")
        },
        VerificationDamage(
            testDescription: "a cell of another kind", code: .unreadable, isQuick: false, path: "archive.db"
        ) {
            try $0.sql("UPDATE p_bars SET volume = 'many' WHERE symbol = 'AAPL' AND date = '2024-01-03'")
        },
        VerificationDamage(testDescription: "the table dropped", code: .missing, path: "archive.db") {
            try $0.sql("DROP TABLE p_bars")
        },
        VerificationDamage(testDescription: "the prefix forgotten", code: .unrecorded, path: "archive.db") {
            try $0.sql("UPDATE table_parts SET key_prefix = NULL WHERE key_prefix = '[\"AAPL\"]' AND dataset = 'bars'")
        },
        VerificationDamage(testDescription: "the record has no row for it", code: .unrecorded, path: "archive.db") {
            try $0.sql(
                "DELETE FROM table_parts WHERE dataset = 'bars' AND unit = (SELECT id FROM units WHERE label = 'AAPL')")
        },
    ]
}
