/// What the upstream changed its mind about.
struct RevisionsPart {
    let revisions: Listing<RevisionLine>

    var markup: Markup {
        guard revisions.total > 0 else {
            return "<p class=\"none\">No revisions: what was answered again was the same as what is stored.</p>"
        }
        return """
            <p>Rows that were answered differently than they were stored, and series that came on another basis. The \
            newest first.</p>
            \(ListTable.kinds(revisions))
            \(ListTable(
                "Revisions", [("Recorded", false), ("Row", false), ("Cause", false), ("Change", false)],
                rows: revisions.shown.map(row), total: revisions.total).markup)
            """
    }

    private func row(_ line: RevisionLine) -> Markup {
        let change: Markup =
            line.key.isEmpty
            ? "<span class=\"soft\">the whole series was written anew</span>"
            : """
            <div class="change"><span class="soft">was</span>\(RawText(line.stored).markup)\
            <span class="soft">is</span>\(RawText(line.answered).markup)</div>
            """
        return """
            <tr><th scope="row" class="when">\(line.recorded)<br><span class="soft">run \(line.run)</span></th>\
            <td><bdi>\(line.unit)</bdi> <bdi>\(line.key)</bdi><br><bdi class="soft">\(line.dataset)</bdi></td>\
            <td><bdi>\(line.cause)</bdi></td>\
            <td>\(change)</td></tr>
            """
    }
}
