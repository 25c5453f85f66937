/// Bytes of a document as errors show them: capped, and harmless to a terminal.
enum JSONExcerpt {
    /// As much of the bytes as the limit allows, then `…`.
    static func text(of bytes: ArraySlice<UInt8>, limit: Int) -> String {
        guard bytes.count > limit else { return harmless(String(decoding: bytes, as: UTF8.self)) }
        var end = bytes.startIndex + limit
        while end > bytes.startIndex, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return harmless(String(decoding: bytes[..<end], as: UTF8.self)) + "…"
    }

    /// A text that is not from the document, in quotes.
    static func quoted(_ text: String, limit: Int) -> String {
        "\"" + Self.text(of: Array(text.utf8)[...], limit: limit) + "\""
    }

    /// The first of the bytes: `'x'`, or `byte 0x07`.
    static func byte(_ bytes: ArraySlice<UInt8>) -> String {
        guard let first = bytes.first else { return "the end" }
        return first > 0x20 && first < 0x7F ? "'\(Character(Unicode.Scalar(first)))'" : "byte \(hex(bytes.prefix(1)))"
    }

    static func hex(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.map { "0x" + ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
    }

    /// Characters that steer a terminal or turn the direction of a line become escapes.
    private static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: steers) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if steers(scalar) {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func steers(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
