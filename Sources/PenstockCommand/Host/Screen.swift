/// What a text is laid out for: a terminal of so many columns, with colours or without, or anything else, where it
/// stays as it is.
struct Screen: Sendable, Equatable {
    /// nil: no terminal.
    let columns: Int?
    let hasColours: Bool

    /// A pipe, a file, cron's mail.
    static let plain = Screen(columns: nil, hasColours: false)

    init(columns: Int?, hasColours: Bool = false) {
        self.columns = columns
        self.hasColours = hasColours
    }

    /// - Parameter size: the terminal's own columns; nil or 0: it does not tell.
    init(isTerminal: Bool, size: Int?, environment: [String: String]) {
        guard isTerminal else {
            self = .plain
            return
        }
        let told = environment["COLUMNS"].flatMap { Int($0) }
        columns = [size, told].compactMap { $0 }.first { $0 > 0 } ?? Self.usual
        // no-color.org: set, and not to nothing.
        let isRefused = !(environment["NO_COLOR"] ?? "").isEmpty
        hasColours = !isRefused && !["", "dumb"].contains(environment["TERM"] ?? "")
    }

    static let usual = 80

    /// The text in lines that fit. On a terminal nothing in it is done that a control character asks for.
    func laid(_ text: String) -> String {
        guard let columns else { return text }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
            ScreenLine(TerminalText.safe(String($0)))
        }
        return lines.enumerated().map { index, line in
            line.laid(in: columns, before: index + 1 < lines.count ? lines[index + 1] : nil, hasColours: hasColours)
        }.joined(separator: "\n")
    }

    /// The beginning of a text that has room.
    static func beginning(of text: String, in columns: Int) -> String {
        var width = 0
        return String(
            text.prefix { character in
                width += self.width(of: character)
                return width <= columns
            })
    }

    /// How many columns a terminal gives it.
    static func width(of text: some Sequence<Character>) -> Int { text.reduce(0) { $0 + width(of: $1) } }

    static func width(of character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if first.isASCII { return 1 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        let isPicture = first.properties.isEmojiPresentation || character.unicodeScalars.contains { $0.value == 0xFE0F }
        return isPicture || isWide(first.value) ? 2 : 1
    }

    /// Unicode's East Asian Width of W and F, in whole blocks.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xA960...0xA97F,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
