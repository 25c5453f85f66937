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
        \(parts.map(section))
        </section>
        """
    }

    /// Its entry in the table of contents.
    var contents: Markup {
        """
        <p><a href="#\(id("path"))"><bdi class="path">\(archive.path)</bdi></a></p>
        <ul>
        \(parts.map { "<li><a href=\"#\(id($0.name))\">\($0.title)</a>\($0.count)</li>" as Markup })
        </ul>
        """
    }

    private struct Part {
        let name: String
        let title: String
        var count: Markup = ""
        let body: () -> Markup
    }

    private var parts: [Part] {
        let (archive, number) = (archive, number)
        let anchors = UnitAnchors(units: archive.units.shown, archive: number)
        return [
            Part(name: "freshness", title: "Freshness") { FreshnessPart(cards: archive.cards).markup },
            Part(name: "coverage", title: "Coverage") {
                CoveragePart(maps: archive.coverage, anchors: anchors).markup
            },
            Part(name: "units", title: "Units", count: badge(archive.units.total)) {
                UnitsPart(units: archive.units, anchors: anchors, number: number).markup
            },
            Part(name: "rows", title: "Rows per day") { DailyPart(days: archive.days).markup },
            Part(name: "runs", title: "Runs", count: badge(archive.runs.total)) { RunsPart(runs: archive.runs).markup },
            Part(name: "gaps", title: "Gaps", count: badge(archive.gaps.total)) {
                GapsPart(gaps: archive.gaps, anchors: anchors).markup
            },
            Part(name: "quarantine", title: "Quarantine", count: badge(archive.quarantine.total)) {
                QuarantinePart(quarantine: archive.quarantine, anchors: anchors).markup
            },
            Part(name: "remarks", title: "Remarks", count: badge(archive.remarks.total)) {
                RemarksPart(remarks: archive.remarks, anchors: anchors).markup
            },
            Part(name: "revisions", title: "Revisions", count: badge(archive.revisions.total)) {
                RevisionsPart(revisions: archive.revisions, anchors: anchors).markup
            },
        ]
    }

    private func badge(_ count: Int) -> Markup { "<b>\(Figures.count(count))</b>" }

    private func section(_ part: Part) -> Markup {
        """
        <section class="part" aria-labelledby="\(id(part.name))">
        <h3 id="\(id(part.name))">\(part.title)</h3>
        \(part.body())
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
