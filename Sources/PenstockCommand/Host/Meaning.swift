/// What colours mean on a terminal, and where: a verdict, the sign of a look, the name of what failed. The words say
/// all of it without them.
enum Meaning {
    case bad
    case caution
    case good
    case faint

    struct Span {
        let range: Range<Int>
        let meaning: Meaning
    }

    /// By the terminal's own palette: red and bold, yellow, green, faint.
    private var code: String {
        switch self {
        case .bad: "1;31"
        case .caution: "33"
        case .good: "32"
        case .faint: "2"
        }
    }

    func shown(_ text: String) -> String { "\u{1B}[\(code)m\(text)\u{1B}[0m" }

    // MARK: The words

    /// What a verdict begins with, the longer ones first.
    private static let openings: [(words: String, meaning: Meaning)] = [
        ("STALE", .bad), ("NOT PROVED", .bad), ("ended early", .bad), ("ended with exit", .bad),
        ("up to date but for", .caution),
        ("done, with", .caution), ("stopped after", .caution), ("exit 10,", .caution), ("exit ", .bad),
        ("up to date", .good),
        ("all accounted for", .good), ("proved", .good), ("as recorded", .good), ("done", .good),
    ]

    /// What it ends with.
    private static let closings: [(words: String, meaning: Meaning)] = [
        ("(exit 10)", .caution), ("(exit 74)", .bad), ("has holes", .caution), ("have holes", .caution),
    ]

    /// The first word of a doctor's line.
    private static let signs: [String: Meaning] = ["ok": .good, "look": .caution, "WRONG": .bad]

    /// The names of a report's lines; all others are faint.
    private static let names: [String: Meaning] = [
        "failed": .bad, "failure": .bad, "killed": .bad, "behind": .bad, "late": .caution, "flagged": .caution,
        "do": .caution,
    ]

    /// Names stand in at most so many columns; the flags of a help take more.
    private static let nameColumns = 16

    /// In the order of the line, none over another.
    static func spans(of line: ScreenLine) -> [Span] {
        let text = line.characters
        if text.starts(with: "Error:") { return [Span(range: 0..<6, meaning: .bad)] }
        var spans: [Span] = []
        var start = line.lead
        if let field = line.fields.first, line.lead == 0 || line.lead == 2 {
            let name = String(text[line.lead..<field]).prefix { $0 != " " }
            let whole = line.lead..<(text[..<field].lastIndex { $0 != " " }.map { $0 + 1 } ?? field)
            if line.lead == 0 {
                guard let sign = signs[String(name)] else { return [] }
                spans.append(Span(range: whole.lowerBound..<(whole.lowerBound + name.count), meaning: sign))
                start = line.fields.prefix(2).last ?? field
            } else {
                guard field <= nameColumns,
                    text[whole].allSatisfy({ $0.isLowercase || $0 == " " || $0 == "_" || $0.isNumber })
                else {
                    return []
                }
                spans.append(Span(range: whole, meaning: names[String(text[whole])] ?? .faint))
                start = field
            }
        } else if line.lead == 0,
            let colon = text.indices.first(where: { text[$0] == ":" && $0 + 1 < text.count && text[$0 + 1] == " " })
        {
            start = colon + 2
        } else {
            return []
        }
        return spans + verdict(text[start...], endsLine: line.lead == 0)
    }

    private static func verdict(_ text: ArraySlice<Character>, endsLine: Bool) -> [Span] {
        var spans: [Span] = []
        if let opening = openings.first(where: { opens(text, with: $0.words) }) {
            spans.append(
                Span(range: text.startIndex..<(text.startIndex + opening.words.count), meaning: opening.meaning))
        }
        if endsLine, let closing = closings.first(where: { String(text.suffix($0.words.count)) == $0.words }) {
            spans.append(Span(range: (text.endIndex - closing.words.count)..<text.endIndex, meaning: closing.meaning))
        }
        return spans
    }

    /// Only whole words: `done`, and not the beginning of `doneness`.
    private static func opens(_ text: ArraySlice<Character>, with words: String) -> Bool {
        guard text.starts(with: words) else { return false }
        let next = text.dropFirst(words.count).first
        return words.hasSuffix(" ") || !(next?.isLetter ?? false)
    }
}
