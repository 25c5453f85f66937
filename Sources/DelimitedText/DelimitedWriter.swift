/// Appends records of RFC 4180 to bytes: fields one after another, then the end of the record. Lines end with LF.
///
/// A null is written as nothing and an empty text as `""`, so that ``DelimitedReader`` gives both back as they were.
///
/// ```swift
/// var writer = DelimitedWriter()
/// writer.text("BRK, B", to: &bytes)      // "BRK, B"
/// writer.plain(digits, to: &bytes)       // 187.15
/// writer.null(to: &bytes)                // nothing
/// writer.endRecord(to: &bytes)           // "BRK, B",187.15,⏎
/// ```
///
/// Not for rows of mixed lengths: it counts nothing. A record has at least one field.
public struct DelimitedWriter: Sendable {
    @usableFromInline let delimiter: UInt8
    @usableFromInline var isInsideRecord = false

    public init(dialect: DelimitedDialect = .written) {
        self.delimiter = dialect.delimiter
    }

    /// A field that needs no quotes whatever its value: the digits of a number, a date, a word of a fixed vocabulary.
    /// The bytes go out unchecked; with a quote, a delimiter or a line end among them the file is broken, without any
    /// they read as null.
    @inlinable
    public mutating func plain(_ field: some Collection<UInt8>, to bytes: inout [UInt8]) {
        separate(&bytes)
        bytes.append(contentsOf: field)
    }

    /// A field of text in UTF-8, quoted where it must be: when it is empty, or holds the delimiter, a quote, CR or LF.
    @inlinable
    public mutating func text(_ field: some Collection<UInt8>, to bytes: inout [UInt8]) {
        separate(&bytes)
        let isDone: Void? = field.withContiguousStorageIfAvailable { [delimiter] storage in
            DelimitedWriter.append(storage, delimiter: delimiter, to: &bytes)
        }
        if isDone == nil {
            Array(field).withUnsafeBufferPointer { DelimitedWriter.append($0, delimiter: delimiter, to: &bytes) }
        }
    }

    /// A field of text, quoted where it must be.
    @inlinable
    public mutating func text(_ field: String, to bytes: inout [UInt8]) {
        text(field.utf8, to: &bytes)
    }

    /// A field without a value.
    @inlinable
    public mutating func null(to bytes: inout [UInt8]) {
        separate(&bytes)
    }

    /// Ends the record with LF.
    @inlinable
    public mutating func endRecord(to bytes: inout [UInt8]) {
        bytes.append(0x0A)
        isInsideRecord = false
    }

    /// A whole record of texts: the header line.
    public mutating func record(_ fields: some Sequence<String>, to bytes: inout [UInt8]) {
        for field in fields { text(field, to: &bytes) }
        endRecord(to: &bytes)
    }

    @inlinable
    mutating func separate(_ bytes: inout [UInt8]) {
        if isInsideRecord { bytes.append(delimiter) }
        isInsideRecord = true
    }

    @inlinable
    static func append(_ field: UnsafeBufferPointer<UInt8>, delimiter: UInt8, to bytes: inout [UInt8]) {
        // No early exit, so that the loop runs on many bytes at a time.
        var special: UInt8 = field.isEmpty ? 1 : 0
        for byte in field {
            special |=
                (byte == 0x22 ? 1 : 0) | (byte == delimiter ? 1 : 0) | (byte == 0x0A ? 1 : 0) | (byte == 0x0D ? 1 : 0)
        }
        if special == 0 {
            bytes.append(contentsOf: field)
        } else {
            appendQuoted(field, to: &bytes)
        }
    }

    @usableFromInline
    static func appendQuoted(_ field: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(0x22)
        for byte in field {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }
}
