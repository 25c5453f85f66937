import Tabular
import Testing

@testable import Archive

/// The digest of a series' rows: of their set, and fixed for ever.
@Suite("The digest of rows")
struct RowDigestTests {
    private let batch = Samples.bars("AAPL", 0..<40)

    @Test("is the same whatever the commits and the order, and goes back when rows go")
    func sum() {
        let whole = RowDigest(batch)
        var parts = RowDigest(batch.slice(25..<40))
        parts.add(batch.slice(0..<25))
        #expect(parts == whole)
        parts.subtract(batch.slice(3..<9))
        #expect(parts == RowDigest(batch.selecting(Array(0..<3) + Array(9..<40))))
        #expect(RowDigest(Batch(empty: batch.schema)) == RowDigest())
    }

    @Test("differs for every changed cell, for a null, for cells that change places, and for a row twice")
    func differences() {
        let digest = RowDigest(batch)
        var seen: Set<RowDigest> = [digest]
        for row in 0..<batch.count {
            #expect(seen.insert(RowDigest(Samples.bars("AAPL", 0..<40) { $0 == row ? "1" : "\(100 + $0).5" })).inserted)
        }
        #expect(seen.insert(RowDigest(Samples.bars("AAPK", 0..<40))).inserted)
        #expect(seen.insert(RowDigest(batch.selecting(Array(0..<40) + [7]))).inserted)
        #expect(seen.insert(RowDigest(batch.selecting(Array(0..<40) + [7, 7]))).inserted)
        func texts(_ cells: [String?]) -> RowDigest {
            var builder = BatchBuilder(Schema(["a", "b"].map { Column($0, .text, nullable: true) }, key: ["a"]))
            for cell in cells { if let cell { builder.text(cell) } else { builder.null() } }
            builder.endRow()
            return RowDigest(builder.finish())
        }
        let pairs: [[String?]] = [
            ["ab", "c"], ["a", "bc"], ["abc", ""], ["", "abc"], ["abc", nil], [nil, "abc"], ["c", "ab"], [nil, nil],
            ["", ""],
        ]
        #expect(Set(pairs.map(texts)).count == pairs.count)
    }

    @Test("is fixed for ever: archives keep it")
    func golden() {
        #expect("\(RowDigest(Samples.bars("AAPL", 0..<3)))" == "44254f8af226ee642ad66d88c2562393")
        #expect(RowDigest("\(RowDigest(batch))") == RowDigest(batch))
        #expect(RowDigest("no digest") == nil)
    }
}
