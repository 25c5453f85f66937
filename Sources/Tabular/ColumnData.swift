/// The values of one column of a batch.
///
/// Integer types keep their value in `values`. Byte types keep in `values` where each value ends in `arena`; it begins
/// where the one before it ends. A null has a place in `values` too.
public struct ColumnData: Hashable, Sendable {
    public var values: [Int64] = []
    public var nulls: [Bool] = []
    public var arena: [UInt8] = []

    @inlinable
    public init() {}

    /// A column without nulls.
    public init(values: [Int64], arena: [UInt8] = []) {
        self.values = values
        self.nulls = Array(repeating: false, count: values.count)
        self.arena = arena
    }

    @inlinable
    public func isNull(_ row: Int) -> Bool { nulls[row] }

    /// Where a value of a byte type stands in `arena`.
    @inlinable
    public func range(_ row: Int) -> Range<Int> {
        let start = row == 0 ? 0 : Int(values[row - 1])
        return start..<Int(values[row])
    }

    @inlinable
    mutating func append(_ integer: Int64) {
        values.append(integer)
        nulls.append(false)
    }

    @inlinable
    mutating func appendBytes(_ bytes: some Sequence<UInt8>) {
        arena.append(contentsOf: bytes)
        values.append(Int64(arena.count))
        nulls.append(false)
    }

    @inlinable
    mutating func appendNull(isBytes: Bool) {
        values.append(isBytes ? Int64(arena.count) : 0)
        nulls.append(true)
    }

    @inlinable
    mutating func reserve(_ rows: Int, bytes: Int) {
        values.reserveCapacity(rows)
        nulls.reserveCapacity(rows)
        if bytes > 0 { arena.reserveCapacity(bytes) }
    }

    /// Whether these are so many values, and their bytes end where the arena does.
    func holds(_ rows: Int, isBytes: Bool) -> Bool {
        guard values.count == rows, nulls.count == rows else { return false }
        return arena.count == (isBytes ? Int(values.last ?? 0) : 0)
    }

    /// A run of rows.
    func slice(_ rows: Range<Int>, isBytes: Bool) -> ColumnData {
        var part = ColumnData()
        part.nulls = Array(nulls[rows])
        guard isBytes else {
            part.values = Array(values[rows])
            return part
        }
        let start = rows.lowerBound == 0 ? 0 : values[rows.lowerBound - 1]
        part.values = values[rows].map { $0 - start }
        part.arena = Array(arena[Int(start)..<Int(start + (part.values.last ?? 0))])
        return part
    }

    mutating func append(_ other: ColumnData, isBytes: Bool) {
        let offset = isBytes ? Int64(arena.count) : 0
        values.append(contentsOf: offset == 0 ? other.values : other.values.map { $0 + offset })
        nulls.append(contentsOf: other.nulls)
        arena.append(contentsOf: other.arena)
    }
}
