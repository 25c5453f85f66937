import DelimitedText
import Testing

/// The writer of delimited text: what is quoted, and with which delimiter.
@Suite("DelimitedWriter")
struct DelimitedWriterTests {
    @Test(
        "text is quoted only where it must be",
        arguments: [
            ("AAPL", "AAPL"), ("", "\"\""), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
            ("a\rb", "\"a\rb\""),
            (" a ", " a "),
            ("\"", "\"\"\"\""), ("żółw", "żółw"), ("a;b", "a;b"), ("=1+2", "=1+2"),
        ])
    func quoting(_ text: String, _ written: String) {
        var writer = DelimitedWriter()
        var bytes: [UInt8] = []
        writer.text(text, to: &bytes)
        writer.endRecord(to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == written + "\n")
    }

    @Test("fields of every kind in one record, and the next record starts afresh")
    func record() {
        var writer = DelimitedWriter()
        var bytes: [UInt8] = []
        writer.record(["symbol", "price", "note"], to: &bytes)
        writer.text("BRK, B", to: &bytes)
        writer.plain(Array("x187.15".utf8)[1...], to: &bytes)
        writer.null(to: &bytes)
        writer.endRecord(to: &bytes)
        writer.null(to: &bytes)
        Array("12".utf8).withUnsafeBytes { writer.plain($0, to: &bytes) }
        writer.text("", to: &bytes)
        writer.endRecord(to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "symbol,price,note\n\"BRK, B\",187.15,\n,12,\"\"\n")
    }

    @Test("another delimiter is quoted instead of the comma")
    func delimiter() {
        var writer = DelimitedWriter(dialect: DelimitedDialect(delimiter: UInt8(ascii: ";")))
        var bytes: [UInt8] = []
        writer.record(["a,b", "c;d"], to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "a,b;\"c;d\"\n")
    }

    @Test("bytes without contiguous storage are written too")
    func lazyBytes() {
        var writer = DelimitedWriter()
        var bytes: [UInt8] = []
        writer.text("a\"b".utf8.lazy.map { $0 }, to: &bytes)
        writer.endRecord(to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "\"a\"\"b\"\n")
    }
}
