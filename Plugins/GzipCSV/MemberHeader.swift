/// The first bytes of a member as this format writes them: no time, no name, and an extra field `PS` with the length of
/// the whole member.
///
///     1F 8B 08 04  00 00 00 00  00 FF  08 00  'P' 'S' 04 00  length (32 bits, low byte first)
enum MemberHeader {
    static let count = 20

    private static let start: [UInt8] = [0x1F, 0x8B, 8, 4]
    private static let extra: [UInt8] = [8, 0, UInt8(ascii: "P"), UInt8(ascii: "S"), 4, 0]

    /// `length`: of the whole member, in bytes.
    static func bytes(length: UInt32) -> [UInt8] {
        start + [0, 0, 0, 0, 0, 0xFF] + extra + (0..<4).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) }
    }

    /// The length of the whole member; nil for a header that does not say it.
    static func length(in bytes: [UInt8]) -> Int? {
        guard bytes.count >= count, bytes[..<4].elementsEqual(start), bytes[10..<16].elementsEqual(extra) else {
            return nil
        }
        return (0..<4).reduce(0) { $0 | Int(bytes[16 + $1]) << ($1 * 8) }
    }

    /// Whether the bytes begin a member, anyone's.
    static func begins(_ bytes: [UInt8]) -> Bool { bytes.starts(with: start.prefix(2)) }
}
