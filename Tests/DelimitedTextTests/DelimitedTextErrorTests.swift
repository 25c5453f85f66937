import DelimitedText
import Testing

/// Errors of delimited text: the code, the place and the words of every fault.
@Suite("DelimitedTextError")
struct DelimitedTextErrorTests {
    @Test(
        "each fault has its code and its place",
        arguments: [
            ("a,b\"c\n", .quoteInUnquotedField, 1, 4, 3),
            ("x\na\"\n", .quoteInUnquotedField, 2, 2, 3),
            (" \"a\"\n", .quoteInUnquotedField, 1, 2, 1),
            ("\"a\"b,c\n", .textAfterClosingQuote, 1, 4, 3),
            ("\"a\" ,c\n", .textAfterClosingQuote, 1, 4, 3),
            ("\"a\nb\"c\n", .textAfterClosingQuote, 2, 3, 5),
            ("x\ny,\"a\nb\n", .unterminatedQuote, 2, 3, 4),
            ("\"", .unterminatedQuote, 1, 1, 0),
            ("\"\"\"", .unterminatedQuote, 1, 1, 0),
            ("a\rb\n", .bareCarriageReturn, 1, 2, 1),
            ("a\r", .bareCarriageReturn, 1, 2, 1),
            ("\"a\"\rb\n", .bareCarriageReturn, 1, 4, 3),
            ("a,b\nc,d", .missingFinalNewline, 2, 4, 7),
        ] as [(String, DelimitedTextError.Code, Int, Int, Int)])
    func faults(_ text: String, _ code: DelimitedTextError.Code, _ line: Int, _ column: Int, _ offset: Int) {
        let error = #expect(throws: DelimitedTextError.self) { try records(text) }
        #expect(error?.code == code)
        #expect(error.map { [$0.line, $0.column, $0.offset] } == [line, column, offset])
    }

    @Test(
        "bytes that are not UTF-8, in quotes and outside, at the first that is wrong",
        arguments: [
            ([0x80], 0), ([0xC3, 0x28], 0), ([0xC0, 0x80], 0), ([0xE0, 0x9F, 0x80], 0), ([0xED, 0xA0, 0x80], 0),
            ([0xF4, 0x90, 0x80, 0x80], 0),
            ([0xF5, 0x80, 0x80, 0x80], 0), ([0xE2, 0x82], 0), ([0xC3, 0xA9, 0xFF], 2),
            ([0xE2, 0x82, 0xAC, 0xE2, 0x28, 0xA1], 3),
            ([0xF0, 0x9F, 0x98], 0),
        ] as [([UInt8], Int)])
    func encoding(_ field: [UInt8], _ position: Int) {
        for (before, after) in [("ab,", "\n"), ("ab,\"", "\"\n"), ("ab,\"é\"\"", "\",c\n")] {
            var reader = DelimitedReader(Array(before.utf8) + field + Array(after.utf8))
            let error = #expect(throws: DelimitedTextError.self) { try reader.next() }
            #expect(error?.code == .invalidUTF8)
            #expect(error?.offset == before.utf8.count + position)
        }
    }

    @Test("the ends of UTF-8's ranges are text")
    func encodingControl() throws {
        let text = "\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}\u{3FFFF}\u{40000}"
        #expect(try records(text + "\n") == [[.text(text)]])
    }

    @Test("a record of another length than the header is refused at its start, and again when asked again")
    func fieldCount() throws {
        var reader = DelimitedReader(Array("a,b\n1,2\n3\n4,5\n".utf8))
        _ = try reader.header()
        #expect(try reader.next()?.count == 2)
        for _ in 0..<2 {
            let error = #expect(throws: DelimitedTextError.self) { try reader.next() }
            #expect(error?.description == "line 3, column 1: 1 field, where the header has 2 columns: \"a\", \"b\"")
            #expect(error?.offset == 8)
        }
    }

    @Test("without a header records may differ in length")
    func noHeader() throws {
        #expect(try records("a,b\nc\n").map(\.count) == [2, 1])
    }

    @Test("an error in a later piece counts lines and bytes from the start of the text")
    func pieces() throws {
        var reader = DelimitedReader()
        reader.feed(Array("a,b\n\"c\nd\",".utf8))
        #expect(try reader.next()?.count == 2)
        #expect(try reader.next()?.count == nil)
        reader.feed(Array("e\nf\"\n".utf8))
        #expect(try reader.next()?.count == 2)
        let error = #expect(throws: DelimitedTextError.self) { try reader.next() }
        #expect(error.map { [$0.line, $0.column, $0.offset] } == [4, 2, 13])
    }

    @Test("the words of the errors")
    func wording() {
        func message(_ text: String) -> String? {
            do {
                _ = try records(text)
                return nil
            } catch { return "\(error)" }
        }
        #expect(
            message("a\"\n")
                == """
                line 1, column 2: a quote inside an unquoted field; a field with quotes stands in quotes itself, with \
                each of them doubled
                """
        )
        #expect(
            message("\"a\"b\n")
                == "line 1, column 4: text after a closing quote; a delimiter or a line end must follow it")
        #expect(message("\"a\n") == "line 1, column 1: this quote is never closed; the text ends inside the field")
        #expect(
            message("a\rb\n") == "line 1, column 2: a carriage return without a line feed; lines end with LF or CRLF")
        #expect(message("a") == "line 1, column 2: the last record has no line end; the text was probably cut off")
        #expect(message("a\n") == nil)
    }
}
