import Words

/// One archive: what it is, and its sections.
struct ArchivePart {
    let archive: ArchiveSection
    let number: Int

    var markup: Markup {
        """
        <section class="archive" aria-labelledby="\(id("path"))">
        <h2 id="\(id("path"))"><bdi class="path">\(archive.path)</bdi></h2>
        \(facts)
        <nav aria-label="Sections of \(archive.path)">
        <ul>
        \(parts.map { "<li><a href=\"#\(id($0.name))\">\($0.title)</a>\($0.count)</li>" as Markup })
        </ul>
        </nav>
        \(parts.map(section))
        </section>
        """
    }

    private struct Part {
        let name: String
        let title: String
        var count: Markup = ""
        let body: Markup
    }

    private var parts: [Part] {
        [
            Part(name: "freshness", title: "Freshness", body: FreshnessPart(cards: archive.cards).markup),
            Part(name: "coverage", title: "Coverage", body: CoveragePart(maps: archive.coverage).markup),
            Part(name: "rows", title: "Rows per day", body: DailyPart(days: archive.days).markup),
            Part(
                name: "runs", title: "Runs", count: badge(archive.runs.total), body: RunsPart(runs: archive.runs).markup
            ),
            Part(
                name: "gaps", title: "Gaps", count: badge(archive.gaps.total), body: GapsPart(gaps: archive.gaps).markup
            ),
            Part(
                name: "quarantine", title: "Quarantine", count: badge(archive.quarantine.total),
                body: QuarantinePart(quarantine: archive.quarantine).markup),
            Part(
                name: "remarks", title: "Remarks", count: badge(archive.remarks.total),
                body: RemarksPart(remarks: archive.remarks).markup),
            Part(
                name: "revisions", title: "Revisions", count: badge(archive.revisions.total),
                body: RevisionsPart(revisions: archive.revisions).markup),
        ]
    }

    private func badge(_ count: Int) -> Markup { "<b>\(Figures.count(count))</b>" }

    private func section(_ part: Part) -> Markup {
        """
        <section class="part" aria-labelledby="\(id(part.name))">
        <h3 id="\(id(part.name))">\(part.title)</h3>
        \(part.body)
        </section>
        """
    }

    private var facts: Markup {
        guard !archive.facts.isEmpty else { return "" }
        return
            """
            <dl \
            class="facts">\(archive.facts.map { "<div><dt>\($0.name)</dt><dd>\($0.text)</dd></div>" as Markup })</dl>
            """
    }

    private func id(_ name: String) -> String { "\(name)-\(number)" }
}
