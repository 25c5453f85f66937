/// The bytes under the reader. Every method takes a position and answers a position; none reads at or after `count`
/// (builds for debugging check that).
struct JSONSource {
    private let buffer: UnsafeBufferPointer<UInt8>

    @inline(__always)
    var count: Int { buffer.count }

    /// The buffer must outlive the source.
    init(_ buffer: UnsafeBufferPointer<UInt8>) {
        self.buffer = buffer
    }

    @inline(__always)
    subscript(position: Int) -> UInt8 { buffer[position] }

    @inline(__always)
    subscript(range: Range<Int>) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: buffer[range]) }

    /// Eight bytes, the first in the lowest. `position + 8 <= count`.
    @inline(__always)
    func word(at position: Int) -> UInt64 {
        UInt64(littleEndian: UnsafeRawBufferPointer(buffer).loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    @inline(__always)
    func afterWhitespace(_ start: Int) -> Int {
        var position = start
        while position < count, self[position] <= 0x20 {
            switch self[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return position
            }
        }
        return position
    }

    /// The end of `true`, `false` or `null`, whose first letter was seen.
    func literalEnd(_ start: Int, _ literal: StaticString) throws(JSONFault) -> Int {
        let letters = literal.utf8Start
        for offset in 1..<literal.utf8CodeUnitCount {
            guard start + offset < count else { throw JSONFault(code: .unexpectedEnd, offset: count) }
            guard self[start + offset] == letters[offset] else { throw JSONFault(code: .invalidLiteral, offset: start) }
        }
        return start + literal.utf8CodeUnitCount
    }

    /// Whether a string's unescaped bytes are these.
    func matches(_ string: JSONNode, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let range = string.textRange
        if string.hasEscapes { return range.count > text.count && unescaped(range).elementsEqual(text) }
        guard range.count == text.count else { return false }
        let other = JSONSource(text)
        var position = 0
        while position + 8 <= other.count {
            if word(at: range.lowerBound + position) != other.word(at: position) { return false }
            position += 8
        }
        while position < other.count {
            if self[range.lowerBound + position] != other[position] { return false }
            position += 1
        }
        return true
    }
}
