import DelimitedText
import Testing

/// The reader of delimited text: records, quotes, line ends, dialects, and text in pieces.
@Suite("DelimitedReader")
struct DelimitedReaderTests {
    @Test(
        "well-formed texts",
        arguments: [
            ("", []),
            ("a,b\n", [[.text("a"), .text("b")]]),
            ("a,b\r\nc,d\r\n", [[.text("a"), .text("b")], [.text("c"), .text("d")]]),
            (",\n", [[.null, .null]]),
            ("\n", [[.null]]),
            ("\"\"\n", [[.text("")]]),
            ("\"\",,\"\"\n", [[.text(""), .null, .text("")]]),
            ("\"a,b\",c\n", [[.text("a,b"), .text("c")]]),
            ("\"a\nb\",c\n", [[.text("a\nb"), .text("c")]]),
            ("\"a\r\nb\rc\"\r\n", [[.text("a\r\nb\rc")]]),
            ("\"say \"\"no\"\"\"\n", [[.text("say \"no\"")]]),
            ("\"\"\"\"\n", [[.text("\"")]]),
            ("\"\"\"a\"\"\",\"b\"\"\"\n", [[.text("\"a\""), .text("b\"")]]),
            (" a , b \n", [[.text(" a "), .text(" b ")]]),
            ("żółw,日本,😀\n", [[.text("żółw"), .text("日本"), .text("😀")]]),
            ("a\0b\n", [[.text("a\0b")]]),
        ] as [(String, [[Cell]])])
    func wellFormed(_ text: String, _ expected: [[Cell]]) throws {
        #expect(try records(text) == expected)
    }

    @Test("a last record without a line end counts where the dialect lets it")
    func lastRecord() throws {
        #expect(try records("a,b\nc,d", dialect: .received) == [[.text("a"), .text("b")], [.text("c"), .text("d")]])
        #expect(try records("a,", dialect: .received) == [[.text("a"), .null]])
        #expect(try records("\"a\"", dialect: .received) == [[.text("a")]])
    }

    @Test("a byte order mark is skipped at the start, where the dialect lets it, and nowhere else")
    func byteOrderMark() throws {
        #expect(try records("\u{FEFF}a\n", dialect: .received) == [[.text("a")]])
        #expect(try records("\u{FEFF}\"a\"\n", dialect: .received) == [[.text("a")]])
        #expect(try records("a\n\u{FEFF}b\n", dialect: .received) == [[.text("a")], [.text("\u{FEFF}b")]])
        #expect(try records("\u{FEFF}a\n") == [[.text("\u{FEFF}a")]])
        #expect(try records("\u{FEFF}", dialect: .received) == [])
    }

    @Test("another delimiter makes the comma an ordinary byte")
    func delimiter() throws {
        let tabs = DelimitedDialect(delimiter: UInt8(ascii: "\t"))
        #expect(try records("a,b\tc\n", dialect: tabs) == [[.text("a,b"), .text("c")]])
    }

    @Test("a record knows its line and its raw text, behind quoted line ends too")
    func lines() throws {
        var reader = DelimitedReader(Array("h\n\"a\n\"\"b\"\r\nc\n".utf8))
        var record = DelimitedRecord()
        var seen: [String] = []
        while try reader.next(into: &record) {
            seen.append("\(record.line): \(String(decoding: record.raw, as: UTF8.self))")
        }
        #expect(seen == ["1: h", "2: \"a\n\"\"b\"", "4: c"])
    }

    @Test("a slice is read by itself, with its own offsets")
    func slice() throws {
        let bytes = Array("xx\na,b\nyy\n".utf8)
        var reader = DelimitedReader(bytes[3..<7])
        #expect(try reader.next()?.cells == [.text("a"), .text("b")])
        #expect(try reader.next()?.cells == nil)
    }

    @Test("a record that is kept is not changed by reading on")
    func keptRecords() throws {
        var reader = DelimitedReader(Array("a,\"b\"\"\"\nc,d\n".utf8))
        let first = try #require(try reader.next())
        let second = try #require(try reader.next())
        #expect(first.cells == [.text("a"), .text("b\"")])
        #expect(second.cells == [.text("c"), .text("d")])
        #expect(first.withBytes(at: 1) { Array($0) } == Array("b\"".utf8))
        #expect(first.isQuoted(at: 1) && !first.isQuoted(at: 0))
    }

    @Test("a text in pieces reads like the whole, wherever it is cut", arguments: 1...9)
    func pieces(_ size: Int) throws {
        let text = "\u{FEFF}name,note\r\n\"Ann \"\"A\"\"\",\"two\nlines\"\r\nżółw,\r\n\"\",\"last\""
        let bytes = Array(text.utf8)
        var reader = DelimitedReader(dialect: .received)
        var result: [[Cell]] = []
        var lines: [Int] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            reader.feed(bytes[start..<min(start + size, bytes.count)])
            while let record = try reader.next() {
                result.append(record.cells)
                lines.append(record.line)
            }
        }
        reader.finish()
        while let record = try reader.next() {
            result.append(record.cells)
            lines.append(record.line)
        }
        #expect(result == (try records(text, dialect: .received)))
        #expect(lines == [1, 2, 4, 5])
    }
}
