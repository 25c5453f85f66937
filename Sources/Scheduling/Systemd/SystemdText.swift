/// Quoting for unit files.
enum SystemdText {
    /// A word of `ExecStart=`: `%` and `$` doubled, double quotes where needed.
    static func word(_ text: String) -> String { quoted(doubled(text, "%$")) }

    /// An assignment for `Environment=`, where `$` is an ordinary character.
    static func assignment(_ name: String, _ value: String) -> String { quoted("\(name)=\(doubled(value, "%"))") }

    /// The rest of a line that takes no quotes, such as a path.
    static func plain(_ text: String) -> String { doubled(text, "%") }

    private static func doubled(_ text: String, _ characters: String) -> String {
        text.reduce(into: "") { doubled, character in
            doubled.append(character)
            if characters.contains(character) { doubled.append(character) }
        }
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = !text.isEmpty && !text.contains { " \t\"'\\;".contains($0) }
        if isPlain { return text }
        let escaped = text.reduce(into: "") { escaped, character in
            if character == "\"" || character == "\\" { escaped.append("\\") }
            escaped.append(character)
        }
        return "\"\(escaped)\""
    }
}
