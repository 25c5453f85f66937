/// Quoting for Windows.
enum WindowsText {
    /// A word of a command line, by the rules of CommandLineToArgvW: backslashes count only before a double quote.
    static func word(_ text: String) -> String {
        guard text.isEmpty || text.contains(where: { " \t\"".contains($0) }) else { return text }
        var word = "\""
        var backslashes = 0
        for character in text {
            if character == "\\" {
                backslashes += 1
                continue
            }
            word += String(repeating: "\\", count: character == "\"" ? backslashes * 2 + 1 : backslashes)
            backslashes = 0
            word.append(character)
        }
        return word + String(repeating: "\\", count: backslashes * 2) + "\""
    }

    static func words(_ texts: [String]) -> String { texts.map(word).joined(separator: " ") }

    /// The words of a line without backslashes before a double quote.
    static func split(_ line: String) -> [String] {
        var words: [String] = []
        for (number, part) in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
            words += number.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [String(part)]
        }
        return words
    }

    /// A PowerShell string in single quotes, where nothing but a quote means anything; PowerShell takes the typographic
    /// ones for quotes too.
    static func powerShell(_ text: String) -> String {
        "'"
            + text.reduce(into: "") { quoted, character in
                quoted.append(character)
                if "'\u{2018}\u{2019}\u{201A}\u{201B}".contains(character) { quoted.append(character) }
            } + "'"
    }

    /// What Task Scheduler reads: UTF-16, the low byte first, with a byte order mark.
    static func utf16(_ text: String) -> [UInt8] {
        ([0xFEFF] + Array(text.utf16)).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    /// What Windows PowerShell 5.1 reads as UTF-8.
    static func utf8WithMark(_ text: String) -> [UInt8] { [0xEF, 0xBB, 0xBF] + Array(text.utf8) }

    /// `PT6H`, `PT1H30M`, `PT90S`.
    static func duration(seconds: Int) -> String {
        let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60)
        let text = (hours > 0 ? "\(hours)H" : "") + (minutes > 0 ? "\(minutes)M" : "") + (rest > 0 ? "\(rest)S" : "")
        return "PT" + (text.isEmpty ? "0S" : text)
    }
}
