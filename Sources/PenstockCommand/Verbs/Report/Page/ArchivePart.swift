import Orchestrator
import PluginKit
import Words

/// One archive: what it is, and its sections.
struct ArchivePart {
    let archive: ReportedArchive
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
        let anchors = UnitAnchors(units: archive.units, archive: number)
        let quarantine = QuarantinePart(archive: archive, anchors: anchors)
        let remarks = RemarksPart(remarks: archive.remarks.shown, counts: archive.remarks.counts, anchors: anchors)
        let revisions = RevisionsPart(corrections: archive.corrections, anchors: anchors)
        return [
            Part(name: "freshness", title: "Freshness") { FreshnessPart(cards: archive.cards).markup },
            Part(name: "coverage", title: "Coverage") {
                CoveragePart(maps: archive.providers.flatMap(\.coverage), anchors: anchors).markup
            },
            Part(name: "units", title: "Units", count: badge(archive.unitCount)) {
                UnitsPart(units: archive.units, total: archive.unitCount, anchors: anchors, number: number).markup
            },
            Part(name: "rows", title: "Rows per day") { DailyPart(providers: archive.providers).markup },
            Part(name: "runs", title: "Runs", count: badge(archive.runCount)) {
                RunsPart(runs: archive.runs, total: archive.runCount, isBeingWritten: archive.writer != nil).markup
            },
            Part(name: "gaps", title: "Gaps", count: badge(archive.gaps.total)) {
                GapsPart(gaps: archive.gaps, anchors: anchors).markup
            },
            Part(name: "quarantine", title: "Quarantine", count: badge(quarantine.total)) { quarantine.markup },
            Part(name: "remarks", title: "Remarks", count: badge(remarks.total)) { remarks.markup },
            Part(name: "revisions", title: "Revisions", count: badge(revisions.total)) { revisions.markup },
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
        var facts = [("storage", archive.storage.joined(separator: ", "))]
        if let database = archive.outsideDatabase { facts.append(("database", ArchiveWording.outside(database))) }
        if let writer = archive.writer { facts.append(("now writing", writer)) }
        for status in archive.providers.map(\.status) {
            guard let subjects = status.subjects else { continue }
            facts.append(
                (
                    "\(status.provider) \(subjects.noun.plural)",
                    "\(Figures.count(subjects.followed)) followed of \(Figures.count(subjects.known)) known"
                ))
        }
        return
            "<dl class=\"facts\">\(facts.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" as Markup })</dl>"
    }

    private func id(_ name: String) -> String { "\(name)-\(number)" }
}
