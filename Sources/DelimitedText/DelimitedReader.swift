/// Reads records of RFC 4180 from bytes, strictly: what is not in the standard is an error with its place, never a
/// guess.
///
/// ```swift
/// var reader = DelimitedReader(bytes, dialect: .received)
/// let header = try reader.header()
/// let close = try header.position(of: "Close")
/// var record = DelimitedRecord()
/// while try reader.next(into: &record) { use(record.bytes(at: close)) }
/// ```
///
/// Lines end with LF or CRLF. An empty line is a record with one null field. A quoted field may hold line ends. After
/// an error of ``next(into:)`` the reader stays where it is: the same call throws the same error again.
///
/// Text that does not fit into memory is read in pieces: ``init(dialect:)``, then ``feed(_:)`` whenever ``next(into:)``
/// has nothing more, and ``finish()`` behind the last piece. Pieces may be cut anywhere.
public struct DelimitedReader: Sendable {
    private let dialect: DelimitedDialect
    private var bytes: [UInt8]
    private var position = 0
    private var isFinished: Bool
    private var isAtStart = true
    /// Bytes of earlier pieces that are gone.
    private var dropped = 0
    private var line = 1
    private var names: [String]?

    /// A reader of a whole text.
    public init(_ bytes: [UInt8], dialect: DelimitedDialect = .written) {
        self.dialect = dialect
        self.bytes = bytes
        self.isFinished = true
    }

    /// A reader of a whole text.
    public init(_ bytes: ArraySlice<UInt8>, dialect: DelimitedDialect = .written) {
        self.init(Array(bytes), dialect: dialect)
    }

    /// A reader of a text that comes in pieces.
    public init(dialect: DelimitedDialect = .written) {
        self.dialect = dialect
        self.bytes = []
        self.isFinished = false
    }

    /// Hands over the next piece. Records that were read from earlier ones keep their bytes.
    public mutating func feed(_ piece: some Collection<UInt8>) {
        precondition(!isFinished, "no pieces after the end of the text")
        var rest: [UInt8] = []
        rest.reserveCapacity(bytes.count - position + piece.count)
        rest.append(contentsOf: bytes[position...])
        rest.append(contentsOf: piece)
        dropped += position
        position = 0
        bytes = rest
    }

    /// Says that no more pieces come.
    public mutating func finish() { isFinished = true }

    /// Reads the first record as the names of the columns. From then on every record must have as many fields.
    /// Of a text in pieces: only once its first line is there whole, else it throws `emptyHeader`.
    public mutating func header() throws(DelimitedTextError) -> DelimitedHeader {
        var record = DelimitedRecord()
        let place = place(at: position)
        guard try next(into: &record) else { throw .emptyHeader(at: place) }
        let header = try DelimitedHeader((0..<record.count).map { record.text(at: $0) }, at: place)
        names = header.names
        return header
    }

    /// The next record; nil at the end of the text, or of the pieces so far.
    public mutating func next() throws(DelimitedTextError) -> DelimitedRecord? {
        var record = DelimitedRecord()
        return try next(into: &record) ? record : nil
    }

    /// Reads the next record into one that is used again and again. False at the end of the text, or of the pieces so
    /// far.
    public mutating func next(into record: inout DelimitedRecord) throws(DelimitedTextError) -> Bool {
        guard skipByteOrderMark(), position < bytes.count else { return false }
        record.fields.removeAll(keepingCapacity: true)
        record.unescaped.removeAll(keepingCapacity: true)
        let outcome = bytes.withUnsafeBufferPointer { buffer in
            RecordScan(bytes: buffer, delimiter: dialect.delimiter, isComplete: isFinished)
                .record(from: position, fields: &record.fields, unescaped: &record.unescaped)
        }
        switch outcome {
        case .incomplete:
            return false
        case .fault(let code, let offset):
            throw .fault(code, at: place(at: offset))
        case .record(let end, let next, let isTerminated):
            if !isTerminated, dialect.requiresFinalNewline { throw .fault(.missingFinalNewline, at: place(at: end)) }
            if let names, names.count != record.fields.count {
                throw .wrongFieldCount(record.fields.count, names: names, at: place(at: position))
            }
            record.source = bytes
            record.lower = position
            record.upper = end
            record.line = line
            line += lineEnds(in: position..<next, of: record)
            position = next
            return true
        }
    }

    /// False while too few bytes are there to know.
    private mutating func skipByteOrderMark() -> Bool {
        guard isAtStart, dialect.acceptsByteOrderMark else { return true }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let start = bytes[position...].prefix(3)
        if !isFinished, start.count < 3, mark.starts(with: start) { return false }
        isAtStart = false
        if start.elementsEqual(mark) { position += 3 }
        return true
    }

    /// Only quoted fields can hold more line ends than the one that closes the record.
    private func lineEnds(in range: Range<Int>, of record: DelimitedRecord) -> Int {
        guard record.fields.contains(where: \.isQuoted) else { return 1 }
        return bytes[range].count { $0 == UInt8(ascii: "\n") }
    }

    /// The place of a byte of the record at hand, or of the one behind it.
    private func place(at offset: Int) -> DelimitedPlace {
        let before = bytes[position..<offset]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? position
        return DelimitedPlace(
            line: line + before.count { $0 == UInt8(ascii: "\n") }, column: offset - lineStart + 1,
            offset: dropped + offset)
    }
}

/// The names of the columns, in order. Columns are found by name, never by counting.
public struct DelimitedHeader: Sendable, Hashable {
    public let names: [String]
    private let positions: [String: Int]

    /// Throws when there is no name, when a name is empty and when a name comes twice. Case counts; names equal in
    /// Unicode are equal.
    public init(_ names: [String]) throws(DelimitedTextError) {
        try self.init(names, at: DelimitedPlace(line: 1, column: 1, offset: 0))
    }

    init(_ names: [String], at place: DelimitedPlace) throws(DelimitedTextError) {
        guard !names.isEmpty else { throw .emptyHeader(at: place) }
        var positions: [String: Int] = [:]
        for (position, name) in names.enumerated() {
            guard !name.isEmpty else { throw .unnamedColumn(position, of: names, at: place) }
            if let earlier = positions.updateValue(position, forKey: name) {
                throw .duplicateColumn(name, positions: (earlier, position), at: place)
            }
        }
        self.names = names
        self.positions = positions
    }

    public var count: Int { names.count }

    /// The position of a column that must be there. The error lists the names that are, and the one that was probably
    /// meant.
    public func position(of name: String) throws(DelimitedTextError) -> Int {
        guard let position = positions[name] else { throw .unknownColumn(name, names: names) }
        return position
    }

    /// The position of a column that may be missing.
    public func position(ofOptional name: String) -> Int? { positions[name] }
}
