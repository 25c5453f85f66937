import Words

/// Text from outside, safe to print on a terminal: what would move the cursor, change colours or turn the direction of
/// writing is shown, not done.
enum TerminalText {
    static func safe(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case _ where Invisible.contains(scalar) || Invisible.isJoiner(scalar):
                output += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }
}
