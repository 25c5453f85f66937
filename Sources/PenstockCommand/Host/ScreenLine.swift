/// One line of a text, broken between words where a terminal is too narrow for it, each further part under the column
/// where the line's text begins. What is one word, and a command to type, is never cut: it goes over whole.
struct ScreenLine {
    let characters: [Character]
    /// Spaces before its first word.
    let lead: Int
    /// Where a text begins behind two spaces or more.
    let fields: [Int]
    private let pieces: [Range<Int>]

    init(_ line: String) {
        characters = Array(line)
        let words = Self.words(of: characters)
        lead = words.first?.lowerBound ?? 0
        fields = zip(words, words.dropFirst()).filter { $1.lowerBound - $0.upperBound > 1 }.map(\.1.lowerBound)
        pieces = Self.pieces(of: words, in: characters)
    }

    /// - Parameter next: the line below, from which the parts of this one have to be told.
    func laid(in columns: Int, before next: ScreenLine?, hasColours: Bool) -> String {
        let spans = hasColours ? Meaning.spans(of: self) : []
        let whole = (indent: 0, range: 0..<characters.count)
        guard width(whole.range) > columns else { return Self.coloured(characters, whole.range, spans) }
        return parts(in: columns, before: next).map { part in
            String(repeating: " ", count: part.indent) + Self.coloured(characters, part.range, spans)
        }.joined(separator: "\n")
    }

    private func parts(in columns: Int, before next: ScreenLine?) -> [(indent: Int, range: Range<Int>)] {
        guard let first = pieces.first else { return [] }
        let hang = hang(in: columns, before: next)
        var parts: [(indent: Int, range: Range<Int>)] = []
        var (indent, start, end) = (0, 0, first.upperBound)
        for piece in pieces.dropFirst() {
            if indent + width(start..<piece.upperBound) <= columns {
                end = piece.upperBound
                continue
            }
            let fitting = [hang, min(hang, lead + 2)].first { $0 + width(piece) <= columns }
            // A label is not left alone before what fits nowhere.
            if fitting == nil, parts.isEmpty, piece.lowerBound == fields.first {
                end = piece.upperBound
                continue
            }
            parts.append((indent, start..<end))
            (indent, start, end) = (fitting ?? hang, piece.lowerBound, piece.upperBound)
        }
        return parts + [(indent, start..<end)]
    }

    /// Where its further parts begin: under its text, and never where the line below begins.
    private func hang(in columns: Int, before next: ScreenLine?) -> Int {
        let most = columns / 2
        let column = fields.map { width(0..<$0) }.last { $0 <= most }
        var hang = column ?? (isHeaded ? Self.headLength : lead + 2)
        if let next, !next.pieces.isEmpty, next.lead == hang { hang += 2 }
        return min(hang, most)
    }

    /// `Error: `, and the parser's usage.
    private var isHeaded: Bool {
        ["Error: ", "USAGE: ", "Usage: "].contains(String(characters.prefix(Self.headLength)))
    }
    private static let headLength = 7

    private func width(_ range: Range<Int>) -> Int { Screen.width(of: characters[range]) }

    private static func coloured(_ characters: [Character], _ range: Range<Int>, _ spans: [Meaning.Span]) -> String {
        var text = ""
        var place = range.lowerBound
        for span in spans {
            let part = span.range.clamped(to: range)
            guard !part.isEmpty, part.lowerBound >= place else { continue }
            text += String(characters[place..<part.lowerBound]) + span.meaning.shown(String(characters[part]))
            place = part.upperBound
        }
        return text + String(characters[place..<range.upperBound])
    }

    // MARK: What is not broken

    private static func words(of characters: [Character]) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start: Int?
        for (index, character) in characters.enumerated() {
            if character != " " {
                start = start ?? index
            } else if let begun = start {
                words.append(begun..<index)
                start = nil
            }
        }
        if let start { words.append(start..<characters.count) }
        return words
    }

    /// Words, commands as a whole, flags with their values, and what a usage has in brackets.
    private static func pieces(of words: [Range<Int>], in characters: [Character]) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var index = 0
        while index < words.count {
            let rest = words[index...].prefix(longestCommand).map { String(characters[$0]) }
            let last = index + max(lengthOfCommand(rest), lengthOfFlag(rest), lengthOfBrackets(rest)) - 1
            pieces.append(words[index].lowerBound..<words[last].upperBound)
            index = last + 1
        }
        return pieces
    }

    private static let longestCommand = 16

    /// How many of the words are `penstock VERB` and what belongs to it; 1: none of them is.
    private static func lengthOfCommand(_ words: [String]) -> Int {
        guard words.count > 1, words[0].drop(while: { "(`'".contains($0) }) == "penstock" else { return 1 }
        let (verb, isEnd) = stripped(words[1])
        guard RootCommand.publicVerbs.contains(verb) else { return 1 }
        guard !isEnd, words.count > 2 else { return 2 }
        // A provider, or a part of the verb.
        var length = words[2].first.map { $0.isLowercase || "-/".contains($0) } ?? false ? 3 : 2
        while length < words.count, !stripped(words[length - 1]).isEnd {
            let isValue = words[length - 1].hasPrefix("--")
            guard isValue || isArgument(words[length]) else { break }
            length += 1
        }
        return length
    }

    /// `--symbols AAPL`
    private static func lengthOfFlag(_ words: [String]) -> Int {
        guard words.count > 1, words[0].hasPrefix("--"), !stripped(words[0]).isEnd, !words[1].hasPrefix("-") else {
            return 1
        }
        return isArgument(words[1]) || words[1].contains("=") ? 2 : 1
    }

    /// A word of no prose: a flag, a path, a name in capitals, a number.
    private static func isArgument(_ word: String) -> Bool {
        word.hasPrefix("-") || word.hasPrefix("/") || word.first.map { $0.isNumber || $0.isUppercase } ?? false
    }

    private static func stripped(_ word: String) -> (word: String, isEnd: Bool) {
        let ends = word.last.map { ",;:.)`'".contains($0) } ?? false
        return (ends ? String(word.dropLast()) : word, ends)
    }

    /// `[--symbols <a,b>]`
    private static func lengthOfBrackets(_ words: [String]) -> Int {
        guard let first = words.first, first.hasPrefix("["), !first.contains("]") else { return 1 }
        return (words.firstIndex { $0.contains("]") } ?? 0) + 1
    }
}
