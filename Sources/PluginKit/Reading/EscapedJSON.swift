import LosslessJSON

/// An answer whose text has characters that strict JSON refuses: half a surrogate pair as an escape, a control
/// character as it is. One such character in one title is no reason to do without the rest, so the first becomes its
/// escape as text (`\ud83d` in six characters), the second its escape.
struct EscapedJSON {
    let bytes: [UInt8]
    /// How many characters were such.
    let count: Int

    /// nil for a fault of another kind, and where there is nothing to mend.
    init?(_ sent: [UInt8], after fault: JSONError) {
        guard [.loneSurrogate, .controlCharacter].contains(fault.code) else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(sent.count + 64)
        var count = 0
        var isText = false
        var position = 0
        while position < sent.count {
            let byte = sent[position]
            if isText, byte < 0x20 {
                let digits = String(byte, radix: 16)
                result += Array("\\u00\(digits.count < 2 ? "0" : "")\(digits)".utf8)
                count += 1
                position += 1
            } else if isText, byte == UInt8(ascii: "\\") {
                let length = EscapedJSON.escape(sent, position)
                if length < 0 {
                    result.append(byte)
                    count += 1
                }
                let end = min(sent.count, position + abs(length))
                result += sent[position..<end]
                position = end
            } else {
                if byte == UInt8(ascii: "\"") { isText.toggle() }
                result.append(byte)
                position += 1
            }
        }
        guard count > 0 else { return nil }
        bytes = result
        self.count = count
    }

    /// How long the escape at a backslash is, a surrogate pair as one; negative for half a pair.
    private static func escape(_ bytes: [UInt8], _ position: Int) -> Int {
        guard let unit = unit(bytes, position) else { return 2 }
        guard unit & 0xF800 == 0xD800 else { return 6 }
        guard unit < 0xDC00, let low = self.unit(bytes, position + 6), low & 0xFC00 == 0xDC00 else { return -6 }
        return 12
    }

    private static func unit(_ bytes: [UInt8], _ position: Int) -> UInt32? {
        guard position + 6 <= bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else {
            return nil
        }
        return UInt32(String(decoding: bytes[position + 2..<position + 6], as: UTF8.self), radix: 16)
    }
}
