import Words

/// A card per dataset.
struct FreshnessPart {
    let cards: [DatasetCard]

    var markup: Markup {
        guard !cards.isEmpty else { return "<p class=\"none\">The archive has no dataset yet.</p>" }
        return "<div class=\"cards\">\n\(cards.map(card))\n</div>"
    }

    private func card(_ card: DatasetCard) -> Markup {
        """
        <article class="card top-\(card.standing.tone)">
        <header>
        <h4><bdi>\(card.provider)</bdi> <span class="soft">/</span> <bdi>\(card.dataset)</bdi></h4>
        <p class="standing \(card.standing.tone)">\(card.standing.sign)\(card.standing.words)</p>
        </header>
        <p class="newest">\(card.newest ?? "no rows")</p>
        <p class="about">\(about(card))</p>
        \(share(card))
        <dl>
        \(facts(card))
        </dl>
        </article>
        """
    }

    private func about(_ card: DatasetCard) -> String {
        let expected = card.expected.map { $0 == card.newest ? "newest row, as expected" : "expected \($0)" }
        return [card.newest == nil ? nil : card.age, expected ?? (card.newest == nil ? nil : "newest row"), card.note]
            .compactMap { $0 }
            .joined(separator: "; ")
    }

    /// The units, by how they stand, as a bar and in numbers.
    private func share(_ card: DatasetCard) -> Markup {
        let parts: [(count: Int, tone: Markup, words: String)] = [
            (card.upToDate, "fs", "up to date"), (card.owed, "fg", "late"), (card.behind, "fh", "behind"),
            (card.withoutData, "fa", "without data"),
        ].filter { $0.tone != "fg" || $0.count > 0 }
        let bar = parts.filter { $0.count > 0 }.map {
            "<span class=\"\($0.tone)\" style=\"flex:\($0.count)\"></span>" as Markup
        }
        let counts = parts.map {
            "<span><i class=\"\($0.tone)\"></i>\(Figures.count($0.count)) \($0.words)</span>" as Markup
        }
        return """
            <div class="share" aria-hidden="true">\(bar)</div>
            <p class="counts">\(counts)</p>
            """
    }

    private func facts(_ card: DatasetCard) -> [Markup] {
        let facts = [
            (card.noun.plural, Figures.count(card.units)), ("rows", card.rows.map(Figures.count)),
            ("last success", card.lastSuccess ?? "never"),
            (card.next?.name ?? "", card.next?.text),
        ]
        return facts.compactMap { name, text in text.map { "<dt>\(name)</dt><dd>\($0)</dd>" } }
    }
}
