/// One record as a reader found it: fields by position, each with its bytes and whether it stood in quotes.
///
/// A field's position is at most ``count`` - 1, as with an array; behind a header that is certain, because
/// ``DelimitedReader`` refuses a record of another length. Find positions with ``DelimitedHeader/position(of:)``.
public struct DelimitedRecord: Sendable {
    var source: [UInt8] = []
    var fields: [DelimitedField] = []
    /// The bytes of quoted fields with doubled quotes, these made single.
    var unescaped: [UInt8] = []
    var lower = 0
    var upper = 0

    /// The line on which the record starts, from 1.
    public internal(set) var line = 0

    /// An empty record, for ``DelimitedReader/next(into:)`` to fill.
    public init() {}

    /// How many fields there are.
    public var count: Int { fields.count }

    /// A field's bytes, without its quotes and with doubled quotes made single.
    public func bytes(at position: Int) -> ArraySlice<UInt8> {
        let field = fields[position]
        return field.isUnescaped ? unescaped[field.lower..<field.upper] : source[field.lower..<field.upper]
    }

    /// Lends a field's bytes without counting a reference; the form for loops.
    public func withBytes<Result>(at position: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
        -> Result
    {
        let field = fields[position]
        return try (field.isUnescaped ? unescaped : source).withUnsafeBytes {
            try body(UnsafeRawBufferPointer(rebasing: $0[field.lower..<field.upper]))
        }
    }

    /// A field's text. It was checked to be UTF-8.
    public func text(at position: Int) -> String { String(decoding: bytes(at: position), as: UTF8.self) }

    /// Whether a field stood in quotes.
    public func isQuoted(at position: Int) -> Bool { fields[position].isQuoted }

    /// Whether a field has no value: nothing between two delimiters. `""` is an empty text, not a null.
    public func isNull(at position: Int) -> Bool {
        let field = fields[position]
        return field.lower == field.upper && !field.isQuoted
    }

    /// The record as it was sent, quotes included, without its line end.
    public var raw: ArraySlice<UInt8> { source[lower..<upper] }
}

/// Where the bytes of one field lie.
struct DelimitedField: Sendable, Hashable {
    /// Positions in the reader's bytes, quotes not included; in the record's unescaped bytes when it had doubled
    /// quotes.
    let lower: Int
    let upper: Int
    let isQuoted: Bool
    /// Whether the field held doubled quotes, so that its bytes had to be copied.
    let isUnescaped: Bool
}
