import Host
package import Tabular

/// What tells whether rows are those that were written, whatever sink holds them and in whatever commits they came: the
/// sum of a 128-bit hash of each row. Rows are added and taken away in any order.
///
/// It finds damage and mistakes. It is no signature: somebody who means to can make other rows with the same sum.
package struct RowDigest: Hashable, Sendable {
    package private(set) var sum: UInt128 = 0

    package init() {}

    package init(_ batch: Batch) {
        add(batch)
    }

    package mutating func add(_ batch: Batch) { sum &+= RowDigest.sum(of: batch) }

    package mutating func add(_ other: RowDigest) { sum &+= other.sum }

    package mutating func subtract(_ batch: Batch) { sum &-= RowDigest.sum(of: batch) }

    private static func sum(of batch: Batch) -> UInt128 {
        var hashes = [RowHash](repeating: RowHash(), count: batch.count)
        hashes.withUnsafeMutableBufferPointer { hashes in
            for (index, column) in batch.schema.columns.enumerated() {
                mix(batch.columns[index], column.type.isBytes, into: hashes)
            }
        }
        return hashes.reduce(0) { $0 &+ $1.value }
    }

    /// One column into the hashes of all rows. The arrays are lent once: every cell of an archive comes through here.
    private static func mix(_ data: ColumnData, _ isBytes: Bool, into hashes: UnsafeMutableBufferPointer<RowHash>) {
        data.nulls.withUnsafeBufferPointer { nulls in
            data.values.withUnsafeBufferPointer { values in
                guard isBytes else {
                    for row in hashes.indices {
                        if nulls[row] {
                            hashes[row].mixNull()
                        } else {
                            hashes[row].mix(UInt64(bitPattern: values[row]))
                        }
                    }
                    return
                }
                data.arena.withUnsafeBytes { arena in
                    var start = 0
                    for row in hashes.indices {
                        let end = Int(values[row])
                        if nulls[row] {
                            hashes[row].mixNull()
                        } else {
                            hashes[row].mix(UnsafeRawBufferPointer(rebasing: arena[start..<end]))
                        }
                        start = end
                    }
                }
            }
        }
    }
}

/// The hash of one row, cell by cell in the order of the columns: two lanes, each multiplied to 128 bits and folded
/// with every word.
private struct RowHash {
    private var first: UInt64 = 0x243f_6a88_85a3_08d3
    private var second: UInt64 = 0x1319_8a2e_0370_7344

    var value: UInt128 { UInt128(first) << 64 | UInt128(second) }

    @inline(__always)
    mutating func mix(_ word: UInt64) {
        first = RowHash.fold(first ^ word, 0xa409_3822_299f_31d1)
        second = RowHash.fold(second &+ word, 0x9e37_79b9_7f4a_7c15) &+ 0x082e_fa98_ec4e_6c89
    }

    @inline(__always)
    mutating func mixNull() { mix(0x4528_21e6_38d0_1377) }

    /// The bytes as little-endian words, the last one filled with zeros; then how many there were.
    @inline(__always)
    mutating func mix(_ bytes: UnsafeRawBufferPointer) {
        var position = 0
        while position &+ 8 <= bytes.count {
            mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)))
            position &+= 8
        }
        var rest: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count {
            rest |= UInt64(bytes[position]) << shift
            shift &+= 8
            position &+= 1
        }
        mix(rest)
        mix(UInt64(bytes.count))
    }

    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}

extension RowDigest: CustomStringConvertible {
    /// 32 hexadecimal digits, as the record keeps it.
    package var description: String { Hexadecimal.digits(sum, width: 32) }

    package init?(_ text: String?) {
        guard let text, let sum = UInt128(text, radix: 16) else { return nil }
        self.sum = sum
    }
}
