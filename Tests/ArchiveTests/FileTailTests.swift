import ArchiveUpkeep
import Foundation
import Hashing
import Host
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// The end of a file, by which it is known again: how long it is, how its digest goes on, and what older records have.
@Suite("The end of a file")
struct FileTailTests {
    private let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private static func sha256(_ bytes: some Sequence<UInt8>) -> String { SHA256.hexadecimal(of: Array(bytes)) }

    private var file: [UInt8] {
        get throws { Array(try directory.text("data/p/bars/AAPL.txt").utf8) }
    }

    private func recorded() throws -> SeriesPart.Tail {
        let rows = try dump(directory, "SELECT tail_sha256, tail_length FROM files WHERE dataset = 'bars'")
        let parts = try #require(rows.first).split(separator: "|").map(String.init)
        return SeriesPart.Tail(sha256: parts[0], length: try #require(Int64(parts[1])))
    }

    /// With another digit behind the last decimal point before so many bytes from the end: a row, and another one.
    private static func damaged(_ bytes: [UInt8], _ back: Int) -> [UInt8] {
        var damaged = bytes
        if let point = bytes.dropLast(back).lastIndex(of: UInt8(ascii: ".")) { damaged[point + 1] ^= 1 }
        return damaged
    }

    /// A run that appends rows, page by page.
    private func night(_ pages: [Range<Int>], day: Int = 100, isNew: Bool = false) throws {
        let bench = try ArchiveBench(directory, birth: isNew)
        defer { try? bench.archive.close() }
        try bench.begin(day: day)
        try bench.admit(["AAPL"], datasets: [Samples.bars], day: day)
        for page in pages.dropLast() { try bench.append("AAPL", page, progress: .next(cursor: "1", purpose: .extend)) }
        if let last = pages.last { try bench.append("AAPL", last) }
        try bench.end(day: day)
    }

    @Test("it has all bytes of a short file, and from 2,048 to 4,095 of a longer one")
    func lengths() {
        for (file, end) in [
            (0, 0), (1, 1), (2_048, 2_048), (4_095, 4_095), (4_096, 2_048), (4_097, 2_049), (6_143, 4_095),
            (6_144, 2_048), (1 << 40, 2_048),
        ] as [(Int64, Int64)] { #expect(FileTail.length(ofFile: file) == end) }
    }

    @Test("its digest goes on with what is written behind, until another one has to be begun")
    func goesOn() throws {
        let bytes = (0..<9_000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
        let path = directory["bytes"]
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let source = try FileSystem(root: directory.path).openForReading("bytes")
        var ends = 0
        for length in stride(from: Int64(0), to: 9_000, by: 61) {
            let tail = try FileTail(of: source, length: length)
            #expect(tail.recorded.sha256 == Self.sha256(bytes[Int(length - tail.recorded.length)..<Int(length)]))
            for more in [1, 80, 1_500] where Int(length) + more <= bytes.count {
                let tail = try FileTail(of: source, length: length)
                let longer = length + Int64(more)
                let goesOn = tail.goesOn(with: Array(bytes[Int(length)..<Int(longer)]))
                if !goesOn { ends += 1 }
                #expect(try !goesOn || tail.recorded == FileTail(of: source, length: longer).recorded)
                // What was said of it before stays as it was.
                if goesOn { #expect(tail.end == longer) } else { #expect(tail.end == length) }
            }
        }
        #expect(ends > 10)
    }

    @Test("what is recorded is what head, tail and sha256sum say, however the rows came")
    func byHand() throws {
        try night([0..<5], isNew: true)
        var day = 100
        for rows in [5..<6, 6..<60, 60..<61, 61..<400, 400..<401, 401..<402] {
            day += 1
            try night([rows], day: day)
            let (tail, bytes) = (try recorded(), try file)
            #expect(tail.length == FileTail.length(ofFile: Int64(bytes.count)))
            #expect(tail.sha256 == Self.sha256(bytes.suffix(Int(tail.length))))
        }
        let other = try FileTailTests()
        try other.night([0..<100, 100..<402], isNew: true)
        #expect(try other.file == file)
        #expect(try other.recorded() == recorded())
    }

    @Test("what was read of a file before it was written anew is no part of its next end")
    func rewritten() throws {
        try night([0..<400], isNew: true)
        let bench = try ArchiveBench(directory, birth: false)
        defer { try? bench.archive.close() }
        try bench.begin(day: 101)
        try bench.admit(["AAPL"], datasets: [Samples.bars], day: 101)
        // It is compared with the record, and read.
        #expect(try bench.stored("AAPL").count == 400)
        let before = try file
        let revised = Samples.bars("AAPL", 398..<399) { "\(200 + $0).5" }
        _ = try bench.page(
            "AAPL", [SeriesChange(Samples.bars, .merge(revised, because: "revision"))],
            progress: .next(cursor: "1", purpose: .extend))
        try bench.archive.commit()
        #expect(try file != before && file.count == before.count)
        try bench.append("AAPL", 400..<401)
        try bench.end(day: 101)
        try bench.archive.close()
        let tail = try recorded()
        #expect(try tail.sha256 == Self.sha256(file.suffix(Int(tail.length))))
    }

    @Test("an end of 65,536 bytes, as it was recorded before, is held to, and is a short one from the next commit on")
    func former() throws {
        try night([0..<4_000], isNew: true)
        let before = try file
        #expect(before.count > 100_000)
        let digest = Self.sha256(before.suffix(65_536))
        try execute(directory, "UPDATE files SET tail_sha256 = '\(digest)', tail_length = NULL")
        // A byte that only the longer end has.
        for (bytes, isRight) in [(Self.damaged(before, 60_000), false), (before, true)] {
            try directory.write("data/p/bars/AAPL.txt", bytes)
            let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
            defer { try? reader.close() }
            let report = try reader.verify(Verification(), dataset: VerificationSpecimen.dataset)
            #expect(report.findings.map(\.code) == (isRight ? [] : [.alteredTail]))
        }
        try night([4_000..<4_001], day: 101)
        let tail = try recorded()
        #expect(tail.length < 4_096)
        #expect(try tail.sha256 == Self.sha256(file.suffix(Int(tail.length))))
        // What is weaker now: only reading all of it finds that byte.
        try directory.write("data/p/bars/AAPL.txt", Self.damaged(file, 60_000))
        let specimen = VerificationSpecimen(directory)
        #expect(try specimen.verify(isFull: false).findings.isEmpty)
        #expect(try !specimen.verify(isFull: true).findings.isEmpty)
    }

    @Test("a change of the last rows stops a run before it writes; so does a record that says nonsense of the end")
    func altered() throws {
        try night([0..<400], isNew: true)
        let before = try file
        let damaged = Self.damaged(before, 1_500)
        try directory.write("data/p/bars/AAPL.txt", damaged)
        #expect((#expect(throws: ArchiveError.self) { try night([400..<401], day: 101) })?.code == .damagedFile)
        #expect(try file == damaged)
        try directory.write("data/p/bars/AAPL.txt", before)
        for length in ["-1", "0", "100", "999999999"] {
            try execute(directory, "UPDATE files SET tail_length = \(length)")
            #expect((#expect(throws: ArchiveError.self) { try night([400..<401], day: 101) })?.code == .damagedFile)
        }
        #expect(try file == before)
    }
}
