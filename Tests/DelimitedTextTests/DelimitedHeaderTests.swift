import DelimitedText
import Testing

/// Headers of delimited text: columns by name, and headers that are refused.
@Suite("DelimitedHeader")
struct DelimitedHeaderTests {
    @Test("columns are found by name, wherever they stand")
    func positions() throws {
        var reader = DelimitedReader(Array("Date,Open,\"Adj, Close\"\n2024-01-02,1,2\n".utf8))
        let header = try reader.header()
        #expect(header.names == ["Date", "Open", "Adj, Close"])
        #expect(try header.position(of: "Adj, Close") == 2)
        #expect(header.position(ofOptional: "Open") == 1)
        #expect(header.position(ofOptional: "open") == nil)
        #expect(try reader.next()?.text(at: header.position(of: "Date")) == "2024-01-02")
    }

    @Test("a missing column's error lists those that are there, and the one that was meant")
    func unknown() throws {
        let header = try DelimitedHeader(["Date", "Close", "Volume"])
        let error = #expect(throws: DelimitedTextError.self) { try header.position(of: "close") }
        #expect(error?.code == .unknownColumn)
        #expect(
            error?.description
                == #"no column named "close"; the columns are "Date", "Close", "Volume"; did you mean "Close"?"#)
        let other = #expect(throws: DelimitedTextError.self) { try header.position(of: "Ticker") }
        #expect(other?.description == #"no column named "Ticker"; the columns are "Date", "Close", "Volume""#)
        let near = #expect(throws: DelimitedTextError.self) { try header.position(of: "Volum") }
        #expect(near?.description.hasSuffix(#"did you mean "Volume"?"#) == true)
    }

    @Test(
        "headers that are refused",
        arguments: [
            ("", .emptyHeader, "line 1, column 1: no header line; the first line names the columns"),
            ("\n", .emptyHeader, "line 1, column 1: no header line; the first line names the columns"),
            ("a,,b\n", .emptyHeader, #"line 1, column 1: column 2 of the header has no name: "a", "", "b""#),
            ("a,\"\"\n", .emptyHeader, #"line 1, column 1: column 2 of the header has no name: "a", """#),
            ("a,b,a\n", .duplicateColumn, #"line 1, column 1: columns 1 and 3 of the header are both named "a""#),
        ] as [(String, DelimitedTextError.Code, String)])
    func refused(_ text: String, _ code: DelimitedTextError.Code, _ description: String) {
        var reader = DelimitedReader(Array(text.utf8))
        let error = #expect(throws: DelimitedTextError.self) { try reader.header() }
        #expect(error?.code == code)
        #expect(error?.description == description)
    }

    @Test("a header cut off is refused where the dialect asks for line ends")
    func cutOff() throws {
        var strict = DelimitedReader(Array("a,b".utf8))
        #expect(throws: DelimitedTextError.self) { try strict.header() }
        var received = DelimitedReader(Array("a,b".utf8), dialect: .received)
        #expect(try received.header().names == ["a", "b"])
        #expect(try received.next()?.count == nil)
    }

    @Test("names that differ in case are different names; no names at all are refused")
    func distinct() throws {
        #expect(try DelimitedHeader(["a", "A"]).count == 2)
        let error = #expect(throws: DelimitedTextError.self) { try DelimitedHeader([]) }
        #expect(error?.code == .emptyHeader)
    }
}
