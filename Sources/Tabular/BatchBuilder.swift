/// Builds a batch row by row: one call per column in the schema's order, then `endRow()`.
///
/// ```swift
/// builder.day(session)
/// builder.text("AAPL")
/// builder.bytes(document.bytes, number.textRange)
/// builder.endRow()
/// ```
/// A call of the wrong type or a row of the wrong width is a fault of the plugin: it is kept in `fault` and the runtime
/// refuses the page.
public struct BatchBuilder: Sendable {
    public let schema: Schema
    @usableFromInline var columns: [ColumnData]
    @usableFromInline var column = 0
    /// What `cell(_:)` means ranges of. Such cells are copied together, column by column.
    @usableFromInline var lent: [UInt8] = []
    /// By column, the row from which on `values` has ranges of `lent`: where they begin, and in the lower 32 bits how
    /// long they are. `.max`: none has.
    @usableFromInline var lentFrom: [Int]
    /// Complete rows so far.
    public private(set) var count = 0
    /// The first misuse, in words; nil while all is well.
    public private(set) var fault: String?

    @inlinable
    public init(_ schema: Schema, reservingRows rows: Int = 0) {
        self.schema = schema
        lentFrom = Array(repeating: .max, count: schema.columns.count)
        self.columns = schema.columns.map { column in
            var data = ColumnData()
            if rows > 0 { data.reserve(rows, bytes: column.type.isBytes ? rows * 8 : 0) }
            return data
        }
    }

    @inlinable
    public mutating func null() {
        guard column < columns.count else { return misuse("a value after the last column") }
        columns[column].appendNull(isBytes: lentFrom[column] == .max && schema.columns[column].type.isBytes)
        column += 1
    }

    /// Lends a document of which ``cell(_:)`` takes bytes, from now until another one is lent or the batch is finished.
    package mutating func lend(_ bytes: [UInt8]) {
        let isLent = lent.withUnsafeBufferPointer { lent in
            bytes.withUnsafeBufferPointer { lent.baseAddress == $0.baseAddress && lent.count == $0.count }
        }
        if !isLent { lendOther(bytes) }
    }

    private mutating func lendOther(_ bytes: [UInt8]) {
        settle()
        lent = bytes
    }

    /// Bytes of UTF-8 text or of a decimal's text that stand in the lent document.
    package mutating func cell(_ range: Range<Int>) {
        guard column < columns.count, schema.columns[column].type.isBytes, range.upperBound <= lent.count,
            range.upperBound < 1 << 31
        else { return misuse("bytes") }
        if lentFrom[column] == .max { lentFrom[column] = columns[column].values.count }
        columns[column].append(Int64(range.lowerBound) << 32 | Int64(range.count))
        column += 1
    }

    @inlinable
    public mutating func text(_ text: String) {
        guard column < columns.count, schema.columns[column].type == .text else { return misuse("text") }
        if lentFrom[column] != .max { settle(column) }
        columns[column].appendBytes(text.utf8)
        column += 1
    }

    /// Bytes of UTF-8 text or of a decimal's text, copied from a document.
    @inlinable
    public mutating func bytes(_ bytes: [UInt8], _ range: Range<Int>) {
        guard column < columns.count, schema.columns[column].type.isBytes else { return misuse("bytes") }
        if lentFrom[column] != .max { settle(column) }
        bytes.withUnsafeBufferPointer { columns[column].appendBytes(UnsafeBufferPointer(rebasing: $0[range])) }
        column += 1
    }

    /// Bytes of UTF-8 text or of a decimal's text.
    @inlinable
    public mutating func bytes(copying bytes: some Sequence<UInt8>) {
        guard column < columns.count, schema.columns[column].type.isBytes else { return misuse("bytes") }
        if lentFrom[column] != .max { settle(column) }
        columns[column].appendBytes(bytes)
        column += 1
    }

    @inlinable
    public mutating func decimal(_ text: String) {
        guard column < columns.count, schema.columns[column].type == .decimal else { return misuse("a decimal") }
        if lentFrom[column] != .max { settle(column) }
        columns[column].appendBytes(text.utf8)
        column += 1
    }

    /// A decimal whose text `write` appends to the column's arena.
    @inlinable
    public mutating func decimal(writing write: (inout [UInt8]) -> Void) {
        guard column < columns.count, schema.columns[column].type == .decimal else { return misuse("a decimal") }
        if lentFrom[column] != .max { settle(column) }
        write(&columns[column].arena)
        columns[column].append(Int64(columns[column].arena.count))
        column += 1
    }

    @inlinable
    public mutating func integer(_ value: Int64) {
        guard column < columns.count, schema.columns[column].type == .integer else { return misuse("an integer") }
        columns[column].append(value)
        column += 1
    }

    @inlinable
    public mutating func boolean(_ value: Bool) {
        guard column < columns.count, schema.columns[column].type == .boolean else { return misuse("a boolean") }
        columns[column].append(value ? 1 : 0)
        column += 1
    }

    @inlinable
    public mutating func day(_ value: Day) {
        guard column < columns.count, schema.columns[column].type == .day else { return misuse("a day") }
        columns[column].append(value.number)
        column += 1
    }

    @inlinable
    public mutating func instant(_ value: Instant) {
        guard column < columns.count, case .instant = schema.columns[column].type else { return misuse("an instant") }
        columns[column].append(value.microseconds)
        column += 1
    }

    /// The value of any type that is not bytes, as `Batch.integer` gives it: a boolean as 0 or 1, a day's number, an
    /// instant in microseconds.
    @inlinable
    public mutating func number(_ value: Int64) {
        guard column < columns.count, !schema.columns[column].type.isBytes else { return misuse("a number") }
        columns[column].append(value)
        column += 1
    }

    /// Any value; for slow paths. A value of the wrong type is a fault.
    public mutating func value(_ value: Value) {
        switch value {
        case .null: null()
        case .text(let text): self.text(text)
        case .decimal(let text): decimal(text)
        case .integer(let number): integer(number)
        case .boolean(let flag): boolean(flag)
        case .day(let day): self.day(day)
        case .instant(let instant): self.instant(instant)
        }
    }

    /// Copies a row of a batch of the same schema.
    public mutating func append(row: Int, of batch: Batch) {
        for index in columns.indices {
            if batch.columns[index].nulls[row] {
                null()
            } else if schema.columns[index].type.isBytes {
                bytes(batch.columns[index].arena, batch.columns[index].range(row))
            } else {
                columns[index].append(batch.columns[index].values[row])
                column += 1
            }
        }
        endRow()
    }

    /// Appends rows that are given as whole columns, one for each of the schema's: for answers that are parallel
    /// arrays. Columns of another number, or of different lengths, are a fault.
    public mutating func append(columns added: [ColumnData]) {
        let rows = added.first?.nulls.count ?? 0
        guard column == 0, added.count == columns.count,
            zip(added, schema.columns).allSatisfy({ $0.holds(rows, isBytes: $1.type.isBytes) })
        else { return misuse("columns that are not \(columns.count) of one length") }
        settle()
        for index in columns.indices {
            if count == 0 {
                columns[index] = added[index]
            } else {
                columns[index].append(added[index], isBytes: schema.columns[index].type.isBytes)
            }
        }
        count += rows
    }

    @inlinable
    public mutating func endRow() {
        guard column == columns.count else {
            misuse("the end of the row")
            return abandonRow()
        }
        advance()
    }

    /// Takes back the values of a row that was begun.
    public mutating func abandonRow() {
        for index in 0..<min(column, columns.count) {
            columns[index].values.removeLast()
            columns[index].nulls.removeLast()
            if lentFrom[index] != .max {
                if lentFrom[index] == columns[index].values.count { lentFrom[index] = .max }
            } else if schema.columns[index].type.isBytes {
                columns[index].arena.removeLast(columns[index].arena.count - Int(columns[index].values.last ?? 0))
            }
        }
        column = 0
    }

    /// The batch, without a row that was begun and not ended. The builder is empty afterwards.
    public mutating func finish() -> Batch {
        if column > 0 { abandonRow() }
        settle()
        lent = []
        let batch = Batch(schema: schema, columns: columns, count: count)
        columns = schema.columns.map { _ in ColumnData() }
        count = 0
        return batch
    }

    /// Copies the lent cells of all columns.
    private mutating func settle() {
        for index in lentFrom.indices where lentFrom[index] != .max { settle(index) }
    }

    @usableFromInline
    mutating func settle(_ index: Int) {
        let first = lentFrom[index]
        lentFrom[index] = .max
        lent.withUnsafeBufferPointer { columns[index].settle(from: first, $0) }
    }

    @usableFromInline
    mutating func advance() {
        count += 1
        column = 0
    }

    @usableFromInline
    mutating func misuse(_ what: String) {
        guard fault == nil else { return }
        let place =
            column < schema.width
            ? "column \(schema.columns[column].name) (\(schema.columns[column].type.name))" : "the end of the row"
        fault = "row \(count): \(what) was given at \(place)"
    }
}
