import Words

/// A table in a box of its own, which scrolls where the page is narrow.
struct ListTable {
    /// What it lists, for those who do not see where it stands.
    let caption: String
    let columns: [(name: String, isNumber: Bool)]
    let rows: [Markup]
    /// How many there are.
    let total: Int

    init(_ caption: String, _ columns: [(String, Bool)], rows: [Markup], total: Int) {
        self.caption = caption
        self.columns = columns.map { (name: $0.0, isNumber: $0.1) }
        self.rows = rows
        self.total = total
    }

    var markup: Markup {
        let heads = columns.map {
            "<th scope=\"col\"\($0.isNumber ? Markup(" class=\"n\"") : "")>\($0.name)</th>" as Markup
        }
        return """
            <div class="box" role="region" aria-label="\(caption)" tabindex="0">
            <table class="list">
            <caption class="unseen">\(caption)</caption>
            <thead><tr>\(heads)</tr></thead>
            <tbody>
            \(rows)
            </tbody>
            </table>
            </div>
            \(more)
            """
    }

    private var more: Markup {
        total > rows.count ? "<p class=\"more\">and \(Figures.count(total - rows.count)) more</p>" : ""
    }

    /// How many there are of each kind, the most frequent first.
    static func kinds(_ kinds: [(name: String, count: Int)]) -> Markup {
        guard !kinds.isEmpty else { return "" }
        let first = kinds.sorted { ($1.count, $0.name) < ($0.count, $1.name) }.prefix(12)
        let items = first.map { "<li><b>\(Figures.count($0.count))</b><bdi>\($0.name)</bdi></li>" as Markup }
        return "<ul class=\"kinds\">\(items)</ul>"
    }
}
