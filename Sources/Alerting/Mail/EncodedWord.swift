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
