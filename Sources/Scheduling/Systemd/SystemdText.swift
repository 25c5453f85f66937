/// Quoting for unit files.
enum SystemdText {
    /// A word of `ExecStart=` after the first: `%` and `$` doubled, double quotes where needed.
    static func word(_ text: String) -> String { quoted(doubled(text, "%$")) }

    /// The program, the first word of `ExecStart=`, in which systemd puts nothing in place of `$` and takes no quote
    /// character.
    static func program(_ path: String) throws(SchedulingError) -> String {
        guard !path.contains(where: { "\"'\\$".contains($0) }) else {
            throw SchedulingError(
                .path, "systemd takes no program whose path has a quote, a backslash or a '$': '\(path)'",
                fix: "Install it elsewhere, such as /usr/local/bin/penstock.")
        }
        return quoted(doubled(path, "%"))
    }

    /// A program and its arguments.
    static func command(_ words: [String]) throws(SchedulingError) -> String {
        guard let path = words.first else { return "" }
        return ([try program(path)] + words.dropFirst().map { $0 == "%i" ? $0 : word($0) }).joined(separator: " ")
    }

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
