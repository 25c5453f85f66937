/// Quoting for sh.
enum ShellText {
    /// The word itself where it needs no quotes, else in single quotes.
    static func word(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.unicodeScalars.allSatisfy { plain.contains($0) }
        return isPlain ? text : quoted(text)
    }

    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    static func words(_ texts: [String]) -> String { texts.map(word).joined(separator: " ") }

    private static let plain = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:=,@+".unicodeScalars)
}
