/// Rows of one schema, held by column. Immutable once built.
public struct Batch: Hashable, Sendable {
    public let schema: Schema
    public let columns: [ColumnData]
    public let count: Int

    @inlinable
    init(schema: Schema, columns: [ColumnData], count: Int) {
        self.schema = schema
        self.columns = columns
        self.count = count
    }

    /// No rows.
    public init(empty schema: Schema) {
        self.init(schema: schema, columns: schema.columns.map { _ in ColumnData() }, count: 0)
    }

    @inlinable
    public var isEmpty: Bool { count == 0 }

    @inlinable
    public func isNull(row: Int, column: Int) -> Bool { columns[column].nulls[row] }

    /// The value of an integer type (`integer`, `boolean` as 0 or 1, `day` as its number, `instant` in microseconds).
    @inlinable
    public func integer(row: Int, column: Int) -> Int64 { columns[column].values[row] }

    /// The bytes of a text or decimal.
    @inlinable
    public func bytes(row: Int, column: Int) -> ArraySlice<UInt8> {
        columns[column].arena[columns[column].range(row)]
    }

    /// One cell as a value; for slow paths.
    public func value(row: Int, column: Int) -> Value {
        if isNull(row: row, column: column) { return .null }
        switch schema.columns[column].type {
        case .text: return .text(String(decoding: bytes(row: row, column: column), as: UTF8.self))
        case .decimal: return .decimal(String(decoding: bytes(row: row, column: column), as: UTF8.self))
        case .integer: return .integer(integer(row: row, column: column))
        case .boolean: return .boolean(integer(row: row, column: column) != 0)
        case .day: return .day(Day(number: integer(row: row, column: column)))
        case .instant: return .instant(Instant(microseconds: integer(row: row, column: column)))
        }
    }

    /// One row as values; for slow paths.
    public func row(_ row: Int) -> [Value] {
        schema.columns.indices.map { value(row: row, column: $0) }
    }

    /// The text of a cell as every sink writes it; nil for null.
    public func text(row: Int, column: Int) -> String? {
        value(row: row, column: column).text(as: schema.columns[column].type)
    }

    /// A row's key as text, its parts joined by `|`; for people and for records.
    public func keyText(_ row: Int) -> String { text(row, of: schema.key) }

    /// Some of a row's cells as text, joined by `|`.
    public func text(_ row: Int, of columns: [Int]) -> String {
        columns.map { text(row: row, column: $0) ?? "" }.joined(separator: "|")
    }
}

extension Batch {
    /// The given rows, in the given order.
    public func selecting(_ rows: some Sequence<Int>) -> Batch {
        var builder = BatchBuilder(schema)
        for row in rows { builder.append(row: row, of: self) }
        return builder.finish()
    }

    /// A run of rows.
    public func slice(_ rows: Range<Int>) -> Batch {
        guard rows != 0..<count else { return self }
        let parts = zip(schema.columns, columns).map { $1.slice(rows, isBytes: $0.type.isBytes) }
        return Batch(schema: schema, columns: parts, count: rows.count)
    }

    /// These rows and then those of another batch of the same schema.
    public func appending(_ other: Batch) -> Batch {
        if isEmpty { return other }
        if other.isEmpty { return self }
        var columns = columns
        for (index, column) in schema.columns.enumerated() {
            columns[index].append(other.columns[index], isBytes: column.type.isBytes)
        }
        return Batch(schema: schema, columns: columns, count: count + other.count)
    }
}

extension Schema {
    /// Some columns, in the given order, as the schema of rows of their own; all of them are its key.
    public func projecting(_ columns: [Int]) -> Schema {
        Schema(columns.map { self.columns[$0] }, key: columns.map { self.columns[$0].name })
    }
}

extension Batch {
    /// Some columns of all rows, in the given order.
    public func projecting(_ columns: [Int]) -> Batch {
        Batch(schema: schema.projecting(columns), columns: columns.map { self.columns[$0] }, count: count)
    }
}

extension Batch {
    /// A row as one line, as the quarantine and the revisions keep it: `date=2024-01-02 symbol=AAPL close=185.64`; a
    /// null has nothing after its `=`.
    public func rowText(_ row: Int) -> String {
        schema.columns.indices.map { column in "\(schema.columns[column].name)=\(text(row: row, column: column) ?? "")"
        }
        .joined(separator: " ")
    }
}

/// Columns as numbers to compute with.
extension Batch {
    /// A column as doubles, not-a-number for null and for text that is no number; for rules with a tolerance.
    public func doubles(column: Int) -> [Double] {
        let isBytes = schema.columns[column].type.isBytes
        let data = columns[column]
        return data.arena.withUnsafeBufferPointer { arena in
            (0..<count).map { row -> Double in
                if data.isNull(row) { return .nan }
                if isBytes { return DecimalText.double(UnsafeBufferPointer(rebasing: arena[data.range(row)])) ?? .nan }
                return Double(data.values[row])
            }
        }
    }
}
