import Words

/// A list in a report: its name before the first line, and how many more there are behind the last.
struct Section {
    let name: String
    let items: [String]
    let count: Int
    /// Where the others are.
    var rest = "--all prints them"

    init(_ name: String, _ items: [String], of count: Int) {
        self.name = name
        self.items = items
        self.count = count
    }

    var lines: [String] {
        var lines = items.enumerated().map { line($0.offset == 0 ? name : "", $0.element) }
        if count > items.count { lines.append(line("", "and \(Figures.count(count - items.count)) more; \(rest)")) }
        return lines
    }

    private func line(_ name: String, _ value: String) -> String { "  " + name.column(14) + value }
}
