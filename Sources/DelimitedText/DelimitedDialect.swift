/// How a delimited text is written, and what a reader of it lets pass. Quoting is always that of RFC 4180.
public struct DelimitedDialect: Sendable, Hashable {
    /// The byte between two fields; any ASCII byte but a quote, CR and LF.
    public let delimiter: UInt8
    /// Whether a last record without a line end is an error: the mark of a file that was cut off.
    public let requiresFinalNewline: Bool
    /// Whether the three bytes of a UTF-8 byte order mark may stand before the first record.
    public let acceptsByteOrderMark: Bool

    public init(
        delimiter: UInt8 = UInt8(ascii: ","), requiresFinalNewline: Bool = false, acceptsByteOrderMark: Bool = false
    ) {
        precondition(
            delimiter < 0x80 && delimiter != UInt8(ascii: "\"") && delimiter != UInt8(ascii: "\n")
                && delimiter != UInt8(ascii: "\r"),
            "a delimiter is an ASCII byte other than quote, CR and LF")
        self.delimiter = delimiter
        self.requiresFinalNewline = requiresFinalNewline
        self.acceptsByteOrderMark = acceptsByteOrderMark
    }

    /// What ``DelimitedWriter`` writes: commas, no byte order mark, every record ended.
    public static let written = DelimitedDialect(requiresFinalNewline: true)

    /// What upstreams send: commas, perhaps a byte order mark, perhaps no end of the last line.
    public static let received = DelimitedDialect(acceptsByteOrderMark: true)
}
