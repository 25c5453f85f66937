/// Writes gzip members without a library: stored blocks, and a run of zeros in fixed Huffman codes for bombs.
enum GzipMember {
    private static let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]

    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var result = header
        var rest = bytes[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            let length = UInt16(block.count)
            result.append(rest.isEmpty ? 1 : 0)
            append(length, to: &result)
            append(~length, to: &result)
            result += block
        } while !rest.isEmpty
        append(checksum(bytes), to: &result)
        append(UInt32(truncatingIfNeeded: bytes.count), to: &result)
        return result
    }

    /// The block's length does not match its complement.
    static func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var result = stored(bytes)
        result[header.count + 3] ^= 0x55
        return result
    }

    static func wrongChecksum(_ bytes: [UInt8]) -> [UInt8] {
        var result = stored(bytes)
        result[result.count - 8] ^= 0xff
        return result
    }

    /// 258 zeros for every 13 bits. The checksum is left wrong: nobody should come so far.
    static func zeros(_ count: Int) -> [UInt8] {
        var bits = BitWriter(bytes: header)
        bits.write(1, count: 1)
        bits.write(1, count: 2)
        bits.writeCode(0b0011_0000, count: 8)
        for _ in 0..<(count / 258) {
            bits.writeCode(0b1100_0101, count: 8)
            bits.writeCode(0, count: 5)
        }
        bits.writeCode(0, count: 7)
        return bits.bytes + [UInt8](repeating: 0, count: 8)
    }

    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = 0xffff_ffff
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? (value >> 1) ^ 0xedb8_8320 : value >> 1 }
        }
        return ~value
    }

    private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    /// Bits as deflate packs them: from the lowest of each byte.
    private struct BitWriter {
        var bytes: [UInt8]
        private var free = 0

        init(bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func write(_ value: Int, count: Int) {
            for bit in 0..<count {
                if free == 0 {
                    bytes.append(0)
                    free = 8
                }
                if value >> bit & 1 == 1 { bytes[bytes.count - 1] |= 1 << UInt8(8 - free) }
                free -= 1
            }
        }

        /// Huffman codes go from their highest bit.
        mutating func writeCode(_ code: Int, count: Int) {
            for bit in stride(from: count - 1, through: 0, by: -1) { write(code >> bit & 1, count: 1) }
        }
    }
}
