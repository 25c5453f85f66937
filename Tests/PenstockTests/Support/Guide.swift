import Foundation

/// A page of the documentation, as far as a test can hold it against the command: its blocks of code, its tables, its
/// words in code.
struct Guide {
    struct Block {
        let language: String
        /// The second word behind the fence: a file that the block is.
        let file: String?
        /// Of its first line, from 1.
        let line: Int
        let lines: [String]

        /// `+14d` behind the fence: the block is so many days later than what stands before it.
        var daysLater: Int? { file.flatMap { $0.hasPrefix("+") ? Int($0.dropFirst().dropLast()) : nil } }

        var text: String { lines.map { $0 + "\n" }.joined() }
    }

    struct Table {
        let line: Int
        let heading: String
        let header: [String]
        let rows: [[String]]
    }

    let lines: [String]

    init(_ text: String) { lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

    init(at path: String) throws { self.init(try String(contentsOfFile: path, encoding: .utf8)) }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    static let scheduling = "\(root)/docs/scheduling.md"
    static let copilotQuant = "\(root)/docs/copilot-quant.md"

    var blocks: [Block] {
        var blocks: [Block] = []
        var open: (words: [String], line: Int, lines: [String])?
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("```") {
                if let done = open {
                    let words = done.words
                    blocks.append(
                        Block(
                            language: words.first ?? "", file: words.count > 1 ? words[1] : nil, line: done.line,
                            lines: done.lines))
                    open = nil
                } else {
                    open = (line.dropFirst(3).split(separator: " ").map(String.init), index + 2, [])
                }
            } else {
                open?.lines.append(line)
            }
        }
        return blocks
    }

    func file(_ name: String) -> Block? { blocks.first { $0.file == name } }

    var tables: [Table] {
        var tables: [Table] = []
        var heading = ""
        var rows: [[String]] = []
        var start = 0
        for (index, line) in (lines + [""]).enumerated() {
            if line.hasPrefix("#") { heading = String(line.drop { $0 == "#" || $0 == " " }) }
            if line.hasPrefix("|") {
                if rows.isEmpty { start = index + 1 }
                rows.append(Self.cells(line))
            } else if !rows.isEmpty {
                tables.append(Table(line: start, heading: heading, header: rows[0], rows: Array(rows.dropFirst(2))))
                rows = []
            }
        }
        return tables
    }

    /// `\|` is a bar inside a cell.
    private static func cells(_ line: String) -> [String] {
        let bar = "\u{1}"
        return line.replacing("\\|", with: bar).split(separator: "|", omittingEmptySubsequences: false).dropFirst()
            .dropLast()
            .map { $0.replacing(bar, with: "|").trimmingCharacters(in: .whitespaces) }
    }

    /// What is between backticks in a text.
    static func code(in text: String) -> [String] {
        text.matches(of: /`([^`]+)`/).map { String($0.output.1) }
    }

    /// Flags with two dashes in a text.
    static func flags(in text: String) -> Set<String> {
        Set(text.matches(of: /--[a-z][a-z-]*[a-z]/).map { String($0.output) })
    }
}
