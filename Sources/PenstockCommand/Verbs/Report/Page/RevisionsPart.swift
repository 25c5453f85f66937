import Archive
import PluginKit

/// What the upstream changed its mind about.
struct RevisionsPart {
    let corrections: NewestCorrections
    let anchors: UnitAnchors

    private var kinds: [(name: String, count: Int)] {
        let rows = corrections.revisionCounts.map { ("rows: \(RunChangesPage.cause($0.cause))", $0.rows) }
        return rows + (corrections.restatementCount > 0 ? [("series: restatement", corrections.restatementCount)] : [])
    }

    var total: Int { kinds.reduce(0) { $0 + $1.count } }

    var markup: Markup {
        guard total > 0 else {
            return "<p class=\"none\">No revisions: what was answered again was the same as what is stored.</p>"
        }
        return """
            <p>Rows that were answered differently than they were stored, and series that came on another basis. The \
            newest first.</p>
            \(ListTable.kinds(kinds))
            \(ListTable(
                "Revisions", [("Recorded", false), ("Row", false), ("Cause", false), ("Change", false)],
                rows: rows, total: total).markup)
            """
    }

    private var rows: [Markup] {
        let dated =
            corrections.restatements.map { ($0.recorded, row($0)) }
            + corrections.revisions.map { ($0.recorded, row($0)) }
        // The order of those of one moment is kept.
        let sorted = dated.enumerated().sorted { ($1.element.0, $0.offset) < ($0.element.0, $1.offset) }
        return sorted.prefix(ArchiveGathering.shown).map(\.element.1)
    }

    private func row(_ revision: RevisionRecord) -> Markup {
        """
        <tr><th scope="row" class="when">\(revision.recorded.minutes)<br><span class="soft">run \
        \(revision.run)</span></th>\
        <td>\(anchors.name(revision.label, revision.unit)) <bdi>\(ReportWording.key(revision.key, of: revision.label))\
        </bdi><br><bdi class="soft">\(revision.provider) / \(revision.dataset)</bdi></td>\
        <td><bdi>\(RunChangesPage.cause(revision.cause))</bdi></td>\
        <td><div class="change"><span class="soft">was</span>\(RawText(revision.stored).markup)\
        <span class="soft">is</span>\(RawText(revision.answered).markup)</div></td></tr>
        """
    }

    /// A restatement is of the whole series.
    private func row(_ restatement: RestatementRecord) -> Markup {
        """
        <tr><th scope="row" class="when">\(restatement.recorded.minutes)<br><span class="soft">run \
        \(restatement.run)</span></th>\
        <td>\(anchors.name(restatement.label, restatement.unit)) <bdi></bdi><br><bdi \
        class="soft">\(restatement.provider)</bdi></td>\
        <td><bdi>restatement: \(restatement.reason.description)</bdi></td>\
        <td><span class="soft">the whole series was written anew</span></td></tr>
        """
    }
}
