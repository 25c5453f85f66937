import Words

/// What a command says to a person: a title, then named facts, lists below a name, and rows. Whoever has facts to show
/// makes one of them; how it looks is decided here.
struct Outline {
    private var lines: [String]
    /// Of the names.
    private let width: Int

    /// - Parameter title: `equities: up to date`; nil: nothing stands above.
    init(_ title: String?, width: Int = 14) {
        lines = title.map { [$0] } ?? []
        self.width = width
    }

    /// A fact: `  archive       /work/data/historical`. Without a value there is none.
    mutating func add(_ name: String, _ value: String?) {
        if let value { lines.append("  " + name.column(width) + value) }
    }

    /// A list: its name before the first line, and how many more there are behind the last.
    ///
    /// - Parameters:
    ///   - count: of all that there are; nil: these are all.
    ///   - limit: so many of them are shown.
    ///   - rest: where the others are, such as `--all prints them`.
    mutating func add(
        _ name: String, list items: [String], of count: Int? = nil, upTo limit: Int = .max, rest: String? = nil
    ) {
        let shown = items.prefix(limit)
        for (index, item) in shown.enumerated() { add(index == 0 ? name : "", item) }
        let more = (count ?? items.count) - shown.count
        if more > 0 { add("", "and \(Figures.count(more)) more\(rest.map { "; \($0)" } ?? "")") }
    }

    /// A line of its own, two columns further in for each level.
    mutating func row(_ text: String, level: Int = 1) {
        lines.append(String(repeating: "  ", count: level) + text)
    }

    /// Lines that are laid out already, such as a table's.
    mutating func add(lines more: [String]) { lines += more }

    /// The lines of another, as they stand there.
    mutating func add(_ other: Outline) { add(lines: other.lines) }

    var isEmpty: Bool { lines.isEmpty }

    var text: String { lines.joined(separator: "\n") }
}
