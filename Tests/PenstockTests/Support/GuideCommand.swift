import Foundation

/// A command that the guide tells a reader to type, and what it says about its end.
struct GuideCommand {
    let text: String
    /// In the guide, from 1.
    let line: Int
    let exitCode: Int32
    /// Lines of its output that the guide shows.
    let shown: [String]

    /// The commands of a block: of `sh` each line, of `console` what is behind `$ `. A backslash at the end goes on in
    /// the next line.
    static func all(in block: Guide.Block) -> [GuideCommand] {
        var commands: [GuideCommand] = []
        var pending: (text: String, line: Int)?
        var shown: [String] = []
        func close() {
            guard let command = pending else { return }
            commands.append(
                GuideCommand(text: command.text, line: command.line, exitCode: exitCode(command.text), shown: shown))
            (pending, shown) = (nil, [])
        }
        for (index, line) in block.lines.enumerated() {
            if let command = pending, command.text.hasSuffix("\\") {
                pending = (command.text + "\n" + line, command.line)
            } else if block.language == "console", !line.hasPrefix("$ ") {
                shown.append(line)
            } else if !line.trimmingCharacters(in: .whitespaces).isEmpty, !line.hasPrefix("#") {
                close()
                pending = (block.language == "console" ? String(line.dropFirst(2)) : line, block.line + index)
            }
        }
        close()
        return commands
    }

    private static func exitCode(_ text: String) -> Int32 {
        text.firstMatch(of: /# exit (\d+)/).flatMap { Int32($0.output.1) } ?? 0
    }

    /// The programs that it calls: the first word of it and of what stands behind `|`, `&&`, `;` and `$(`.
    var programs: Set<String> {
        let bare = text.replacing(/'[^']*'/, with: "''").replacing(/"[^"$]*"/, with: "\"\"").replacing(
            /\s#.*/, with: "")
        let parts = bare.split(separator: /\|\||&&|[|;()\n]|\$\(/)
        return Set(
            parts.compactMap { part in
                part.split(separator: " ").first {
                    !$0.contains("=") && !$0.hasPrefix("2>") && $0 != "\\" && !$0.hasPrefix("\"")
                }.map(
                    String.init)
            }.filter { !$0.hasPrefix("-") && !$0.hasPrefix(">") && !$0.hasPrefix("/") })
    }
}
