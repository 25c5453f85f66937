import DelimitedText
import Testing

/// Random tables, cut files and random bytes, written and read as delimited text.
@Suite("What is written is what is read")
struct RoundTripTests {
    private static let alphabet = [
        "a", "B", "7", "-", ".", " ", ",", ";", "\t", "\"", "\n", "\r", "\r\n", "\"\"", "é", "日", "😀", "\u{FEFF}", "\0",
    ]
    private static let delimiters = [",", ";", "\t", "|"].map { Array($0.utf8)[0] }

    @Test("random tables come back, null from null and empty from empty", arguments: 0..<200)
    func tables(_ seed: Int) throws {
        var numbers = Sequence64(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
        let dialect = DelimitedDialect(
            delimiter: RoundTripTests.delimiters[numbers.next(below: 4)], requiresFinalNewline: true)
        let columns = 1 + numbers.next(below: 6)
        let table = (0..<numbers.next(below: 20)).map { _ in (0..<columns).map { _ in cell(&numbers) } }
        let bytes = written(table, dialect: dialect)

        var reader = DelimitedReader(bytes, dialect: dialect)
        var result: [[Cell]] = []
        var record = DelimitedRecord()
        while try reader.next(into: &record) { result.append(record.cells) }
        #expect(result == table)

        // Cut at random places, the pieces say the same.
        var pieces = DelimitedReader(dialect: dialect)
        var position = 0
        var again: [[Cell]] = []
        while position < bytes.count {
            let end = min(bytes.count, position + 1 + numbers.next(below: 30))
            pieces.feed(bytes[position..<end])
            position = end
            while try pieces.next(into: &record) { again.append(record.cells) }
        }
        pieces.finish()
        #expect(try !pieces.next(into: &record))
        #expect(again == table)
    }

    @Test("a cut file is either shorter by whole records or an error, never a different table", arguments: 0..<40)
    func cuts(_ seed: Int) throws {
        var numbers = Sequence64(state: UInt64(seed) &+ 99)
        let table = (0..<4).map { _ in (0..<3).map { _ in cell(&numbers) } }
        let bytes = written(table, dialect: .written)
        for length in 0..<bytes.count {
            var reader = DelimitedReader(bytes[..<length])
            var result: [[Cell]] = []
            do {
                while let record = try reader.next() { result.append(record.cells) }
            } catch {
                #expect(
                    [.missingFinalNewline, .unterminatedQuote, .bareCarriageReturn, .invalidUTF8].contains(error.code))
            }
            #expect(result == Array(table.prefix(result.count)))
        }
    }

    @Test("random bytes are read or refused, never trapped on", arguments: 0..<300)
    func noise(_ seed: Int) {
        var numbers = Sequence64(state: UInt64(seed) &+ 7)
        let interesting: [UInt8] = [0x22, 0x22, 0x2C, 0x0A, 0x0D, 0x61, 0xC3, 0xA9, 0xEF, 0xBB, 0xBF, 0xF0]
        let bytes = (0..<numbers.next(below: 60)).map { _ in interesting[numbers.next(below: interesting.count)] }
        for dialect in [DelimitedDialect.written, .received] {
            var reader = DelimitedReader(bytes, dialect: dialect)
            do {
                while let record = try reader.next() { #expect(record.count > 0) }
            } catch {
                #expect(error.offset <= bytes.count && error.line > 0 && error.column > 0)
            }
        }
    }

    private func cell(_ numbers: inout Sequence64) -> Cell {
        if numbers.next(below: 5) == 0 { return .null }
        return .text(
            (0..<numbers.next(below: 6)).map { _ in
                RoundTripTests.alphabet[numbers.next(below: RoundTripTests.alphabet.count)]
            }.joined())
    }

    private func written(_ table: [[Cell]], dialect: DelimitedDialect) -> [UInt8] {
        var writer = DelimitedWriter(dialect: dialect)
        var bytes: [UInt8] = []
        for row in table {
            for cell in row {
                switch cell {
                case .null: writer.null(to: &bytes)
                case .text(let text): writer.text(text, to: &bytes)
                }
            }
            writer.endRecord(to: &bytes)
        }
        return bytes
    }
}
