import CSV
import GzipCSV
import PluginKit
import PluginTesting
import Tabular
import TestRows
import Testing

/// Damage in files of gzip CSV: every bit, every cut, and what the error says.
@Suite("Gzip CSV: damage")
struct GzipDamageTests {
    private let file: GzipFile
    private let all: Batch

    init() throws {
        var random = RandomBatch(seed: 12)
        all = random.batch(rows: 6)
        file = try GzipFile([all.slice(0..<2), all.slice(2..<4), all.slice(4..<6)])
    }

    /// Bits whose change no error tells; those of them after which the rows are the same, and others.
    private func untold(_ format: any FileFormat, _ bytes: [UInt8], from lower: Int64? = nil) -> (
        harmless: [Int], wrong: [Int]
    ) {
        var harmless: [Int] = []
        var wrong: [Int] = []
        let days = all.columns[0].values
        let expected = lower.map { tick in all.selecting(days.indices.filter { days[$0] >= tick }) } ?? all
        for bit in 0..<bytes.count * 8 {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            var rows = Batch(empty: all.schema)
            do {
                try format.read(MemorySource(damaged), schema: all.schema, axisColumn: 0, from: lower) {
                    rows = rows.appending($0)
                }
            } catch {
                continue
            }
            if rows == expected { harmless.append(bit) } else { wrong.append(bit) }
        }
        return (harmless, wrong)
    }

    @Test("of every bit that changes, an error tells, or the rows are the same")
    func flips() throws {
        let (harmless, wrong) = untold(try GzipFile.format(), file.bytes)
        #expect(wrong.isEmpty)
        for bit in harmless {
            let member = try #require(file.members.first { $0.contains(bit / 8) })
            let place = bit / 8 - member.lowerBound
            // "It is text", time, compression level, system, and what makes the length ours (then nothing is made of
            // it).
            let isUnused = place == 3 && bit % 8 == 0 || 4...9 ~= place || 12...15 ~= place
            // Bits between the end of the deflated text and the next byte.
            let isPadding = bit / 8 == member.upperBound - 9
            #expect(isUnused || isPadding, "bit \(bit % 8) of byte \(place)")
        }
        // Three members, 10 such bytes and one such bit in each: all of them are harmless indeed.
        #expect(
            harmless.count { bit in file.members.contains { bit / 8 - $0.lowerBound < 20 && $0.contains(bit / 8) } }
                == 3 * 81)
    }

    @Test("the control: in plain CSV, there are changes that nothing tells")
    func flipsOfPlainText() throws {
        let plain = try FormatContract.encode([all], CSVFormat())
        #expect(untold(CSVFormat(), plain).wrong.count > 100)
    }

    @Test("behind a tick too: what was read is right or an error tells")
    func flipsBehindTick() throws {
        let lower = all.columns[0].values[5]
        let found = untold(try GzipFile.format(), file.bytes, from: lower)
        #expect(found.wrong.isEmpty)
        #expect(lower > all.columns[0].values[4])
        // The member before is not read.
        #expect(found.harmless.contains { file.members[1].contains($0 / 8) })
    }

    @Test("a file that was cut ends with an error, or has the rows of whole members")
    func cuts() throws {
        for count in 1..<file.bytes.count {
            let cut = GzipFile(Array(file.bytes[..<count]), file.schema)
            if let whole = file.members.firstIndex(where: { $0.upperBound == count }) {
                #expect(try cut.rows() == all.slice(0..<(whole + 1) * 2))
                continue
            }
            let member = file.members.firstIndex { $0.contains(count) } ?? 0
            let error = #expect(throws: FileFormatError.self) { try cut.rows() }
            #expect(error?.message.hasPrefix("gzip member at byte \(file.members[member].lowerBound): ") == true)
            #expect(throws: FileFormatError.self) { try cut.rows(from: all.columns[0].values[5]) }
        }
    }

    @Test("an error says what is wrong, where in the file, and on which line the member begins")
    func words() throws {
        let third = file.members[2]
        // Texts with line ends make more lines than rows.
        let line = file.texts()[..<2].joined().count { $0 == UInt8(ascii: "\n") } + 1
        func damaged(_ change: (inout [UInt8]) -> Void) -> GzipFile {
            var bytes = file.bytes
            change(&bytes)
            return GzipFile(bytes, file.schema)
        }
        let cases: [(GzipFile, Int, String)] = [
            (
                damaged { $0[third.upperBound - 8] ^= 1 }, line,
                "\(third.lowerBound): damaged at byte \(third.upperBound - 4) (incorrect data check)"
            ),
            (
                damaged { $0[third.upperBound - 4] ^= 1 }, line,
                "\(third.lowerBound): damaged at byte \(third.upperBound) (incorrect length check)"
            ),
            (
                damaged { $0[third.lowerBound + 16] ^= 1 }, line,
                "\(third.lowerBound): it is \(third.count) bytes long and says \(third.count ^ 1)"
            ),
            (damaged { $0[third.lowerBound] = 0 }, line, "\(third.lowerBound): no gzip member begins there"),
            (
                damaged { $0.removeLast(9) }, line,
                "\(third.lowerBound): the file ends inside it, at byte \(third.upperBound - 9)"
            ),
            (damaged { $0.append(0) }, 0, "\(third.upperBound): no gzip member begins there"),
            (damaged { $0 += Array("garbage".utf8) }, 0, "\(third.upperBound): no gzip member begins there"),
            (
                damaged { $0[file.members[0].upperBound - 8] ^= 1 }, 1,
                "0: damaged at byte \(file.members[0].upperBound - 4) (incorrect data check)"
            ),
        ]
        let end = file.texts().joined().count { $0 == UInt8(ascii: "\n") } + 1
        for (file, line, message) in cases {
            #expect(throws: FileFormatError(line: line > 0 ? line : end, "gzip member at byte " + message)) {
                try file.rows()
            }
        }
    }

    @Test("damage that looks like a broken row is told as damage")
    func brokenRow() throws {
        let long = LongRows.batch(first: 0, rows: 12)
        var file = try GzipFile([long], level: 0)
        #expect(file.members.count == 1)
        // The first digit of the first day: far before the checksum is reached.
        let place = try #require(file.bytes.firstIndex(of: UInt8(ascii: "\n"))) + 1
        file.bytes[place] = UInt8(ascii: "x")
        let error = #expect(throws: FileFormatError.self) { try file.rows() }
        #expect(error?.message.contains("incorrect data check") == true)
    }

    @Test("a fault of the source comes out as it is")
    func source() throws {
        struct Fault: Error {}
        struct Broken: ByteSource {
            let count = 1000
            func bytes(_ range: Range<Int>) throws -> [UInt8] { throw Fault() }
        }
        for lower in [nil, 5] as [Int64?] { #expect(throws: Fault.self) { try file.rows(of: Broken(), from: lower) } }
    }
}
