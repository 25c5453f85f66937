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

    /// Copies the bytes of values that are ranges of a document so far, from a row on (`BatchBuilder.lentFrom`).
    mutating func settle(from first: Int, _ document: UnsafeBufferPointer<UInt8>) {
        func range(_ value: Int64) -> Range<Int> {
            let (start, count) = (Int(value >> 32), Int(value & 0xFFFF_FFFF))
            return start..<start + count
        }
        guard arena.isEmpty else {
            for row in first..<values.count {
                arena.append(contentsOf: document[range(values[row])])
                values[row] = Int64(arena.count)
            }
            return
        }
        let total = values[first...].reduce(0) { $0 + Int($1 & 0xFFFF_FFFF) }
        values.withUnsafeMutableBufferPointer { values in
            arena = [UInt8](unsafeUninitializedCapacity: total) { place, count in
                for row in first..<values.count {
                    let range = range(values[row])
                    if let source = document.baseAddress, let place = place.baseAddress {
                        (place + count).update(from: source + range.lowerBound, count: range.count)
                    }
                    count += range.count
                    values[row] = Int64(count)
                }
            }
        }
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

    /// The given rows, in the given order.
    func selecting(_ rows: [Int], isBytes: Bool) -> ColumnData {
        var selected = ColumnData()
        selected.nulls = rows.map { nulls[$0] }
        guard isBytes else {
            selected.values = rows.map { values[$0] }
            return selected
        }
        var end = 0
        selected.values = rows.map {
            end += range($0).count
            return Int64(end)
        }
        guard end > 0 else { return selected }
        selected.arena = [UInt8](unsafeUninitializedCapacity: end) { place, count in
            arena.withUnsafeBufferPointer { arena in
                guard let source = arena.baseAddress, let place = place.baseAddress else { return }
                for row in rows {
                    let range = range(row)
                    (place + count).update(from: source + range.lowerBound, count: range.count)
                    count += range.count
                }
            }
        }
        return selected
    }

    /// How a cell stands to another column's cell: negative before, 0 equal, positive after; null before all else.
    @inlinable
    func compare(_ row: Int, to otherRow: Int, in other: ColumnData, isBytes: Bool) -> Int {
        if nulls[row] || other.nulls[otherRow] { return nulls[row] ? (other.nulls[otherRow] ? 0 : -1) : 1 }
        guard isBytes else {
            let (left, right) = (values[row], other.values[otherRow])
            return left == right ? 0 : (left < right ? -1 : 1)
        }
        return arena.withUnsafeBytes { left in
            other.arena.withUnsafeBytes { right in
                ColumnData.compare(left, range(row), to: right, other.range(otherRow))
            }
        }
    }

    /// Byte by byte, eight at a time.
    @inlinable
    static func compare(
        _ left: UnsafeRawBufferPointer, _ leftRange: Range<Int>, to right: UnsafeRawBufferPointer,
        _ rightRange: Range<Int>
    ) -> Int {
        let shared = min(leftRange.count, rightRange.count)
        var offset = 0
        while offset &+ 8 <= shared {
            let (one, other) = (
                UInt64(bigEndian: left.loadUnaligned(fromByteOffset: leftRange.lowerBound &+ offset, as: UInt64.self)),
                UInt64(bigEndian: right.loadUnaligned(fromByteOffset: rightRange.lowerBound &+ offset, as: UInt64.self))
            )
            if one != other { return one < other ? -1 : 1 }
            offset &+= 8
        }
        while offset < shared {
            let (one, other) = (left[leftRange.lowerBound &+ offset], right[rightRange.lowerBound &+ offset])
            if one != other { return one < other ? -1 : 1 }
            offset &+= 1
        }
        return leftRange.count - rightRange.count
    }
}
