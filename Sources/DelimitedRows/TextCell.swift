/// The bytes of text cells. Nothing here looks beyond the bytes it is given; the block has made room for what `length`
/// says.
enum TextCell {
    private static let quote = UInt8(ascii: "\"")

    /// With its quotes, if it needs any: when it is empty, or holds a comma, a quote, CR or LF.
    @inline(__always)
    static func length(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        needsQuotes(text) ? text.count + 2 + text.count { $0 == quote } : text.count
    }

    @inline(__always)
    static func write(_ text: UnsafeBufferPointer<UInt8>, to place: UnsafeMutablePointer<UInt8>) -> Int {
        needsQuotes(text) ? writeQuoted(text, to: place) : copy(text, 0..<text.count, to: place)
    }

    static func write(_ word: StaticString, to place: UnsafeMutablePointer<UInt8>) -> Int {
        place.update(from: word.utf8Start, count: word.utf8CodeUnitCount)
        return word.utf8CodeUnitCount
    }

    /// Most cells are shorter than a call of memcpy is worth.
    @inline(__always)
    static func copy(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, to place: UnsafeMutablePointer<UInt8>)
        -> Int
    {
        guard let base = bytes.baseAddress else { return 0 }
        place.update(from: base + range.lowerBound, count: range.count)
        return range.count
    }

    /// No early exit, so that the loop runs on many bytes at a time.
    @inline(__always)
    private static func needsQuotes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var isSpecial = text.isEmpty
        for byte in text {
            isSpecial = isSpecial || byte == quote || byte == UInt8(ascii: ",") || byte == 0x0A || byte == 0x0D
        }
        return isSpecial
    }

    private static func writeQuoted(_ text: UnsafeBufferPointer<UInt8>, to place: UnsafeMutablePointer<UInt8>) -> Int {
        var position = 1
        place[0] = quote
        for byte in text {
            if byte == quote {
                place[position] = quote
                position += 1
            }
            place[position] = byte
            position += 1
        }
        place[position] = quote
        return position + 1
    }
}
