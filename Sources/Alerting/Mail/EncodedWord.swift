/// Text in a header of a mail (RFC 2047).
enum EncodedWord {
    /// ASCII as it is, folded before words where a line gets longer than 76; anything else as base64 words of at most
    /// 75 characters.
    ///
    /// - Parameter text: one line.
    static func text(_ text: String, column: Int = 0) -> String {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && !text.contains("=?")
        return isPlain ? folded(text, column: column) : encoded(text)
    }

    private static func folded(_ text: String, column: Int) -> String {
        var lines: [String] = []
        var line = ""
        var used = column
        for word in text.split(separator: " ") {
            if !line.isEmpty, used + 1 + word.utf8.count > 76 {
                lines.append(line)
                line = ""
                used = 0
            }
            line += line.isEmpty ? String(word) : " " + word
            used += 1 + word.utf8.count
        }
        return (lines + [line]).joined(separator: "\r\n ")
    }

    private static func encoded(_ text: String) -> String {
        // 39 bytes are 52 characters of base64; with the frame of 12 a word stays under 75, and its first line has room
        // for the name.
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if word.count + bytes.count > 39 {
                words.append(word)
                word = []
            }
            word += bytes
        }
        words.append(word)
        return words.map { "=?UTF-8?B?\(Base64.text(of: $0))?=" }.joined(separator: "\r\n ")
    }
}

/// Bytes as base64 (RFC 4648), with padding.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func text(of bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = group.reduce(0) { $0 << 8 | Int($1) }
            bits <<= 8 * (3 - group.count)
            for place in 0..<4 {
                output.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
